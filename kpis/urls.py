from django.urls import path, register_converter

from kpis.models import REF
from kpis.views import highlight, loads, pages


class RefConverter:
    regex = REF

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(RefConverter, "ref")

app_name = "kpis"
urlpatterns = [
    path("", highlight.dashboard, name="dashboard"),
    path("loads/", loads.loads, name="loads"),
    path("loads/new/", loads.load_new, name="load_new"),
    path("loads/<int:pk>/", loads.load, name="load"),
    path("loads/<int:pk>/confirm/", loads.load_confirm, name="load_confirm"),
    path("loads/<int:pk>/discard/", loads.load_discard, name="load_discard"),
    path("standard/", loads.standard_create, name="standard_create"),
    path("highlight.csv", pages.highlight_csv, name="highlight_csv"),
    path("highlight.xlsx", pages.highlight_xlsx, name="highlight_xlsx"),
    path("exceptions/", pages.exceptions, name="exceptions"),
    path("changes/", pages.changes, name="changes"),
    path("heat-map/", pages.heat_map_page, name="heat_map"),
    path("heat-map/cells.csv", pages.heat_map_csv, name="heat_map_csv"),
    path("small-multiples/", pages.small_multiples, name="small_multiples"),
    path("themes/<slug:slug>/", pages.theme, name="theme"),
    path("units/", pages.units, name="units"),
    path("units/<slug:code>/", pages.unit, name="unit"),
    path("<ref:ref>/", highlight.indicator, name="indicator"),
    path("<ref:ref>/values.csv", highlight.values_csv, name="values_csv"),
]
