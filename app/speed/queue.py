"""The queue of races: one race runs at a time on a computer, and those who want the same race watch the same one.

No process serves it. Each call of join, poll or leave brings the folder of `speed.folder` up to date and starts the
next race: a process that inherits the lock of the file race.lock, so that the lock is held as long as it lives.
"""

import os
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from secrets import token_hex
from threading import Thread
from typing import IO

from app.speed.folder import expire, is_acquired, live_races, live_tickets, locked, number, renew, set_state
from app.speed.status import Status, read
from app.state.record import Progress

MOST_WAITING = 64  # races: the last of them waits for a quarter of an hour
MOST_OVER = 64  # finished races that stay: a megabyte or two
MOST_TICKETS = 2_000  # several full lecture halls


class Full(Exception):
    """There is no room for one more; the message is a sentence for the person who asked."""


@dataclass(frozen=True, slots=True)
class RaceQueue:
    """The races of this user on this computer, for any thread of any process. Every method may raise NoRaces.

    The folder is the user's own if none is given. The file of a race is added to the command that runs it.
    """

    folder: Path | None = None
    command: Sequence[str] = (sys.executable, "-m", "app.speed.child")

    def join(self, kind: str) -> str:
        """A ticket for a race of that kind (a query of `state.visit.format_setup`). Full if there is no room."""
        with locked(self.folder) as folder:
            self._update(folder)
            _make_room(folder)
            race = next((race for race in live_races(folder) if race.stem.endswith(_key(kind))), None)
            race = race or _new_race(folder, kind)
            ticket = token_hex(8)
            file = folder / f"ticket-{number(race)}-{ticket}.watching"
            file.touch()
            renew(file)
            self._update(folder)
            return ticket

    def poll(self, ticket: str, kind: str) -> Status:
        """The status of that ticket, whose lease starts anew; ``kind`` is that of its race."""
        with locked(self.folder) as folder:
            self._update(folder)
            status = _status(folder, ticket)
            return status if status.progress else replace(status, last=_last(folder, kind))

    def leave(self, ticket: str) -> None:
        """Give the ticket back, unless its race is over. A race that has no other watcher ends."""
        with locked(self.folder) as folder:
            for file in live_tickets(folder, ticket):
                set_state(file, "left")
            self._update(folder)

    def _update(self, folder: Path) -> None:
        """Note how the race that ran has ended, remove what has no watcher any more, and start the next race."""
        with (folder / "race.lock").open("a") as lock:
            is_free = is_acquired(lock)
            for race in sorted(folder.glob("race-*.running")):
                if (state := read(race, is_over=is_free).state) != "running":
                    set_state(race, state)
            expire(folder)
            waiting = sorted(folder.glob("race-*.waiting"))
            if is_free and waiting:
                self._start(set_state(waiting[0], "running"), lock)

    def _start(self, race: Path, lock: IO[str]) -> None:
        """Start the process of that race. It takes nothing from this one but the lock and the file of the race."""
        with race.open("ab") as output:
            child = subprocess.Popen(
                [*self.command, str(race)],
                cwd=Path(__file__).parents[2],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                pass_fds=[lock.fileno()],
                start_new_session=True,  # Ctrl+C in the terminal of the server is not meant for it
            )
            copies = os.dup(output.fileno()), os.dup(lock.fileno())
        Thread(target=_reap, args=(child, *copies), daemon=True).start()


def _reap(child: "subprocess.Popen[bytes]", output: int, lock: int) -> None:
    """Write how a race has ended before the lock is free, so that no process finds it over without a reason."""
    status = child.wait()
    with suppress(OSError):  # the disk may be full
        os.write(output, b'\n{"status": %d}\n' % status)
    os.close(output)
    os.close(lock)


def _key(kind: str) -> str:
    """What stands for a kind in the name of a file."""
    return sha256(kind.encode()).hexdigest()[:16]


def _new_race(folder: Path, kind: str) -> Path:
    """A race that waits behind all others. The oldest ones that are over make room for it."""
    if len(list(folder.glob("race-*.waiting"))) >= MOST_WAITING:
        raise Full(f"{MOST_WAITING} races are waiting already. Try again in a few minutes.")
    for over in sorted([*folder.glob("race-*.finished"), *folder.glob("race-*.failed")])[:-MOST_OVER]:
        for file in [*folder.glob(f"ticket-{number(over)}-*"), over]:
            file.unlink()
    count = 1 + max((int(number(file)) for file in folder.glob("*-*-*")), default=0)
    race = folder / f"race-{count:08}-{_key(kind)}.waiting"
    race.write_text(f"{kind}\n")
    return race


def _make_room(folder: Path) -> None:
    """If there are as many tickets as there may be, remove one: first those that were given back, then the oldest."""
    live = set(live_tickets(folder))
    if len(tickets := sorted(folder.glob("ticket-*"))) < MOST_TICKETS:
        return
    if not (over := [ticket for ticket in tickets if ticket not in live]):
        raise Full(f"{MOST_TICKETS:,} people are waiting for a race already. Try again in a few minutes.")
    min(over, key=lambda ticket: ticket.suffix != ".left").unlink()


def _status(folder: Path, ticket: str) -> Status:
    file = next(folder.glob(f"ticket-*-{ticket}.*"), None)
    if file and file.suffix == ".left":
        return Status("left")
    race = next(folder.glob(f"race-{number(file)}-*"), None) if file else None
    if file is None or race is None:
        return Status("unknown")
    renew(file)
    if race.suffix == ".waiting":
        return Status("waiting", position=1 + sorted(folder.glob("race-*.waiting")).index(race))
    return read(race, is_over=race.suffix != ".running")


def _last(folder: Path, kind: str) -> Progress | None:
    """The last finished race of that kind, if its file is left."""
    finished = sorted(folder.glob(f"race-*-{_key(kind)}.finished"))
    return read(finished[-1], is_over=True).progress if finished else None
