"""A folder of its own for each test, and races in it whose process is tests.speed.fake_child."""

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

from app.speed.queue import RaceQueue
from tests.support.races import lines


def until(holds: Callable[[], object]) -> None:
    """Wait until that holds."""
    deadline = time.monotonic() + 60  # many times what a busy machine takes
    while not holds():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)


def numbers(file: Path) -> list[int]:
    """The process numbers in that file."""
    return [int(line) for line in file.read_text().split()] if file.exists() else []


def is_gone(pid: int) -> bool:
    """Whether the process has ended, even if its parent has not taken note of that yet."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    with suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    return False


def fake_races(folder: Path) -> RaceQueue:
    """Races whose process is the fake one. They are in FOLDER/races, and the traces of the processes in FOLDER."""
    return RaceQueue(folder / "races", (sys.executable, "-m", "tests.speed.fake_child", str(folder)))


@contextmanager
def private_folder() -> Iterator[Path]:
    """A folder for fake races. All their processes end with it."""
    made = Path(tempfile.mkdtemp())
    (made / "lines").write_text("\n".join(lines()))
    yield made
    for pid in numbers(made / "started"):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    until(lambda: all(map(is_gone, numbers(made / "started"))))
    shutil.rmtree(made)


@pytest.fixture
def folder() -> Iterator[Path]:
    with private_folder() as made:
        yield made


@pytest.fixture
def races(folder: Path) -> RaceQueue:
    return fake_races(folder)
