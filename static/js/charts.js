// Draws each <div data-chart="ID"> from the figure {data, layout, config} in the json_script element with that ID.
// The same numbers stand in a table on the page, so a chart that cannot be drawn is simply left out.
// A chart inside <details data-chart-opener> is drawn when it is first opened, and only then is the library loaded,
// from the address in data-plotly of this script's own element.
const FONT = '"Atkinson Hyperlegible", Arial, sans-serif';
const LIBRARY = document.currentScript?.dataset.plotly;

function draw(place) {
  const source = document.getElementById(place.dataset.chart);
  if (!source || !window.Plotly) {
    place.hidden = true;
    return;
  }
  const figure = JSON.parse(source.textContent);
  const layout = {
    ...figure.layout,
    autosize: true,
    font: { family: FONT, size: 16, color: "#16211f", ...figure.layout?.font },
    paper_bgcolor: "rgba(0,0,0,0)",
    plot_bgcolor: "rgba(0,0,0,0)",
  };
  const config = { responsive: true, displayModeBar: false, locale: "en-GB", ...figure.config };
  window.Plotly.newPlot(place, figure.data, layout, config).then(() => {
    place.dataset.drawn = "yes";
  });
}

function open(opener) {
  const places = opener.querySelectorAll("[data-chart]");
  if (window.Plotly || !LIBRARY) {
    places.forEach(draw);
    return;
  }
  const script = document.createElement("script");
  script.src = LIBRARY;
  script.addEventListener("load", () => places.forEach(draw));
  script.addEventListener("error", () => places.forEach(draw));
  document.head.append(script);
}

document.querySelectorAll("[data-chart-opener]").forEach((opener) => {
  opener.addEventListener("toggle", () => open(opener), { once: true });
});
document.querySelectorAll("[data-chart]").forEach((place) => {
  if (!place.closest("[data-chart-opener]")) draw(place);
});
