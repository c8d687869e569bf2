"""The addresses of the room of evidence."""

from django.urls import path

from utsyn.web.evidence.views import along, figures, loaded, own, partners, taken

app_name = "evidence"
urlpatterns = [
    path("evidence/", figures.evidence, name="list"),
    path("evidence/vintages/", loaded.vintages, name="vintages"),
    path("evidence/lists/", own.send, name="lists"),
    path("evidence/lists/blank/<slug:kind>.csv", own.blank, name="blank"),
    path("evidence/lists/<slug:key>/", own.sent, name="sent"),
    path("evidence/partners/", partners.partners, name="partners"),
    path("evidence/partners/<slug:ror>/", partners.partner, name="partner"),
    path("evidence/units/", along.every, {"axis": "unit"}, name="units"),
    path("evidence/units/<path:key>/", along.one, {"axis": "unit"}, name="unit"),
    path("evidence/fields/", along.every, {"axis": "field"}, name="fields"),
    path("evidence/fields/<path:key>/", along.one, {"axis": "field"}, name="field"),
    path("evidence/countries/", along.every, {"axis": "country"}, name="countries"),
    path("evidence/countries/<path:key>/", along.country, name="country"),
    path("evidence/works/<int:number>/", figures.work, name="work"),
    path("evidence/<slug:key>/", figures.figure, name="figure"),
    path("evidence/<slug:key>/at/<int:basis>/", figures.figure, name="at"),
    path("evidence/<slug:key>/sql", taken.sql, name="sql"),
    path("evidence/<slug:key>/result.csv", taken.export, name="export"),
    path("evidence/<slug:key>/figures.csv", taken.figures, name="figures"),
    path("evidence/<slug:key>/enter/", loaded.enter, name="enter"),
    path("evidence/<slug:key>/works/", figures.works, name="works"),
]
