// Puts a figure into its box at the cursor. Without this file the button sends the form, and the figure joins the end.

/** What stands for the chosen figure, or nothing. */
function tokenOf(figure, part) {
  const option = figure.selectedOptions[0];
  if (!option?.value) return "";
  const parts = option.dataset.parts?.trim().split(" ");
  if (!parts) return `{{ ${option.value} }}`;
  return `{{ ${option.value} ${parts.includes(part.value) ? part.value : "value"} }}`;
}

/** The words before and after the cursor keep a space between them and the figure. */
function insert(box, token) {
  const { selectionStart: start, selectionEnd: end, value } = box;
  const before = start > 0 && !/\s$/.test(value.slice(0, start)) ? " " : "";
  const after = /^[\p{L}\p{N}]/u.test(value.slice(end)) ? " " : "";
  box.setRangeText(before + token + after, start, end, "end");
  box.dispatchEvent(new Event("input", { bubbles: true }));
  box.focus();
}

for (const picker of document.querySelectorAll("[data-picker]")) {
  const box = document.getElementById(picker.dataset.picker);
  const button = picker.querySelector("[data-insert]");
  if (!box || !button) continue;
  // Until somebody has been in the box its end is where figures go.
  if (document.activeElement !== box) box.setSelectionRange(box.value.length, box.value.length);
  button.querySelector("[data-words]").textContent = "Insert at the cursor";
  button.addEventListener("click", (event) => {
    const token = tokenOf(picker.querySelector("[data-figure]"), picker.querySelector("[data-part]"));
    if (!token) return; // the portal says that a figure is to be chosen
    event.preventDefault();
    insert(box, token);
  });
}
