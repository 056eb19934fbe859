// Keeps what is typed in a form marked data-keep (the reader's number) in this tab until the portal has taken it.
// A session that ends in mid-sentence then costs no words. Without this file the form works as it is.
// site.js forgets the words once another page of the portal has answered them, and when their writer signs out.

const STORE = "unsent-form-";
const NEVER = ["hidden", "password", "file", "submit", "button", "reset"];

class Keep {
  constructor(form) {
    this.form = form;
    this.own = `${STORE}${form.dataset.keep}-`;
    this.key = this.own + window.location.pathname;
    this.forgetOthers();
    if (!("answered" in form.dataset)) this.restore();
    for (const kind of ["input", "change"]) form.addEventListener(kind, () => this.keep());
    form.addEventListener("submit", () => this.mark());
    window.addEventListener("signed-out", () => (this.hasLeft = true));
  }

  get boxes() {
    return [...this.form.elements].filter((box) => box.name && "value" in box && !NEVER.includes(box.type));
  }

  words() {
    return this.boxes.map((box) => [box.name, box.value, isTick(box) ? box.checked : null]);
  }

  keep(sent = false) {
    if (this.hasLeft) return;
    try {
      sessionStorage.setItem(this.key, JSON.stringify({ sent, words: this.words() }));
    } catch {
      // A full or forbidden store: the words are still in the boxes.
    }
  }

  mark() {
    if (sessionStorage.getItem(this.key)) this.keep(true);
  }

  /** Whoever had this tab before: their words are not for this reader. */
  forgetOthers() {
    for (const key of Object.keys(sessionStorage)) {
      if (key.startsWith(STORE) && !key.startsWith(this.own)) sessionStorage.removeItem(key);
    }
  }

  restore() {
    const kept = JSON.parse(sessionStorage.getItem(this.key));
    if (!kept) return;
    if (JSON.stringify(kept.words) === JSON.stringify(this.words())) {
      sessionStorage.removeItem(this.key); // the portal has them
      return;
    }
    for (const box of this.boxes) {
      const same = kept.words.find(([name, value]) => name === box.name && (!isTick(box) || value === box.value));
      if (!same) continue;
      if (isTick(box)) box.checked = same[2];
      else box.value = same[1];
    }
    const said = document.createElement("p");
    said.className = "govuk-body";
    said.setAttribute("role", "status");
    this.form.prepend(said);
    said.textContent = "What you typed before was kept in this tab.";
  }
}

function isTick(box) {
  return box.type === "radio" || box.type === "checkbox";
}

try {
  for (const form of document.querySelectorAll("form[data-keep]")) new Keep(form);
} catch {
  // A browser that forbids the store: the forms work as they are.
}
