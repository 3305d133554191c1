// A list that renews itself must not fold what its reader has opened, nor ask while nobody looks or while a no is being
// written in it.

const opened = new Map();

// Clicks (the keyboard's too) and not "toggle", which new cards that arrive open would fire as well.
document.addEventListener("click", ({ target }) => {
  const details = target.closest("summary")?.parentElement;
  if (details?.id) opened.set(details.id, !details.open);
});

document.addEventListener("htmx:load", ({ detail }) => {
  for (const details of detail.elt.querySelectorAll("details[id]")) {
    if (opened.has(details.id)) details.open = opened.get(details.id);
  }
});

// What was sent from within is done with, and need not open again.
document.addEventListener("submit", ({ target }) => opened.delete(target.closest("details")?.id));

document.addEventListener("htmx:beforeRequest", (event) => {
  const trigger = event.detail.elt.getAttribute("hx-trigger") ?? "";
  const isIdle = document.hidden || event.detail.elt.querySelector(".refusal[open]");
  if (isIdle && trigger.startsWith("every")) event.preventDefault();
});
