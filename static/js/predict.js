// A click on a box of the map picks it in the list named by data-predicts, its twin for keyboards; the list marks the box.

const FINGER_PX = 44;

export function mapPredictions(root) {
  for (const map of root.querySelectorAll?.("[data-predicts]") ?? []) {
    const place = document.getElementById(map.dataset.predicts);
    if (!place) continue;
    map.addEventListener("click", (event) => pick(place, map, boxAt(map, event)?.dataset.box));
    place.addEventListener("change", () => mark(map, place.value));
    mark(map, place.value);
  }
}

// On a phone boxes are lower than a finger: just above and below one counts as on it.
function boxAt(map, { target, clientX, clientY }) {
  if (target.closest("[data-box]") || !target.closest("svg")) return target.closest("[data-box]");
  const away = (box) => {
    const { left, right, top, bottom } = box.getBoundingClientRect();
    return left <= clientX && clientX <= right ? Math.abs(clientY - (top + bottom) / 2) : Infinity;
  };
  const nearest = [...map.querySelectorAll("[data-box]")].sort((one, other) => away(one) - away(other))[0];
  return nearest && away(nearest) <= FINGER_PX / 2 ? nearest : null;
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
