// Questions that an answer above them shows or hides, reasons for "not applicable", and rows for evidence notes.
// Without this file every question is shown with the words that say when to answer it, and buttons save and add rows.
// What is hidden keeps its words and is still sent: only the portal decides what counts.

const NOT_APPLICABLE = "n/a";

/** What is chosen for a question, or nothing while it is hidden itself. */
function given(form, question) {
  if (question.hidden) return [];
  const name = `answer_${question.dataset.question}`;
  return [...form.querySelectorAll(`input[name="${name}"]:checked`)].map((box) => box.value);
}

function showWhatIsAsked(form) {
  for (const question of form.querySelectorAll("[data-question]")) {
    const above = form.querySelector(`[data-question="${question.dataset.when}"]`);
    if (above) {
      const values = question.dataset.is.split(" ");
      question.hidden = !given(form, above).some((value) => values.includes(value));
      question.querySelector("[data-when-words]").hidden = true;
    }
    const reason = question.querySelector("[data-reason]");
    if (reason) {
      const ticked = question.querySelector(`input[name="not_${question.dataset.question}"]:checked`);
      reason.hidden = !ticked && !given(form, question).includes(NOT_APPLICABLE);
    }
  }
}

/** Rows for evidence notes: added and removed in place. */
class Notes {
  constructor(form, place) {
    this.form = form;
    this.place = place;
    this.button = place.querySelector("[data-another]");
    this.button.addEventListener("click", (event) => {
      event.preventDefault();
      this.add().querySelector("input").focus();
    });
    this.rows.forEach((row) => this.dress(row));
  }

  get rows() {
    return [...this.place.querySelectorAll("[data-note]")];
  }

  dress(row) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "qa-note__remove";
    button.textContent = "Remove this note";
    button.addEventListener("click", () => this.remove(row));
    row.append(button);
  }

  add() {
    const last = this.rows.at(-1);
    const number = Math.max(...this.rows.map((row) => Number(row.dataset.note))) + 1;
    const row = last.cloneNode(true);
    row.dataset.note = number;
    row.id = `note-${number}`;
    row.querySelectorAll(".govuk-error-message, .qa-note__remove").forEach((part) => part.remove());
    for (const part of row.querySelectorAll("*")) {
      part.classList.remove("govuk-form-group--error", "govuk-input--error", "govuk-textarea--error");
      part.removeAttribute("aria-describedby");
      for (const name of ["id", "name", "for"]) {
        const value = part.getAttribute(name);
        if (value) part.setAttribute(name, value.replace(/(^|_)(on|seen)_\d+/, `$1$2_${number}`));
      }
    }
    for (const box of row.querySelectorAll("input, textarea")) {
      box.removeAttribute("value");
      box.value = box.defaultValue = "";
    }
    last.after(row);
    this.dress(row);
    return row;
  }

  remove(row) {
    const rows = this.rows;
    const next = rows[rows.indexOf(row) + 1] ?? rows[rows.indexOf(row) - 1];
    if (!next) this.add();
    row.remove();
    (next ?? this.rows[0]).querySelector("input").focus();
    this.form.dispatchEvent(new Event("input"));
  }

  /** Before words from this tab are put back: a row for each note among them. */
  make(boxes) {
    const wanted = boxes.filter(([name]) => /^seen_\d+$/.test(name)).map(([name]) => Number(name.slice(5)));
    while (this.rows.length < wanted.length) this.add();
    for (const [place, row] of this.rows.entries()) {
      const number = wanted[place];
      if (number === undefined || String(number) === row.dataset.note) continue;
      row.dataset.note = number;
      for (const part of row.querySelectorAll("[id], [name], [for]")) {
        for (const name of ["id", "name", "for"]) {
          const value = part.getAttribute(name);
          if (value) part.setAttribute(name, value.replace(/(^|_)(on|seen)_\d+/, `$1$2_${number}`));
        }
      }
    }
  }
}

// A tool's preview has the boxes of the form, and no form: nothing typed there can go anywhere.
for (const form of document.querySelectorAll("form, [data-preview]")) {
  const place = form.querySelector("[data-notes]");
  const notes = place && new Notes(form, place);
  if (notes) form.addEventListener("restore", (event) => notes.make(event.detail));
  if (form.querySelector("[data-question]")) {
    for (const kind of ["change", "restored"]) form.addEventListener(kind, () => showWhatIsAsked(form));
    showWhatIsAsked(form);
  }
}
