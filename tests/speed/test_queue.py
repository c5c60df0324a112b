"""The queue: one race at a time, first come first served, one race for all who want the same, bounded in everything."""

from collections.abc import Callable
from contextlib import suppress
from itertools import count
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from app.speed.queue import KINDS, LEASE, MOST_TICKETS, MOST_WAITING, RESULTS, Full, Lap, Queue, Standing

KIND = st.sampled_from("abcdef")


def counted() -> Callable[[], str]:
    """Tickets that count from 1."""
    numbers = count(1)
    return lambda: f"{next(numbers):016x}"


def lap(done: int) -> Lap:
    return {"race": {}, "done": done, "of": 3, "m": done}


def run(queue: Queue, final: Lap, now: float = 0.0) -> str | None:
    """Run the next race to its end; its kind."""
    kind = queue.next_to_start(now)
    queue.lap(final)
    queue.finished()
    return kind


def test_a_ticket_has_sixteen_hexadecimal_digits_and_is_nobody_elses() -> None:
    queue = Queue()
    tickets = {queue.join("a", 0) for _ in range(200)}
    assert len(tickets) == 200
    assert all(len(ticket) == 16 and set(ticket) <= set("0123456789abcdef") for ticket in tickets)


def test_a_race_waits_then_runs_then_is_finished() -> None:
    queue = Queue(draw=counted())
    ticket = queue.join("a", 0)
    assert ticket == "0000000000000001"
    assert queue.look(ticket, 1) == Standing("waiting", place=1)
    assert queue.next_to_start(1) == "a"
    assert queue.look(ticket, 2) == Standing("running")
    queue.lap(lap(1))
    queue.lap(lap(2))
    assert queue.look(ticket, 3) == Standing("running", lap=lap(2))
    queue.finished()
    assert queue.look(ticket, 1000) == Standing("finished", lap=lap(2), last=lap(2))
    assert queue.next_to_start(1000) is None


def test_thirty_who_want_the_same_watch_one_race_and_each_has_a_ticket() -> None:
    queue = Queue()
    tickets = [queue.join("a", 0) for _ in range(15)]
    assert queue.next_to_start(0) == "a"
    tickets += [queue.join("a", 0) for _ in range(15)]
    assert {queue.look(ticket, 1).state for ticket in tickets} == {"running"}
    queue.lap(lap(3))
    queue.finished()
    assert {queue.look(ticket, 1).state for ticket in tickets} == {"finished"}
    assert len(set(tickets)) == 30 and queue.next_to_start(1) is None


@given(st.lists(KIND, max_size=30))
def test_first_come_first_served(kinds: list[str]) -> None:
    queue = Queue()
    for kind in kinds:
        queue.join(kind, 0)
    order = list(dict.fromkeys(kinds))
    assert [run(queue, lap(3)) for _ in order] == order


def test_who_waits_sees_the_last_finished_race_of_the_same_kind() -> None:
    queue = Queue()
    first, other = queue.join("a", 0), queue.join("b", 0)
    run(queue, lap(3))
    again = queue.join("a", 1)
    assert queue.look(again, 1) == Standing("waiting", place=2, last=lap(3))
    assert queue.look(other, 1) == Standing("waiting", place=1)
    assert queue.look(first, 1) == Standing("finished", lap=lap(3), last=lap(3))


def test_after_a_race_is_finished_the_same_kind_is_raced_anew() -> None:
    queue = Queue()
    old = queue.join("a", 0)
    run(queue, lap(2))
    new = queue.join("a", 1)
    assert run(queue, lap(3)) == "a"
    assert queue.look(new, 1) == Standing("finished", lap=lap(3), last=lap(3))
    assert queue.look(old, 1) == Standing("finished", lap=lap(2), last=lap(3))  # who asked for that one still has it


def test_a_failed_race_has_a_reason_and_no_result() -> None:
    queue = Queue()
    ticket = queue.join("a", 0)
    queue.next_to_start(0)
    queue.lap(lap(2))
    queue.failed("It broke.")
    assert queue.look(ticket, 1) == Standing("failed", reason="It broke.")
    assert queue.last("a") is None
    assert queue.look(queue.join("a", 1), 1) == Standing("waiting", place=1)


def test_who_leaves_frees_the_place_and_the_others_move_up() -> None:
    queue = Queue()
    tickets = {kind: queue.join(kind, 0) for kind in "abc"}
    queue.leave(tickets["b"])
    assert queue.look(tickets["b"], 0) == Standing("left")
    assert queue.look(tickets["c"], 0) == Standing("waiting", place=2)


def test_a_race_stays_as_long_as_one_of_those_who_want_it() -> None:
    queue = Queue()
    one, two = queue.join("a", 0), queue.join("a", 0)
    queue.leave(one)
    assert queue.look(two, 0).state == "waiting" and queue.next_to_start(0) == "a"
    assert not queue.is_abandoned
    queue.leave(two)
    assert queue.is_abandoned


