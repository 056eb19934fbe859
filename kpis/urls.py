from django.urls import path

from kpis import views

app_name = "kpis"
urlpatterns = [
    path("", views.dashboard, name="dashboard"),
    path("loads/", views.loads, name="loads"),
    path("loads/new/", views.load_new, name="load_new"),
    path("loads/<int:pk>/", views.load, name="load"),
    path("loads/<int:pk>/confirm/", views.load_confirm, name="load_confirm"),
    path("loads/<int:pk>/discard/", views.load_discard, name="load_discard"),
    path("standard/", views.standard_create, name="standard_create"),
    path("<str:ref>/", views.indicator, name="indicator"),
    path("<str:ref>/values.csv", views.values_csv, name="values_csv"),
]
