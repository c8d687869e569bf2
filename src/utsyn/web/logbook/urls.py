"""The addresses of the room of the log."""

from django.urls import path

from utsyn.web.logbook import views

app_name = "logbook"
urlpatterns = [
    path("log/", views.log, name="log"),
    path("log/export/", views.export, name="export"),
]
