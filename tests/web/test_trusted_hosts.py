"""The Host header, TRUSTED_HOSTS, PROXIES and HSTS."""

from functools import cache

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import create_environ, run_wsgi_app

from app import create_app
from app.config import Settings
from tests.support.each import for_each
from tests.support.pages import read


@cache
def served(**settings: object) -> FlaskClient:
    return create_app(Settings(**settings)).test_client(use_cookies=False)  # type: ignore[arg-type]


def named() -> FlaskClient:
    """A client of an app with two trusted hosts."""
    return served(trusted_hosts=("columnwise.example", ".school.example"))


FORWARDED = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "columnwise.example", "X-Forwarded-For": "192.0.2.1"}


@pytest.mark.parametrize(
    "host", ["columnwise.example", "columnwise.example:8443", "a.school.example", "127.0.0.1:8000"]
)
def test_trusted_host_is_200(host: str) -> None:
    assert named().get("/", base_url=f"http://{host}").status_code == 200


@pytest.mark.parametrize("path", ["/", "/share", "/static/nothing.css", "/trace.json", "/healthz"])
@pytest.mark.parametrize("host", ["evil.example", "columnwise.example.evil.example", "xcolumnwise.example"])
def test_untrusted_host_is_400_and_not_echoed(host: str, path: str) -> None:
    answer = named().get(path, base_url=f"http://{host}")
    assert answer.status_code == 400
    assert "evil" not in answer.text


def test_any_host_is_200_without_trusted_hosts() -> None:
    assert served().get("/", base_url="http://laptop.local:8000").status_code == 200


def test_forwarded_headers_are_ignored_without_proxies() -> None:
    assert "https://columnwise.example" in served(proxies=1).get("/share", headers=FORWARDED).text
    assert "columnwise.example" not in served().get("/share", headers=FORWARDED).text


def test_forwarded_host_set_by_the_client_is_ignored() -> None:
    """The client's value stands left of the value that the proxy adds."""
    forged = FORWARDED | {"X-Forwarded-Host": "evil.example, columnwise.example"}
    assert "https://columnwise.example" in served(proxies=1).get("/share", headers=forged).text


def test_forwarded_host_must_be_trusted() -> None:
    forwarded = served(proxies=1, trusted_hosts=("columnwise.example",))
    assert forwarded.get("/", headers=FORWARDED).status_code == 200
    assert forwarded.get("/", headers=FORWARDED | {"X-Forwarded-Host": "evil.example"}).status_code == 400


@pytest.mark.parametrize(
    ("hsts", "scheme", "said"), [(True, "https", True), (True, "http", False), (False, "https", False)]
)
def test_hsts_is_sent_only_over_https_with_hsts_on(hsts: bool, scheme: str, said: bool) -> None:
    answer = served(hsts=hsts).get("/", base_url=f"{scheme}://columnwise.example")
    assert answer.headers.get("Strict-Transport-Security") == ("max-age=31536000" if said else None)


def visit(app: Flask, address: str, host: str) -> tuple[int, str]:
    """Status and text of the answer with that Host header; the test client itself refuses malformed ones."""
    body, status, _ = run_wsgi_app(app, {**create_environ(address), "HTTP_HOST": host})
    return int(status.split()[0]), b"".join(body).decode()


MALFORMED = (
    *("xn--", "xn--a", "a b", 'ex"><script>', "host:port", "-", "ex_ample?", "a" * 30 + "/x"),
    *("evil.example/", "localhost:99999999", "[::1", ""),
)


@for_each("host", MALFORMED)
@for_each(
    "path",
    ["/", "/share", "/worksheet", "/handout", "/export.py", "/qr.svg", "/embed", "/oembed?url=http://localhost/"],
)
def test_malformed_host_is_no_server_error_and_escaped(app: Flask, path: str, host: str) -> None:
    status, text = visit(app, path, host)
    assert status in (200, 400, 404)
    assert "<script>" not in text


@for_each("path", ["/", "/change?units1=x", "/?step=99", "/matrix?text=x", "/speed?guess=x", "/nowhere"])
def test_invalid_host_is_400_at_every_kind_of_address(app: Flask, path: str) -> None:
    assert visit(app, path, "HTTP/1.0.0.1")[0] == 400


def test_punycode_host_is_written_as_ascii(app: Flask) -> None:
    host = "xn--wgv71a"
    named = read(visit(app, "/", host)[1]).one("link", type="application/json+oembed")["href"]
    assert visit(app, named.partition(host)[2], host)[0] == 200
