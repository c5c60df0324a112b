"""What was answered once is not made again, and nobody is given what was meant for others."""

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from time import monotonic, sleep

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.test import Client
from werkzeug.wrappers import Request, Response

from app import create_app
from app.config import Settings
from app.web.answer_cache import BESIDE, LARGEST, MEMORY, AnswerCache
from tests.each import for_each
from tests.web.addresses import AS_PART, PAGES, WRONG

KEEPABLE = {"Cache-Control": "no-cache", "ETag": '"one"', "Vary": "Accept-Encoding, HX-Request"}

ADDRESS = 100
"""Room for what the requests here are told apart by."""


class Maker:
    """An application that counts how often it makes an answer, and gives every answer a body of its own."""

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
    client = Client(AnswerCache(maker))
    return [client.get(**{"path": "/", **request}).text for request in requests]  # type: ignore[arg-type]


def test_the_same_question_is_answered_once() -> None:
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
def test_what_is_not_for_everybody_is_made_for_everybody(headers: dict[str, str]) -> None:
    assert bodies(Maker(headers), {}, {}) == ["1", "2"]


@for_each("status", [206, 303, 404, 422, 500, 503])
def test_only_what_went_well_is_kept(status: int) -> None:
    assert bodies(Maker(KEEPABLE, status), {}, {}) == ["1", "2"]


def test_other_methods_are_none_of_its_business() -> None:
    maker = Maker(KEEPABLE)
    client = Client(AnswerCache(maker))
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
def test_who_differs_in_anything_that_counts_gets_an_answer_of_their_own(asked: list[dict[str, object]]) -> None:
    told = bodies(Maker(KEEPABLE), *asked)

    def what_counts(request: dict[str, object]) -> object:
        headers = request.get("headers", {})
        assert isinstance(headers, dict)
        given = tuple(sorted((key, value) for key, value in headers.items() if value))
        return request["base_url"], request.get("path", "/"), request["query_string"], given

    answers = {what_counts(request): body for request, body in zip(asked, told, strict=True)}
    assert len(set(answers.values())) == len(answers)
    assert told == [answers[what_counts(request)] for request in asked]


@for_each(
    "other",
    [
        *({"base_url": base} for base in ("https://localhost", "http://b.example", "http://localhost/below")),
        *({"path": "/embed"}, {"query_string": "a"}),
        *({"headers": {name: "a"}} for name in ("Accept-Encoding", "HX-Request", "HX-Request-Type")),
    ],
)
def test_who_differs_in_one_thing_gets_an_answer_of_their_own(other: dict[str, object]) -> None:
    assert bodies(Maker(KEEPABLE), {}, other, {}, other) == ["1", "2", "1", "2"]


def test_who_has_it_is_told_so_whether_it_was_kept_or_not() -> None:
    for headers in (KEEPABLE, {**KEEPABLE, "Cache-Control": "private"}):
        maker = Maker(headers)
        client = Client(AnswerCache(maker))
        for had in ('"one"', 'W/"one"', '"zero", "one"', "*"):
            answer = client.get("/", headers={"If-None-Match": had})
            assert (answer.status_code, answer.data, answer.headers["ETag"]) == (304, b"", '"one"')
            assert "Content-Type" not in answer.headers and answer.headers["Vary"] == KEEPABLE["Vary"]
        assert client.get("/", headers={"If-None-Match": '"two"'}).status_code == 200
        assert maker.asked == ""  # so that it can be kept for those who do not have it


def test_what_is_kept_has_a_bound() -> None:
    maker = Maker(KEEPABLE, length=LARGEST - BESIDE - ADDRESS)
    client = Client(AnswerCache(maker))
    fits = MEMORY // LARGEST
    for number in (*range(fits), 0):
        client.get(f"/?{number}")
    assert maker.made == fits
    client.get(f"/?{fits}")  # drives out what was not asked for for longest: 1
    client.get("/?0")
    assert maker.made == fits + 1
    client.get("/?1")
    assert maker.made == fits + 2


