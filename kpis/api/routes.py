from django.urls import path

from kpis.api import reading
from kpis.api.resources import RESOURCES

app_name = "api"
urlpatterns = [
    *(path(resource.name, reading.read, {"resource": resource}, name=resource.name) for resource in RESOURCES),
    path("openapi.json", reading.document, name="openapi"),
    path("", reading.nothing_here, name="nothing_here"),
    path("<path:rest>", reading.nothing_here, name="nothing_below"),
]
