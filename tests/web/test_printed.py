"""What a template prints of a value is kept, and is what it would print."""

import pytest
from flask import Flask, render_template
from hypothesis import given
from jinja2 import DictLoader, Environment
from jinja2.runtime import Macro

from app import create_app
from app.state import State
from app.views.present import present
from app.views.scene import scene
from app.views.stage import stage
from app.web.printed import MEMORY, Printed, size
from tests.strategies import states

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


def test_a_value_is_printed_once(macros: dict[str, Macro]) -> None:
    printed = Printed()
    assert printed(macros["shout"], "a<b", 2) == "<b>a&lt;b</b><b>a&lt;b</b>"
    assert printed(macros["shout"], "a<b", 2) is printed(macros["shout"], "a<b", 2)
    assert printed(macros["shout"], "a<b") == "<b>a&lt;b</b>"


def test_what_is_kept_has_a_bound(macros: dict[str, Macro]) -> None:
    printed = Printed()
    first = printed(macros["long"], 0)
    fits = MEMORY // size(first)
    for number in range(1, fits):
        printed(macros["long"], number)
    assert printed(macros["long"], 0) is first
    for number in range(fits):
        printed(macros["long"], -number - 1)
    assert printed(macros["long"], 0) is not first


@pytest.fixture(scope="module")
def forgetful() -> Flask:
    """An app whose templates print everything anew."""
    app = create_app()
    app.jinja_env.globals["printed"] = lambda macro, *values: macro(*values)
    return app


@given(states())
def test_a_board_says_the_same_when_everything_is_printed_anew(app: Flask, forgetful: Flask, state: State) -> None:
    told = []
    for each in (app, app, forgetful):
        with each.test_request_context():
            if state.present:
                view = present(scene(state), "http://localhost")
                told.append(render_template("pages/present.html", as_part=True, stage=view))
            else:
                told.append(render_template("pages/explore.html", as_part=True, stage=stage(scene(state))))
    assert told[0] == told[1] == told[2]
