"""The addresses of the room of calls."""

from django.urls import path

from utsyn.web.calls import views

app_name = "calls"
urlpatterns = [
    path("calls/", views.calls, name="list"),
    path("calls/timeline/", views.timeline, name="timeline"),
    path("calls.ics", views.deadlines, name="deadlines"),
    path("calls/<str:key>/", views.call, name="call"),
    path("calls/<str:key>.ics", views.deadline, name="deadline"),
    path("calls/<str:key>/compare/", views.compare, name="compare"),
    path("calls/<str:key>/amendments/<int:number>/", views.amendment, name="amendment"),
    path("calls/<str:key>/ask/", views.ask, name="ask_about"),
    path("ask/", views.choose, name="ask"),
    path("answers/<str:link>/", views.answer, name="answer"),
]
