from django.urls import path, register_converter

from kpis.models import REF
from kpis.views import (
    api_clients,
    comparators,
    computed,
    definition_files,
    definitions,
    highlight,
    loads,
    noting,
    pages,
    sources,
    targets_grid,
)
from kpis.views.definition_files import DEFINITIONS, POPULATIONS


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
    path("sentences/", highlight.sentences, name="sentences"),
    path("loads/", loads.loads, name="loads"),
    path("loads/new/", loads.load_new, name="load_new"),
    path("loads/<int:pk>/", loads.load, name="load"),
    path("loads/<int:pk>/confirm/", loads.load_confirm, name="load_confirm"),
    path("loads/<int:pk>/columns/", loads.load_columns, name="load_columns"),
    path("loads/<int:pk>/check/", loads.load_check, name="load_check"),
    path("loads/<int:pk>/undo/", loads.load_undo, name="load_undo"),
    path("loads/<int:pk>/errors/", loads.load_errors, name="load_errors"),
    path("loads/<int:pk>/discard/", loads.load_discard, name="load_discard"),
    path("sources/", sources.sources, name="sources"),
    path("sources/<int:pk>/forget/", sources.source_forget, name="source_forget"),
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
    path("notes/missing/", noting.missing, name="notes_missing"),
    path("notes/<int:pk>/", noting.note, name="note"),
    path("notes/<int:pk>/withdraw/", noting.withdraw, name="note_withdraw"),
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
    path("small-multiples/months.csv", pages.small_multiples_csv, name="small_multiples_csv"),
    path("themes/<slug:slug>/", pages.theme, name="theme"),
    path("units/", pages.units, name="units"),
    path("units/<slug:code>/", pages.unit, name="unit"),
    path("definitions/", definitions.index, name="definitions"),
    path("definitions/new/", definitions.new, name="definition_new"),
    path("definitions/export.csv", definition_files.export, {"kind": DEFINITIONS}, name="definitions_export"),
    path("definitions/import/", definition_files.bring_in, {"kind": DEFINITIONS}, name="definitions_import"),
    path("definitions/import/confirm/", definition_files.confirm, {"kind": DEFINITIONS}, name="definitions_confirm"),
    path("definitions/populations/", definitions.populations, name="populations"),
    path(
        "definitions/populations/export.csv", definition_files.export, {"kind": POPULATIONS}, name="populations_export"
    ),
    path(
        "definitions/populations/import/", definition_files.bring_in, {"kind": POPULATIONS}, name="populations_import"
    ),
    path(
        "definitions/populations/import/confirm/",
        definition_files.confirm,
        {"kind": POPULATIONS},
        name="populations_confirm",
    ),
    path("definitions/reconciliations/", definitions.reconciliations, name="reconciliations"),
    path(
        "definitions/reconciliations/standard/", definitions.reconciliations_standard, name="reconciliations_standard"
    ),
    path("definitions/reconciliations/<int:pk>/end/", definitions.reconciliation_end, name="reconciliation_end"),
    path("definitions/exemptions/<int:pk>/end/", definitions.exemption_end, name="exemption_end"),
    path("definitions/rebases/<int:pk>/remove/", definitions.rebase_remove, name="rebase_remove"),
    path("definitions/<ref:ref>/", definitions.definition, name="definition"),
    path("definitions/<ref:ref>/correct/", definitions.correct, name="definition_correct"),
    path("definitions/<ref:ref>/change/", definitions.change, name="definition_change"),
    path("definitions/<ref:ref>/owner/", definitions.owner, name="definition_owner"),
    path("definitions/<ref:ref>/target/", definitions.target, name="definition_target"),
    path("definitions/<ref:ref>/exemptions/new/", definitions.exemption_new, name="exemption_new"),
    path("definitions/<ref:ref>/rebases/new/", definitions.rebase_new, name="rebase_new"),
    path("computed/", computed.index, name="computed"),
    path("computed/compute/", computed.compute, name="compute"),
    path("<ref:ref>/audits/", computed.rows_behind, name="behind"),
    path("targets-grid/", targets_grid.page, name="targets_grid"),
    path("targets-grid/grid.csv", targets_grid.as_csv, name="targets_grid_csv"),
    path("targets-grid/grid.xlsx", targets_grid.as_xlsx, name="targets_grid_xlsx"),
    path("<ref:ref>/", highlight.indicator, name="indicator"),
    path("<ref:ref>/values.csv", highlight.values_csv, name="values_csv"),
]
