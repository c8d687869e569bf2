"""Schemathesis asks the API all that its own description allows, and much that it does not: no fault of ours is found."""

from functools import cache

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

OPERATIONS = (
    ("GET", "/api/v1/calls"),
    ("GET", "/api/v1/timeline"),
    ("GET", "/api/v1/calls/{key}"),
    ("GET", "/api/v1/calls/{key}/versions"),
    ("GET", "/api/v1/calls/{key}/diff"),
    ("GET", "/api/v1/calls/{key}/amendments/{number}"),
    ("POST", "/api/v1/calls/{key}/answers"),
    ("GET", "/api/v1/answers/{link}"),
    ("GET", "/api/v1/evidence"),
    ("GET", "/api/v1/evidence/partners"),
    ("GET", "/api/v1/evidence/partners/{ror}"),
    ("GET", "/api/v1/evidence/vintages"),
    ("GET", "/api/v1/evidence/{key}"),
    ("GET", "/api/v1/evidence/along/{axis}"),
    ("GET", "/api/v1/evidence/along/{axis}/{key}"),
    ("GET", "/api/v1/indicators"),
    ("GET", "/api/v1/indicators/{key}"),
    ("GET", "/api/v1/projects"),
    ("GET", "/api/v1/projects/{key}"),
    ("GET", "/api/v1/plans"),
    ("GET", "/api/v1/plans/{key}"),
    ("GET", "/api/v1/plans/{key}/goals/{goal}"),
)
TAKES_NOTHING = ("/api/v1/evidence/vintages",)
KNOWN = {"key": "intpart-2022", "number": 2}
# A description in JSON Schema cannot say which days we know of, nor that a name in the address which no operation
# asks for is overlooked; test_api.py has those cases one by one.
BEYOND_THE_SCHEMA = [positive_data_acceptance, negative_data_rejection]


@cache
def description() -> schemathesis.schemas.BaseSchema:
    """The API as it describes itself, read once."""
    from utsyn.web.wsgi import application

    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)


@pytest.fixture
def described(db):
    # As Django's own test client does: a request that ends must not end the transaction of the test.
    request_started.disconnect(close_old_connections)
    request_finished.disconnect(close_old_connections)
    yield description()
    request_started.connect(close_old_connections)
    request_finished.connect(close_old_connections)


@pytest.mark.parametrize("known", [False, True], ids=["anything", "a known call"])
@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
@pytest.mark.parametrize(
    ("method", "path"), OPERATIONS, ids=[f"{method} {path}" for method, path in OPERATIONS]
)
def test_every_answer_is_one_that_the_description_names(described, method, path, mode, known):
    operation = described[path][method]
    if path in TAKES_NOTHING and mode is GenerationMode.NEGATIVE:
        pytest.skip(f"{path} takes nothing that could be wrong")

    @given(case=operation.as_strategy(generation_mode=mode))
    @settings(max_examples=25, suppress_health_check=list(HealthCheck))
    def asked(case):
        if known:
            case.path_parameters = {
                name: KNOWN.get(name, value) for name, value in (case.path_parameters or {}).items()
            }
        case.call_and_validate(excluded_checks=BEYOND_THE_SCHEMA)

    asked()


def test_no_operation_is_left_out(described):
    told = {(result.ok().method.upper(), result.ok().path) for result in described.get_all_operations()}
    assert told == set(OPERATIONS)
