"""Ways in: which providers the environment names, what comes back from them wrongly, and who adds a person."""

import re

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.test import override_settings

from tests.web.people import university
from tests.web.signing import quick_hashes
from utsyn.web.people.signin.providers import FEIDE_SCOPES, providers, proxies

__all__ = ["quick_hashes"]
FEIDE = {
    "UTSYN_OIDC_ISSUER": "https://auth.dataporten.no",
    "UTSYN_OIDC_CLIENT": "c",
    "UTSYN_OIDC_SECRET": "s",
}
SECOND = {
    "UTSYN_OIDC_2_ISSUER": "https://proxy.example.org/academic/",
    "UTSYN_OIDC_2_CLIENT": "d",
    "UTSYN_OIDC_2_NAME": "MyAcademicID",
}


# --- the environment -----------------------------------------------------------------------------------------


def test_without_a_word_there_is_no_provider():
    assert providers({"UTSYN_HOME": "/x"}) == []


def test_feide_needs_three_variables():
    (feide,) = providers(FEIDE)
    assert (feide["name"], feide["client_id"], feide["secret"]) == ("Feide", "c", "s")
    assert feide["settings"]["scope"] == FEIDE_SCOPES.split()
    assert feide["settings"]["oauth_pkce_enabled"] is True
    assert feide["settings"]["groups_url"]


def test_a_second_provider_has_the_same_variables_with_a_number():
    first, second = providers(FEIDE | SECOND | {"UTSYN_OIDC_2_SCOPES": "openid academic"})
    assert second["name"] == "MyAcademicID"
    assert second["settings"]["server_url"] == "https://proxy.example.org/academic"
    assert second["settings"]["scope"] == ["openid", "academic"]
    assert second["settings"]["groups_url"] == ""
    assert first["provider_id"] != second["provider_id"]


def test_what_a_person_is_known_under_depends_on_the_issuer_alone():
    named = providers(FEIDE | {"UTSYN_OIDC_NAME": "Innlogging", "UTSYN_OIDC_CLIENT": "another"})
    assert named[0]["provider_id"] == providers(FEIDE)[0]["provider_id"] == "auth-dataporten-no"


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        (FEIDE | {"UTSYN_OIDC_ISSUER": "http://auth.example.org"}, "UTSYN_OIDC_ISSUER .* https://"),
        (FEIDE | {"UTSYN_OIDC_ISSUER": "auth.example.org"}, "UTSYN_OIDC_ISSUER .* https://"),
        (FEIDE | {"UTSYN_OIDC_CLIENT": ""}, "UTSYN_OIDC_CLIENT is missing"),
        ({"UTSYN_OIDC_CLIENT": "c"}, "UTSYN_OIDC_ISSUER is not"),
        (FEIDE | SECOND | {"UTSYN_OIDC_2_ISSUER": "https://auth.dataporten.no/"}, "name each issuer once"),
    ],
)
def test_a_provider_that_cannot_be_used_is_named_at_the_start(environment, said):
    with pytest.raises(ImproperlyConfigured, match=said) as error:
        providers(environment)
    assert "s" not in re.findall(r"\bs\b", str(error.value)), "never the secret"


@pytest.mark.parametrize("written", ["one", "-1", "12", "1.0", "²"])
def test_a_number_of_proxies_that_is_none_is_refused(written):
    with pytest.raises(ImproperlyConfigured, match="UTSYN_PROXIES"):
        proxies({"UTSYN_PROXIES": written})
    assert proxies({}) == proxies({"UTSYN_PROXIES": ""}) == 0
    assert proxies({"UTSYN_PROXIES": "2"}) == 2


# --- coming back from a provider -----------------------------------------------------------------------------


@pytest.fixture
def trusted(settings, db):
    settings.PROVIDERS = providers(FEIDE)
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": settings.PROVIDERS}}


@pytest.mark.parametrize(
    "query", ["", "?code=x&state=y", "?error=server_error&state=y", "?state=" + "x" * 5000, "?code=%00"]
)
def test_what_nobody_sent_for_signs_nobody_in(client, trusted, query):
    response = client.get(f"/oidc/auth-dataporten-no/callback/{query}")
    assert response.status_code == 401
    assert "<h1" in response.content.decode()
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("path", ["/oidc/elsewhere/callback/", "/en/sign-in/through/elsewhere/"])
def test_a_provider_that_is_not_trusted_is_no_page(client, trusted, path):
    assert client.post(path).status_code in (404, 405)
    assert client.get(path).status_code in (404, 405)


