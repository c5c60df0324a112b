"""Injected strings add no element, attribute, link or header to any answer.

The strings are in injections.txt. They are put into every key of every path of /openapi.json.
"""

import csv
import json
from collections.abc import Iterator
from functools import cache
from itertools import product
from pathlib import Path
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient
from markupsafe import escape
from werkzeug.test import TestResponse

from app import create_app
from app.state.record import saved_text
from app.views.base.urls import BOARD_PATH
from app.views.race.table import COLUMNS, FORMULA
from app.views.race.table import csv as race_csv
from app.web.openapi import openapi
from tests.support.addresses import AS_PART
from tests.support.each import for_each
from tests.support.pages import Element, read
from tests.support.races import worked

STRINGS = Path(__file__).with_name("injections.txt").read_text(encoding="utf-8").splitlines()
WORD = "harmless"
LINKS = ("href", "src", "action", "formaction", "xlink:href", "data", "poster", "hx-get", "hx-post", "hx-push-url")
AHEAD = {"Sec-Purpose": "prefetch"}
"""A prefetch starts no race."""
UNQUOTED = "x onfocus=alert(1) autofocus"
EVERY = 4
"""A key that is new gets every fourth string, a key that an earlier path had gets one string."""


@cache
def addresses() -> dict[str, list[str]]:
    """Every path with its keys."""
    return {
        path: [parameter["name"] for parameter in each["get"]["parameters"]]
        for path, each in openapi(create_app())["paths"].items()
        if each["get"]["parameters"] and "{" not in path
    }


def in_a_key() -> Iterator[tuple[str, str, str]]:
    """Strings in every key of every path, and more of them at the first path with that key."""
    seen = set()
    for path, keys in addresses().items():
        for key in keys:
            at = sum(map(ord, path + key)) % len(STRINGS)
            strings = [STRINGS[at]] if key in seen else [*STRINGS[at % EVERY :: EVERY], UNQUOTED]
            yield from ((path, key, string) for string in strings)
            seen.add(key)


def in_many_keys() -> Iterator[tuple[str, bool, str]]:
    """Every string at every address, as a page and as a part."""
    return product(addresses(), (False, True), STRINGS)


def ask(client: FlaskClient, address: str, part: bool = False) -> TestResponse:
    return client.get(address, headers=AHEAD | (AS_PART if part else {}))


def shape(page: Element) -> list[tuple[str, tuple[str, ...]]]:
    """The elements of a page in their order, each with the names of its attributes."""
    return [(element.tag, tuple(sorted(element.attributes))) for element in page.walk()]


def check(string: str, answer: TestResponse, harmless: TestResponse) -> None:
    """Assert that the answer has the elements of the harmless one, no other target, and printable headers."""
    for name, value in answer.headers.items():
        assert value.isprintable(), (name, value)
    for name in ("Location", "HX-Push-Url"):
        target = answer.headers.get(name, "/")
        assert target == "false" or (target[0] == "/" and target[1:2] != "/")
        assert not set(target) & set("<>\"'` ")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    if answer.mimetype == "application/json":
        assert isinstance(json.loads(answer.text), dict)
    elif answer.mimetype == "text/html" and answer.status_code != 303 and not is_same(string, answer, harmless):
        check_page(read(answer.text), read(harmless.text))


def is_same(string: str, answer: TestResponse, harmless: TestResponse) -> bool:
    """Whether the answers differ in the escaped string alone, which is faster than comparing elements.

    This would miss an unquoted attribute, so one string is always compared by elements.
    """
    return string != UNQUOTED and answer.text.replace(str(escape(string)), WORD) == harmless.text


def check_page(page: Element, harmless: Element) -> None:
    assert shape(page) == shape(harmless)
    for element in page.walk():
        assert not any(element.get(link).startswith("//") for link in LINKS)
        assert is_ours(element) or all(element.get(link, "#")[:1] in "/#" for link in LINKS if element.has(link))


def is_ours(element: Element) -> bool:
    """An absolute address of this app, as shown for copying."""
    return element.get("href").startswith("http://localhost/")


@cache
def harmless(client: FlaskClient, address: str, part: bool = False) -> TestResponse:
    return ask(client, address, part)


@pytest.mark.slow
@for_each("path key string", in_a_key)
def test_string_in_any_key_adds_no_markup_or_header(client: FlaskClient, path: str, key: str, string: str) -> None:
    address, word = (f"{path}?{urlencode({key: text})}" for text in (string, WORD))
    check(string, ask(client, address), harmless(client, word))


@for_each("path part string", in_many_keys)
def test_string_in_many_keys_at_once_adds_no_markup_or_header(
    client: FlaskClient, path: str, part: bool, string: str
) -> None:
    keys = addresses()[path]
    few = keys[:: max(1, len(keys) // 8)]  # all keys would make the address too long
    address, word = (f"{path}?{urlencode(dict.fromkeys(few, text))}" for text in (string, WORD))
    check(string, ask(client, address, part), harmless(client, word, part))


@for_each("string", STRINGS)
def test_string_as_a_key_adds_no_markup_or_header(client: FlaskClient, string: str) -> None:
    check(string, ask(client, f"{BOARD_PATH}?{urlencode({string: '1'})}"), harmless(client, f"{BOARD_PATH}?{WORD}=1"))


@for_each("folder", ["", "/static"])
@for_each("string", STRINGS)
def test_string_as_a_path_adds_no_markup_or_header(client: FlaskClient, folder: str, string: str) -> None:
    path = f"{folder}/{urlencode({'': string})[1:]}"
    check(string, ask(client, path), harmless(client, f"{folder}/{WORD}"))


def named(name: str) -> str:
    """A saved race whose machine and network have that name."""
    race = worked()
    parts = {"name": name, "system": name, "python": name, "numpy": name, "blas": name}
    machine = race.machine.model_copy(update=parts | {"caches": {name: 1}})
    return saved_text(
        race.model_copy(update={"machine": machine, "network": race.network.model_copy(update={"name": name})})
    )


@for_each("string", STRINGS)
def test_string_as_a_name_in_a_pasted_race_adds_no_markup_or_header(client: FlaskClient, string: str) -> None:
    answer = ask(client, f"/speed?{urlencode({'beside': named(string)})}")
    assert answer.status_code == 200
    check(string, answer, harmless(client, f"/speed?{urlencode({'beside': named(WORD)})}"))


@for_each("string", STRINGS)
def test_string_as_a_name_is_no_spreadsheet_formula_in_the_csv(string: str) -> None:
    race = worked()
    made = race_csv(race.model_copy(update={"network": race.network.model_copy(update={"name": string})}))
    lines = list(csv.reader(made.splitlines()))
    assert {len(line) for line in lines} == {len(COLUMNS)}
    for line in lines[1:]:
        assert not line[0].startswith(FORMULA)
        assert not line[1].startswith(FORMULA)
        assert string in line[1]
        assert all(float(figure) > 0 for figure in line[2:])
