"""The addresses of the room of measures."""

from django.urls import path

from utsyn.web.measures.views import conversing, measuring, units

app_name = "measures"
urlpatterns = [
    path("work/", units.mine, name="work"),
    path("assignments/<int:pk>/", conversing.assignment, name="assignment"),
    path("plans/<slug:key>/cascade/", conversing.cascade, name="cascade"),
    path("plans/<slug:key>/goals/<slug:goal>/send/", conversing.send, name="send"),
    path("plans/<slug:key>/units/<slug:unit>/", units.unit, name="unit"),
    path("plans/<slug:key>/measures/", measuring.measures, name="list"),
    path("plans/<slug:key>/measures/selection.xlsx", measuring.selection, name="selection"),
    path("plans/<slug:key>/measures/new/", measuring.new, name="new"),
    path("plans/<slug:key>/measures/<int:number>/", measuring.measure, name="measure"),
    path("plans/<slug:key>/measures/<int:number>/edit/", measuring.edit, name="edit"),
]
