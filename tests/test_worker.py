"""The worker's loop: who waits there, for how long, and what they are told. Here it runs in a thread of the tests."""

import logging
import os
import re
import selectors
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from types import SimpleNamespace
from typing import Any

import pytest
from flask.testing import FlaskClient
from gunicorn.config import Config

from app import worker as module
from app.worker import PatientSocket, PatientWorker
from tests.load.visitors import Visitor, request

LARGE = b"0123456789" * 1_000_000
"""More than the network holds for somebody who does not read."""
SECOND = 10.0
"""What is awaited comes well within this."""


def answering(environ: dict[str, Any], start_response: Callable[..., object]) -> list[bytes]:
    body = LARGE if environ["PATH_INFO"] == "/large" else environ["PATH_INFO"].encode()
    start_response("200 OK", [("Content-Length", str(len(body)))])
    return [body]


@pytest.fixture
def start(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., PatientWorker]]:
    """Start a worker with other figures; the tests stop it."""
    running = []

    def started(
        connections: int = 50, door: socket.socket | None = None, alive: bool = True, **figures: float
    ) -> PatientWorker:
        for name, value in figures.items():
            monkeypatch.setattr(module, name, value)
        cfg = Config()
        settings = {"threads": 2, "worker_connections": connections, "graceful_timeout": 1, "keepalive": 5}
        for name, value in settings.items():
            cfg.set(name, value)
        log = logging.getLogger("tests.worker")
        log.access = lambda *_: None
        door = door or socket.create_server(("127.0.0.1", 0))
        worker = PatientWorker(0, os.getppid(), [door], None, 30, cfg, log)
        worker.alive = alive
        thread = threading.Thread(target=_run, args=(worker,))
        thread.start()
        running.append((worker, thread))
        wait_until(lambda: hasattr(worker, "farewells"))
        return worker

    yield started
    for worker, thread in running:
        worker.handle_exit(0, None)
        thread.join()


class Impatient(selectors.DefaultSelector):
    """Looks more often than once a second who has waited too long."""

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        return super().select(0.05 if timeout is None else min(timeout, 0.05))


def _run(worker: PatientWorker) -> None:
    """What a process of its own does before its loop, but for the signals."""
    worker.tpool = ThreadPoolExecutor(worker.cfg.threads)
    worker.poller = Impatient()
    worker.method_queue.init()
    worker.wsgi = answering
    worker.run()
    worker.tmp.close()


def port(worker: PatientWorker) -> int:
    return worker.sockets[0].getsockname()[1]


def wait_until(holds: Callable[[], bool]) -> None:
    until = time.monotonic() + SECOND
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.01)


def test_who_says_nothing_is_shown_out(start: Callable[..., PatientWorker]) -> None:
    with Visitor(port(start(HEAD_SECONDS=0.1))) as visitor:
        assert visitor.answer() is None


def test_time_for_a_head_runs_from_its_beginning(start: Callable[..., PatientWorker]) -> None:
    with Visitor(port(start(HEAD_SECONDS=0.5))) as visitor, pytest.raises(ConnectionError):
        for _ in range(200):
            visitor.say(b"GET / HTTP/1.1\r\n"[:1])
            time.sleep(0.05)


def test_who_goes_without_a_word_is_forgotten(start: Callable[..., PatientWorker]) -> None:
    worker = start()
    with Visitor(port(worker)) as visitor:
        visitor.say(b"GET /")
        wait_until(lambda: worker.nr_conns == 1)
    wait_until(lambda: worker.nr_conns == 0)


@pytest.mark.parametrize(
    ("says", "status"),
    [
        (b"GET /" + b"a" * 70_000, 414),
        (b"GET / HTTP/1.1\r\n" + b"X-A: b\r\n" * 10_000, 431),
        (b"GET / HTTP/1.1\nHost: x\n\n", 400),
        (b"\r\n\r\n", 400),
    ],
    ids=["an endless line", "endless fields", "bare line feeds", "nothing but ends of lines"],
)
def test_a_head_that_will_never_be_right_is_refused(
    start: Callable[..., PatientWorker], says: bytes, status: int
) -> None:
    with Visitor(port(start())) as visitor:
        visitor.say(says)
        assert visitor.answer().status == status
        assert visitor.answer() is None


