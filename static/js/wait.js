// A button that is no use before some seconds have passed says how many are left.

export function waitingButtons(root) {
  for (const button of root.querySelectorAll?.("[data-wait]") ?? []) {
    const label = button.textContent;
    let left = Number(button.dataset.wait);
    const tick = () => {
      button.disabled = left > 0;
      button.textContent = left > 0 ? `${label} in ${left} s` : label;
      left -= 1;
      if (left >= 0) setTimeout(tick, 1000);
    };
    tick();
  }
}
