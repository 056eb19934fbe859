"""Noun, number, verb."""

from django.urls import path

from audits import views

app_name = "audits"
urlpatterns = [
    path("<int:pk>/", views.audit, name="audit"),
]
