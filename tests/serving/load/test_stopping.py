"""At a stop, every accepted request is answered, and others are refused."""

import signal
import time
from contextlib import ExitStack

import pytest

from app.server import DRAIN_SECONDS
from tests.support.server import served
from tests.support.visitors import PART, Visitor, crowd, request

pytestmark = pytest.mark.slow

RESET = 6
"""Connections that the system may reset unseen: made between the server's last accept and the close of its listener."""


def test_stop_under_load_loses_no_request() -> None:
    with served() as server, crowd(server.port, 24, think=0.005) as tally:
        tally.wait_for(40)
        assert server.stop() == 0
        time.sleep(0.2)
    assert tally.count.pop("refused") > 0
    assert tally.count.pop("reset on a new connection", 0) <= RESET
    assert set(tally.count) == {"answered"}


def test_readyz_is_503_while_open_connections_are_drained() -> None:
    with served() as server, Visitor(server.port) as visitor, Visitor(server.port) as watch:
        for each in (visitor, watch):
            each.say(request("/?step=5", PART))
            assert not each.answer().is_last
        server.process.send_signal(signal.SIGTERM)
        visitor.say(request("/?step=6", PART))
        assert readiness(watch) == 503
        answer = visitor.answer()
        assert b'data-step="6"' in answer.body
        if not answer.is_last:  # the signal came after it
            visitor.say(request("/?step=7", PART))
            answer = visitor.answer()
        assert answer.is_last
        assert visitor.answer() is None
        assert server.process.wait(20) == 0


def readiness(visitor: Visitor) -> int:
    """The first status of /readyz that is not 200; the signal brings it about."""
    status = 200
    while status == 200:
        visitor.say(request("/readyz"))
        status = visitor.answer().status
    return status


def test_slow_clients_do_not_delay_a_stop() -> None:
    with served() as server, ExitStack() as stack:
        for sent in (b"", b"GET / HT", request("/healthz"), request("/export.py?preset=digits") * 7):
            stack.enter_context(Visitor(server.port, 2048)).say(sent)
        time.sleep(0.5)
        began = time.monotonic()
        assert server.stop() == 0
    assert time.monotonic() - began < DRAIN_SECONDS + 2  # docker stop kills after ten
