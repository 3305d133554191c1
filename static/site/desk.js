// The desk by keyboard: a key presses the visible element that names it in data-key; J and K walk the rows of a list.
// Keys are told by their place on the keyboard (code), so that they work under a Chinese or Hebrew input method too.

const isWriting = ({ target }) => target.matches("input:not([type=radio], [type=checkbox]), textarea, select");
const isVisible = (element) => element.checkVisibility();

function walk(step) {
  const rows = [...document.querySelectorAll("[data-row]")].filter(isVisible);
  const here = rows.indexOf(document.activeElement);
  rows.at(Math.min(Math.max(here + step, 0), rows.length - 1))?.focus();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.repeat) return;
  if (event.code === "Escape") document.activeElement?.blur();
  if (isWriting(event)) return;
  if (event.code === "KeyJ") walk(1);
  if (event.code === "KeyK") walk(-1);
  const pressed = [...document.querySelectorAll(`[data-key="${event.code}"]`)].find(isVisible);
  if (!pressed) return;
  event.preventDefault();
  pressed.focus();
  pressed.click();
});

// A link to what is folded opens it, and the cursor stands in its first field.
document.addEventListener("click", (event) => {
  const folded = document.getElementById(event.target.closest("[data-opens]")?.dataset.opens);
  if (!folded) return;
  event.preventDefault();
  folded.open = true;
  folded.querySelector("input[type=radio], textarea")?.focus();
});
