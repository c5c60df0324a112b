"""The security headers of every answer, and pages that need no exception from the policy."""

import re
from collections.abc import Callable

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.web.assets import collect
from tests.support.addresses import EVERYTHING, PAGES, PARTS_OF_FRAMES, WRONG, Question, is_frame
from tests.support.each import for_each
from tests.support.pages import Element, read

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "font-src": "'self'",
    "img-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'self'",
}
OTHERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
LENT = {**OTHERS, "Cross-Origin-Resource-Policy": "cross-origin"}
"""Files that a frame on another site loads; a sandboxed frame has an opaque origin."""
Answers, Pages = dict[Question, TestResponse], Callable[[str], Element]
every_answer = for_each("question", EVERYTHING)
every_page = for_each("address", [*PAGES, *WRONG, "/nowhere"])


def test_answers_under_test_have_every_status_but_500(answers: Answers) -> None:
    assert {answer.status_code for answer in answers.values()} == {200, 303, 404, 414, 422}


@every_answer
def test_content_security_policy_of_every_answer(answers: Answers, question: Question) -> None:
    (policy,) = answers[question].headers.getlist("Content-Security-Policy")
    framed_by = {"frame-ancestors": "*"} if is_frame(question.address) else {}
    assert dict(directive.split(" ", 1) for directive in policy.split("; ")) == POLICY | framed_by


@every_answer
def test_security_headers_and_no_cookie_in_every_answer(answers: Answers, question: Question) -> None:
    given = answers[question].headers
    is_lent = is_frame(question.address) or question.address in PARTS_OF_FRAMES
    assert {name: given.get(name) for name in OTHERS} == (LENT if is_lent else OTHERS)
    assert given.get("Access-Control-Allow-Origin") == ("*" if is_lent else None)
    assert "Access-Control-Allow-Credentials" not in given
    assert "Set-Cookie" not in given


def test_preflight_of_a_sandboxed_frame_allows_the_headers_of_htmx(client: FlaskClient) -> None:
    asked = {"Origin": "null", "Access-Control-Request-Headers": "hx-request,hx-request-type"}
    given = client.options("/embed?step=3", headers=asked).headers
    assert given["Access-Control-Allow-Origin"] == "*"
    allowed = {name.strip().lower() for name in given["Access-Control-Allow-Headers"].split(",")}
    htmx = collect().content[collect().urls["vendor/htmx.min.js"]].decode()
    assert {
        name.lower() for name in re.findall(r'\["?(HX-[\w-]+)"?\]=|"(HX-[\w-]+)":', htmx) for name in name if name
    } - {"hx-history-restore-request"} <= allowed
    assert "Access-Control-Allow-Headers" not in client.options("/?step=3").headers


@for_each("method", ["POST", "PUT", "DELETE", "OPTIONS", "HEAD"])
def test_security_headers_in_the_answer_to_every_method(client: FlaskClient, method: str) -> None:
    given = client.open("/", method=method).headers
    assert {name: given.get(name) for name in OTHERS} == OTHERS
    assert "unsafe" not in given["Content-Security-Policy"]
    assert "Set-Cookie" not in given


def is_inline(element: Element) -> bool:
    """Whether the policy would refuse it: inline style, script or handler, or a javascript: address."""
    script = element.tag == "script" and (not element.get("src") or element.text.strip() != "")
    handler = any(name.startswith("on") for name in element.attributes)
    address = any(value.strip().lower().startswith("javascript:") for value in element.attributes.values())
    return element.tag == "style" or element.has("style") or script or handler or address


@every_page
def test_pages_have_no_inline_style_script_or_handler(pages: Pages, address: str) -> None:
    page = pages(address)
    assert [element.tag for element in page.walk() if is_inline(element)] == []
    assert 2 <= len(page.all("script")) <= 4


@every_page
def test_pages_name_no_address_of_another_server(pages: Pages, address: str) -> None:
    for element in pages(address).walk():
        if element.get("rel") == "alternate" or (element.parent and element.parent.get("class") == "display-url"):
            assert element["href"].startswith("http://localhost/")  # absolute by design
            continue
        for attribute in ("href", "src", "action", "srcset", "poster", "data", "formaction", "hx-get", "hx-post"):
            target = element.get(attribute, "#")
            assert target[0] in "/#" and not target.startswith("//")


def test_htmx_config_switches_off_its_inline_style(client: FlaskClient) -> None:
    config = read(client.get("/").text).one("meta", name="htmx-config")["content"]
    assert '"includeIndicatorCSS": false' in config
