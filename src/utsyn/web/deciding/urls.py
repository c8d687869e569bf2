"""The addresses at which a round is decided."""

from django.urls import path

from utsyn.web.deciding.views import approval, ballots, minutes, orders, routes

app_name = "deciding"
urlpatterns = [
    path("rounds/<slug:key>/order/", orders.order, name="order"),
    path("rounds/<slug:key>/order/<slug:faculty>/", orders.order_of, name="order_of"),
    path("rounds/<slug:key>/panel/", ballots.panel, name="panel"),
    path("rounds/<slug:key>/ballot/", ballots.ballot, name="ballot"),
    path("rounds/<slug:key>/conflicts/", ballots.conflicts, name="conflicts"),
    path("rounds/<slug:key>/routes/", routes.routes, name="routes"),
    path("rounds/<slug:key>/approve/", approval.approve, name="approve"),
    path("rounds/<slug:key>/send/", approval.send, name="send"),
    path("rounds/<slug:key>/minutes/", minutes.minutes, name="minutes"),
    path("rounds/<slug:key>/minutes.<str:suffix>", minutes.minutes_as, name="minutes_as"),
]
