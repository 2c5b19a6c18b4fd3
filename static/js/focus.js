// After a swap, focus goes to what is new: the heading or the feedback that asks for it.

export function focusNew(root) {
  if (root === document.body) return;
  const wanted = root.matches?.("[data-focus]") ? root : root.querySelector?.("[data-focus]");
  wanted?.focus({ preventScroll: false });
}
