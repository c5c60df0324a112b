"""A hundred slow clients of every kind do not delay the steps of others."""

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress

import pytest

from app.server import OPTIONS
from tests.support.server import Server, served
from tests.support.visitors import PART, Visitor, crowd, request

pytestmark = pytest.mark.slow

MANY = 100
"""Many times the threads."""
READERS = OPTIONS["threads"] + 16
EXPORT = "/export.py?preset=digits"
STEPS = 50
LARGE_HEAD = request("/?step=5", "".join(f"X-{number}: {'a' * 60}\r\n" for number in range(40)))


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with served() as running:
        yield running


@contextmanager
def by_the_second(act: Callable[[int], None]) -> Iterator[None]:
    """Do it once a second in the background, counted from 0."""
    over = threading.Event()

    def again() -> None:
        second = 0
        while not over.wait(1 if second else 0):
            act(second)
            second += 1

    background = threading.Thread(target=again)
    background.start()
    try:
        yield
    finally:
        over.set()
        background.join()


def many(stack: ExitStack, server: Server, says: bytes, number: int = MANY, takes: int = 0) -> list[Visitor]:
    """Connections that have all sent these bytes."""
    visitors = [stack.enter_context(Visitor(server.port, takes)) for _ in range(number)]
    for visitor in visitors:
        visitor.say(says)
    return visitors


def others_step(server: Server) -> None:
    """Many steps get the right responses before their timeout."""
    with crowd(server.port, 4) as tally:
        tally.wait_for(STEPS)
    assert set(tally.count) == {"answered"}


@pytest.mark.parametrize(
    "says",
    [
        b"",
        b"GET /?step=5 HT",
        request("/healthz"),
        request("/healthz", "Connection: close\r\n"),
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nhalf",
        request("/?step=5", "Expect: 100-continue\r\nContent-Length: 10\r\n"),
    ],
    ids=["nothing", "half a line", "one request", "the last request", "half a body", "a body to come"],
)
def test_clients_that_send_no_more_do_not_delay_others(server: Server, says: bytes) -> None:
    with ExitStack() as stack:
        many(stack, server, says)
        others_step(server)


def test_clients_that_send_a_byte_a_second_do_not_delay_others(server: Server) -> None:
    with ExitStack() as stack:
        visitors = many(stack, server, b"")

        def drip(second: int) -> None:
            for visitor in visitors:
                with suppress(OSError):  # if it has been closed
                    visitor.say(LARGE_HEAD[second : second + 1])

        with by_the_second(drip):
            others_step(server)


def test_clients_that_read_bytewise_do_not_delay_others(server: Server) -> None:
    with ExitStack() as stack:
        visitors = many(stack, server, request(EXPORT) * 7, READERS, takes=2048)  # seven: the network holds five

        def sip(_: int) -> None:
            for visitor in visitors:
                with suppress(OSError):
                    visitor.socket.recv(1)

        with by_the_second(sip):
            others_step(server)


def test_slow_reader_gets_the_whole_response(server: Server) -> None:
    with Visitor(server.port) as fast, Visitor(server.port, takes=2048) as slow:
        fast.say(request(EXPORT))
        whole = fast.answer()
        slow.say(request(EXPORT) * 7)
        others_step(server)
        answers = [slow.answer() for _ in range(7)]
    assert whole is not None
    assert len(whole.body) > 300_000
    assert [answer and answer.body for answer in answers] == [whole.body] * 7


def test_head_in_small_pieces_is_answered(server: Server) -> None:
    with Visitor(server.port) as visitor:
        for second in range(0, len(LARGE_HEAD), 100):
            visitor.say(LARGE_HEAD[second : second + 100])
        answer = visitor.answer()
    assert answer is not None
    assert answer.status == 200


def test_pipelined_requests_are_answered_in_order(server: Server) -> None:
    with Visitor(server.port) as visitor:
        visitor.say(b"".join(request(f"/?step={step}", PART) for step in range(1, 11)))
        answers = [visitor.answer() for _ in range(10)]
    for step, answer in enumerate(answers, 1):
        assert answer is not None
        assert f'data-step="{step}"'.encode() in answer.body
