// Saves a form marked data-autosave while it is being written. Without this file the Save buttons do everything.
//
// Every keystroke is kept in this tab (session storage) at once and sent 1 s after the last one. What the portal has
// is forgotten here. Offline, or signed out in mid-sentence, the words wait in the tab and are sent on return. Each save
// names the version that the page was opened at: when the words were saved elsewhere since, the answer is a panel with
// both texts, and nothing more is sent until somebody chooses. Boxes that only others changed get their words.

const PAUSE = 1000; // after the last keystroke
const PATIENCE = 1200; // the longest that somebody types on without a save: a browser that dies loses no more
const WAIT_FOR_ANSWER = 15000;
const RETRIES = [4000, 8000, 15000, 30000];
const STORE = "unsent-";

const OFFLINE = "Not saved: you are offline. Your words are kept in this tab and will be sent when you are back.";
const SILENT = "Not saved: the portal does not answer. Your words are kept in this tab and will be sent when it does.";
const SIGNED_OUT = "Not saved: you are signed out. Your words are kept in this tab; reload this page to sign in again.";
const CONFLICT = "Not saved: these words were also saved somewhere else. Both texts are shown above; choose one.";

class Autosave {
  constructor(form) {
    this.form = form;
    this.key = STORE + form.dataset.autosave;
    this.state = form.querySelector("[data-autosave-state]");
    this.place = form.querySelector("[data-conflict-place]");
    this.sent = this.words(this.served()); // what the portal has
    this.pending = null; // the save under way
    this.since = null; // since when something has been unsent
    this.retry = 0;
    this.stopped = this.place.querySelector("[data-conflict]") !== null; // somebody must choose first
    this.refused = false; // the portal cannot save one box as it is
    form.addEventListener("input", () => this.typed());
    form.addEventListener("change", () => this.typed());
    form.addEventListener("submit", (event) => this.submitted(event));
    form.addEventListener("click", (event) => event.target.closest("[data-discard]") && this.forget());
    window.addEventListener("signed-out", () => this.leave());
    // Before site.js hears of it: it forgets what is here.
    document.addEventListener("submit", (event) => this.beforeLeaving(event), true);
    window.addEventListener("online", () => this.save());
    window.addEventListener("offline", () => this.isDirty() && this.say(OFFLINE, true));
    window.addEventListener("pagehide", () => this.isDirty() && !this.stopped && navigator.onLine && this.sendLast());
    window.addEventListener("beforeunload", (event) => this.isDirty() && !navigator.onLine && event.preventDefault());
    if (this.stopped) this.forget();
    else this.restore();
    if (!this.pending && this.isDirty()) this.typed();
  }

  /** The form as the portal made it: whoever types while this file is still on its way loses nothing. */
  served() {
    const copy = this.form.cloneNode(true);
    copy.reset();
    return copy;
  }

  /** Every box of a form, as one comparable text. What is marked data-later waits for a button. */
  words(form = this.form) {
    const apart = ["csrfmiddlewaretoken", "version"];
    for (const box of form.querySelectorAll("[data-later]")) apart.push(box.name);
    return JSON.stringify([...new FormData(form)].filter(([name]) => !apart.includes(name)));
  }

  isDirty() {
    return this.words() !== this.sent;
  }

  get version() {
    return this.form.elements.version.value;
  }

  say(words, isProblem = false) {
    if (this.state.textContent !== words) this.state.textContent = words;
    this.state.classList.toggle("qa-save__state--problem", isProblem);
  }

  typed() {
    if (!this.isDirty()) {
      this.forget();
      return;
    }
    this.keep();
    if (this.stopped) return;
    if (!navigator.onLine) this.say(OFFLINE, true);
    this.since ??= Date.now();
    const left = Math.max(0, PATIENCE - (Date.now() - this.since));
    this.later(Math.min(PAUSE, left));
  }