def test_a_refusal_is_as_closed_as_an_answer_of_the_app(
    start: Callable[..., PatientWorker], client: FlaskClient
) -> None:
    with Visitor(port(start())) as visitor:
        visitor.say(b"GET /\x1b HTTP/1.1\r\nHost: x\r\n\r\n")
        head = visitor.answer().head.decode()
    refused = dict(line.split(": ", 1) for line in head.split("\r\n")[1:-2])
    unknown = client.get("/nowhere").headers
    named = [name for name, _ in unknown if re.match("X-Content|Referrer|Cross|Permissions", name)]
    assert len(named) == 6
    assert [refused.get(name) for name in named] == [unknown[name] for name in named]
    assert refused["Content-Security-Policy"].startswith("default-src 'none'; base-uri 'none';")
    assert "frame-ancestors 'none'" in refused["Content-Security-Policy"]
    assert refused["Cache-Control"] == "no-store"


def test_a_body_is_never_taken_for_a_request(start: Callable[..., PatientWorker]) -> None:
    with Visitor(port(start())) as visitor:
        visitor.say(b"POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 500\r\n\r\n")
        answer = visitor.answer()
        assert answer.body == b"/a"
        assert answer.is_last
        visitor.say(request("/b"))
        assert visitor.answer() is None


def test_requests_may_come_together_and_in_pieces(start: Callable[..., PatientWorker]) -> None:
    said = b"".join(request(f"/{number}") for number in range(5))
    with Visitor(port(start())) as visitor:
        visitor.say(said[:70])
        assert visitor.answer().body == b"/0"
        visitor.say(said[70:75])
        visitor.say(said[75:])
        assert [visitor.answer().body for _ in range(4)] == [b"/1", b"/2", b"/3", b"/4"]


def test_who_reads_slowly_gets_everything_and_holds_no_thread(start: Callable[..., PatientWorker]) -> None:
    worker = start()
    with Visitor(port(worker), 2048) as one, Visitor(port(worker), 2048) as two, Visitor(port(worker)) as three:
        one.say(request("/large"))
        two.say(request("/large"))
        wait_until(lambda: len(worker.answers) == 2)  # as many as there are threads
        three.say(request("/small"))
        assert three.answer().body == b"/small"
        assert one.answer().body == two.answer().body == LARGE
        one.say(request("/again"))
        assert one.answer().body == b"/again"


def test_who_does_not_read_is_left_in_the_end(start: Callable[..., PatientWorker]) -> None:
    worker = start(READ_SECONDS=0.2)
    with Visitor(port(worker), 2048) as visitor:
        visitor.say(request("/large"))
        wait_until(lambda: len(worker.answers) == 1)
        wait_until(lambda: worker.nr_conns == 0)
        with pytest.raises(ConnectionError):
            visitor.answer()


def test_of_too_many_slow_readers_the_longest_waiting_goes(start: Callable[..., PatientWorker]) -> None:
    worker = start(MOST_READERS=1)
    with Visitor(port(worker), 2048) as first, Visitor(port(worker), 2048) as second:
        first.say(request("/large"))
        wait_until(lambda: len(worker.answers) == 1)
        second.say(request("/large"))
        with pytest.raises(ConnectionError):
            first.answer()
        assert second.answer().body == LARGE


def test_of_slow_readers_of_too_much_the_longest_waiting_goes(start: Callable[..., PatientWorker]) -> None:
    worker = start(MOST_UNSENT=len(LARGE) * 2.5)
    with ExitStack() as stack:
        first, *others = (stack.enter_context(Visitor(port(worker), 2048)) for _ in range(3))
        for number, visitor in enumerate((first, *others)):
            visitor.say(request("/large"))
            wait_until(lambda number=number: len(worker.answers) == min(number + 1, 2))
        with pytest.raises(ConnectionError):
            first.answer()
        assert [visitor.answer().body for visitor in others] == [LARGE, LARGE]


def test_one_answer_is_never_too_much(start: Callable[..., PatientWorker]) -> None:
    with Visitor(port(start(MOST_UNSENT=1)), 2048) as visitor:
        visitor.say(request("/large"))
        assert visitor.answer().body == LARGE


def test_who_goes_while_reading_is_forgotten(start: Callable[..., PatientWorker]) -> None:
    worker = start()
    with Visitor(port(worker), 2048) as visitor:
        visitor.say(request("/large"))
        wait_until(lambda: len(worker.answers) == 1)
    wait_until(lambda: worker.nr_conns == 0)


def test_who_has_been_answered_for_good_is_not_listened_to_for_long(start: Callable[..., PatientWorker]) -> None:
    worker = start(FAREWELL_SECONDS=0.2)
    with Visitor(port(worker)) as visitor:
        visitor.say(request("/", "Connection: close\r\n"))
        wait_until(lambda: len(worker.farewells) == 1)
        wait_until(lambda: worker.nr_conns == 0)
        assert visitor.answer().body == b"/"


