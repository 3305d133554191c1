// What was typed outlives the page. Forms marked data-kept stay in this tab until they have been taken: what was typed
// before signing in, or was refused, is there afterwards. Forms that save themselves send what is left when one leaves.
// And a form that is on its way is not sent again by a second click.

const SENT = "kept-sent";
const keyOf = (form) => `kept:${form.dataset.kept}`;
const keptForms = [...document.querySelectorAll("form[data-kept]")];

// A page without the form is the answer that it was taken; one with it may show what was refused.
const sent = sessionStorage.getItem(SENT);
if (sent && !keptForms.some((form) => keyOf(form) === sent)) sessionStorage.removeItem(sent);
sessionStorage.removeItem(SENT);

for (const form of keptForms) {
  const kept = JSON.parse(sessionStorage.getItem(keyOf(form)) ?? "{}");
  for (const [name, value] of Object.entries(kept)) {
    const field = form.elements.namedItem(name);
    if (field instanceof RadioNodeList) field.value = value;
    else if (field && !field.value) field.value = value;
  }
  // Proposals made from what was typed are no input: they are made again, once htmx is there to do it.
  if (Object.values(kept).some(Boolean)) {
    document.addEventListener("DOMContentLoaded", () => form.dispatchEvent(new Event("restored")));
  }
  form.addEventListener("input", ({ target }) => {
    if (!target.name || target.type === "checkbox" || target.type === "file") return;
    const all = JSON.parse(sessionStorage.getItem(keyOf(form)) ?? "{}");
    sessionStorage.setItem(keyOf(form), JSON.stringify({ ...all, [target.name]: target.value }));
  });
  form.addEventListener("submit", ({ submitter }) => {
    if (!submitter?.hasAttribute("formaction")) sessionStorage.setItem(SENT, keyOf(form));
  });
}

// These wait a moment after each change before they save.
const unsaved = new Set();
const savesItself = (form) => form?.matches("form[hx-post][hx-trigger*='delay']");

document.addEventListener("input", ({ target }) => {
  if (savesItself(target.form)) unsaved.add(target.form);
});
document.addEventListener("htmx:beforeRequest", ({ detail }) => unsaved.delete(detail.elt));
for (const failure of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(failure, ({ detail }) => {
    if (savesItself(detail.elt)) unsaved.add(detail.elt);
  });
}
window.addEventListener("pagehide", () => {
  for (const form of unsaved) navigator.sendBeacon(form.getAttribute("hx-post"), new FormData(form));
  unsaved.clear();
});

document.addEventListener("submit", (event) => {
  const { target } = event;
  unsaved.delete(target);
  if (target.method !== "post" || event.defaultPrevented) return;
  if (target.dataset.sent) event.preventDefault();
  target.dataset.sent = "yes";
});

// A page that comes back by the back button may be sent anew.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});
