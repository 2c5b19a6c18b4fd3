// <a href="…" data-copy="text">: copies the text; a plain link where nothing can be copied.

export function copyLinks(root) {
  if (!navigator.clipboard) return;
  for (const link of root.querySelectorAll("[data-copy]")) {
    link.addEventListener("click", async (event) => {
      event.preventDefault();
      await navigator.clipboard.writeText(link.dataset.copy);
      link.textContent = "Link copied";
    });
  }
}
