"""/openapi.json lists exactly the routes and their keys, and every answer conforms to it."""

import re
from collections.abc import Sequence
from typing import Any

import pytest
import schemathesis
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import settings
from schemathesis import Case
from schemathesis.config import SchemathesisConfig
from schemathesis.schemas import BaseSchema
from werkzeug.test import TestResponse

from app.engine.activations import ACTIVATIONS
from app.presets import PRESETS
from app.state import KEYS
from app.state.forms import FORM_KEYS
from app.state.paste_report import REPORT_KEY
from app.state.pasting import PASTE_KEYS
from app.state.sheet import SHEET_KEYS
from app.state.visit import COMPARED_KEY, RACE_KEYS
from app.views.pages.problem import LABELS
from tests.support.addresses import Question

ASKING = {"Sec-Purpose": "prefetch", "Accept-Encoding": "identity"}
"""A prefetch starts no race; identity leaves the body readable."""
SYSTEMATIC = ("/change", "/speed", "/oembed")
"""Together they have almost every key: there schemathesis tries every limit of every key, and every method."""
AT_LENGTH = (*SYSTEMATIC, "/", "/matrix")
EXAMPLES = settings.default.max_examples * 3 // 5
CHECKS = {
    # 501: no such format; 503: no race now
    "not_a_server_error": {"expected-statuses": ["2xx", "3xx", "4xx", "501", "503"]},
    # a well-formed value may lie outside the current network
    "positive_data_acceptance": {"expected-statuses": ["2xx", "3xx", "404", "414", "422", "501", "503"]},
    # empty values and unknown keys are ignored
    "negative_data_rejection": {"enabled": False},
}


def wanted(systematic: Sequence[str]) -> SchemathesisConfig:
    """A few examples at every path, and every limit of every key at these."""
    return SchemathesisConfig.from_dict(
        {
            "generation": {"max-examples": EXAMPLES, "deterministic": True, "database": "none"},
            "checks": CHECKS,
            "phases": {"stateful": {"enabled": False}, "coverage": {"enabled": False}},
            "operations": [{"include-path": [*systematic], "phases": {"coverage": {"enabled": True}}}],
        }
    )


@pytest.fixture(params=[SYSTEMATIC, pytest.param(AT_LENGTH, marks=pytest.mark.soak)], ids=["some", "all"])
def described(request: pytest.FixtureRequest, app: Flask) -> BaseSchema:
    """The schema, loaded when the test runs: generating its examples takes seconds."""
    request.node._nodeid = request.node.nodeid  # schemathesis 4.32 asks for it, and pytest 9.2 has it no longer
    return schemathesis.openapi.from_wsgi("/openapi.json", app, config=wanted(request.param))


@schemathesis.pytest.from_fixture("described").parametrize()
def test_every_answer_conforms_to_openapi_json(case: Case) -> None:
    case.call_and_validate(headers=ASKING)


def test_openapi_json_lists_exactly_the_routes(client: FlaskClient) -> None:
    rules = {re.sub(r"<(?:path:)?(\w+)>", r"{\1}", rule.rule) for rule in client.application.url_map.iter_rules()}
    assert set(client.get("/openapi.json").json["paths"]) == rules


def test_openapi_json_lists_every_status_that_occurs(
    client: FlaskClient, answers: dict[Question, TestResponse]
) -> None:
    described = client.get("/openapi.json").json["paths"]
    asked = {question: described.get(question.address.partition("?")[0]) for question in answers}
    missing = {
        question.address: answers[question].status_code
        for question, path in asked.items()
        if path and str(answers[question].status_code) not in path["get"]["responses"]
    }
    assert missing == {}


def test_keys_are_described_by_their_labels(client: FlaskClient) -> None:
    paths = client.get("/openapi.json").json["paths"].values()
    described = {each["name"]: each["description"] for path in paths for each in path["get"]["parameters"]}
    assert {key: text for key, text in described.items() if text} == LABELS


def test_only_redirecting_paths_lack_a_200(client: FlaskClient) -> None:
    described = client.get("/openapi.json").json["paths"]
    leading = {path for path, each in described.items() if "200" not in each["get"]["responses"]}
    assert leading == {"/speed/start", "/speed/leave"}
    assert [client.get(path, headers=ASKING).status_code for path in sorted(leading)] == [303, 303]


def test_every_path_has_a_sentence_as_summary(client: FlaskClient) -> None:
    summaries = [each["get"]["summary"] for each in client.get("/openapi.json").json["paths"].values()]
    assert all(re.fullmatch(r"[A-Z][^\n]+\.", summary) for summary in summaries), summaries


def parameters(client: FlaskClient, path: str) -> dict[str, dict[str, Any]]:
    """The schema of each parameter of that path."""
    described = client.get("/openapi.json").json["paths"][path]["get"]["parameters"]
    return {each["name"]: each["schema"] for each in described}


def test_openapi_json_lists_exactly_the_keys_of_each_path(client: FlaskClient) -> None:
    beside = {
        "/": (REPORT_KEY,),
        "/change": FORM_KEYS,
        "/matrix": ("matrix", *PASTE_KEYS),
        "/worksheet": SHEET_KEYS,
        "/export.py": ("framework",),
        "/speed": (*RACE_KEYS, COMPARED_KEY),
    }
    for path, keys in beside.items():
        assert sorted(parameters(client, path)) == sorted((*KEYS, *keys))


def test_enums_and_ranges_are_those_of_the_app(client: FlaskClient) -> None:
    of_change = parameters(client, "/change")
    assert of_change["preset"]["enum"] == list(PRESETS)
    assert of_change["activation1"]["enum"] == list(ACTIVATIONS)
    assert of_change["view"]["enum"] == ["loop", "vectorized"]
    assert (of_change["step"]["minimum"], of_change["step"]["maximum"]) == (0, 999_999)


def test_patterns_accept_linked_values_and_refuse_others(client: FlaskClient) -> None:
    """For each key a value that a page links to, and one that it refuses."""
    of_race, of_matrix = parameters(client, "/speed"), parameters(client, "/matrix")
    for schema, right, wrong in (
        (of_race["layers"], "3-4-2", "3"),
        (of_race["cell"], "Z1.3.2", "Z1"),
        (of_race["sizes"], "64-32-10", "64"),
        (of_race["guess"], "2.5", "lots"),
        (of_race["race"], "last", "first"),
        (of_matrix["fit"], "2-40", "2"),
    ):
        assert re.search(schema["pattern"], right)
        assert not re.search(schema["pattern"], wrong)
