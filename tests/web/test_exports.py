"""Exported programs and notebooks: valid files, or the error messages of the board."""

import ast
import json
import re
import time
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from app.presets import PRESETS
from app.state.limits import MAX_QUERY
from tests.support.addresses import PAIRS, STATUSES
from tests.support.each import for_each
from tests.support.pages import read

PYTHON, NOTEBOOK = "text/x-python", "application/x-ipynb+json"
FILES = {
    "/export.py": (PYTHON, "columnwise-course.py"),
    "/export.py?framework=numpy&preset=iris&step=4": (PYTHON, "columnwise-iris.py"),
    "/export.py?preset=one-neuron&framework=torch": (PYTHON, "columnwise-one-neuron-torch.py"),
    "/export.py?framework=&preset=xor": (PYTHON, "columnwise-xor.py"),
    "/export.ipynb": (NOTEBOOK, "columnwise-course.ipynb"),
    "/export.ipynb?preset=house&b2=7": (NOTEBOOK, "columnwise-house.ipynb"),
    "/export.ipynb?framework=nothing": (NOTEBOOK, "columnwise-course.ipynb"),
}
PATHS = ("/export.py", "/export.py?framework=torch", "/export.ipynb")
every_path = for_each("path", PATHS)


def joined(path: str, query: str) -> str:
    return f"{path}{'&' if '?' in path else '?'}{query}"


def check_file(path: str, text: str) -> None:
    """Assert that the text is a valid program or notebook."""
    if "ipynb" in path:
        import nbformat  # slow to import

        nbformat.validate(nbformat.reads(text, as_version=4))
    else:
        ast.parse(text)


@for_each("address", FILES)
def test_export_is_a_valid_file_with_media_type_and_name(client: FlaskClient, address: str) -> None:
    answer = client.get(address)
    mimetype, name = FILES[address]
    assert (answer.status_code, answer.mimetype) == (200, mimetype)
    assert answer.headers["Content-Disposition"] == f"attachment; filename={name}"
    check_file(address, answer.text)


@every_path
def test_export_names_the_address_on_the_requested_host(client: FlaskClient, path: str) -> None:
    made = client.get(joined(path, "step=5&present=1"), base_url="https://columns.example:8443/").text
    assert "<https://columns.example:8443/?step=5>" in made


@every_path
def test_step_and_cell_change_only_the_address_in_an_export(client: FlaskClient, path: str) -> None:
    one, other = (client.get(joined(path, look)).text for look in ("step=5", "view=vectorized&step=2&cell=Z1.2.3"))
    assert one != other
    assert re.sub("<http[^>]*>", "", one) == re.sub("<http[^>]*>", "", other)


@every_path
@for_each("query", ["step=99", "preset=none", "W2=1,2;3,4", "step=1&step=2"])
def test_bad_state_is_422_with_the_messages_of_the_board(client: FlaskClient, path: str, query: str) -> None:
    answer, page = client.get(joined(path, query)), client.get(f"/?{query}")
    assert answer.status_code == 422
    assert "Content-Disposition" not in answer.headers
    problems = [each.words for each in read(answer.text).all(class_="problem")]
    assert problems and problems == [each.words for each in read(page.text).all(class_="problem")]


@for_each("text", ["tensorflow", "Torch", "torch ", "<b>", "🙂", "x" * 60])
def test_unknown_framework_is_422_that_names_the_known_ones(client: FlaskClient, text: str) -> None:
    answer = client.get("/export.py", query_string={"framework": text})
    assert answer.status_code == 422
    assert f"The framework is numpy or torch, not “{text[:60].strip()}" in read(answer.text).one("main").words


def test_repeated_framework_is_422(client: FlaskClient) -> None:
    answer = client.get("/export.py?framework=torch&framework=numpy")
    assert answer.status_code == 422
    assert "The address gives “framework” more than once. Keep one." in read(answer.text).one("main").words


@every_path
def test_export_takes_a_query_of_maximum_length(client: FlaskClient, path: str) -> None:
    longest = joined(path, "")
    query = "x" * (MAX_QUERY - len(longest.partition("?")[2]))
    assert client.get(joined(path, query)).status_code == 200
    assert client.get(joined(path, query + "x")).status_code == 414


@every_path
@for_each("preset", PRESETS)
def test_export_stays_within_its_time_and_size_budgets(client: FlaskClient, path: str, preset: str) -> None:
    client.get(joined(path, f"preset={preset}"))
    start = time.thread_time()  # other processes do not count
    answer = client.get(joined(path, f"preset={preset}"))
    assert time.thread_time() - start < 0.5
    assert len(answer.data) < 500_000


def test_export_is_compressed(client: FlaskClient) -> None:
    for path in ("/export.py?preset=digits", "/export.ipynb?preset=digits"):
        answer = client.get(path, headers={"Accept-Encoding": "gzip"})
        assert answer.headers["Content-Encoding"] == "gzip"
        assert len(answer.data) < 100_000


FRAMEWORKS = st.lists(st.tuples(st.just("framework"), st.sampled_from(["torch", "numpy", ""]) | st.text()), max_size=2)


@pytest.mark.parametrize("path", ["/export.py", "/export.ipynb"])
@given(pairs=PAIRS, frameworks=FRAMEWORKS)
def test_any_query_gives_a_valid_file_or_an_error_message(
    client: FlaskClient, path: str, pairs: list[tuple[str, str]], frameworks: list[tuple[str, str]]
) -> None:
    query = urlencode([*pairs, *frameworks], errors="surrogatepass")
    answer = client.get(path, query_string=query)
    assert answer.status_code in STATUSES
    if answer.status_code == 200:
        check_file(path, answer.text)
    else:
        assert read(answer.text).one("h1").words


@for_each("host", ["a b", "x\n\nimport os", "`<script>`", "é", "[::1]:80", ""])
@every_path
def test_host_name_cannot_escape_the_comment_of_an_export(client: FlaskClient, path: str, host: str) -> None:
    answer = client.get(path, environ_overrides={"HTTP_HOST": host})
    assert answer.status_code in {200, 400}
    if answer.status_code == 200:
        check_file(path, answer.text)
        code = json.dumps(json.loads(answer.text)["cells"][1:]) if "ipynb" in path else answer.text
        assert "import os" not in code.replace("# ", "").splitlines()
        assert "script>" not in answer.text
