"""The addresses of the room of indicators."""

from django.urls import path

from utsyn.web.indicators.views import changing, members, pages, reading

app_name = "indicators"
urlpatterns = [
    path("indicators/", pages.indicators, name="list"),
    path("indicators/<str:key>/", pages.indicator, name="indicator"),
    path("indicators/members/<slug:kind>/", members.members, name="members"),
    path("indicators/members/<slug:kind>/new/", members.enter, name="members_new"),
    path("indicators/<str:key>/figures.<str:form>", pages.export, name="export"),
    path("indicators/<str:key>/figures/new/", changing.enter, name="enter"),
    path("indicators/<str:key>/figures/read/", reading.read, name="read"),
    path("figures/<int:number>/revise/", changing.revise, name="revise"),
    path("figures/<int:number>/withdraw/", changing.withdraw, name="withdraw"),
]
