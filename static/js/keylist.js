// ? opens the list of the keys that work on this page, which is kept on the page of reading comfort.

import { isTyped } from "./keys.js";

export function keyList() {
  const link = document.querySelector("[data-keys-list]");
  document.addEventListener("keydown", async (event) => {
    if (event.key !== "?" || document.documentElement.dataset.keys === "off" || event.repeat || isTyped(event)) return;
    const answer = await fetch(link.href).catch(() => null);
    const page = new DOMParser().parseFromString((await answer?.text()) ?? "", "text/html");
    const keys = page.getElementById("keys");
    if (!keys || document.querySelector("dialog")) return;
    for (const row of keys.querySelectorAll("[data-where]")) row.hidden = !document.querySelector(row.dataset.where);
    const dialog = document.createElement("dialog");
    dialog.setAttribute("aria-labelledby", "keys-title");
    dialog.innerHTML = '<form method="dialog"><button class="btn">Close</button></form>';
    dialog.prepend(keys);
    dialog.addEventListener("close", () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
  });
}
