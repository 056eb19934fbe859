// Starts GOV.UK Frontend. Every page works without this file; it adds the menu button, focus on errors and the like.
import { initAll } from "../vendor/govuk-frontend-6.6.0/govuk-frontend.min.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();

// A button for paper exists only where a script can press it.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// What somebody wrote and could not send is kept in their tab (autosave.js); it goes with them when they sign out.
document.querySelector("form[action$='/sign-out/']")?.addEventListener("submit", () => sessionStorage.clear());
