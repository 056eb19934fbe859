from django.urls import path, register_converter

from kpis import views
from kpis.models import REF


class RefConverter:
    regex = REF

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(RefConverter, "ref")

app_name = "kpis"
urlpatterns = [
    path("", views.dashboard, name="dashboard"),
    path("loads/", views.loads, name="loads"),
    path("loads/new/", views.load_new, name="load_new"),
    path("loads/<int:pk>/", views.load, name="load"),
    path("loads/<int:pk>/confirm/", views.load_confirm, name="load_confirm"),
    path("loads/<int:pk>/discard/", views.load_discard, name="load_discard"),
    path("standard/", views.standard_create, name="standard_create"),
    path("<ref:ref>/", views.indicator, name="indicator"),
    path("<ref:ref>/values.csv", views.values_csv, name="values_csv"),
]
