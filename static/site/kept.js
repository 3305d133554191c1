// Forms marked data-kept are kept in this tab until they are sent: what was typed before signing in is there afterwards.
// And a form that is on its way is not sent again by a second click.

const keyOf = (form) => `kept:${form.dataset.kept}`;

for (const form of document.querySelectorAll("form[data-kept]")) {
  const kept = JSON.parse(sessionStorage.getItem(keyOf(form)) ?? "{}");
  for (const [name, value] of Object.entries(kept)) {
    const field = form.elements.namedItem(name);
    if (field instanceof RadioNodeList) field.value = value;
    else if (field && !field.value) field.value = value;
  }
  form.addEventListener("input", ({ target }) => {
    if (!target.name || target.type === "checkbox" || target.type === "file") return;
    const all = JSON.parse(sessionStorage.getItem(keyOf(form)) ?? "{}");
    sessionStorage.setItem(keyOf(form), JSON.stringify({ ...all, [target.name]: target.value }));
  });
  form.addEventListener("submit", ({ submitter }) => {
    if (!submitter?.hasAttribute("formaction")) sessionStorage.removeItem(keyOf(form));
  });
}

document.addEventListener("submit", (event) => {
  const { target } = event;
  if (target.method !== "post" || event.defaultPrevented) return;
  if (target.dataset.sent) event.preventDefault();
  target.dataset.sent = "yes";
});

// A page that comes back by the back button may be sent anew.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});
