// [data-grid]: arrow keys move between the links of a table's cells; Tab enters it once. Without this, Tab visits each.
// Each cell is also told in full: whose, of what, and the sign in words, which a legend on the page says too.

const MOVES = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

export function gridKeys(root) {
  for (const table of root.querySelectorAll?.("table[data-grid]") ?? []) {
    if (table.getAttribute("role") === "grid") continue;
    table.setAttribute("role", "grid");
    const links = [...table.tBodies[0].querySelectorAll("a")];
    for (const link of links) link.tabIndex = -1;
    if (links[0]) links[0].tabIndex = 0;
    tellCells(table, signWords());
    table.addEventListener("keydown", (event) => moveBy(event, table));
    table.tBodies[0].addEventListener("focusin", (event) => stay(event.target, links));
  }
}

function signWords() {
  return Object.fromEntries([...document.querySelectorAll("[data-sign]")].map((one) => [one.dataset.sign, one.textContent]));
}

function tellCells(table, words) {
  const heads = [...table.tHead.rows[0].cells].map((cell) => cell.textContent.trim());
  for (const row of table.tBodies[0].rows) {
    const name = row.cells[0].textContent.trim();
    for (const cell of row.cells) {
      const link = cell.tagName === "TD" && cell.querySelector("a");
      if (!link) continue;
      const [first, second] = link.textContent.trim().split(" ");
      const percent = /^\d+$/.test(first) ? Number(first) : null;
      const state = words[second ?? first];
      const said = [percent === null ? "" : `${percent} %`, state].filter(Boolean).join(", ");
      link.setAttribute("aria-label", said);
      link.title = `${name}, ${heads[cell.cellIndex]}: ${said}`;
      if (percent !== null) cell.dataset.band = Math.min(3, Math.floor(percent / 25));
    }
  }
}

function moveBy(event, table) {
  const cell = event.target.closest("tbody th, tbody td");
  if (!cell || event.altKey || event.metaKey || event.shiftKey) return;
  const rows = [...table.tBodies[0].rows];
  const row = cell.parentElement;
  let [down, across] = MOVES[event.key] ?? [0, 0];
  if (getComputedStyle(table).direction === "rtl") across = -across;
  let next = null;
  if (event.key === "Home" || event.key === "End") next = edge(event.ctrlKey ? (event.key === "Home" ? rows[0] : rows.at(-1)) : row, event.key);
  else if (!event.ctrlKey && down) next = rows[rows.indexOf(row) + down]?.cells[cell.cellIndex]?.querySelector("a");
  else if (!event.ctrlKey && across) next = beside(row, cell.cellIndex, across);
  else return;
  event.preventDefault();
  next?.focus();
}

function edge(row, key) {
  const links = [...row.querySelectorAll("a")];
  return key === "Home" ? links[0] : links.at(-1);
}

// A cell without a link, such as the total, is passed over.
function beside(row, from, step) {
  for (let place = from + step; row.cells[place]; place += step) {
    const link = row.cells[place].querySelector("a");
    if (link) return link;
  }
  return null;
}

function stay(link, links) {
  for (const other of links) if (other.tabIndex === 0) other.tabIndex = -1;
  link.tabIndex = 0;
}
