// Under a box stands how its words will read, as of when the page was made. Once they change, that is said.

const OLD = "As it read when this page was opened; it is made anew when you press Save";

for (const reading of document.querySelectorAll("[data-reading]")) {
  const box = document.getElementById(reading.dataset.reading);
  const title = reading.querySelector("[data-reading-title]");
  for (const change of ["input", "refreshed"]) {
    box?.addEventListener(change, () => (title.textContent = OLD));
  }
}