def test_long_headers_count_although_no_answer_shows_them() -> None:
    maker, long = Maker(KEEPABLE), 8_000
    client = Client(AnswerCache(maker))
    fits = MEMORY // (long + BESIDE)
    for number in (*range(fits), 0):
        client.get("/", headers={"Accept-Encoding": f"{number}".ljust(long, "x")})
    assert maker.made == fits + 1  # its short parts count as well, so that the first is gone


def test_what_is_too_large_drives_nothing_out() -> None:
    assert bodies(Maker(KEEPABLE, length=LARGEST), {}, {})[1].strip() == "2"


class Slow:
    """An application that lets nobody go before it is told to, and knows how many it has been asked by at once."""

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
    """What is answered to visitors who come together; it goes on when so many are inside."""
    client = AnswerCache(slow, ("/elsewhere",))
    with ThreadPoolExecutor(len(addresses)) as visitors:
        answers = [visitors.submit(lambda where: Client(client).get(where).text, each) for each in addresses]
        patience = monotonic() + 10
        while slow.inside < at_once and monotonic() < patience:
            sleep(0.01)
        sleep(0.1)  # the others are at the door now
        slow.go_on.set()
        return [answer.result() for answer in answers]


def test_what_many_ask_for_at_the_same_time_is_made_once() -> None:
    slow = Slow()
    assert asked_together(slow, *["/?step=1"] * 5) == ["made"] * 5
    assert slow.made == 1


def test_one_answer_is_made_at_a_time() -> None:
    slow = Slow()
    assert asked_together(slow, *[f"/?step={number}" for number in range(5)]) == ["made"] * 5
    assert (slow.made, slow.most) == (5, 1)


def test_nobody_waits_for_what_is_made_elsewhere() -> None:
    slow = Slow()
    asked_together(slow, *[f"/elsewhere?{number}" for number in range(5)], at_once=5)
    assert slow.most == 5


def test_an_error_leaves_the_door_open() -> None:
    def broken(environ: dict[str, object], start_response: object) -> Iterable[bytes]:
        raise RuntimeError

    client = Client(AnswerCache(broken))  # type: ignore[arg-type]
    for _ in range(2):
        with pytest.raises(RuntimeError):
            client.get("/")


def test_a_stream_arrives_as_it_is_made() -> None:
    told: list[int] = []

    @Request.application
    def streaming(request: Request) -> Response:
        def parts() -> Iterator[bytes]:
            for number in range(3):
                told.append(number)
                yield b"%d" % number

        return Response(parts(), headers={"Cache-Control": "no-store"})

    stream = Client(AnswerCache(streaming)).get("/", buffered=False)
    assert told in ([], [0])  # the client itself may look at the first
    assert stream.data == b"012"


@pytest.fixture(scope="module")
def forgetful() -> FlaskClient:
    """A client of an app that keeps neither an answer nor what templates print."""
    app = create_app()
    del app.wsgi_app  # that of the cache: what is left is Flask's own
    app.jinja_env.globals["printed"] = lambda macro, *values: macro(*values)
    return app.test_client(use_cookies=False)


@for_each("address", [*PAGES, "/trace.json", "/qr.svg", "/export.py", "/picture.svg?preset=digits"])
@for_each("headers", [{}, AS_PART, {"Accept-Encoding": "br"}])
def test_a_kept_answer_is_the_answer_of_an_app_that_keeps_nothing(
    client: FlaskClient, forgetful: FlaskClient, address: str, headers: dict[str, str]
) -> None:
    client.get(address, headers=headers)
    kept, new = (asked.get(address, headers=headers) for asked in (client, forgetful))
    assert kept.headers.pop("X-Request-ID") and "X-Request-ID" not in new.headers
    assert (kept.status, kept.data, sorted(kept.headers)) == (new.status, new.data, sorted(new.headers))


@for_each("address", WRONG)
def test_what_is_wrong_stays_wrong(client: FlaskClient, address: str) -> None:
    assert client.get(address).status_code == client.get(address).status_code >= 400


def test_a_name_that_is_not_trusted_gets_nothing_that_was_kept_for_others() -> None:
    client = create_app(Settings(trusted_hosts=("good.example",))).test_client()
    asked = [client.get("/", base_url=f"http://{host}") for host in ("good.example", "bad.example", "good.example")]
    assert [answer.status_code for answer in asked] == [200, 400, 200]
