// [data-live="address"]: what is new in its lists appears by itself, without touching what hasn't changed or the focus.

const PAUSE_MS = 1500;
let following = true; // kept while the page is open: sending replaces the box that says so

export function livePages(root) {
  const source = root.matches?.("[data-live]") ? root : root.querySelector?.("[data-live]");
  if (!source || source.dataset.following) return;
  source.dataset.following = "yes";
  const box = source.querySelector("[data-follow]");
  if (box) {
    box.hidden = false;
    box.querySelector("input").checked = following;
    box.addEventListener("change", (event) => (following = event.target.checked));
  }
  let etag = "";
  const look = async () => {
    if (!source.isConnected) return;
    if (document.visibilityState === "visible" && following) {
      etag = await refresh(source, etag);
    }
    setTimeout(look, PAUSE_MS);
  };
  setTimeout(look, PAUSE_MS);
}

async function refresh(source, etag) {
  try {
    const headers = etag ? { "If-None-Match": etag } : {};
    const response = await fetch(source.dataset.live, { headers, cache: "no-store" });
    if (response.status !== 200) return etag;
    const news = new DOMParser().parseFromString(await response.text(), "text/html");
    if (!source.isConnected || !following) return etag; // it tells of a page that is gone by now
    show(news, source);
    return response.headers.get("ETag") ?? "";
  } catch {
    return etag; // away for a moment: the next look finds it again
  }
}

function show(news, source) {
  for (const list of news.querySelectorAll("[data-live-list]")) mend(document.getElementById(list.id), list, source);
  for (const text of news.querySelectorAll("[data-live-text]")) {
    const shown = document.getElementById(text.id);
    if (!shown) continue;
    if (shown.innerHTML !== text.innerHTML) shown.innerHTML = text.innerHTML;
    shown.setAttribute("class", text.getAttribute("class") ?? "");
  }
}

// Rows are known by their ids: new ones come in, changed ones change, the others stay as they are.
function mend(shown, wanted, source) {
  if (!shown) return;
  const ids = new Set([...wanted.children].map((row) => row.id));
  for (const row of [...shown.children]) if (!ids.has(row.id)) row.remove();
  let before = null;
  let added = 0;
  for (const row of [...wanted.children]) {
    const known = document.getElementById(row.id);
    if (known && known.innerHTML !== row.innerHTML) {
      known.className = row.className;
      known.innerHTML = row.innerHTML;
    } else if (!known) {
      added += 1;
      shown.insertBefore(document.importNode(row, true), before ? before.nextSibling : shown.firstChild);
    }
    before = document.getElementById(row.id);
  }
  const empty = source.querySelector("[data-live-empty]");
  if (shown.id !== "history" || !empty) return;
  empty.hidden = shown.children.length > 0;
  if (added) source.querySelector("[data-live-news]").textContent = `New: ${shown.firstElementChild.innerText.trim()}`;
}
