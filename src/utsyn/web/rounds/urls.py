"""The addresses of a round."""

from django.urls import path

from utsyn.web.rounds.views import amendments, importing, lists, pages, terms

app_name = "rounds"
urlpatterns = [
    path("rounds/", pages.rounds, name="list"),
    path("rounds/new/", terms.new, name="new"),
    path("rounds/<slug:key>/", pages.round, name="round"),
    path("rounds/<slug:key>/steps.ics", pages.steps, name="steps"),
    path("rounds/<slug:key>/ask-for-ranking/", pages.ask_ranking, name="ask_for_ranking"),
    path("rounds/<slug:key>/check-anew/", pages.check_anew, name="recheck"),
    path("rounds/<slug:key>/terms/", terms.terms, name="terms"),
    path("rounds/<slug:key>/clock/", terms.clock, name="clock"),
    path("rounds/<slug:key>/import/", importing.choose, name="import"),
    path("rounds/<slug:key>/import/<str:sealed>/", importing.look, name="import_seen"),
    path("rounds/<slug:key>/import/<str:sealed>/left-out.csv", importing.left_out, name="import_left_out"),
    path("rounds/<slug:key>/amendments/", amendments.amendments, name="amendments"),
    path("rounds/<slug:key>/amendments/<int:number>/", amendments.amendment, name="amendment"),
    path("rounds/<slug:key>/lists/", lists.lists, name="lists"),
    path("rounds/<slug:key>/list.<str:suffix>", lists.one, name="list_as"),
]