  later(milliseconds) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), milliseconds);
  }

  keep() {
    if (this.hasLeft) return;
    try {
      sessionStorage.setItem(this.key, JSON.stringify({ version: this.version, words: this.words() }));
    } catch {
      // A full or forbidden store: the words are still in the boxes.
    }
  }

  forget() {
    try {
      sessionStorage.removeItem(this.key);
    } catch {
      // Nothing was kept then.
    }
  }

  /** Somebody signed out, here or in another tab: nothing of theirs stays behind. */
  leave() {
    this.hasLeft = this.stopped = true;
    clearTimeout(this.timer);
    this.sent = this.words();
    this.forget();
  }

  /** The last words go to the portal before their writer does. */
  async beforeLeaving(event) {
    if (!event.target.action.endsWith("/sign-out/")) return;
    if (this.hasLeft || this.stopped || !this.isDirty() || !navigator.onLine) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    await this.save();
    this.leave();
    event.target.requestSubmit();
  }

  /** Put back what this tab could not send before, and send it as of the version at which it was written. */
  restore() {
    let kept;
    try {
      kept = JSON.parse(sessionStorage.getItem(this.key));
    } catch {
      kept = null;
    }
    if (!kept || kept.words === this.sent) {
      if (!document.querySelector(".govuk-error-summary")) this.forget(); // a box there may be unsaved
      return;
    }
    const boxes = JSON.parse(kept.words);
    this.form.dispatchEvent(new CustomEvent("restore", { detail: boxes })); // rows for notes are made first
    for (const box of this.form.querySelectorAll("input[type=radio], input[type=checkbox]")) {
      box.checked = boxes.some(([name, value]) => name === box.name && value === box.value);
    }
    for (const box of this.form.querySelectorAll("textarea, select, input[type=text]")) {
      box.value = boxes.find(([name]) => name === box.name)?.[1] ?? box.value;
    }
    // Words of a box that the page no longer has, as its block was left out meanwhile, are sent, too: they are kept.
    for (const [name, value] of boxes) {
      if (!value || this.form.elements[name]) continue;
      const box = document.createElement("input");
      Object.assign(box, { type: "hidden", name, value });
      this.form.append(box);
    }
    this.form.dispatchEvent(new CustomEvent("restored"));
    if (!this.isDirty()) {
      this.forget(); // the last words of a page that went away have arrived
      return;
    }
    this.form.elements.version.value = kept.version;
    this.say("Your words from before were kept in this tab and are being sent.");
    this.save();
  }

  /** Send what is unsent; resolves to true when the portal has every word. */
  async save() {
    clearTimeout(this.timer);
    if (this.pending) await this.pending;
    if (this.stopped) return false;
    if (!this.isDirty()) return true;
    if (!navigator.onLine) {
      this.say(OFFLINE, true);
      this.later(RETRIES[0]); // the event that says "online" does not always come
      return false;
    }
    this.pending = this.send();
    const saved = await this.pending;
    this.pending = null;
    if (saved && this.isDirty()) this.typed();
    return saved && !this.isDirty();
  }

  async send() {
    const words = this.words();
    const body = new FormData(this.form);
    body.append("autosave", "1");
    let response;
    let answer;
    try {
      response = await fetch(window.location.pathname, {
        method: "POST",
        body,
        redirect: "manual",
        headers: { Accept: "application/json" },
        signal: AbortSignal.timeout(WAIT_FOR_ANSWER),
      });
      if (response.type === "opaqueredirect" || response.status === 403) {
        this.say(SIGNED_OUT, true);
        return false;
      }
      answer = await response.json();
    } catch {
      this.say(navigator.onLine ? SILENT : OFFLINE, true);
      this.later(RETRIES[Math.min(this.retry++, RETRIES.length - 1)]);
      return false;
    }
    this.retry = 0;
    this.refused = response.status === 422;
    if (response.ok) {
      // Somebody types where others saved: the next save is as of the version that they saw, and asks them to choose.
      if (this.refresh(answer.boxes ?? {}, words)) this.form.elements.version.value = answer.version;
      this.since = null;
      if (this.isDirty()) this.keep();
      else this.forget();
      this.say(answer.words);
      this.ask(answer.hint);
      return true;
    }
    if (response.status === 409) {
      this.choose(answer.panel);
      return false;
    }
    // One box that cannot be saved as it is keeps nothing else back; what it holds stays in the tab.
    if (answer.version) this.form.elements.version.value = answer.version;
    this.since = null; // the next save waits for a pause again
    this.keep();
    this.say(`Not saved: ${answer.problem}`, true);
    return false;
  }

  /** Put what others saved into its boxes; false, and nothing is done, where somebody has typed in one of them since. */
  refresh(boxes, words) {
    const same = this.words() === words;
    const values = (pairs, name) => JSON.stringify(pairs.filter(([own]) => own === name).map(([, value]) => value));
    const [sent, now] = [JSON.parse(words), JSON.parse(this.words())];
    if (Object.keys(boxes).some((name) => values(sent, name) !== values(now, name))) {
      this.sent = words;
      return false;
    }
    for (const [name, saved] of Object.entries(boxes)) {
      for (const box of this.form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
        if (box.type === "radio" || box.type === "checkbox") box.checked = saved.includes(box.value);
        else box.value = saved[0] ?? "";
        box.dispatchEvent(new CustomEvent("refreshed"));
      }
    }
    this.sent = same ? this.words() : words;
    return true;
  }

  /** A kind question where the words tell only what was done. */
  ask(question = "") {
    const place = this.form.querySelector("[data-hint]");
    if (!place) return;
    place.querySelector("[data-hint-words]").textContent = question;
    place.hidden = !question;
  }

  /** Both texts, above the boxes. The panel comes from our own server, which escapes what people wrote. */
  choose(panel) {
    this.stopped = true;
    this.place.innerHTML = panel;
    this.say(CONFLICT, true);
  }

  /** As the page goes: a last try, whose answer nobody will read, so the words also stay in the tab. */
  sendLast() {
    this.keep();
    const body = new FormData(this.form);
    body.append("autosave", "1");
    fetch(window.location.pathname, { method: "POST", body, redirect: "manual", keepalive: true }).catch(() => {});
  }

  /** What is wrong with a box stands on the page that the portal makes: in the summary and beside the box. */
  show(submitter) {
    this.form.addEventListener("submit", (event) => event.stopImmediatePropagation(), { capture: true, once: true });
    this.form.requestSubmit(submitter);
  }

  /** A press of a button first saves like everything else, so that an answer lost on the way loses nothing. */
  async submitted(event) {
    if (event.submitter?.name === "replace") {
      this.sent = this.words();
      this.forget();
      return;
    }
    if (this.stopped) {
      event.preventDefault();
      this.say(CONFLICT, true);
      this.place.querySelector("[data-conflict]").focus();
      return;
    }
    if (!this.pending && !this.isDirty()) {
      this.forget();
      return;
    }
    event.preventDefault();
    const { submitter } = event;
    this.refused = false;
    if (await this.save()) this.form.requestSubmit(submitter);
    else if (this.refused) this.show(submitter);
    else if (this.stopped) this.place.querySelector("[data-conflict]").focus();
    else this.state.scrollIntoView({ block: "nearest" });
  }
}

for (const form of document.querySelectorAll("form[data-autosave]")) new Autosave(form);
