"""Whom the app answers, and whose word it takes: names, proxies, TLS."""

from functools import cache

import pytest
from flask.testing import FlaskClient

from app import create_app
from app.config import Settings


@cache
def served(**settings: object) -> FlaskClient:
    return create_app(Settings(**settings)).test_client(use_cookies=False)  # type: ignore[arg-type]


def named() -> FlaskClient:
    """One that is called by two names."""
    return served(trusted_hosts=("columnwise.example", ".school.example"))


FORWARDED = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "columnwise.example", "X-Forwarded-For": "192.0.2.1"}


@pytest.mark.parametrize(
    "host", ["columnwise.example", "columnwise.example:8443", "a.school.example", "127.0.0.1:8000"]
)
def test_a_name_that_is_trusted_is_answered(host: str) -> None:
    assert named().get("/", base_url=f"http://{host}").status_code == 200


@pytest.mark.parametrize("path", ["/", "/share", "/static/nothing.css", "/trace.json", "/healthz"])
@pytest.mark.parametrize("host", ["evil.example", "columnwise.example.evil.example", "xcolumnwise.example"])
def test_any_other_name_is_refused(host: str, path: str) -> None:
    answer = named().get(path, base_url=f"http://{host}")
    assert answer.status_code == 400
    assert "evil" not in answer.text


def test_without_a_list_every_name_is_answered() -> None:
    assert served().get("/", base_url="http://laptop.local:8000").status_code == 200


def test_a_proxy_is_believed_only_if_there_is_one() -> None:
    assert "https://columnwise.example" in served(proxies=1).get("/share", headers=FORWARDED).text
    assert "columnwise.example" not in served().get("/share", headers=FORWARDED).text


def test_only_as_many_proxies_are_believed_as_there_are() -> None:
    """What a visitor writes into the header stands left of what the proxy adds."""
    forged = FORWARDED | {"X-Forwarded-Host": "evil.example, columnwise.example"}
    assert "https://columnwise.example" in served(proxies=1).get("/share", headers=forged).text


def test_a_forwarded_name_has_to_be_trusted_too() -> None:
    forwarded = served(proxies=1, trusted_hosts=("columnwise.example",))
    assert forwarded.get("/", headers=FORWARDED).status_code == 200
    assert forwarded.get("/", headers=FORWARDED | {"X-Forwarded-Host": "evil.example"}).status_code == 400


@pytest.mark.parametrize(
    ("hsts", "scheme", "said"), [(True, "https", True), (True, "http", False), (False, "https", False)]
)
def test_tls_is_asked_for_only_over_tls_and_if_it_is_switched_on(hsts: bool, scheme: str, said: bool) -> None:
    answer = served(hsts=hsts).get("/", base_url=f"{scheme}://columnwise.example")
    assert answer.headers.get("Strict-Transport-Security") == ("max-age=31536000" if said else None)