def test_who_does_not_look_for_the_length_of_a_lease_has_left() -> None:
    queue = Queue()
    silent, looking = queue.join("a", 0), queue.join("b", 0)
    assert queue.look(looking, LEASE - 1).place == 2
    assert queue.look(looking, LEASE).place == 1
    assert queue.look(silent, LEASE) == Standing("left")
    assert queue.next_to_start(LEASE) == "b"
    queue.expire(3 * LEASE)
    assert queue.is_abandoned


def test_nobody_joins_a_race_that_is_about_to_be_cancelled() -> None:
    queue = Queue()
    first = queue.join("a", 0)
    queue.next_to_start(0)
    queue.leave(first)
    again = queue.join("a", 0)
    assert queue.is_abandoned and queue.look(again, 0) == Standing("waiting", place=1)
    queue.cancelled()
    assert queue.last("a") is None
    assert queue.next_to_start(0) == "a" and queue.look(again, 0) == Standing("running")


def test_giving_back_a_ticket_twice_or_an_unknown_one_changes_nothing() -> None:
    queue = Queue()
    one, two = queue.join("a", 0), queue.join("a", 0)
    for ticket in (one, one, "nobody's"):
        queue.leave(ticket)
    assert queue.look(two, 0) == Standing("waiting", place=1)
    assert queue.look("nobody's", 0) == Standing("unknown")
    run(queue, lap(3))
    queue.leave(two)
    assert queue.look(two, 0).state == "finished"


def test_when_as_many_races_wait_as_may_the_next_is_told_so_and_the_same_kind_is_not() -> None:
    queue = Queue()
    for kind in range(MOST_WAITING):
        queue.join(str(kind), 0)
    with pytest.raises(Full, match=r"^64 races are waiting already\. Try again in a few minutes\.$"):
        queue.join("one more", 0)
    assert queue.look(queue.join("7", 0), 0) == Standing("waiting", place=8)
    queue.next_to_start(0)
    assert queue.look(queue.join("one more", 0), 0).place == MOST_WAITING


def test_the_oldest_tickets_that_are_over_make_room_and_those_that_wait_never_do() -> None:
    queue = Queue()
    over = [queue.join("a", 0) for _ in range(3)]
    queue.leave(over[0])
    run(queue, lap(3))
    held = [queue.join("b", 0) for _ in range(MOST_TICKETS - 2)]
    assert [queue.look(ticket, 0).state for ticket in over] == ["unknown", "finished", "finished"]
    held += [queue.join("c", 0), queue.join("c", 0)]
    with pytest.raises(Full, match=r"^2,000 people are waiting for a race already\."):
        queue.join("d", 0)
    assert {queue.look(ticket, 0).state for ticket in held} == {"waiting"}


def test_the_race_that_nobody_asked_for_longest_is_forgotten_first() -> None:
    queue = Queue()
    for kind in range(KINDS):
        queue.join(str(kind), 0)
        run(queue, lap(kind))
    assert queue.last("0") == lap(0)
    queue.join("new", 0)
    run(queue, lap(99))
    assert queue.last("1") is None
    assert queue.last("0") == lap(0) and queue.last("new") == lap(99)


def test_only_so_many_results_are_known_by_their_tickets() -> None:
    queue = Queue()
    tickets = []
    for number in range(RESULTS + 2):
        tickets.append(queue.join("a", 0))
        run(queue, lap(number))
    assert [queue.look(ticket, 0).state for ticket in tickets[:3]] == ["unknown", "unknown", "finished"]


def test_tickets_that_were_given_back_are_forgotten_before_results() -> None:
    queue = Queue()
    result = queue.join("a", 0)
    run(queue, lap(1))
    for _ in range(MOST_TICKETS + 5):
        queue.leave(queue.join("b", 0))
    assert queue.look(result, 0).state == "finished"


def test_a_race_that_does_not_run_cannot_end() -> None:
    queue = Queue()
    queue.lap(lap(1))
    for end in (queue.finished, queue.cancelled, lambda: queue.failed("It broke.")):
        with pytest.raises(LookupError):
            end()


@given(st.lists(st.tuples(st.sampled_from(["join", "leave", "run", "fail"]), KIND), max_size=60))
def test_nothing_grows_beyond_its_bound(actions: list[tuple[str, str]]) -> None:
    with patch.multiple("app.speed.queue", KINDS=2, MOST_WAITING=3, MOST_TICKETS=5):
        queue, tickets = Queue(), [""]
        for action, kind in actions:
            if action == "join":
                with suppress(Full):
                    tickets.append(queue.join(kind, 0))
            elif action == "leave":
                queue.leave(tickets["abcdef".index(kind) % len(tickets)])
            elif queue.next_to_start(0):
                queue.lap(lap(3))
                queue.finished() if action == "run" else queue.failed("It broke.")
            standings = [queue.look(ticket, 0) for ticket in tickets]
            assert sum(standing.state != "unknown" for standing in standings) <= 5
            assert max(standing.place for standing in standings) <= 3
            assert sum(queue.last(kind) is not None for kind in "abcdef") <= 2


