// A row of links that doesn't fit begins where the current link is in sight, halfway along it.

export function currentLinks() {
  for (const link of document.querySelectorAll(".site-nav [aria-current], .class-nav [aria-current]")) {
    const row = link.parentElement;
    const [place, around] = [link, row].map((element) => element.getBoundingClientRect());
    row.scrollLeft += place.left + place.width / 2 - around.left - around.width / 2;
  }
}
