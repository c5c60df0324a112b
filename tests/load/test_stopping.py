"""Stop, crash, recycling: who has been let in is answered, and others are told that they were not."""

import os
import signal
import time
from contextlib import ExitStack

import pytest

from tests.load.serving import served
from tests.load.visitors import PART, Visitor, crowd, request

pytestmark = pytest.mark.slow

WARM = 40
"""Answers after which the crowd is under way."""
AT_THE_LAST = 6
"""Visitors whose connection the system resets unseen: they came between a process's last accept and its close."""


def test_a_stop_under_load_loses_no_request() -> None:
    with served() as server, crowd(server.port, 24, think=0.005) as tally:
        assert len(server.settled(2)) == 2  # gunicorn does not stop a worker that has only begun to start
        tally.wait_for(WARM)
        assert server.stop() == 0
        time.sleep(0.2)
    assert tally.count.pop("refused") > 0
    assert tally.count.pop("reset on a new connection", 0) <= AT_THE_LAST
    assert set(tally.count) == {"answered"}


def test_while_it_stops_it_is_not_ready_and_answers_what_a_kept_connection_asks() -> None:
    with served(WEB_CONCURRENCY="1") as server, Visitor(server.port) as visitor, Visitor(server.port) as watch:
        for each in (visitor, watch):
            each.say(request("/?step=5", PART))
            assert not each.answer().is_last
        server.process.send_signal(signal.SIGTERM)
        assert readiness(watch) == 503
        visitor.say(request("/?step=6", PART))
        answer = visitor.answer()
        assert b'data-step="6"' in answer.body
        assert answer.is_last
        assert visitor.answer() is None
        assert server.process.wait(20) == 0


def readiness(visitor: Visitor) -> int:
    """What /readyz says as soon as it is not well, which the signal brings about."""
    status = 200
    while status == 200:
        visitor.say(request("/readyz"))
        status = visitor.answer().status
    return status


def test_visitors_who_do_nothing_do_not_keep_it_from_stopping_in_time() -> None:
    with served(GUNICORN_CMD_ARGS="--graceful-timeout 2") as server, ExitStack() as stack:
        for said in (b"", b"GET / HT", request("/healthz"), request("/export.py?preset=digits") * 7):
            stack.enter_context(Visitor(server.port, 2048)).say(said)
        time.sleep(0.5)
        assert server.stop() == 0  # seven seconds as it is really served; docker stop kills after ten


def test_a_killed_worker_is_replaced_and_only_its_own_requests_are_lost() -> None:
    with served() as server:
        with crowd(server.port, 8) as tally:
            tally.wait_for(WARM)
            killed, other = server.settled(2)
            os.kill(killed, signal.SIGKILL)
            tally.wait_for(WARM)
            lost = sum(tally.count.values()) - tally.count["answered"]
            assert lost <= 8  # no more than were under way
            assert "refused" not in tally.count
        now = server.settled(2, without=killed)
        assert other in now
        assert killed not in now
        assert len(now) == 2


def test_recycling_loses_no_request() -> None:
    few = "--max-requests 50 --max-requests-jitter 20"
    with served(GUNICORN_CMD_ARGS=few) as server:
        before = set(server.settled(2))
        with crowd(server.port, 8) as tally:
            tally.wait_for(200)
        assert set(tally.count) == {"answered"}
        assert not before & set(server.workers)
        assert "Traceback" not in server.log()
