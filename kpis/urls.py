from django.urls import path, register_converter

from kpis.models import REF
from kpis.views import api_clients, comparators, highlight, loads, noting, pages


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
    path("api/", api_clients.clients, name="api_clients"),
    path("api/new/", api_clients.client_new, name="api_client_new"),
    path("api/documentation/", api_clients.documentation, name="api_documentation"),
    path("api/<int:pk>/revoke/", api_clients.client_revoke, name="api_client_revoke"),
    path("comparators/", comparators.files, name="comparators"),
    path("comparators/new/", comparators.file_new, name="comparator_new"),
    path("comparators/<int:pk>/", comparators.file, name="comparator_file"),
    path("comparators/<int:pk>/map/", comparators.file_map, name="comparator_map"),
    path("comparators/<int:pk>/undo/", comparators.file_undo, name="comparator_undo"),
    path("comparators/series/<int:pk>/unmap/", comparators.series_unmap, name="comparator_unmap"),
    path("<ref:ref>/comparison/", comparators.comparison, name="comparison"),
    path("<ref:ref>/comparison.csv", comparators.comparison_csv, name="comparison_csv"),
    path("notes/", noting.index, name="notes"),
    path("notes/list.<slug:kind>", noting.export, name="notes_export"),
    path("notes/ask/", noting.ask_all, name="notes_ask"),
    path("notes/<int:pk>/", noting.note, name="note"),
    path("notes/<int:pk>/hand-over/", noting.hand_over, name="note_hand_over"),
    path("<ref:ref>/ask/", noting.ask, name="ask"),
    path("<ref:ref>/action/", noting.raise_action, name="raise_action"),
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
