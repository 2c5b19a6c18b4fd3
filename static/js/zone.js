// The browser knows its time zone, so nobody has to type it.

export function timeZone(root) {
  const field = root.querySelector?.("[data-time-zone] [name=time_zone]");
  if (field && !field.value) field.placeholder = Intl.DateTimeFormat().resolvedOptions().timeZone;
  for (const form of root.querySelectorAll?.("[data-time-zone]") ?? []) {
    form.addEventListener("submit", () => {
      if (field && !field.value) field.value = field.placeholder;
    });
  }
}
