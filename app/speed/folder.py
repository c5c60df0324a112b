"""The folder that all processes of the races share. Every race and every ticket is a file with its state as suffix:

    race-00000012-3f786850e387550f.running      the kind in the first line, then what the process of the race writes
    ticket-00000012-89e6c98d92887913.watching   empty; its modification time is that of the latest poll

The first number is the race's. The second one of a race stands for its kind, that of a ticket is the ticket. A race is
waiting, running, finished or failed, a ticket watching or left. Only who holds the lock of the folder makes, renames or
removes files. This module needs no NumPy, so that a process can be guarded from its start.
"""

import fcntl
import os
import signal
import stat
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread
from typing import IO

LEASE_SECONDS = 10.0
"""Seconds without a poll after which a ticket is given back. A page polls every two seconds or more often."""
LIMIT_SECONDS = 20.0
"""Seconds from the start of a race to its end. A race budgets for sixteen; a slow or busy machine may take longer."""


class NoRaces(Exception):
    """No race is possible on this server now. The message is a sentence for the page."""


@contextmanager
def locked(folder: Path | None) -> Iterator[Path]:
    """Hold the lock of that folder, or of the user's own among the temporary files. NoRaces if it cannot be used."""
    folder = folder or _default_folder()
    _make_private(folder)
    try:
        with (folder / "folder.lock").open("a") as lock:
            if not is_acquired(lock, seconds=5):  # others hold it for milliseconds, unless one of them was stopped
                raise TimeoutError(None, "another process holds its lock")
            yield folder
    except OSError as error:
        raise NoRaces(f"The races in the folder {folder} cannot be run: {error.strerror or error}.") from error


def _default_folder() -> Path:
    try:
        return Path(tempfile.gettempdir()) / f"columnwise-{os.geteuid()}"
    except FileNotFoundError as error:
        raise NoRaces("There is no folder for temporary files, which the races need.") from error


def _make_private(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()
    except OSError as error:
        raise NoRaces(f"The folder {folder}, which the races need, cannot be made: {error.strerror}.") from error
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid() or found.st_mode & 0o077:
        raise NoRaces(f"The races need the folder {folder} for themselves: it is a link, or open to others.")


def is_acquired(file: IO[str], seconds: float = 0) -> bool:
    """Take the lock of that file, if it is free within those seconds. It is free when every process has closed it."""
    deadline = time.monotonic() + seconds
    while True:
        with suppress(BlockingIOError):
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        if time.monotonic() >= deadline:
            return False
        time.sleep(0.005)


def number(file: Path) -> str:
    """The number of the race to which that file belongs."""
    return file.name.split("-")[1]


def set_state(file: Path, state: str) -> Path:
    """Rename the file."""
    return file.rename(file.with_suffix(f".{state}"))


def live_races(folder: Path) -> list[Path]:
    """The race that runs, and then those that wait, in their order."""
    return [*folder.glob("race-*.running"), *sorted(folder.glob("race-*.waiting"))]


def live_tickets(folder: Path, ticket: str = "*") -> list[Path]:
    """The tickets of those races, or one of them."""
    live = {number(race) for race in live_races(folder)}
    return [file for file in folder.glob(f"ticket-*-{ticket}.watching") if number(file) in live]


def renew(ticket: Path) -> None:
    """Start the lease of a ticket anew, on the monotonic clock, which all processes share."""
    now = time.monotonic()
    os.utime(ticket, (now, now))


def expire(folder: Path) -> None:
    """Give back the tickets whose lease has expired, and remove the races without a watcher."""
    watched = set()
    for ticket in live_tickets(folder):
        if abs(time.monotonic() - ticket.stat().st_mtime) < LEASE_SECONDS:  # a time before a reboot lies in the future
            watched.add(number(ticket))
        else:
            set_state(ticket, "left")
    for race in live_races(folder):
        if number(race) not in watched:
            race.unlink()


# For the process of a race


def guard(race: Path, limit: float = LIMIT_SECONDS) -> None:
    """Let this process give way to others, and end when its time is over or its race has been removed."""
    os.nice(10)
    signal.alarm(int(limit) + 5)  # the system ends it if it hangs and cannot do so itself
    Thread(target=_end_in_time, args=(race, limit), daemon=True).start()


def _end_in_time(race: Path, limit: float) -> None:
    """Look at this one file only: each system call more would wait for the program that is being measured."""
    deadline = time.monotonic() + limit
    while race.exists() and time.monotonic() < deadline:
        time.sleep(0.2)
    os.write(1, b'\n{"limit": %g}\n' % limit)
    os._exit(0)


def report(race: Path, line: str) -> None:
    """Write that line to the file of the race, and remove the race if it has no watcher any more."""
    print(line, flush=True)
    with suppress(NoRaces), locked(race.parent) as folder:
        expire(folder)
