"""Coming in and going out: what is refused, what is not told, who needs a second factor, and in which words it is said."""

import re

import pytest
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import translation

from tests.web.people import person, university

pytestmark = pytest.mark.django_db
PASSWORD = "regnfrakk på kroken"  # noqa: S105  of somebody invented
HERE = "/en/sign-in/"


@pytest.fixture(autouse=True)
def quick_hashes(settings) -> None:
    """Hashes of passwords are slow on purpose; what is tested here does not depend on that."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def units():
    return university()


def local(role=None, unit=None, username="ola"):
    made = person(role, unit, invented=False, username=username)
    made.set_password(PASSWORD)
    made.save()
    return made


def sign_in(client, *, password=PASSWORD, email="ola@example.org", **headers):
    return client.post(HERE, {"login": email, "password": password}, **headers)


def text(response) -> str:
    return re.sub(r"<[^>]+>", " ", response.content.decode())


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
    seen = client.session[SEEN]
    client.get("/en/calls/")
    assert client.session[SEEN] == seen, "not at every page"


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


# --- guessing ------------------------------------------------------------------------------------------------


def guess(client, times, **headers):
    for _ in range(times):
        response = sign_in(client, password="feil", **headers)  # noqa: S106
    return response


def test_five_wrong_passwords_close_the_door_even_to_the_right_one(client):
    local()
    assert guess(client, 4).status_code == 200
    closed = guess(client, 1)
    assert closed.status_code == 429
    assert closed.headers["Retry-After"] == "900"
    assert "Wait 15 minutes" in text(closed)
    assert sign_in(client).status_code == 429
    assert "utsyn_session" not in client.cookies or "_auth_user_id" not in client.session


def test_the_door_is_closed_for_one_person_from_one_place(client):
    local()
    local(username="per")
    guess(client, 5)
    assert sign_in(client, email="per@example.org").status_code == 302
    assert sign_in(Client(REMOTE_ADDR="10.0.0.2")).status_code == 302


def test_the_door_opens_again_after_a_while(client):
    from datetime import timedelta

    from axes.models import AccessAttempt

    local()
    guess(client, 5)
    for attempt in AccessAttempt.objects.all():
        attempt.attempt_time -= timedelta(minutes=16)
        attempt.save()
    assert sign_in(client).status_code == 302


def test_saying_to_come_from_elsewhere_opens_nothing(client):
    local()
    for number in range(5):
        response = guess(client, 1, headers={"x-forwarded-for": f"10.1.1.{number}"})
    assert response.status_code == 429


@override_settings(PROXIES=1, ALLAUTH_TRUSTED_PROXY_COUNT=1)
def test_behind_a_proxy_what_the_proxy_wrote_counts_and_what_was_sent_to_it_does_not(client):
    local()
    for number in range(5):
        response = guess(client, 1, headers={"x-forwarded-for": f"10.1.1.{number}, 192.0.2.7"})
    assert response.status_code == 429
    assert sign_in(client, headers={"x-forwarded-for": "10.1.1.1, 192.0.2.8"}).status_code == 302


@pytest.mark.parametrize("written", ["", "unknown", "192.0.2.7:4711", ", ,", "fe80::1%eth0"])
@override_settings(PROXIES=1, ALLAUTH_TRUSTED_PROXY_COUNT=1)
def test_an_address_that_is_none_breaks_nothing(client, written):
    local()
    assert sign_in(client, headers={"x-forwarded-for": written}).status_code == 302


def test_nothing_that_was_typed_is_kept_but_whose_password_was_tried(client):
    from axes.models import AccessAttempt, AccessLog

    local()
    guess(client, 2)
    attempt = AccessAttempt.objects.get()
    assert attempt.username == "ola@example.org"
    assert "feil" not in attempt.post_data
    sign_in(client)
    assert not AccessAttempt.objects.exists()
    assert not AccessLog.objects.exists()


# --- the second factor ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "role", ["department", "coordinator", "office", "leadership", "assessor", "auditor", "administrator"]
)
def test_who_decides_for_others_needs_a_second_factor_before_anything_else(client, units, role):
    local(role, units["fac-nat"])
    sign_in(client)
    for path in ("/en/", "/en/calls/", "/nb/about/"):
        sent = client.get(path)
        assert sent.status_code == 302
        assert "/sign-in/second-factor/set-up/" in sent.url
    assert client.post("/en/calls/intpart-2022/ask/").status_code == 302
    refused = client.get("/api/v1/calls/")
    assert refused.status_code == 403
    assert "second factor" in refused.json()["problems"][0]["what"]
    for path in ("/en/sign-in/mine/", "/en/sign-in/out/", "/theme.css"):
        assert client.get(path).status_code in (200, 404), path


def test_a_session_from_before_the_second_factor_must_show_it(client, units):
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    user = local("office", units["office"])
    sign_in(client)
    TOTP.activate(user, generate_totp_secret())
    assert "/sign-in/second-factor/again/" in client.get("/en/calls/").url


def test_a_role_that_is_over_asks_for_nothing(client, units):
    from datetime import date

    made = person("office", units["office"], invented=False, username="ola", until=date(2020, 1, 1))
    made.set_password(PASSWORD)
    made.save()
    sign_in(client)
    assert client.get("/en/calls/").status_code == 200


def test_codes_cannot_be_guessed_for_long(client, units):
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    TOTP.activate(local(), generate_totp_secret())
    assert sign_in(client).url == "/en/sign-in/second-factor/code/"
    for _ in range(11):
        response = client.post("/en/sign-in/second-factor/code/", {"code": "000000"})
    assert "Too many tries" in text(response)
    assert "_auth_user_id" not in client.session


# --- the invented people of a demo ---------------------------------------------------------------------------


def test_one_click_enters_as_somebody_invented(client, units):
    demo = person("office", units["office"], username="demo")
    page = client.get(HERE)
    assert f"Enter as {demo.called}" in text(page)
    assert "international office, International Office" in text(page)
    entered = client.post("/en/sign-in/enter/", {"person": demo.pk, "next": "/en/calls/"})
    assert entered.url == "/en/calls/"
    assert demo.called in text(client.get("/en/calls/")), "and nobody asks for a second factor"


@pytest.mark.parametrize(
    ("told", "headers"),
    [
        ({"SERVES_OTHERS": True}, {}),
        ({}, {"REMOTE_ADDR": "192.0.2.7"}),
        ({}, {"HTTP_X_FORWARDED_FOR": "192.0.2.7"}),
    ],
    ids=["serves others", "from another machine", "through a proxy"],
)
def test_where_others_can_reach_the_site_nobody_enters_as_somebody_invented(units, told, headers):
    demo = person("office", units["office"], username="demo")
    client = Client(**headers)
    with override_settings(**told):
        assert demo.called not in text(client.get(HERE))
        assert client.post("/en/sign-in/enter/", {"person": demo.pk}).status_code == 404
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("which", ["real", "closed", "", "x", "9" * 30])
def test_nobody_enters_as_somebody_real(client, units, which):
    real = local("office", units["office"])
    closed = person("office", units["office"], username="closed", is_active=False)
    pk = {"real": real.pk, "closed": closed.pk}.get(which, which)
    assert client.post("/en/sign-in/enter/", {"person": pk}).status_code == 404
    assert client.get("/en/sign-in/enter/").status_code == 405


def test_entering_leads_to_no_other_house(client, units):
    demo = person(username="demo")
    entered = client.post("/en/sign-in/enter/", {"person": demo.pk, "next": "https://example.org/"})
    assert entered.url == "/en/"


def test_the_page_asks_as_little_for_thirty_invented_people_as_for_one(
    client, units, django_assert_max_num_queries
):
    for number in range(30):
        person("researcher", units["dep-geo"], username=f"demo-{number}")
    with django_assert_max_num_queries(3):
        client.get(HERE)


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


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_no_english_of_allauths_reaches_a_norwegian_reader(language):
    """Each sentence its forms and adapters can say to our users is in our own catalogues."""
    from django.conf import settings
    from django.utils.module_loading import import_string

    from utsyn.web.people.signin.adapter import Accounts, SecondFactors

    english = set[str]()
    said = [str(label) for form in (*settings.ACCOUNT_FORMS.values(), *settings.MFA_FORMS.values())
            for label in [f.label for f in import_string(form).base_fields.values()]]  # fmt: skip
    assert said
    ours = {k: v for a in (Accounts, SecondFactors) for k, v in a.error_messages.items() if k in USED}
    with translation.override("en"):
        english = {str(v) for v in ours.values()}
    with translation.override(language):
        untranslated = [key for key, words in ours.items() if str(words) in english]
    assert untranslated == []


USED = {"email_password_mismatch", "enter_current_password", "incorrect_password", "invalid_password_reset",
        "rate_limited", "too_many_login_attempts", "cannot_delete_authenticator",
        "cannot_generate_recovery_codes", "incorrect_code"}  # fmt: skip
