"""The addresses of the room of privacy."""

from django.urls import path

from utsyn.web.privacy import views

app_name = "privacy"
urlpatterns = [
    path("privacy/", views.privacy, name="privacy"),
    path("me/", views.me, name="me"),
    path("me/export/", views.export, name="export"),
    path("people/<int:pk>/export/", views.export_of, name="export_of"),
    path("people/<int:pk>/forget/", views.forget, name="forget"),
]
