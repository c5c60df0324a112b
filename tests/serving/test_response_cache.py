"""A response is rendered once, and no client gets a response that depends on another client."""

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from time import monotonic, sleep

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.test import Client
from werkzeug.wrappers import Request, Response

from app import create_app
from app.config import Settings
from app.web.response_cache import MAX_BYTES, ResponseCache
from tests.support.addresses import AS_PART, PAGES, WRONG
from tests.support.each import for_each

KEEPABLE = {"Cache-Control": "no-cache", "ETag": '"one"', "Vary": "Accept-Encoding, HX-Request"}

LARGEST = MAX_BYTES // 16
OVERHEAD = 5_000
"""Bytes that a stored response takes besides its body and its key."""
KEY = 100
"""More bytes than the keys of the requests here have."""


class Maker:
    """An app that counts how often it renders, and gives every response its own body."""

    def __init__(self, headers: dict[str, str], status: int = 200, length: int = 0) -> None:
        self.made, self.closed, self.asked = 0, 0, ""
        self._headers, self._status, self._length = headers, status, length

    def __call__(self, environ: dict[str, object], start_response: object) -> Iterable[bytes]:
        self.made += 1
        self.asked = str(environ.get("HTTP_IF_NONE_MATCH", ""))
        response = Response(f"{self.made}".ljust(self._length), self._status, self._headers)
        response.call_on_close(self._close)
        return response(environ, start_response)  # type: ignore[arg-type]

    def _close(self) -> None:
        self.closed += 1


def bodies(maker: Maker, *requests: dict[str, object]) -> list[str]:
    client = Client(ResponseCache(maker))
    return [client.get(**{"path": "/", **request}).text for request in requests]  # type: ignore[arg-type]


def test_identical_requests_are_rendered_once() -> None:
    maker = Maker(KEEPABLE)
    assert bodies(maker, {}, {}, {"query_string": "step=1"}, {"query_string": "step=1"}) == ["1", "1", "2", "2"]
    assert maker.closed == 2


@for_each(
    "headers",
    [
        {**KEEPABLE, "Cache-Control": "no-store"},
        {**KEEPABLE, "Cache-Control": "no-cache, private"},
        {key: value for key, value in KEEPABLE.items() if key != "Cache-Control"},
        {key: value for key, value in KEEPABLE.items() if key != "ETag"},
        {**KEEPABLE, "Vary": "*"},
        {**KEEPABLE, "Vary": "Accept-Encoding, Accept-Language"},
    ],
)
def test_response_that_a_shared_cache_may_not_store_is_rendered_each_time(headers: dict[str, str]) -> None:
    assert bodies(Maker(headers), {}, {}) == ["1", "2"]


@for_each("status", [206, 303, 404, 422, 500, 503])
def test_only_status_200_is_stored(status: int) -> None:
    assert bodies(Maker(KEEPABLE, status), {}, {}) == ["1", "2"]


def test_only_get_is_cached() -> None:
    maker = Maker(KEEPABLE)
    client = Client(ResponseCache(maker))
    for _ in range(2):
        client.head("/")
        client.post("/")
    assert maker.made == 4


texts = st.sampled_from(["", "a", "b", "a&b"])
requests = st.fixed_dictionaries(
    {"base_url": st.sampled_from(["http://a.example", "https://a.example", "http://b.example"]), "query_string": texts},
    optional={
        "path": st.sampled_from(["/", "/embed", "/about"]),
        "headers": st.dictionaries(st.sampled_from(["Accept-Encoding", "HX-Request", "HX-Request-Type"]), texts),
    },
)


@given(st.lists(requests, max_size=12))
def test_requests_share_a_response_exactly_if_their_keys_are_equal(asked: list[dict[str, object]]) -> None:
    received = bodies(Maker(KEEPABLE), *asked)

    def what_counts(request: dict[str, object]) -> object:
        headers = request.get("headers", {})
        assert isinstance(headers, dict)
        given = tuple(sorted((key, value) for key, value in headers.items() if value))
        return request["base_url"], request.get("path", "/"), request["query_string"], given

    answers = {what_counts(request): body for request, body in zip(asked, received, strict=True)}
    assert len(set(answers.values())) == len(answers)
    assert received == [answers[what_counts(request)] for request in asked]


@for_each(
    "other",
    [
        *({"base_url": base} for base in ("https://localhost", "http://b.example", "http://localhost/below")),
        *({"path": "/embed"}, {"query_string": "a"}),
        *({"headers": {name: "a"}} for name in ("Accept-Encoding", "HX-Request", "HX-Request-Type")),
    ],
)
def test_each_part_of_the_key_separates_responses(other: dict[str, object]) -> None:
    assert bodies(Maker(KEEPABLE), {}, other, {}, other) == ["1", "2", "1", "2"]


def test_matching_etag_is_answered_with_304_cached_or_not() -> None:
    for headers in (KEEPABLE, {**KEEPABLE, "Cache-Control": "private"}):
        maker = Maker(headers)
        client = Client(ResponseCache(maker))
        for had in ('"one"', 'W/"one"', '"zero", "one"', "*"):
            answer = client.get("/", headers={"If-None-Match": had})
            assert (answer.status_code, answer.data, answer.headers["ETag"]) == (304, b"", '"one"')
            assert "Content-Type" not in answer.headers and answer.headers["Vary"] == KEEPABLE["Vary"]
        assert client.get("/", headers={"If-None-Match": '"two"'}).status_code == 200
        assert maker.asked == ""  # the whole response is rendered, so that it can be stored


