"""The addresses of the room of evidence."""

from django.urls import path

from utsyn.web.evidence import views

app_name = "evidence"
urlpatterns = [
    path("evidence/", views.evidence, name="list"),
    path("evidence/vintages/", views.vintages, name="vintages"),
    path("evidence/partners/", views.partners, name="partners"),
    path("evidence/partners/<slug:ror>/", views.partner, name="partner"),
    path("evidence/works/<int:number>/", views.work, name="work"),
    path("evidence/<slug:key>/", views.figure, name="figure"),
    path("evidence/<slug:key>/sql", views.sql, name="sql"),
    path("evidence/<slug:key>/result.csv", views.export, name="export"),
    path("evidence/<slug:key>/enter/", views.enter, name="enter"),
    path("evidence/<slug:key>/works/", views.works, name="works"),
]
