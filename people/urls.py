"""Noun, number, verb."""

from django.urls import path

from people import views

app_name = "people"
urlpatterns = [
    path("", views.index, name="index"),
    path("new/", views.new, name="new"),
    path("roles/", views.roles, name="roles"),
    path("units/", views.units, name="units"),
    path("units/new/", views.unit_new, name="unit_new"),
    path("units/<int:pk>/end/", views.unit_end, name="unit_end"),
    path("events/", views.events, name="events"),
    path("events/<int:pk>/", views.event, name="event"),
    path("memberships/<int:pk>/end/", views.leave, name="leave"),
    path("my-password/", views.my_password, name="my_password"),
    path("<int:pk>/", views.person, name="person"),
    path("<int:pk>/change/", views.change, name="change"),
    path("<int:pk>/join/", views.join, name="join"),
    path("<int:pk>/password/", views.password, name="password"),
    path("<int:pk>/stop/", views.stop, name="stop"),
    path("<int:pk>/restart/", views.restart, name="restart"),
]