def test_nobody_is_sent_to_a_provider_by_a_link(client, trusted):
    assert client.get("/en/sign-in/through/auth-dataporten-no/").status_code == 405


def test_providers_come_before_passwords(client, trusted):
    html = client.get("/en/sign-in/").content.decode()
    assert html.index("Sign in with Feide") < html.index("<details")
    assert client.get("/en/sign-in/").headers["Content-Security-Policy"].count("form-action 'self'") == 1


# --- adding people -------------------------------------------------------------------------------------------


def person(capsys, *words, **options):
    call_command("person", *words, **options)
    return capsys.readouterr().out


def added(capsys, email="Kari@example.org", **options):
    return person(capsys, "add", email, name="Kari Oppdiktet", **options)


@pytest.mark.django_db
def test_the_first_administrator_is_added_where_the_machine_is(client, capsys):
    from utsyn.web.people.models import Held, User
    from utsyn.web.people.rights import Deed, may

    said = added(capsys, administrator=True, institution="Det oppdiktede universitetet")
    kari = User.objects.get()
    assert (kari.first_name, kari.last_name, kari.email) == ("Kari", "Oppdiktet", "kari@example.org")
    assert not kari.has_usable_password()
    assert may(kari, Deed.APPOINT, unit=Held.objects.get().unit_id)
    path = re.search(r"http://[^/]+(/nb/sign-in/\S+)", said).group(1)
    page = client.get(path, follow=True)
    chosen = {"password1": "to regnfrakker på kroken", "password2": "to regnfrakker på kroken"}
    assert client.post(page.redirect_chain[-1][0], chosen).status_code == 302
    assert (
        client.post(
            "/nb/sign-in/", {"login": "kari@example.org", "password": chosen["password1"]}
        ).status_code
        == 302
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("words", "options", "said"),
    [
        (("add", "kari"), {"name": "Kari"}, "no e-mail address"),
        (("add", "per@example.org"), {}, "what she is called"),
        (("add", "kari@example.org"), {"name": "Kari"}, "here already"),
        (("add", "per@example.org"), {"name": "Per", "administrator": True}, "--institution"),
        (("link", "nobody@example.org"), {}, "Nobody here"),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_is_half_done(capsys, words, options, said):
    from utsyn.web.people.models import User

    added(capsys)
    with pytest.raises(CommandError, match=said):
        person(capsys, *words, **options)
    assert User.objects.count() == 1


@pytest.mark.django_db
def test_who_is_added_to_a_university_that_stands_becomes_its_administrator(capsys):
    from utsyn.web.people.models import Held, Unit

    university()
    added(capsys, administrator=True)
    assert Held.objects.get().unit.key == "uib"
    assert Unit.objects.filter(kind="institution").count() == 1


@pytest.mark.django_db
def test_a_link_is_sent_anew_in_the_persons_language(capsys, mailoutbox):
    added(capsys, language="en")
    assert "/en/sign-in/password/" in person(capsys, "link", "kari@example.org", send=True)
    assert mailoutbox[0].to == ["kari@example.org"]
    assert "/en/sign-in/password/" in mailoutbox[0].body


@pytest.mark.django_db
def test_a_closed_door_is_opened_and_a_lost_second_factor_taken_away(client, capsys):
    from allauth.mfa.models import Authenticator
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    from utsyn.web.log import Line
    from utsyn.web.people.models import User

    added(capsys)
    for _ in range(5):
        response = client.post("/en/sign-in/", {"login": "kari@example.org", "password": "x"})
    assert response.status_code == 429
    person(capsys, "unlock", "kari@example.org")
    assert client.post("/en/sign-in/", {"login": "kari@example.org", "password": "x"}).status_code == 200
    TOTP.activate(User.objects.get(), generate_totp_secret())
    person(capsys, "take-second-factor", "kari@example.org")
    assert not Authenticator.objects.exists()
    assert [line.did for line in Line.objects.order_by("pk")] == [
        "added person",
        "unlocked",
        "took second factor",
    ]


@override_settings(SITE="https://utsyn.example.org")
@pytest.mark.django_db
def test_the_link_leads_to_where_the_installation_is_known(capsys):
    assert "https://utsyn.example.org/nb/sign-in/password/" in added(capsys)
