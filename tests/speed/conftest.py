"""A folder of its own for each test, in which every process that a test starts leaves its number, and no process."""

import os
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from app.speed.client import NoRaces, Races

PATIENCE = 60
"""Seconds after which a test gives up waiting: many times what a busy machine takes."""


def until(holds: Callable[[], object]) -> None:
    """Wait until that holds."""
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)


def numbers(file: Path) -> list[int]:
    """The process numbers in that file."""
    return [int(line) for line in file.read_text().split()] if file.exists() else []


def is_gone(pid: int) -> bool:
    """Whether the process has ended. One whose new parent is slow to notice has."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    with suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    return False


def ask_until(races: Races, ticket: str, *states: str) -> None:
    """Look at the ticket until it stands so."""
    until(lambda: races.look(ticket).state in states)


def host(
    folder: Path, grace: float = 60, worker: str = "tests.speed.fake_worker", lease: float = 60
) -> tuple[str, ...]:
    """The command that is a host of fake races."""
    return (sys.executable, "-m", "tests.speed.fake_host", worker, str(folder), str(grace), str(lease))


@contextmanager
def asked(
    folder: Path, grace: float = 60, worker: str = "tests.speed.fake_worker", lease: float = 60
) -> Iterator[Races]:
    """The races of a server process that is this one."""
    races = Races(folder, host(folder, grace, worker, lease))
    try:
        yield races
    finally:
        races.close()
        for pid in numbers(folder / "hosts"):
            if not is_gone(pid):
                os.kill(pid, signal.SIGTERM)
        until(lambda: all(map(is_gone, numbers(folder / "hosts"))))
        with suppress(NoRaces):
            races.last("any")  # notices that the host has ended, so that no zombie remains


@pytest.fixture
def folder() -> Iterator[Path]:
    """A private folder with a short path."""
    with private_folder() as made:
        yield made


@contextmanager
def private_folder() -> Iterator[Path]:
    """A folder with a short path, without what was started in it afterwards."""
    made = Path(tempfile.mkdtemp(prefix="cw-", dir="/tmp"))
    yield made
    for pid in (*numbers(made / "hosts"), *numbers(made / "started")):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    until(lambda: all(map(is_gone, (*numbers(made / "hosts"), *numbers(made / "started")))))
    shutil.rmtree(made)
