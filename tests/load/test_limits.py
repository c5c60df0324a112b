"""What the server holds and believes is bounded, as it is really served."""

from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest

from app import server as config
from tests.load.serving import Server, served
from tests.load.visitors import Visitor, crowd, request

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with served() as running:
        yield running


@pytest.fixture(scope="module")
def behind_a_proxy() -> Iterator[Server]:
    """Three processes that are told of a proxy."""
    with served(WEB_CONCURRENCY="3", PROXIES="1") as running:
        yield running


def asked(server: Server, said: bytes) -> tuple[int, bytes]:
    """The status and the body."""
    with Visitor(server.port) as visitor:
        visitor.say(said)
        answer = visitor.answer()
    return answer.status, answer.body


def open_sockets(process: int) -> int:
    """How many that process holds."""
    files = Path(f"/proc/{process}/fd").iterdir()
    with suppress(FileNotFoundError):  # one that is closed meanwhile
        return sum(str(file.readlink()).startswith("socket:") for file in files)
    return 0


def test_more_visitors_than_it_has_room_for_neither_fill_it_nor_keep_others_out() -> None:
    room = 20
    with served(WEB_CONCURRENCY="1", GUNICORN_CMD_ARGS=f"--worker-connections {room}") as server, ExitStack() as stack:
        for _ in range(5 * room):
            stack.enter_context(Visitor(server.port))
        with crowd(server.port, 4) as tally:
            tally.wait_for(20)
            held = open_sockets(server.workers[0])
        assert set(tally.count) == {"answered"}
        assert held <= room + 10  # its door, and what the process has open for itself


def test_it_starts_as_many_processes_as_it_is_told(behind_a_proxy: Server) -> None:
    assert len(behind_a_proxy.settled(3)) == 3


@pytest.mark.parametrize(
    ("said", "status"),
    [
        (request("/?" + "a" * config.limit_request_line), 414),
        (request("/?step=5", "X: y\r\n" * (config.limit_request_fields + 1)), 431),
        (request("/?step=5", f"Cookie: {'a' * config.limit_request_field_size}\r\n"), 431),
        (request("/?step=5", "X: y\r\n" * (config.limit_request_fields - 5)), 200),
        (request("/?step=5", f"Cookie: {'a' * (config.limit_request_field_size - 20)}\r\n"), 200),
    ],
    ids=["a long line", "many fields", "a long field", "some fields", "a field not too long"],
)
def test_heads_are_bounded(server: Server, said: bytes, status: int) -> None:
    assert asked(server, said)[0] == status


def test_nobody_is_believed_to_be_a_proxy(server: Server) -> None:
    told = request("/share?step=5", "X-Forwarded-Proto: https\r\nX-Forwarded-Host: elsewhere.example\r\n")
    status, body = asked(server, told)
    assert status == 200
    assert b"http://127.0.0.1" in body
    assert b"https://127.0.0.1" not in body
    assert b"elsewhere.example" not in body


def test_a_proxy_is_believed_where_there_is_one(behind_a_proxy: Server) -> None:
    told = request("/share?step=5", "X-Forwarded-Proto: https\r\nX-Forwarded-Host: elsewhere.example\r\n")
    assert b"https://elsewhere.example/?step=5" in asked(behind_a_proxy, told)[1]
