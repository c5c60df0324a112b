"""What the server accepts and trusts is bounded, and its own errors are as closed as the app's."""

import socket
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from app.server import OPTIONS
from app.web.headers import SERVER_ERROR
from tests.support.server import COMMAND, ROOT, Server, served
from tests.support.visitors import Answer, Visitor, crowd, request

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with served() as running:
        yield running


@pytest.fixture(scope="module")
def behind_a_proxy() -> Iterator[Server]:
    with served(PROXIES="1") as running:
        yield running


def asked(server: Server, sent: bytes) -> Answer:
    with Visitor(server.port) as visitor:
        visitor.say(sent)
        answer = visitor.answer()
    assert answer is not None
    return answer


def test_hundreds_of_idle_connections_do_not_exclude_others(server: Server) -> None:
    with ExitStack() as stack:
        for _ in range(OPTIONS["connection_limit"] // 2):
            stack.enter_context(Visitor(server.port))
        with crowd(server.port, 4) as tally:
            tally.wait_for(20)
    assert set(tally.count) == {"answered"}


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (request("/?" + "a" * OPTIONS["max_request_header_size"]), 431),
        (request("/?" + "a" * 10_000), 414),
        (request("/?step=5", f"Cookie: {'a' * OPTIONS['max_request_header_size']}\r\n"), 431),
        (request("/?step=5", f"Cookie: {'a' * 8_000}\r\n"), 200),
        (b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 500000\r\n\r\n", 413),
        (b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nbody", 405),
        (b"GET / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: rot13\r\n\r\n", 501),
        (b"nonsense\r\n\r\n", 400),
    ],
    ids=[
        "a long line",
        "a long query",
        "a long field",
        "a field not too long",
        "a long body",
        "a body",
        "a coding",
        "?",
    ],
)
def test_requests_are_bounded(server: Server, sent: bytes, status: int) -> None:
    answer = asked(server, sent)
    assert answer.status == status
    if status in (400, 413, 431, 501):
        assert all(f"{name}: {value}".encode() in answer.head for name, value in SERVER_ERROR)
    assert b"\r\nServer:" not in answer.head


def test_connection_stays_open_after_a_304(server: Server) -> None:
    etag = dict(line.split(b": ", 1) for line in asked(server, request("/about")).head.splitlines()[1:-1])[b"Etag"]
    with Visitor(server.port) as visitor:
        for _ in range(2):
            visitor.say(request("/about", f"If-None-Match: {etag.decode()}\r\n"))
            answer = visitor.answer()
            assert answer is not None
            assert (answer.status, answer.is_last) == (304, False)
        visitor.say(request("/about", f"Connection: close\r\nIf-None-Match: {etag.decode()}\r\n"))
        answer = visitor.answer()
        assert answer is not None
        assert (answer.status, answer.is_last) == (304, True)
        assert visitor.answer() is None


def test_forwarded_headers_are_ignored_without_a_proxy(server: Server) -> None:
    bytes_sent = request("/share?step=5", "X-Forwarded-Proto: https\r\nX-Forwarded-Host: elsewhere.example\r\n")
    answer = asked(server, bytes_sent)
    assert answer.status == 200
    assert b"http://127.0.0.1" in answer.body
    assert b"https://127.0.0.1" not in answer.body
    assert b"elsewhere.example" not in answer.body


def test_forwarded_headers_are_trusted_behind_a_proxy(behind_a_proxy: Server) -> None:
    bytes_sent = request("/share?step=5", "X-Forwarded-Proto: https\r\nX-Forwarded-Host: elsewhere.example\r\n")
    assert b"https://elsewhere.example/?step=5" in asked(behind_a_proxy, bytes_sent).body


@pytest.mark.parametrize("host", ["localhost", "::1", "[::1]"])
def test_server_listens_at_a_name_and_at_ipv6(host: str) -> None:
    with served(HOST=host, reached="::1" if ":" in host else "127.0.0.1"):
        pass


def test_address_in_use_ends_the_program_with_a_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ran = subprocess.run(
            COMMAND, cwd=ROOT, env={"HOST": "127.0.0.1", "PORT": str(port)}, capture_output=True, text=True, timeout=60
        )
    assert ran.returncode == 1
    assert ran.stderr.startswith(f"Columnwise cannot listen at 127.0.0.1, port {port}: Address already in use")
    assert ran.stderr.count("\n") == 1
