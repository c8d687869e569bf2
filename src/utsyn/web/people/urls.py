"""The addresses of the room of people."""

from django.urls import path

from utsyn.web.people import views

app_name = "people"
urlpatterns = [
    path("people/", views.people, name="list"),
    path("people/add/", views.add, name="add"),
    path("people/<int:pk>/", views.person, name="person"),
    path("people/roles/<int:pk>/end/", views.end, name="end"),
]
