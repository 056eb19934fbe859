// Starts GOV.UK Frontend. Every page works without this file; it adds the menu button, focus on errors and the like.
import { initAll } from "../vendor/govuk-frontend-6.6.0/govuk-frontend.min.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();

// A button for paper exists only where a script can press it.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// A table that a phone shows as cards (.qa-stack) stays a table for screen readers in browsers that would forget it.
const ROLES = { table: "table", thead: "rowgroup", tbody: "rowgroup", tr: "row", td: "cell" };
for (const table of document.querySelectorAll(".qa-stack, .qa-grade-table")) {
  for (const part of [table, ...table.querySelectorAll("thead, tbody, tr, td")]) {
    part.setAttribute("role", ROLES[part.localName]);
  }
  for (const head of table.querySelectorAll("th")) {
    head.setAttribute("role", head.scope === "row" ? "rowheader" : "columnheader");
  }
}

// What somebody wrote and could not send is kept in their tabs (autosave.js). When they sign out it goes from all of
// them, and so do the pages that show it. The portal's answer empties every tab's store as well.
const UNTIL_SIGNED_OUT = 1500;
const session = new BroadcastChannel("session");
function forget() {
  window.dispatchEvent(new Event("signed-out"));
  sessionStorage.clear();
}
session.addEventListener("message", () => {
  forget();
  setTimeout(() => window.location.reload(), UNTIL_SIGNED_OUT);
});
document.querySelector("form[action$='/sign-out/']")?.addEventListener("submit", () => {
  forget();
  session.postMessage("signing out");
});

// Words that a form sent (keep.js) have arrived when another page answers. The sign-in page and pages that say what went
// wrong (data-keeps) answer nothing: the words wait on.
const answersNothing = document.querySelector("main[data-keeps]") !== null;
try {
  for (const key of Object.keys(sessionStorage).filter((name) => name.startsWith("unsent-form-"))) {
    const kept = JSON.parse(sessionStorage.getItem(key));
    if (!kept.sent) continue;
    if (answersNothing || key.endsWith(`-${window.location.pathname}`)) {
      sessionStorage.setItem(key, JSON.stringify({ ...kept, sent: false }));
    } else sessionStorage.removeItem(key);
  }
} catch {
  // A browser that forbids the store keeps nothing.
}
