"""Coming in and going out: what is refused, what is not told, who needs a second factor, and in which words it is said."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from tests.web.people import person
from tests.web.signing import HERE, local, quick_hashes, sign_in, text, units

__all__ = ["quick_hashes", "units"]
pytestmark = pytest.mark.django_db


def test_a_fresh_house_says_how_the_first_person_is_let_in(client, units):
    assert "utsyn-web person add" in text(client.get(reverse("account_login")))
    local("researcher", units["dep-geo"])
    assert "utsyn-web person add" not in text(client.get(reverse("account_login")))


# --- with a password -----------------------------------------------------------------------------------------


def test_a_researcher_comes_in_with_a_password(client, units):
    user = local("researcher", units["dep-geo"])
    assert sign_in(client).status_code == 302
    page = client.get("/en/calls/")
    assert user.called in text(page)
    assert client.session.get_expire_at_browser_close()


def test_the_session_gets_a_new_key_at_sign_in_and_is_gone_at_sign_out(client, units):
    local("researcher", units["dep-geo"])
    client.get(HERE)
    session = client.session
    session["before"] = 1
    session.save()
    before = session.session_key
    sign_in(client)
    within = client.session.session_key
    assert within != before
    assert client.get("/en/sign-in/out/").status_code == 200, "asking for the page alone signs nobody out"
    assert "Sign out" in text(client.get("/en/calls/"))
    client.post("/en/sign-in/out/")
    assert not client.session.exists(within)
    assert "Sign out" not in text(client.get("/en/calls/"))


def test_cookies_are_kept_from_scripts_and_from_other_sites(client, units):
    local()
    cookie = sign_in(client).cookies["utsyn_session"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_who_is_at_work_stays_signed_in_and_who_is_away_does_not(client, units):
    from utsyn.web.people.signin.guard import SEEN, STEP

    local()
    sign_in(client)
    client.get("/en/calls/")
    session = client.session
    assert 0 < session.get_expiry_age() <= 8 * 3600
    session[SEEN] -= STEP + 1
    session.save()
    client.get("/en/calls/")
    assert client.session[SEEN] > session[SEEN], "noted anew"
    session[SEEN] = lately = client.session[SEEN] - STEP // 2
    session.save()
    client.get("/en/calls/")
    assert client.session[SEEN] == lately, "not at every page"


@pytest.mark.parametrize("email", ["ola@example.org", "nobody@example.org"])
def test_a_wrong_password_tells_nothing_of_who_is_here(client, email):
    local()
    response = sign_in(client, password="feil", email=email)  # noqa: S106
    assert "The e-mail address or the password is not right." in text(response)


@pytest.mark.parametrize("email", ["ola@example.org", "nobody@example.org"])
def test_asking_for_a_link_tells_nothing_of_who_is_here(client, mailoutbox, email):
    local()
    answered = client.post("/en/sign-in/password/link/", {"email": email}, follow=True)
    assert "If somebody with a password here has this address" in text(answered)
    assert [letter.to for letter in mailoutbox] == ([["ola@example.org"]] if email.startswith("ola") else [])


def test_a_post_office_that_is_shut_is_not_told_to_strangers_either(client, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", 9, 2
    local()
    answered = client.post("/en/sign-in/password/link/", {"email": "ola@example.org"}, follow=True)
    assert answered.status_code == 200
    assert "If somebody with a password here has this address" in text(answered)


def test_the_link_lets_one_choose_a_password_once(client, mailoutbox):
    user = local()
    client.post("/en/sign-in/password/link/", {"email": "ola@example.org"})
    link = re.search(r"http://testserver(/\S+)", mailoutbox[0].body).group(1)
    form = client.get(link, follow=True)
    assert "Keep the new password" in text(form)
    where = form.redirect_chain[-1][0]
    refused = client.post(where, {"password1": "kort", "password2": "kort"})
    assert refused.status_code == 200
    assert 'class="error"' in refused.content.decode()
    new = {"password1": "to regnfrakker på kroken", "password2": "to regnfrakker på kroken"}
    assert client.post(where, new).status_code == 302
    user.refresh_from_db()
    assert user.check_password(new["password1"])
    assert "does not work any more" in text(Client().get(link, follow=True))


def test_who_comes_through_a_provider_and_who_is_invented_get_no_link(client, mailoutbox, units):
    from allauth.socialaccount.models import SocialAccount

    person(username="demo")
    through = person(username="kari", invented=False)
    SocialAccount.objects.create(user=through, provider="auth-example-org", uid="1")
    for email in ("demo@example.org", "kari@example.org"):
        client.post("/en/sign-in/password/link/", {"email": email})
    assert mailoutbox == []


# --- words ---------------------------------------------------------------------------------------------------

OWN = ["account_login", "account_reset_password", "account_reset_password_done", "account_inactive",
       "account_reset_password_from_key_done", "socialaccount_login_cancelled"]  # fmt: skip
SIGNED_IN = ["signin:mine", "account_change_password", "account_reauthenticate", "account_logout"]


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
@pytest.mark.parametrize("name", [*OWN, *SIGNED_IN])
def test_every_page_of_signing_in_is_served_in_every_language(client, language, name):
    if name in SIGNED_IN:
        local()
        sign_in(client)
    with translation.override(language):
        address = reverse(name)
    page = client.get(address)
    assert page.status_code == 200
    assert f'<html lang="{language}">' in page.content.decode()
    assert "noindex" in page.content.decode()


SAID = {"email_password_mismatch", "enter_current_password", "incorrect_password", "invalid_password_reset",
        "rate_limited", "too_many_login_attempts", "cannot_delete_authenticator",
        "cannot_generate_recovery_codes", "incorrect_code"}  # fmt: skip


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_no_english_of_allauths_reaches_a_norwegian_reader(language):
    """Its sentences that our readers can meet are ours, and in our catalogues: it speaks no Nynorsk."""
    from utsyn.web.people.signin.adapter import Accounts, SecondFactors

    met = {
        key: words
        for each in (Accounts, SecondFactors)
        for key, words in each.error_messages.items()
        if key in SAID
    }
    assert met.keys() == SAID
    twice = "You must type the same password each time."
    with translation.override(language):
        here = {key: str(words) for key, words in met.items()} | {"twice": gettext(twice)}
    with translation.override("en"):
        english = {key: str(words) for key, words in met.items()} | {"twice": twice}
    assert [key for key in here if here[key] == english[key]] == []
