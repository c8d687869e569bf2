"""What keeps others out: five tries, a second factor for who decides for others, and a demo that is nobody else's."""

import pytest
from django.test import Client, override_settings

from tests.web.people import person
from tests.web.signing import HERE, local, quick_hashes, sign_in, text, units

__all__ = ["quick_hashes", "units"]
pytestmark = pytest.mark.django_db


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

    local("office", units["office"], until=date(2020, 1, 1))
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