def test_size_is_bounded_and_the_least_recently_used_is_evicted() -> None:
    maker = Maker(KEEPABLE, length=LARGEST - OVERHEAD - KEY)
    client = Client(ResponseCache(maker))
    fits = MAX_BYTES // LARGEST
    for number in (*range(fits), 0):
        client.get(f"/?{number}")
    assert maker.made == fits
    client.get(f"/?{fits}")  # evicts the least recently used: 1
    client.get("/?0")
    assert maker.made == fits + 1
    client.get("/?1")
    assert maker.made == fits + 2


def test_key_counts_towards_the_size() -> None:
    maker, long = Maker(KEEPABLE), 8_000
    client = Client(ResponseCache(maker))
    fits = MAX_BYTES // (long + OVERHEAD)
    for number in (*range(fits), 0):
        client.get("/", headers={"Accept-Encoding": f"{number}".ljust(long, "x")})
    assert maker.made == fits + 1  # its short parts count as well, so that the first is gone


def test_response_larger_than_a_sixteenth_is_not_stored() -> None:
    assert bodies(Maker(KEEPABLE, length=LARGEST), {}, {})[1].strip() == "2"


class Slow:
    """An app that responds on command, and counts concurrent requests."""

    def __init__(self) -> None:
        self.made, self.inside, self.most = 0, 0, 0
        self.go_on = Event()

    def __call__(self, environ: dict[str, object], start_response: object) -> Iterable[bytes]:
        self.made, self.inside = self.made + 1, self.inside + 1
        self.most = max(self.most, self.inside)
        assert self.go_on.wait(10)
        self.inside -= 1
        return Response("made", headers=KEEPABLE)(environ, start_response)  # type: ignore[arg-type]


def asked_together(slow: Slow, *addresses: str, at_once: int = 1) -> list[str]:
    """The responses to concurrent requests; the app responds when ``at_once`` of them have reached it."""
    client = ResponseCache(slow, ("/unlocked",))
    with ThreadPoolExecutor(len(addresses)) as visitors:
        answers = [visitors.submit(lambda where: Client(client).get(where).text, each) for each in addresses]
        patience = monotonic() + 10
        while slow.inside < at_once and monotonic() < patience:
            sleep(0.01)
        sleep(0.1)  # the others wait for the lock now
        slow.go_on.set()
        return [answer.result() for answer in answers]


def test_concurrent_identical_requests_are_rendered_once() -> None:
    slow = Slow()
    assert asked_together(slow, *["/?step=1"] * 5) == ["made"] * 5
    assert slow.made == 1


def test_one_response_is_rendered_at_a_time() -> None:
    slow = Slow()
    assert asked_together(slow, *[f"/?step={number}" for number in range(5)]) == ["made"] * 5
    assert (slow.made, slow.most) == (5, 1)


def test_unlocked_prefixes_are_rendered_concurrently() -> None:
    slow = Slow()
    asked_together(slow, *[f"/unlocked?{number}" for number in range(5)], at_once=5)
    assert slow.most == 5


def test_exception_releases_the_lock() -> None:
    def broken(environ: dict[str, object], start_response: object) -> Iterable[bytes]:
        raise RuntimeError

    client = Client(ResponseCache(broken))  # type: ignore[arg-type]
    for _ in range(2):
        with pytest.raises(RuntimeError):
            client.get("/")


def test_stream_is_not_buffered() -> None:
    yielded: list[int] = []

    @Request.application
    def streaming(request: Request) -> Response:
        def parts() -> Iterator[bytes]:
            for number in range(3):
                yielded.append(number)
                yield b"%d" % number

        return Response(parts(), headers={"Cache-Control": "no-store"})

    stream = Client(ResponseCache(streaming)).get("/", buffered=False)
    assert yielded in ([], [0])  # the client itself may look at the first
    assert stream.data == b"012"


@pytest.fixture(scope="module")
def uncached(app: Flask) -> FlaskClient:
    """A client of an app without the caches of responses and of macros, but with the same races."""
    other = create_app()
    other.extensions["races"] = app.extensions["races"]
    del other.wsgi_app  # what remains is Flask's own
    other.jinja_env.globals["cached_macro"] = lambda macro, *values: macro(*values)
    return other.test_client(use_cookies=False)


@for_each("address", [*PAGES, "/trace.json", "/qr.svg", "/export.py", "/picture.svg?preset=digits"])
@for_each("headers", [{}, AS_PART, {"Accept-Encoding": "br"}])
def test_cached_response_equals_that_of_an_app_without_caches(
    client: FlaskClient, uncached: FlaskClient, address: str, headers: dict[str, str]
) -> None:
    client.get(address, headers=headers)
    cached, new = (asked.get(address, headers=headers) for asked in (client, uncached))
    assert cached.headers.pop("X-Request-ID") and "X-Request-ID" not in new.headers
    assert (cached.status, cached.data, sorted(cached.headers)) == (new.status, new.data, sorted(new.headers))


@for_each("address", WRONG)
def test_error_response_is_the_same_again(client: FlaskClient, address: str) -> None:
    assert client.get(address).status_code == client.get(address).status_code >= 400


def test_untrusted_host_gets_no_cached_response() -> None:
    client = create_app(Settings(trusted_hosts=("good.example",))).test_client()
    asked = [client.get("/", base_url=f"http://{host}") for host in ("good.example", "bad.example", "good.example")]
    assert [answer.status_code for answer in asked] == [200, 400, 200]
