// Draws each <div data-chart="ID"> from the figure {data, layout, config} in the json_script element with that ID.
// The same numbers stand in a table on the page, so a chart that cannot be drawn is simply left out.
const FONT = '"Atkinson Hyperlegible", Arial, sans-serif';

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

document.querySelectorAll("[data-chart]").forEach(draw);
