"""The log: a record is one line of JSON, or plain text that cannot be forged."""

import json
import logging
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.log import REQUEST, add_request, formatter

FORGED = "a\n00:00:00 ERROR forged\x1b[2J"


def error(message: str, text: str) -> logging.LogRecord:
    try:
        raise RuntimeError(text)
    except RuntimeError as raised:
        trace = (RuntimeError, raised, raised.__traceback__)
        return logging.LogRecord("", logging.ERROR, "", 0, message, None, trace)


@given(st.text(max_size=200), st.text(max_size=200))
@example(FORGED, FORGED)
def test_json_record_is_one_line_of_ascii(message: str, text: str) -> None:
    line = formatter("json").format(error(message, text))
    assert line.isascii() and line.isprintable()
    read = json.loads(line)
    assert (list(read), read["message"]) == (["level", "message", "exc_info", "time"], message)


@given(st.text(max_size=200), st.text(max_size=200))
@example(FORGED, FORGED)
def test_plain_record_is_one_line_and_an_indented_traceback(message: str, text: str) -> None:
    first, *trace = formatter("plain").format(error(message, text)).split("\n")
    assert re.match(r"\d\d:\d\d:\d\d ERROR   ", first)
    assert trace and all(line.startswith("    ") for line in trace)
    assert all(line.isascii() and line.isprintable() for line in (first, *trace))


@given(st.text(max_size=200))
@example(FORGED)
def test_plain_record_without_traceback_is_one_line(message: str) -> None:
    line = formatter("plain").format(logging.LogRecord("", logging.INFO, "", 0, message, None, None))
    assert re.match(r"\d\d:\d\d:\d\d INFO    ", line) and line.isascii() and line.isprintable()


@pytest.mark.parametrize(("is_terminal", "form"), [(True, "plain"), (False, "json")])
def test_auto_is_plain_at_a_terminal_only(monkeypatch: pytest.MonkeyPatch, is_terminal: bool, form: str) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: is_terminal, raising=False)
    assert type(formatter("auto")) is type(formatter(form))


def test_record_carries_the_id_of_the_current_request() -> None:
    record = logging.LogRecord("", logging.WARNING, "", 0, "odd", None, None)
    token = REQUEST.set("0123456789ab")
    add_request(record)
    REQUEST.reset(token)
    assert json.loads(formatter("json").format(record))["request"] == "0123456789ab"
