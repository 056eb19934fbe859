"""An indicator over time, with its targets drawn: a plotly figure as plain data for static/js/charts.js."""

from typing import Any

from kpis.rag import MeasuredIn, target_words
from kpis.summaries import IndicatorPage, Series

TEAL, GREY, GREEN, RED = "#0e4f53", "#5a6563", "#0f7a4c", "#b3261e"
# As the page's key has them.
AIMS = (("minimum", RED, "dash"), ("upper", GREEN, "dot"), ("target", GREEN, "dot"))


def indicator_chart(page: IndicatorPage) -> dict[str, Any]:
    """The indicator's own series as a line, single months beside it as dots, minimum and upper as labelled steps."""
    from plotly import graph_objects as plot  # noqa: PLC0415 only this page needs it, and it is slow to import

    suffix = "%" if page.definition.measured_in == MeasuredIn.PERCENTAGE else ""
    traces = []
    for series in page.series:
        traces.append(_line(plot, series, suffix, is_main=series.basis == page.definition.basis))
    own = next((series for series in page.series if series.basis == page.definition.basis), None)
    if own:
        traces += [trace for name, colour, dash in AIMS if (trace := _target(plot, own, name, colour, dash, suffix))]
    figure = plot.Figure(traces)
    for label in _target_labels(page, own):
        figure.add_annotation(label)
    figure.update_layout(
        template=plot.layout.Template(),
        margin={"l": 60, "r": 20, "t": 20, "b": 50},
        hovermode="x unified",
        showlegend=False,  # the page has a key of its own, which reflows and is read out
        # The year stands under its first month only.
        xaxis={"tickformat": "%b\n%Y", "showgrid": False, "linecolor": GREY, "fixedrange": True, "nticks": 10},
        yaxis={"ticksuffix": suffix, "gridcolor": "#dfe4e2", "zeroline": False, "fixedrange": True},
    )
    drawn: dict[str, Any] = figure.to_plotly_json()
    drawn["layout"].pop("template", None)
    return drawn


def _line(plot: Any, series: Series, suffix: str, *, is_main: bool) -> Any:
    look = {"color": TEAL, "width": 3} if is_main else {"color": GREY, "width": 1.5, "dash": "dot"}
    drawn: list[tuple[str, float | None, str]] = []
    for point in series.points:
        month = f"{point.month:%Y-%m-%d}"
        if point.begins:
            drawn.append((month, None, ""))  # no line leads to what is counted otherwise
        drawn.append((month, None if point.value is None else float(round(point.value, 4)), point.words))
    return plot.Scatter(
        name=series.words,
        x=[month for month, _, _ in drawn],
        y=[value for _, value, _ in drawn],
        mode="lines+markers",
        line=look,
        marker={"size": 7 if is_main else 5},
        text=[words for _, _, words in drawn],
        hovertemplate="%{text}",
        connectgaps=False,
    )


def _target_labels(page: IndicatorPage, own: Series | None) -> list[dict[str, Any]]:
    """Minimum 85%, written over the newest end of its line."""
    point = own.points[-1] if own and own.points else None
    if point is None:
        return []
    measured_in = page.reading.measured_in
    written = [
        (name.capitalize(), value, target_words(value, measured_in=measured_in))
        for name, _, _ in AIMS
        if (value := getattr(point, name)) is not None
    ]
    return [
        {
            "x": f"{point.month:%Y-%m-%d}",
            "y": float(value),
            "text": f"{name} {words}",
            "xanchor": "right",
            "yanchor": "bottom",
            "showarrow": False,
            "font": {"size": 14},
        }
        for name, value, words in written
    ]


def _target(plot: Any, series: Series, name: str, colour: str, dash: str, suffix: str) -> Any | None:
    values = [getattr(point, name) for point in series.points]
    if not any(value is not None for value in values):
        return None
    return plot.Scatter(
        name=name.capitalize(),
        x=[f"{point.month:%Y-%m-%d}" for point in series.points],
        y=[None if value is None else float(value) for value in values],
        mode="lines+markers" if sum(value is not None for value in values) == 1 else "lines",
        line={"color": colour, "width": 2, "dash": dash, "shape": "hv"},
        marker={"symbol": "line-ew-open", "size": 24, "color": colour},
        hovertemplate=f"%{{y:.4~g}}{suffix}",
        connectgaps=False,
    )
