"""The addresses of the room of plans."""

from django.urls import path

from utsyn.web.plans.views import beginning, drafting, judging, pages

app_name = "plans"
urlpatterns = [
    path("plans/", pages.plans, name="list"),
    path("plans/new/", beginning.new, name="new"),
    path("plans/<slug:key>/editions/", drafting.history, name="editions"),
    path("plans/<slug:key>/draft/", drafting.draft, name="draft"),
    path("plans/<slug:key>/adopt/", drafting.adopt, name="adopt"),
    path("plans/<slug:key>/", pages.plan, name="plan"),
    path("plans/<slug:key>/goals/<slug:goal>/", pages.goal, name="goal"),
    path("plans/<slug:key>/goals/<slug:goal>/judge/", judging.judge, name="judge"),
    path("plans/<slug:key>/goals/<slug:goal>/state/", judging.state, name="state"),
    path("plans/<slug:key>/compare/<slug:other>/", pages.compare, name="compare"),
]
