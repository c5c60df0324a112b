"""JSON is written as it was meant: every digit of every number, every letter of every text, keys in order."""

import json

from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from app.lessons import PRESETS
from app.views.export import trace
from tests.each import for_each
from tests.views.scenes import VIEWS, at

NUMBERS = st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False)
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | st.text(),
    lambda values: st.lists(values, max_size=4) | st.dictionaries(st.text(max_size=4), values, max_size=4),
    max_leaves=12,
)


@given(value=VALUES)
def test_what_is_read_back_is_what_was_written(app: Flask, value: object) -> None:
    assert app.json.loads(app.json.dumps(value)) == json.loads(json.dumps(value)) == value


def test_keys_are_in_order(app: Flask) -> None:
    assert app.json.dumps({"b": 1, "a": {"d": "½", "c": None}}) == '{"a":{"c":null,"d":"½"},"b":1}'


@for_each("view", VIEWS)
@for_each("preset", PRESETS)
def test_the_numbers_travel_to_the_last_bit(client: FlaskClient, preset: str, view: str) -> None:
    query = f"preset={preset}&view={view}"
    answer = client.get(f"/trace.json?{query}")
    assert answer.json == trace(at(query))
    assert answer.mimetype == "application/json"
