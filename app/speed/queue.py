"""The queue of races: who waits for which race, how it stands, which is next.

A kind says what is raced (it is the query of `state.visit.format_entry`). Those who want the same kind watch one race,
each with a ticket of their own. One race runs at a time; others wait, first come, first served.

The queue does nothing by itself: the host tells it the time and what happens to the race that runs.
"""

import secrets
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

LEASE = 10.0
"""Seconds after which a ticket that nobody looked at has left. A page looks every second or so; a few looks may be
lost on the way, and who closes the page does not hold up the others for long."""
KINDS = 16
"""Kinds whose last finished race is kept: more than a class tries in one lesson, some hundred kilobytes in all."""
RESULTS = 64
"""Finished races whose tickets are known: those of the last quarter of an hour at least, a megabyte in all."""
MOST_WAITING = 64
"""Races that wait at most. The last of them waits for a quarter of an hour: a longer queue helps nobody."""
MOST_TICKETS = 2_000
"""Tickets that are known at most: several full lecture halls, and well under a megabyte."""

Lap: TypeAlias = dict[str, Any]
"""A lap as it travels (`speed.worker` writes it): the race so far, what is done and what comes next."""
State: TypeAlias = Literal["waiting", "running", "finished", "failed", "left", "unknown"]


@dataclass(frozen=True, slots=True)
class Standing:
    """How it stands with the race of a ticket.

    ``place`` counts from 1, the next race, while it waits, and is 0 otherwise. ``lap`` is the latest lap while it runs,
    and the final one when it is finished. ``reason`` is the sentence that says why it failed. ``last`` is the final
    lap of the last finished race of the same kind. A ticket is unknown if the queue never gave it out or kept it no
    longer.
    """

    state: State
    place: int = 0
    lap: Lap | None = None
    reason: str = ""
    last: Lap | None = None


class Full(Exception):
    """There is no room for one more; the message is a sentence for the person who asked."""


@dataclass(slots=True, eq=False)
class _Race:
    kind: str
    state: State = "waiting"
    lap: Lap | None = None
    reason: str = ""
    holders: int = 0


@dataclass(slots=True, eq=False)
class _Hold:
    race: _Race
    seen: float


def _drawn() -> str:
    return secrets.token_hex(8)


class Queue:
    """The one queue. All times are seconds of one clock that does not go back; one thread uses it.

    ``draw`` makes a new ticket: 16 hexadecimal digits that cannot be guessed.
    """

    def __init__(self, lease: float = LEASE, draw: Callable[[], str] = _drawn) -> None:
        self._lease = lease
        self._draw = draw
        self._running: _Race | None = None
        self._waiting: dict[str, _Race] = {}  # by kind, in the order in which they run
        self._held: OrderedDict[str, _Hold] = OrderedDict()  # by ticket; who looked longest ago comes first
        self._over: OrderedDict[str, _Race] = OrderedDict()  # by ticket, for who waits no more; the oldest comes first
        self._results: deque[_Race] = deque()  # every finished race, the oldest first
        self._kept: OrderedDict[str, _Race] = OrderedDict()  # by kind; what was not used for longest comes first

    # For the visitors

    def join(self, kind: str, now: float) -> str:
        """A ticket for the race of that kind that waits or runs, or else for a new one. Full if there is no room."""
        self.expire(now)
        self._make_room()
        race = self._joinable(kind)
        race.holders += 1
        ticket = self._draw()
        self._held[ticket] = _Hold(race, now)
        return ticket

    def look(self, ticket: str, now: float) -> Standing:
        """How it stands with the race of that ticket, whose lease begins anew."""
        self.expire(now)
        if hold := self._held.get(ticket):
            hold.seen = now
            self._held.move_to_end(ticket)
            return self._standing(hold.race)
        race = self._over.get(ticket)
        return self._standing(race) if race else Standing("unknown")

    def leave(self, ticket: str) -> None:
        """Give the ticket back. That of a race which is over, and one that is unknown, stay what they are."""
        hold = self._held.pop(ticket, None)
        if hold is None:
            return
        race = hold.race
        self._over[ticket] = _Race(race.kind, "left")
        self._over.move_to_end(ticket, last=False)  # the first to be forgotten
        race.holders -= 1
        if race.holders == 0 and race.state == "waiting":
            del self._waiting[race.kind]

    def last(self, kind: str) -> Lap | None:
        """The final lap of the last finished race of that kind, if it is kept."""
        race = self._kept.get(kind)
        if race is None:
            return None
        self._kept.move_to_end(kind)
        return race.lap

    # For the host

    def expire(self, now: float) -> None:
        """Let those leave who have not looked for as long as a lease."""
        while self._held:
            ticket, hold = next(iter(self._held.items()))
            if now - hold.seen < self._lease:
                return
            self.leave(ticket)

    def next_to_start(self, now: float) -> str | None:
        """The kind of the race that runs from now on; None if there is one already, or none waits."""
        self.expire(now)
        if self._running or not self._waiting:
            return None
        kind = next(iter(self._waiting))
        self._running = self._waiting.pop(kind)
        self._running.state = "running"
        return kind

    @property
    def is_abandoned(self) -> bool:
        """Whether a race runs for which nobody has a ticket any more. Nobody can join it: it is to be cancelled."""
        return self._running is not None and self._running.holders == 0

    def lap(self, lap: Lap) -> None:
        """The race that runs has done that lap."""
        if self._running:
            self._running.lap = lap

    def finished(self) -> None:
        """The race that ran is over, and its latest lap is the final one."""
        race = self._end("finished")
        self._kept.pop(race.kind, None)
        self._kept[race.kind] = race
        if len(self._kept) > KINDS:
            self._kept.popitem(last=False)
        self._results.append(race)
        if len(self._results) > RESULTS:
            self._forget(self._results.popleft())

    def failed(self, reason: str) -> None:
        """The race that ran is over without a result; the reason is a sentence."""
        race = self._end("failed")
        race.lap, race.reason = None, reason

    def cancelled(self) -> None:
        """The race that nobody wanted is over."""
        self._end("left")

    def _joinable(self, kind: str) -> _Race:
        if self._running and self._running.kind == kind and not self.is_abandoned:
            return self._running
        if kind not in self._waiting:
            if len(self._waiting) >= MOST_WAITING:
                raise Full(f"{MOST_WAITING} races are waiting already. Try again in a few minutes.")
            self._waiting[kind] = _Race(kind)
        return self._waiting[kind]

    def _make_room(self) -> None:
        """Forget the oldest ticket that is over, if there are as many as there may be."""
        if len(self._held) + len(self._over) < MOST_TICKETS:
            return
        if not self._over:
            raise Full(f"{MOST_TICKETS:,} people are waiting for a race already. Try again in a few minutes.")
        self._over.popitem(last=False)

    def _standing(self, race: _Race) -> Standing:
        place = list(self._waiting).index(race.kind) + 1 if race.state == "waiting" else 0
        return Standing(race.state, place, race.lap, race.reason, self.last(race.kind))

    def _end(self, state: State) -> _Race:
        """Nothing runs any more; the tickets of what ran are kept with those that are over."""
        race, self._running = self._running, None
        if race is None:
            raise LookupError("no race runs")
        race.state = state
        for ticket in [ticket for ticket, hold in self._held.items() if hold.race is race]:
            self._over[ticket] = self._held.pop(ticket).race
        return race

    def _forget(self, race: _Race) -> None:
        """Forget the tickets of a finished race that is kept no longer."""
        for ticket in [ticket for ticket, each in self._over.items() if each is race]:
            del self._over[ticket]
