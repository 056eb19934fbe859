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

// What somebody wrote and could not send is kept in their tab (autosave.js); it goes with them when they sign out.
document.querySelector("form[action$='/sign-out/']")?.addEventListener("submit", () => sessionStorage.clear());