class Lesson(RuleBasedStateMachine):
    """A class in front of the queue, beside a slow and obvious account of who waits for what."""

    def __init__(self) -> None:
        super().__init__()
        self.queue = Queue(draw=counted())
        self.now = 0.0
        self.seen: dict[str, float] = {}  # of those who hold a ticket for a race that is not over
        self.kind: dict[str, str] = {}  # of every ticket
        self.waiting: list[str] = []
        self.running: str | None = None
        self.watching: set[str] = set()  # the tickets of the race that runs

    def holders(self, kind: str) -> set[str]:
        """Those who wait for that kind."""
        return {ticket for ticket in self.seen if self.kind[ticket] == kind and ticket not in self.watching}

    def gone(self, ticket: str) -> None:
        self.seen.pop(ticket, None)
        self.watching.discard(ticket)
        if self.kind[ticket] in self.waiting and not self.holders(self.kind[ticket]):
            self.waiting.remove(self.kind[ticket])

    def tickets(self) -> st.SearchStrategy[str]:
        return st.sampled_from(sorted(self.kind))

    @rule(kind=KIND)
    def join(self, kind: str) -> None:
        ticket = self.queue.join(kind, self.now)
        self.seen[ticket], self.kind[ticket] = self.now, kind
        if self.running == kind and self.watching:
            self.watching.add(ticket)
        elif kind not in self.waiting:
            self.waiting.append(kind)

    @precondition(lambda self: self.kind)
    @rule(data=st.data())
    def look(self, data: st.DataObject) -> None:
        ticket = data.draw(self.tickets())
        state = self.queue.look(ticket, self.now).state
        assert (state in ("waiting", "running")) == (ticket in self.seen)
        if ticket in self.seen:
            self.seen[ticket] = self.now

    @precondition(lambda self: self.kind)
    @rule(data=st.data())
    def leave(self, data: st.DataObject) -> None:
        ticket = data.draw(self.tickets())
        self.queue.leave(ticket)
        self.gone(ticket)

    @rule(seconds=st.sampled_from([0.5, 4, 11]))
    def time_passes(self, seconds: float) -> None:
        self.now += seconds
        self.queue.expire(self.now)
        for ticket in [ticket for ticket, seen in self.seen.items() if self.now - seen >= LEASE]:
            self.gone(ticket)

    @rule()
    def start(self) -> None:
        kind = self.queue.next_to_start(self.now)
        if self.running is not None or not self.waiting:
            assert kind is None
        else:
            assert kind == self.waiting[0]
            self.watching = self.holders(kind)
            self.running = self.waiting.pop(0)

    @precondition(lambda self: self.running is not None)
    @rule(end=st.sampled_from(["finished", "failed", "cancelled"]))
    def end(self, end: str) -> None:
        if end == "cancelled":
            if self.watching:
                return
            self.queue.cancelled()
        elif end == "failed":
            self.queue.failed("It broke.")
        else:
            self.queue.lap(lap(3))
            self.queue.finished()
            assert self.queue.last(self.running or "") == lap(3)
        for ticket in self.watching:
            self.seen.pop(ticket)
        self.running, self.watching = None, set()

    @invariant()
    def every_place_is_the_number_of_races_before_it(self) -> None:
        for ticket in sorted(self.seen, key=lambda ticket: self.seen[ticket]):
            standing = self.queue.look(ticket, self.seen[ticket])  # at that time, so that no lease begins anew
            if ticket in self.watching:
                assert (standing.state, standing.place) == ("running", 0)
            else:
                assert (standing.state, standing.place) == ("waiting", self.waiting.index(self.kind[ticket]) + 1)

    @invariant()
    def a_race_is_abandoned_when_nobody_watches(self) -> None:
        assert self.queue.is_abandoned == (self.running is not None and not self.watching)

    def teardown(self) -> None:
        """Whoever keeps looking has a turn: as many races later as the place says."""
        if self.running is not None:
            self.queue.failed("It broke.")
        for kind in self.waiting:
            assert self.queue.next_to_start(self.now) == kind
            self.queue.failed("It broke.")
        assert self.queue.next_to_start(self.now) is None


TestLesson = Lesson.TestCase


@given(st.lists(st.tuples(KIND, st.booleans(), st.floats(0, 15)), max_size=60))
def test_who_keeps_looking_always_has_a_turn(arrivals: list[tuple[str, bool, float]]) -> None:
    """One keeps looking while others come, stay or go: its place never grows, and its race is run."""
    queue, now = Queue(), 0.0
    queue.join("first", now)
    queue.next_to_start(now)
    mine, place = queue.join("mine", now), 1_000
    for kind, leaves, seconds in arrivals:
        now += min(seconds, LEASE - 1)
        standing = queue.look(mine, now)
        assert standing.state == "waiting" and 1 <= standing.place <= place
        place = standing.place
        other = queue.join(kind, now)
        if leaves:
            queue.leave(other)
    queue.failed("It broke.")
    assert queue.next_to_start(now) == "mine"
