"""The addresses of letters and of people's own calendars."""

from django.urls import path

from utsyn.web.letters import views

app_name = "letters"
urlpatterns = [
    path("letters/", views.letters, name="list"),
    path("letters/<int:pk>/", views.decide, name="decide"),
    path("calendar/", views.own_calendar, name="calendar"),
    path("calendar/renew/", views.renew, name="renew"),
    path("calendar/<str:key>.ics", views.feed, name="feed"),
]
