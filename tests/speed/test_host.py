"""The host: it runs one race at a time in a process of its own, survives whatever that does, and any request."""

import asyncio
import fcntl
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

import pytest

from app.speed import host as host_module
from app.speed.child import end_left_over
from app.speed.client import Races, socket_path
from app.speed.host import LONGEST_REQUEST, Host
from app.speed.queue import MOST_WAITING, Full, Standing
from tests.speed.conftest import ask_until, is_gone, numbers, until


def listens(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as connection:
        return connection.connect_ex(str(path)) == 0


LONG = 10_000
"""Seconds that no test puts the time forward."""


class Clock:
    """The time of a host, which a test can put forward."""

    ahead = 0.0

    def monotonic(self) -> float:
        return time.monotonic() + self.ahead


@contextmanager
def opened(folder: Path, *command: str, clock: Clock | None = None, **limits: float) -> Iterator[Races]:
    """A host in a thread of this process, with one who asks it."""
    clock = clock or Clock()
    worker = command or (sys.executable, "-m", "tests.speed.fake_worker", str(folder))
    host = Host(socket_path(folder), worker, **limits)
    loops: list[asyncio.AbstractEventLoop] = []

    async def run() -> None:
        loops.append(asyncio.get_running_loop())
        loops[0].time = clock.monotonic  # type: ignore[method-assign]
        with patch.object(host_module, "time", clock):
            await host.run()

    thread = threading.Thread(target=lambda: asyncio.run(run()))
    thread.start()
    until(lambda: listens(socket_path(folder)))
    races = Races(folder, ("nobody", "starts", "a", "second"))
    try:
        yield races
    finally:
        races.close()
        if thread.is_alive():
            loops[0].call_soon_threadsafe(host.end)
        thread.join()


def final(races: Races, ticket: str) -> Standing:
    """How it stands when the race is over."""
    ask_until(races, ticket, "finished", "failed")
    return races.look(ticket)


def is_whole(standing: Standing) -> bool:
    return standing.lap is not None and standing.lap["race"]["is_whole"]


def test_a_race_is_told_lap_by_lap_and_its_end_is_kept(folder: Path) -> None:
    with opened(folder) as races:
        ticket = races.join("held")
        until(lambda: races.look(ticket).lap)
        standing = races.look(ticket)
        assert standing.state == "running" and standing.lap is not None and standing.lap["done"] == 1
        (folder / "go").touch()
        standing = final(races, ticket)
        assert standing.state == "finished" and is_whole(standing)
        assert races.last("held") == standing.last == standing.lap
        assert races.last("quick") is None


def test_the_others_wait_and_see_their_place(folder: Path) -> None:
    with opened(folder) as races:
        first, second, third, same = (races.join(kind) for kind in ("held", "quick 1", "quick 2", "held"))
        assert races.look(second) == Standing("waiting", place=1)
        assert races.look(third) == Standing("waiting", place=2)
        assert races.look(same).state == "running"
        (folder / "go").touch()
        assert all(is_whole(final(races, ticket)) for ticket in (first, second, third, same))
    assert len(numbers(folder / "started")) == 3 and not (folder / "two-at-once").exists()


def test_when_too_many_wait_the_next_is_told_so(folder: Path) -> None:
    with opened(folder) as races:
        for number in range(MOST_WAITING + 1):
            races.join(f"hang {number}")
        with pytest.raises(Full, match="64 races are waiting already"):
            races.join("one more")


def test_who_leaves_ends_the_race_with_all_that_it_started(folder: Path) -> None:
    with opened(folder) as races:
        ticket = races.join("family")
        until(lambda: len(numbers(folder / "started")) == 2)
        races.leave(ticket)
        until(lambda: all(map(is_gone, numbers(folder / "started"))))
        assert races.look(ticket) == Standing("left")
        assert is_whole(final(races, races.join("quick")))


def test_who_leaves_at_once_ends_a_race_that_has_hardly_begun(folder: Path) -> None:
    with opened(folder) as races:
        for _ in range(5):
            races.leave(races.join("hang"))
        assert is_whole(final(races, races.join("quick")))
    assert not (folder / "two-at-once").exists()


def test_a_visitor_who_stops_looking_frees_the_place(folder: Path) -> None:
    clock = Clock()
    with opened(folder, clock=clock, lease=1000, limit=LONG) as races:
        silent, looking = races.join("hang"), races.join("quick")
        for _ in range(2):
            clock.ahead += 600
            assert races.look(looking).state != "left"
        assert is_whole(final(races, looking))
        assert races.look(silent) == Standing("left")


def test_who_waits_and_stops_looking_does_not_hold_up_the_others(folder: Path) -> None:
    clock = Clock()
    with opened(folder, clock=clock, lease=1000, limit=LONG) as races:
        watched, silent, looking = races.join("held"), races.join("quick 1"), races.join("quick 2")

        def place() -> int:
            assert races.look(watched).state == "running"
            return races.look(looking).place

        assert place() == 2
        clock.ahead += 600
        assert place() == 2
        clock.ahead += 600
        until(lambda: place() == 1)
        assert races.look(silent) == Standing("left")


def test_a_killed_race_is_reported_and_the_next_one_works(folder: Path) -> None:
    with opened(folder) as races:
        ticket = races.join("hang")
        until(lambda: races.look(ticket).lap)
        os.kill(numbers(folder / "started")[0], signal.SIGKILL)
        reason = "The race stopped: its process was ended by signal 9. Start it again."
        assert final(races, ticket) == Standing("failed", reason=reason)
        assert is_whole(final(races, races.join("quick")))


@pytest.mark.parametrize(
    ("kind", "because"),
    [
        ("crash", "its process ended with status 1 and said “MemoryError: no room”"),
        ("short", "its process ended before the race was over"),
    ],
)
def test_a_race_without_a_result_has_failed_for_a_reason(folder: Path, kind: str, because: str) -> None:
    with opened(folder) as races:
        standing = final(races, races.join(kind))
        assert standing == Standing("failed", reason=f"The race stopped: {because}. Start it again.")
        assert is_whole(final(races, races.join("quick")))


@pytest.mark.parametrize("kind", ["odd", "late"])
def test_a_whole_race_is_a_result_whatever_else_is_said(folder: Path, kind: str) -> None:
    with opened(folder) as races:
        assert is_whole(final(races, races.join(kind)))


def test_at_its_limit_a_race_ends_with_what_was_measured(folder: Path) -> None:
    clock = Clock()
    with opened(folder, clock=clock, limit=1000, lease=LONG) as races:
        ticket = races.join("hang")
        until(lambda: races.look(ticket).lap)
        clock.ahead += 900
        assert races.look(ticket).state == "running"
        clock.ahead += 100
        standing = final(races, ticket)
        assert standing.state == "finished" and not is_whole(standing)
        assert standing.lap is not None and standing.lap["done"] == 1
        assert races.last("hang") == standing.lap
        until(lambda: all(map(is_gone, numbers(folder / "started"))))


def test_at_its_limit_a_race_without_a_measurement_has_failed(folder: Path) -> None:
    clock = Clock()
    with opened(folder, clock=clock, limit=1000, lease=LONG) as races:
        ticket = races.join("silent")
        until(lambda: races.look(ticket).lap)
        clock.ahead += 1000
        reason = "The race stopped: nothing was measured in 1000 seconds. Start it again."
        assert final(races, ticket) == Standing("failed", reason=reason)


def test_a_race_that_cannot_be_started_has_failed(folder: Path) -> None:
    with opened(folder, str(folder / "missing")) as races:
        standing = final(races, races.join("quick"))
        assert standing.state == "failed"
        assert standing.reason.startswith("The race could not be run (") and "Try again" in standing.reason


def test_a_race_steps_back_for_everything_else(folder: Path) -> None:
    with opened(folder) as races:
        ticket = races.join("hang")
        until(lambda: races.look(ticket).lap)
        own = os.getpriority(os.PRIO_PROCESS, 0)
        assert os.getpriority(os.PRIO_PROCESS, numbers(folder / "started")[0]) == min(19, own + 10)


def test_a_host_that_ends_kills_the_race_and_removes_the_socket(folder: Path) -> None:
    with opened(folder) as races:
        ticket = races.join("hang")
        until(lambda: races.look(ticket).lap)
    assert all(map(is_gone, numbers(folder / "started")))
    assert not socket_path(folder).exists()


def test_a_host_for_which_nobody_stays_ends_after_its_grace(folder: Path) -> None:
    with opened(folder, grace=0.5) as races:
        races.last("quick")  # and stays from now on, unless that was too late already
        races.close()
        until(lambda: not socket_path(folder).exists())
        assert races.last("quick") is None and races.look("0" * 16) == Standing("unknown")


def test_what_a_killed_host_has_left_behind_is_killed_and_anything_else_is_not(folder: Path) -> None:
    mark = folder / "host.race"
    end_left_over(mark)
    with mark.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        left, other = (
            subprocess.Popen(["sleep", "600"], start_new_session=True, pass_fds=fds) for fds in ([lock.fileno()], [])
        )
        lock.write(str(left.pid))
    end_left_over(mark)
    assert left.wait() == -signal.SIGKILL
    mark.write_text(str(other.pid))  # nobody holds the lock: the number may be anybody's by now
    end_left_over(mark)
    assert other.poll() is None
    other.kill()
    other.wait()


def test_a_second_host_does_not_take_the_socket_of_the_first(folder: Path) -> None:
    with opened(folder) as races:
        ticket = races.join("hang")
        second = Host(socket_path(folder))
        # In a thread of its own: after a browser test, Playwright's event loop goes on in this one.
        with ThreadPoolExecutor() as apart, pytest.raises(OSError, match="in use"):
            apart.submit(lambda: asyncio.run(second.run())).result()
        assert races.look(ticket).state == "running"


BAD = [
    b"",
    b"join",
    b"[]",
    b"{}",
    b"\xff\xfe",
    b"[" * 60_000,
    b'{"ask": "run"}',
    b'{"ask": ["join"]}',
    b'{"ask": "join"}',
    b'{"ask": "join", "kind": 5}',
    b'{"ask": "join", "kind": "a\\u0000b"}',
    b'{"ask": "join", "kind": "\\ud800"}',
    b'{"ask": "look", "ticket": null}',
    b'{"ask": "leave", "kind": "a"}',
]


def test_whatever_is_asked_has_an_answer_and_the_host_goes_on(folder: Path) -> None:
    with opened(folder) as races, socket.socket(socket.AF_UNIX) as connection:
        connection.connect(str(socket_path(folder)))
        answers = connection.makefile("rb")
        for line in BAD:
            connection.sendall(line + b"\n")
            assert json.loads(answers.readline())["error"].endswith("."), line
        connection.sendall(b"x" * (LONGEST_REQUEST + 1))  # no end of the line
        assert json.loads(answers.readline()) == {"error": "A request has at most 65,536 bytes."}
        assert answers.readline() == b""
        answers.close()
        assert is_whole(final(races, races.join("quick")))


def test_who_hangs_up_in_the_middle_disturbs_nobody(folder: Path) -> None:
    with opened(folder) as races:
        for line in (b"", b'{"ask": "jo', b'{"ask": "stay"}\n', b'{"ask": "last", "kind": "quick"}\n' * 500):
            with socket.socket(socket.AF_UNIX) as connection:
                connection.connect(str(socket_path(folder)))
                connection.sendall(line)
        assert is_whole(final(races, races.join("quick")))
