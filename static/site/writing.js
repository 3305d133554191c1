// A form that saves itself says so when it could not: what is typed stays, and the next change tries again.

for (const failure of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(failure, ({ detail }) => {
    const note = detail.elt.querySelector?.("[data-failed]");
    if (note) note.textContent = note.dataset.failed;
  });
}
