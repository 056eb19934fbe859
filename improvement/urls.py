"""Noun, number, verb."""

from django.urls import path

from improvement import views

app_name = "improvement"
urlpatterns = [
    path("", views.index, name="index"),
    path("<int:pk>/", views.action, name="action"),
    path("<int:pk>/deliver/", views.deliver, name="deliver"),
    path("<int:pk>/close/", views.close, name="close"),
    path("<int:pk>/reopen/", views.reopen, name="reopen"),
    path("<int:pk>/note/", views.note, name="note"),
]
