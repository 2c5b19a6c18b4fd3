// A click on a box of the map picks it in the list named by data-predicts, its twin for keyboards; the list marks the box.

export function mapPredictions(root) {
  for (const map of root.querySelectorAll?.("[data-predicts]") ?? []) {
    const place = document.getElementById(map.dataset.predicts);
    if (!place) continue;
    map.addEventListener("click", (event) => pick(place, map, event.target.closest("[data-box]")?.dataset.box));
    place.addEventListener("change", () => mark(map, place.value));
    mark(map, place.value);
  }
}

// Beside a box that is no exit, a request leaves elsewhere.
function pick(place, map, box) {
  const key = [box, `x-${box}`].find((wanted) => [...place.options].some((option) => option.value === wanted));
  if (!key) return;
  place.value = key;
  const folded = place.closest("details");
  if (folded) folded.open = true;
  mark(map, key);
}

function mark(map, key) {
  for (const other of map.querySelectorAll(".picked")) other.classList.remove("picked");
  if (key) map.querySelector(`[data-box="${key.replace("x-", "")}"]`)?.classList.add("picked");
}
