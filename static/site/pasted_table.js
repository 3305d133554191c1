// A pasted table keeps its merged cells: where the clipboard has a table as HTML, that is taken instead of plain text.
document.addEventListener("paste", (event) => {
  const box = event.target.closest?.("[data-takes-tables]");
  const markup = event.clipboardData?.getData("text/html") ?? "";
  if (!box || !/<table/i.test(markup)) return;
  event.preventDefault();
  box.setRangeText(markup, box.selectionStart, box.selectionEnd, "end");
});
