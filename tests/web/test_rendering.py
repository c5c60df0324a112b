"""Cached macros render what macros render; JSON keeps every digit and sorts its keys."""

import json

import pytest
from flask import Flask, render_template
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import DictLoader, Environment
from jinja2.runtime import Macro

from app import create_app
from app.presets import PRESETS
from app.state import State
from app.views.base.scene import scene
from app.views.pages.explore import stage
from app.views.pages.present import present
from app.views.pages.trace import trace
from app.web.rendering import CachedMacro, size
from tests.support.each import for_each
from tests.support.scenes import VIEWS, at
from tests.support.strategies import states

MACROS = """
{% macro shout(text, times=1) %}{% for each in range(times) %}<b>{{ text }}</b>{% endfor %}{% endmacro %}
{% macro long(number) %}{{ "x" * LENGTH }}{{ number }}{% endmacro %}
"""
LENGTH = 100_000


@pytest.fixture
def macros() -> dict[str, Macro]:
    environment = Environment(loader=DictLoader({"macros": MACROS}), autoescape=True)
    environment.globals["LENGTH"] = LENGTH
    return vars(environment.get_template("macros").module)


def test_macro_is_called_once_for_equal_values(macros: dict[str, Macro]) -> None:
    cached = CachedMacro()
    assert cached(macros["shout"], "a<b", 2) == "<b>a&lt;b</b><b>a&lt;b</b>"
    assert cached(macros["shout"], "a<b", 2) is cached(macros["shout"], "a<b", 2)
    assert cached(macros["shout"], "a<b") == "<b>a&lt;b</b>"


def test_cached_texts_are_bounded_and_the_least_recently_used_is_evicted(macros: dict[str, Macro]) -> None:
    cached = CachedMacro()
    first = cached(macros["long"], 0)
    fits = CachedMacro.MAX_BYTES // size(first)
    for number in range(1, fits):
        cached(macros["long"], number)
    assert cached(macros["long"], 0) is first
    for number in range(fits):
        cached(macros["long"], -number - 1)
    assert cached(macros["long"], 0) is not first


@pytest.fixture(scope="module")
def uncached() -> Flask:
    """An app without cached macros."""
    app = create_app()
    app.jinja_env.globals["cached_macro"] = lambda macro, *values: macro(*values)
    return app


@given(states())
def test_board_is_the_same_with_and_without_cached_macros(app: Flask, uncached: Flask, state: State) -> None:
    told = []
    for each in (app, app, uncached):
        with each.test_request_context():
            if state.present:
                view = present(scene(state), "http://localhost")
                told.append(render_template("pages/present.html", as_part=True, stage=view))
            else:
                told.append(render_template("pages/explore.html", as_part=True, stage=stage(scene(state))))
    assert told[0] == told[1] == told[2]


NUMBERS = st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False)
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | st.text(),
    lambda values: st.lists(values, max_size=4) | st.dictionaries(st.text(max_size=4), values, max_size=4),
    max_leaves=12,
)


@given(value=VALUES)
def test_json_is_parsed_to_equal_values(app: Flask, value: object) -> None:
    assert app.json.loads(app.json.dumps(value)) == json.loads(json.dumps(value)) == value


def test_json_keys_are_sorted(app: Flask) -> None:
    assert app.json.dumps({"b": 1, "a": {"d": "½", "c": None}}) == '{"a":{"c":null,"d":"½"},"b":1}'


@for_each("view", VIEWS)
@for_each("preset", PRESETS)
def test_trace_keeps_numbers_to_the_last_bit(client: FlaskClient, preset: str, view: str) -> None:
    query = f"preset={preset}&view={view}"
    answer = client.get(f"/trace.json?{query}")
    assert answer.json == trace(at(query))
    assert answer.mimetype == "application/json"
