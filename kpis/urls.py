from django.urls import path, register_converter

from kpis.models import REF
from kpis.views import definition_files, definitions, highlight, loads


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
    path("definitions/", definitions.index, name="definitions"),
    path("definitions/new/", definitions.new, name="definition_new"),
    path("definitions/export.csv", definition_files.export, name="definitions_export"),
    path("definitions/import/", definition_files.bring_in, name="definitions_import"),
    path("definitions/import/confirm/", definition_files.confirm, name="definitions_confirm"),
    path("definitions/populations/", definitions.populations, name="populations"),
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
    path("<ref:ref>/", highlight.indicator, name="indicator"),
    path("<ref:ref>/values.csv", highlight.values_csv, name="values_csv"),
]
