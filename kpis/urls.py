from django.urls import path, register_converter

from kpis.models import REF
from kpis.views import highlight, loads


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
    path("loads/<int:pk>/columns/", loads.load_columns, name="load_columns"),
    path("loads/<int:pk>/check/", loads.load_check, name="load_check"),
    path("loads/<int:pk>/undo/", loads.load_undo, name="load_undo"),
    path("loads/<int:pk>/errors/", loads.load_errors, name="load_errors"),
    path("loads/<int:pk>/discard/", loads.load_discard, name="load_discard"),
    path("standard/", loads.standard_create, name="standard_create"),
    path("<ref:ref>/", highlight.indicator, name="indicator"),
    path("<ref:ref>/values.csv", highlight.values_csv, name="values_csv"),
]
