"""Error answers: status, message, site layout, and a form that leads on."""

import logging
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app import create_app
from app.state.limits import MAX_QUERY
from tests.support.addresses import AS_PART, WRONG, Question
from tests.support.each import for_each
from tests.support.pages import Element, read

HOSTILE = ['"><script>alert(1)</script>', "'onload='x", "&lt;b&gt;", "<!--", "{{7*7}}", "ünï\N{SKULL}", "% 00"]
KEYS = ("preset", "view", "step", "cell", "window", "present")


def looks_like_the_page(page: Element) -> bool:
    """Whether it has the site header with its links, one heading and main."""
    links = {link["href"] for link in page.one("header", class_="site").all("a")}
    return {"/", "/about", "/?preset=iris"} <= links and bool(page.one("h1").words and page.one("main"))


def field(page: Element, key: str) -> Element:
    return page.one("input", name=key)


def problem(page: Element, key: str) -> str:
    """The message that describes the field of that key."""
    described = field(page, key)["aria-describedby"]
    element = page.one(id=described)
    assert element.parent is field(page, key).parent
    return element.words


@for_each("address", WRONG)
def test_bad_address_is_422_with_a_message_next_to_each_invalid_field(
    answers: dict[Question, TestResponse], pages: Callable[[str], Element], address: str
) -> None:
    page = pages(address)
    assert answers[Question(address)].status_code == 422
    assert looks_like_the_page(page)
    wrong = page.all("input", aria_invalid="true")
    assert wrong
    for each in wrong:
        assert problem(page, each["name"]).endswith(".")
        assert page.one("label", **{"for": each["id"]}).words
    assert len(page.all(class_="problem")) == len(wrong)


def test_message_names_the_limit_and_the_value(client: FlaskClient) -> None:
    page = read(client.get("/?step=99").text)
    assert problem(page, "step") == "The step is a whole number from 0 to 20 here, not “99”."
    assert page.one("h1").words == "One part of this address cannot be read"


def test_valid_fields_keep_their_values_and_are_not_marked_invalid(client: FlaskClient) -> None:
    page = read(client.get("/?preset=iris&view=vectorized&step=x&cell=A1.1.9").text)
    values = {key: field(page, key)["value"] for key in ("preset", "view", "step", "cell")}
    assert values == {"preset": "iris", "view": "vectorized", "step": "x", "cell": "A1.1.9"}
    assert [each["name"] for each in page.all("input", aria_invalid=True)] == ["step"]


@for_each("key", ["matrix", "text", "meant", "fit"])
def test_repeated_key_of_matrix_page_is_422_with_a_message_next_to_its_field(client: FlaskClient, key: str) -> None:
    answer = client.get(f"/matrix?step=3&{key}=X&{key}=W1")
    page = read(answer.text)
    assert answer.status_code == 422
    assert problem(page, key) == f"The address gives “{key}” more than once. Keep one."
    assert field(page, "step")["value"] == "3" and page.one("form", class_="address")["action"] == "/matrix"


@for_each("key", KEYS)
@for_each("text", HOSTILE)
def test_hostile_values_are_escaped_and_stay_in_their_field(client: FlaskClient, key: str, text: str) -> None:
    answer = client.get("/", query_string={key: text})
    page = read(answer.text)
    assert answer.status_code == 422
    assert field(page, key)["value"] == text
    assert f"“{text}”" in problem(page, key)
    assert len(page.all("script")) == 2
    assert not [each for each in page.walk() if any(name.startswith("on") for name in each.attributes)]


def test_value_that_is_too_long_stays_whole_in_its_field(client: FlaskClient) -> None:
    page = read(client.get("/", query_string={"cell": "9" * 61}).text)
    assert field(page, "cell")["value"] == "9" * 61
    assert problem(page, "cell") == "“cell” may have 60 characters at most; this has 61."


def test_corrected_form_leads_to_the_page(client: FlaskClient) -> None:
    page = read(client.get("/?view=vectorized&step=9").text)
    form = page.one("form", class_="address")
    sent = {each["name"]: each["value"] for each in form.all("input")} | {"step": "3"}
    assert client.get(form["action"], query_string=sent).data == client.get("/?view=vectorized&step=3").data


@for_each("headers", [{}, AS_PART])
def test_bad_address_of_trace_json_is_422_in_json(client: FlaskClient, headers: dict[str, str]) -> None:
    answer = client.get("/trace.json?step=99&view=loop", headers=headers)
    assert (answer.status_code, answer.mimetype) == (422, "application/json")
    assert answer.json == {"errors": {"step": "The step is a whole number from 0 to 20 here, not “99”."}}


@for_each("address", ["/nowhere", "/index.html", "/about/", "/static/nothing.css", "/%00", "/🙂"])
def test_unknown_address_is_404_with_the_site_layout(client: FlaskClient, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 404
    assert looks_like_the_page(read(answer.text))
    assert read(answer.text).one("h1").words == "There is no page here"


def test_unknown_json_address_is_404_in_json(client: FlaskClient) -> None:
    answer = client.get("/nowhere.json")
    assert (answer.status_code, answer.mimetype, list(answer.json)) == (404, "application/json", ["errors"])


def test_405_page_has_the_site_layout(client: FlaskClient) -> None:
    assert looks_like_the_page(read(client.post("/").text))


@for_each("address", ["/", "/trace.json"])
def test_query_of_maximum_length_is_200_and_a_longer_one_414(client: FlaskClient, address: str) -> None:
    assert client.get(f"{address}?{'x' * MAX_QUERY}").status_code == 200
    answer = client.get(f"{address}?{'x' * (MAX_QUERY + 1)}")
    assert answer.status_code == 414
    assert "2,100 characters" in answer.text
    assert answer.is_json or looks_like_the_page(read(answer.text))


def test_exception_is_500_with_the_site_layout_and_no_details(
    caplog: pytest.LogCaptureFixture,
) -> None:
    app = create_app()
    app.config["PROPAGATE_EXCEPTIONS"] = False

    @app.get("/fail")
    def fail() -> str:
        raise RuntimeError("a secret of the server")

    with caplog.at_level(logging.CRITICAL + 1):
        answer = app.test_client().get("/fail")
    assert answer.status_code == 500
    assert looks_like_the_page(read(answer.text))
    assert "secret" not in answer.text and "Traceback" not in answer.text
    assert "HX-Request" in answer.vary
    assert "'none'" in answer.headers["Content-Security-Policy"]


@for_each("address", ["//evil.example/", "//evil.example//", "/static//app.css", "/speed//start"])
def test_path_with_two_slashes_is_404_without_redirect(client: FlaskClient, address: str) -> None:
    answer = client.get("/", environ_overrides={"PATH_INFO": address})
    assert (answer.status_code, answer.location) == (404, None)
