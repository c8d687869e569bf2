"""The addresses of the room of units."""

from django.urls import path

from utsyn.web.units import views

app_name = "units"
urlpatterns = [
    path("units/", views.units, name="list"),
    path("units/found/", views.found, name="found"),
    path("units/<slug:key>/", views.unit, name="unit"),
]
