"""The queue of races: order, watchers, and removal of old races. No process is started."""

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import IO
from unittest.mock import patch

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from app.speed.folder import LEASE_SECONDS
from app.speed.queue import MOST_WAITING, Full, RaceQueue
from app.speed.status import Status
from app.state.record import Progress
from tests.support.races import lines, worked

WHOLE = Progress(race=worked(), done=11)
FINISHED = Status("finished", progress=WHOLE)
UNKNOWN = "0123456789abcdef"


class Races:
    """A queue in a folder of its own. What takes the place of a race's process runs until a test ends it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.queue = RaceQueue(folder)
        self.lock: int | None = None

    def start(self, race: Path, lock: IO[str]) -> None:
        assert self.lock is None, "two races at once"
        self.race, self.lock = race, os.dup(lock.fileno())

    def write(self, *lines: str) -> None:
        """Let the process write these lines, unless its race has been removed."""
        if self.race.exists():
            with self.race.open("a") as file:
                file.writelines(f"{line}\n" for line in lines)

    def end(self, *lines: str) -> None:
        self.write(*lines)
        assert self.lock is not None
        os.close(self.lock)
        self.lock = None

    def poll(self, ticket: str) -> Status:
        return self.queue.poll(ticket, "a")

    def age(self, ticket: str, seconds: float) -> None:
        """Let that time have passed since the ticket was polled."""
        (file,) = self.folder.glob(f"*{ticket}*")
        os.utime(file, (0, file.stat().st_mtime - seconds))


@contextmanager
def opened(folder: Path) -> Iterator[Races]:
    """Such a queue, with tickets that count from 1."""
    made, tickets = Races(folder), count(1)
    with (
        patch.object(RaceQueue, "_start", lambda queue, race, lock: made.start(race, lock)),
        patch("app.speed.queue.token_hex", lambda size: f"{next(tickets):016x}"),
    ):
        yield made
    if made.lock is not None:
        os.close(made.lock)


@pytest.fixture
def races(tmp_path: Path) -> Iterator[Races]:
    with opened(tmp_path / "races") as made:
        yield made


@pytest.fixture
def queue(races: Races) -> RaceQueue:
    return races.queue


class Lesson(RuleBasedStateMachine):
    """A class that uses the queue, next to a slow and obvious account of who waits for what."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.opened = opened(self.folder / "races")
        self.races = self.opened.__enter__()
        self.over: dict[str, str] = {}  # the state of each ticket that was given back or whose race is over
        self.waiting: dict[str, set[str]] = {}  # who waits for which kind, in the order of the queue
        self.running: set[str] | None = None  # who watches the race that runs
        self.kind = ""  # of the race that runs

    def live(self) -> set[str]:
        return (self.running or set()).union(*self.waiting.values())

    def start_next(self) -> None:
        if self.running is None and self.waiting:
            self.kind = next(iter(self.waiting))
            self.running = self.waiting.pop(self.kind)

    @rule(kind=st.sampled_from("abcd"))
    def join(self, kind: str) -> None:
        watchers = self.running if self.running and self.kind == kind else self.waiting.setdefault(kind, set())
        watchers.add(self.races.queue.join(kind))
        self.start_next()

    @precondition(lambda self: self.over or self.running or self.waiting)
    @rule(data=st.data(), forgets=st.booleans())
    def leave(self, data: st.DataObject, forgets: bool) -> None:
        """Press cancel, perhaps for the second time or too late, or close the page."""
        live = self.live()
        ticket = data.draw(st.sampled_from(sorted(live | self.over.keys())))
        self.races.age(ticket, 2 * LEASE_SECONDS) if forgets else self.races.queue.leave(ticket)
        if ticket in live:
            self.over[ticket] = "left"
        for watchers in (self.running or set(), *self.waiting.values()):
            watchers.discard(ticket)
        self.waiting = {kind: watchers for kind, watchers in self.waiting.items() if watchers}

    @rule()
    def time_passes(self) -> None:
        """Not so much that a ticket expires, because all are polled after every step."""
        for ticket in self.live():
            self.races.age(ticket, 0.6 * LEASE_SECONDS)

    @precondition(lambda self: self.running is not None)
    @rule(state=st.sampled_from(["finished", "failed"]))
    def end(self, state: str) -> None:
        self.races.end(lines()[-1] if state == "finished" else '{"status": 1}')
        self.over |= dict.fromkeys(self.running or (), state)
        self.running = None
        self.start_next()

    @invariant()
    def every_ticket_has_the_status_of_its_race(self) -> None:
        wanted = {ticket: (state, 0) for ticket, state in self.over.items()}
        wanted |= dict.fromkeys(self.running or (), ("running", 0))
        for position, watchers in enumerate(self.waiting.values(), 1):
            wanted |= dict.fromkeys(watchers, ("waiting", position))
        for ticket, expected in wanted.items():
            status = self.races.poll(ticket)
            assert (status.state, status.position) == expected
        assert (self.races.lock is None) == (self.running is None)

    def teardown(self) -> None:
        self.opened.__exit__(None, None, None)
        shutil.rmtree(self.folder)


