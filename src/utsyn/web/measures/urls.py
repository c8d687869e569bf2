"""The addresses of the room of measures."""

from django.urls import path

from utsyn.web.measures.views import conversing

app_name = "measures"
urlpatterns = [
    path("assignments/<int:pk>/", conversing.assignment, name="assignment"),
]