def test_who_talks_on_after_the_last_answer_is_cut_off(start: Callable[..., PatientWorker]) -> None:
    worker = start(FAREWELL_SECONDS=3600, FAREWELL_BYTES=1000)
    with Visitor(port(worker)) as visitor:
        visitor.say(request("/", "Connection: close\r\n"))
        wait_until(lambda: len(worker.farewells) == 1)
        visitor.say(b"a" * 2000)
        wait_until(lambda: worker.nr_conns == 0)


@pytest.mark.parametrize("says", [b"", b"GET /", request("/"), request("/", "Connection: close\r\n")])
def test_a_full_house_has_room_for_who_asks(start: Callable[..., PatientWorker], says: bytes) -> None:
    worker = start(connections=5, WHILE_SECONDS=0.1, HEAD_SECONDS=3600, FAREWELL_SECONDS=3600)
    with ExitStack() as stack:
        for _ in range(8):
            with suppress(ConnectionError):
                stack.enter_context(Visitor(port(worker))).say(says)
        visitor = stack.enter_context(Visitor(port(worker)))
        visitor.say(request("/now"))
        assert visitor.answer().body == b"/now"
        assert worker.nr_conns <= 5


def test_a_full_house_of_slow_readers_has_room_for_who_asks(start: Callable[..., PatientWorker]) -> None:
    worker = start(connections=5, WHILE_SECONDS=0.1, HEAD_SECONDS=3600, FAREWELL_SECONDS=3600)
    with ExitStack() as stack:
        for _ in range(4):
            stack.enter_context(Visitor(port(worker), 2048)).say(request("/large"))
        wait_until(lambda: len(worker.answers) == 4)
        visitors = [stack.enter_context(Visitor(port(worker))) for _ in range(2)]
        for visitor in visitors:
            visitor.say(request("/now"))
            assert visitor.answer().body == b"/now"


def test_who_stops_answers_whoever_waits_at_the_door(start: Callable[..., PatientWorker]) -> None:
    door = socket.create_server(("127.0.0.1", 0))
    address = door.getsockname()[1]
    with ExitStack() as stack:
        visitors = [stack.enter_context(Visitor(address)) for _ in range(10)]
        for number, visitor in enumerate(visitors):
            visitor.say(request(f"/{number}"))
        start(door=door, alive=False)
        assert [visitor.answer().body for visitor in visitors] == [f"/{number}".encode() for number in range(10)]
        with pytest.raises(ConnectionRefusedError):
            Visitor(address)


def test_a_socket_with_a_timeout_of_the_apps_own_waits_for_the_reader() -> None:
    ours, theirs = socket.socketpair()
    patient = PatientSocket(ours)
    patient.settimeout(0.1)
    with patient, theirs, pytest.raises(TimeoutError):
        patient.sendall(LARGE)
    assert not patient.unsent


def test_nothing_of_an_answer_is_sent_before_all_of_it_is_there() -> None:
    ours, theirs = socket.socketpair()
    patient = PatientSocket(ours)
    patient.setblocking(True)  # as gunicorn's threads have it
    with patient, theirs:
        theirs.setblocking(False)
        for part in (b"head", b"", b"body"):
            patient.sendall(part)
            with pytest.raises(BlockingIOError):
                theirs.recv(10)
        patient.send_on()
        assert theirs.recv(10) == b"headbody"
        assert not patient.unsent


def test_an_answer_in_many_pieces_arrives_in_order() -> None:
    ours, theirs = socket.socketpair()
    patient = PatientSocket(ours)
    with patient, theirs:
        pieces = [bytes([number % 251]) * (number % 7 * 10_000) for number in range(200)]
        for piece in pieces:
            patient.sendall(piece)
        heard = b""
        while patient.unsent:
            patient.send_on()
            heard += theirs.recv(2**20)
        theirs.setblocking(False)
        with suppress(BlockingIOError):
            while more := theirs.recv(2**20):
                heard += more
    assert heard == b"".join(pieces)


def test_it_refuses_to_speak_plainly_where_tls_is_meant() -> None:
    cfg = SimpleNamespace(is_ssl=True, ssl_version=ssl.PROTOCOL_TLS_SERVER)
    with pytest.raises(RuntimeError, match="proxy"):
        PatientWorker.check_config(cfg, None)
