// The footer shows what the server says this page cost, where the browser can read it.

export function serverTiming(root) {
  const place = root.querySelector?.("[data-timing]");
  const timings = performance.getEntriesByType("navigation")[0]?.serverTiming ?? [];
  const app = timings.find((timing) => timing.name === "app");
  const statements = timings.find((timing) => timing.name === "db");
  if (!place || !app) return;
  const count = statements.description;
  place.textContent = `${app.duration} ms · ${count} ${count === "1" ? "statement" : "statements"}`;
  place.hidden = false;
}
