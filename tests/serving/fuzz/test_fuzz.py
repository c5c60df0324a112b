"""Nothing that is sent to the server brings an error of ours, an endless answer, or memory that grows."""

import re
from collections.abc import Iterator
from http.client import HTTPConnection

import pytest
from hypothesis import given, settings

from tests.serving.fuzz.answers import SLOW, Answer, Connection
from tests.serving.fuzz.queries import addresses
from tests.serving.fuzz.requests import KINDS, Request, request
from tests.serving.fuzz.run import GROWTH, fuzzed, get, too_slow, warm
from tests.support.server import Server, served

REQUESTS = 20_000
SOME = range(15, 1_515)
"""Those of every day. The last of them starts a race."""


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with served(LOG="json", MALLOC_ARENA_MAX="1") as started:
        yield started


def check(server: Server, numbers: range) -> None:
    """The requests of these numbers bring no error and no endless answer."""
    report = fuzzed(server, numbers)
    assert {number: (answer, request(number).content[:400]) for number, answer in report.wrong.items()} == {}
    assert sum(report.statuses.values()) > 0.9 * len(numbers)
    assert {200, 303, 400, 404, 405, 414, 422} <= set(report.statuses)
    assert {kind.partition(" ")[0] for kind in report.kinds} == {"start", *KINDS}
    taken = {number: processor for number, (_, processor) in too_slow(server, report).items()}  # others may use it too
    assert {number: request(number).content[:400] for number, each in taken.items() if each > SLOW} == {}
    assert server.errors() == []


@pytest.mark.slow
def test_random_requests_cause_no_500_and_no_timeout(server: Server) -> None:
    check(server, SOME)


@pytest.mark.soak
def test_twenty_thousand_random_requests_cause_no_500_no_timeout_and_no_memory_growth(server: Server) -> None:
    warm(server)
    before = server.memory
    check(server, range(REQUESTS))
    assert server.memory - before < GROWTH


@pytest.mark.slow
@settings(max_examples=settings.default.max_examples * 3)
@given(address=addresses())
def test_valid_queries_cause_no_error(server: Server, address: str) -> None:
    connection = Connection(server.port)
    answer = connection.send(
        get(address) if not address.startswith("/speed/st") else get(address, "Sec-Purpose: prefetch")
    )
    connection.close()
    assert answer.is_right


def test_forwarded_headers_of_a_client_on_this_computer_are_ignored(server: Server) -> None:
    headers = {
        "X-Forwarded-Proto": "https",
        "X-Forwarded-Host": "evil.example",
        "Script_Name": "/x",
        "Path-Info": "/about",
    }
    connection = HTTPConnection("127.0.0.1", server.port)
    connection.request("GET", "/share?step=5", headers=headers)
    answer = connection.getresponse()
    assert answer.status == 200
    hosts = set(re.findall(rb"https?://[\w.:]+", answer.read()))
    connection.close()
    assert f"http://127.0.0.1:{server.port}".encode() in hosts
    assert not any(b"evil" in host or host.startswith(b"https://127") for host in hosts)


def test_seed_determines_the_request_and_every_kind_occurs() -> None:
    requests = [request(number) for number in range(500)]
    assert [request(number) for number in range(500)] == requests
    assert {each.kind for each in requests} >= set(KINDS)


@pytest.mark.parametrize("answer", [Answer((500,), 0.0), Answer((200, 500), 0.0), Answer((), 0.0, "TimeoutError: ")])
def test_server_errors_and_missing_answers_are_wrong(answer: Answer) -> None:
    assert not answer.is_right
    assert Answer((200,), 0.0).is_right


def test_two_requests_in_one_are_answered_twice(server: Server) -> None:
    both = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\nPOST /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
    assert Connection(server.port).send(Request("two", both, keeps=False)).statuses == (200, 405)
