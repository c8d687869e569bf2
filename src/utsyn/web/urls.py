"""Every address of the house. Pages stand under their language; what programs read does not."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from utsyn.web import about, theme
from utsyn.web.interface import api
from utsyn.web.people.signin import views as signin

urlpatterns = [
    path("theme.css", theme.theme, name="theme"),
    path("api/v1/", api.urls),
    # Providers are told one redirect address, so it stands in no language.
    path("oidc/<slug:provider_id>/callback/", signin.come_back, name="openid_connect_callback"),
    *i18n_patterns(
        path("", about.front, name="front"),
        path("", include("utsyn.web.calls.urls")),
        path("", include("utsyn.web.projects.urls")),
        path("", include("utsyn.web.evidence.urls")),
        path("", include("utsyn.web.indicators.urls")),
        path("", include("utsyn.web.plans.urls")),
        path("", include("utsyn.web.measures.urls")),
        path("", include("utsyn.web.reports.urls")),
        path("", include("utsyn.web.rounds.urls")),
        path("", include("utsyn.web.deciding.urls")),
        path("", include("utsyn.web.nominations.urls")),
        path("", include("utsyn.web.letters.urls")),
        path("", include("utsyn.web.people.urls")),
        path("", include("utsyn.web.units.urls")),
        path("", include("utsyn.web.logbook.urls")),
        path("", include("utsyn.web.privacy.urls")),
        path("sign-in/", include("utsyn.web.people.signin.urls")),
        path("about/", about.about, name="about"),
        path("about/api/", about.reference, name="reference"),
    ),
]

handler400 = "utsyn.web.errors.bad_request"
handler403 = "utsyn.web.errors.denied"
handler404 = "utsyn.web.errors.not_found"
handler500 = "utsyn.web.errors.broken"
handler429 = "utsyn.web.people.signin.guessing.too_often"
