"""The same as the pages, for programs: answers, errors with their mend, and one description that is true."""

import re

import pytest

from tests.web.conftest import RUSSIA, russia_out

pytestmark = pytest.mark.django_db
ASK = "/api/v1/calls/intpart-2022/answers"


def sent(client, body: object, address: str = ASK):
    return client.post(address, body, content_type="application/json")


def problem(response) -> dict[str, str]:
    assert response.headers["Content-Type"].startswith("application/json")
    found = response.json()["problems"][0]
    assert found["what"]
    assert found["mend"]
    return found


def test_a_proposal_is_asked_about_and_the_answer_kept(client):
    made = sent(client, {"proposal": RUSSIA, "on": "2022-03-02"})
    assert made.status_code == 201
    told = made.json()
    assert told["answer"]["verdict"] == "no"
    assert told["answer"]["on"] == "2022-03-02"
    assert client.get(f"/api/v1/answers/{told['link']}").json() == told
    before = client.get(f"/api/v1/answers/{told['link']}?on=2022-03-01&lang=nn").json()["answer"]
    assert (before["on"], before["language"]) == ("2022-03-01", "nn")
    assert "russia" not in str(before["reasons"]).casefold()


def test_the_same_question_with_the_same_token_is_one(client):
    asked = {"proposal": RUSSIA, "on": "2022-03-02", "form": "mine"}
    assert sent(client, asked).json()["link"] == sent(client, asked).json()["link"]
    assert (
        sent(client, asked | {"form": ""}).json()["link"] != sent(client, asked | {"form": ""}).json()["link"]
    )


@pytest.mark.parametrize(
    ("body", "status", "place", "mend"),
    [
        ({"proposal": {"partners": [{"country": "No"}]}}, 422, "partners[0].country", "NO"),
        ({"proposal": {"partners": [{"country": "Norge"}]}}, 422, "partners[0].country", "NO"),
        ({"proposal": {"partner": []}}, 422, "partner", "partners"),
        ({"proposal": {"amount": "1500000,50"}}, 422, "amount", "decimal point"),
        ({"proposal": {"amount": float("1e300")}}, 422, "amount", ""),
        ({"proposal": {"starts": "2022-02-30"}}, 422, "starts", "a date that exists"),
        ({"proposal": {"partners": [{"country": "JP"}] * 1000}}, 422, "partners", "at most 200"),
        ({"proposal": {}, "on": "2022-02-30"}, 422, "on", "a date that exists"),
        ({"proposal": {}, "on": "0001-01-01"}, 422, "on", "between"),
        ({"proposal": {}, "on": "2021-01-01"}, 404, "on", "Ask as of that day"),
        ({"on": "2022-03-02"}, 422, "proposal", "Add it"),
        ({"proposal": {}, "when": "now"}, 422, "when", ""),
        ("not json", 400, "", "quotation marks"),
        ("[" * 100_000, 400, "", "brackets"),
        ("", 422, "proposal", "Add it"),
        (
            {"proposal": {"judgements": {"relevance": {}}}},
            422,
            "proposal.judgements.relevance.verdict",
            "Add it",
        ),
    ],
)
def test_what_cannot_be_used_is_said_with_its_place_and_mend(client, body, status, place, mend):
    response = sent(client, body)
    assert response.status_code == status
    found = problem(response)
    assert found["place"] in (place, f"proposal.{place}")
    assert mend in found["mend"]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/calls/intpart-2021", 404),
        ("/calls/intpart-2022?on=2022-02-30", 422),
        ("/calls/intpart-2022?on=2021-01-01", 404),
        ("/calls?page=99999999999999999999", 422),
        ("/calls?year=1", 422),
        ("/calls?lang=de", 422),
        ("/calls/intpart-2022/amendments/99", 404),
        ("/calls/intpart-2022/amendments/99999999999999999999", 422),
        ("/calls/intpart-2022/amendments/x", 422),
        ("/calls/intpart-2022/diff?first=2021-01-01", 404),
        ("/answers/none", 404),
        ("/nowhere", 404),
    ],
)
def test_a_question_that_cannot_be_answered_says_why(client, path, status):
    response = client.get(f"/api/v1{path}")
    assert response.status_code == status
    problem(response)


def test_a_way_of_asking_that_there_is_not_is_refused_in_words(client):
    response = client.delete("/api/v1/calls")
    assert response.status_code == 405
    assert "GET" in problem(response)["mend"]


def test_an_unknown_call_names_the_nearest(client):
    assert "intpart-20" in problem(client.get("/api/v1/calls/intpart-2021"))["mend"]


def test_problems_come_in_the_language_asked_for(client):
    told = {lang: problem(client.get(f"/api/v1/calls/nothing?lang={lang}"))["what"] for lang in ("nb", "en")}
    assert told["en"] == "“nothing” is not a known name"
    assert told["nb"] != told["en"]
    assert (
        problem(sent(client, "not json", f"{ASK}?lang=nn"))["mend"]
        != problem(sent(client, "not json"))["mend"]
    )
    assert (
        problem(client.get("/api/v1/calls/nothing", headers={"accept-language": "nb"}))["what"] == told["en"]
    )


def test_a_call_and_its_versions_and_what_differs(client):
    call = client.get("/api/v1/calls/intpart-2022?on=2022-03-02").json()
    assert call["binding_language"] == "nb"
    assert any(source["quote"] for line in call["lines"] for source in line["sources"])
    versions = client.get("/api/v1/calls/intpart-2022/versions").json()["versions"]
    assert versions[0]["amendment"] is None
    assert {"2022-02-11", "2022-03-02"} <= {version["since"] for version in versions}
    diff = client.get("/api/v1/calls/intpart-2022/diff?first=2022-03-01&second=2022-03-02").json()
    assert "Russia" in {line["gone"] for line in diff["lines"]}
    turned = client.get("/api/v1/calls/intpart-2022/diff?first=2022-03-02&second=2022-03-01").json()
    assert turned == diff, "whichever day comes first"


def test_an_amendment_is_replayed_over_what_one_may_see(client, ask, demos):
    ask(form="private")
    rows = demos(4)
    told = client.get(f"/api/v1/calls/intpart-2022/amendments/{russia_out()}").json()
    assert told["amendment"]["kind"] == "narrows"
    (day,) = told["replay"]["days"]
    assert day["asked"] == 4
    assert {turn["name"] for turn in day["turns"]} == {
        row.link for row in rows if row.told["partners"][0]["country"] == "RU"
    }


def test_the_description_tells_of_every_operation_and_its_errors(client):
    schema = client.get("/api/v1/openapi.json").json()
    assert schema["openapi"].startswith("3.1")
    for path, methods in schema["paths"].items():
        for told in methods.values():
            assert {"400", "404", "413", "422"} <= set(told["responses"]), path
            assert told["summary"]
            assert told["description"]
    asked = {
        parameter["name"]: parameter["schema"]
        for parameter in schema["paths"]["/api/v1/calls"]["get"]["parameters"]
    }
    assert asked["page"]["maximum"] == 100_000


def test_the_page_about_the_api_shows_all_of_it(client):
    schema = client.get("/api/v1/openapi.json").json()
    html = client.get("/en/about/api/").content.decode()
    for path, methods in schema["paths"].items():
        for method in methods:
            assert f"{method.upper()} {path}" in html
    for shape in schema["components"]["schemas"]:
        assert f'id="{shape}"' in html
    targets = set(re.findall(r'href="#([^"]+)"', html)) - {"main"}
    assert targets <= set(re.findall(r'id="([^"]+)"', html)), "every link on the page leads somewhere"