TestLesson = Lesson.TestCase
TestLesson.settings = settings(stateful_step_count=20)


def test_a_kind_can_be_raced_again_as_soon_as_its_race_is_whole(races: Races, queue: RaceQueue) -> None:
    old = queue.join("a")
    races.write(*lines())  # its process has not ended yet
    new = queue.join("a")
    assert races.poll(new) == Status("waiting", position=1, last=WHOLE)
    races.end()
    assert races.poll(new) == Status("running", last=WHOLE)
    races.end('{"status": 1}')
    assert (races.poll(new).state, races.poll(new).last) == ("failed", WHOLE)
    assert races.poll(old) == FINISHED


def test_the_last_race_of_a_kind_is_the_latest_finished_one(races: Races, queue: RaceQueue) -> None:
    for end in ((lines()[2], '{"limit": 20}'), (lines()[-1],), ('{"status": 1}',)):
        queue.join("a")
        races.end(*end)
    assert queue.poll(UNKNOWN, "a") == queue.poll("", "a") == Status("unknown", last=WHOLE)
    assert queue.poll("", "b") == Status("unknown")


def test_a_lease_from_before_a_reboot_has_expired(races: Races, queue: RaceQueue) -> None:
    ticket = queue.join("a")
    races.age(ticket, -1000)
    assert races.poll(ticket) == Status("left")


def test_setting_the_clock_of_the_computer_expires_no_lease(
    races: Races, queue: RaceQueue, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticket = queue.join("a")
    for now in (0.0, time.time() + 10_000):
        monkeypatch.setattr(time, "time", lambda now=now: now)
        assert races.poll(ticket).state == "running"


def test_a_full_queue_refuses_another_kind_but_not_one_that_waits(races: Races, queue: RaceQueue) -> None:
    for kind in range(MOST_WAITING + 1):
        queue.join(str(kind))
    with pytest.raises(Full, match=r"^64 races are waiting already\. Try again in a few minutes\.$"):
        queue.join("one more")
    assert races.poll(queue.join("7")).position == 7


def test_new_tickets_replace_those_given_back_and_then_the_oldest_that_are_over(
    races: Races, queue: RaceQueue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.speed.queue.MOST_TICKETS", 5)
    over = [queue.join("a"), queue.join("a")]
    races.end(*lines())
    left = queue.join("b")
    queue.leave(left)
    live = [queue.join("c") for _ in range(3)]
    assert [races.poll(ticket).state for ticket in (left, *over)] == ["unknown", "finished", "finished"]
    live += [queue.join("c"), queue.join("d")]
    assert {races.poll(ticket).state for ticket in over} == {"unknown"}
    with pytest.raises(Full, match=r"^5 people are waiting for a race already\. Try again in a few minutes\.$"):
        queue.join("c")
    assert {races.poll(ticket).state for ticket in live} == {"waiting"}


def test_the_oldest_races_that_are_over_are_removed_with_their_tickets(
    races: Races, queue: RaceQueue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.speed.queue.MOST_OVER", 3)
    tickets = []
    for end in (lines()[-1], '{"status": 1}', *lines()[-1:] * 3):
        tickets.append(queue.join("a"))
        races.end(end)
    tickets.append(queue.join("b"))
    assert [races.poll(ticket).state for ticket in tickets] == ["unknown"] * 2 + ["finished"] * 3 + ["running"]
    assert len(list(races.folder.glob("*-*"))) == 2 * 4
