// What is worth keeping is told to the server in the background: a lesson opened, where it was left, a path walked.

function post(address, fields) {
  return fetch(address, { method: "POST", body: new URLSearchParams(fields), keepalive: true, credentials: "same-origin" });
}

export function readingProgress(root) {
  const page = root.querySelector?.("[data-reading]");
  if (!page) return;
  const token = page.dataset.token;
  if (!("opened" in page.dataset)) post(page.dataset.reading, { csrfmiddlewaretoken: token });
  let kept = "";
  document.addEventListener("visibilitychange", () => {
    const place = document.visibilityState === "hidden" ? placeOf(page) : "";
    if (place && place !== kept) post(page.dataset.reading, { csrfmiddlewaretoken: token, place });
    kept = place || kept;
  });
}

// The last heading or check that has been scrolled past the middle of the window.
function placeOf(page) {
  const places = [...page.querySelectorAll("h2[id], .check[id]")];
  const passed = places.filter((place) => place.getBoundingClientRect().top < innerHeight / 2);
  return passed.at(-1)?.id ?? "";
}

export function walkedPaths(root) {
  const step = root.matches?.("[data-walked]") ? root : root.querySelector?.("[data-walked]");
  if (!step) return;
  for (const form of step.querySelectorAll("[data-without-script]")) form.hidden = true;
  const { walked, query, token } = step.dataset;
  if (query) post(walked, { csrfmiddlewaretoken: token, query, quiet: "1" });
}
