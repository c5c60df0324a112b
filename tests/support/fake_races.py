"""Races whose process is tests.speed.fake_child, and their processes."""

import os
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from app.speed.queue import RaceQueue
from tests.support.races import lines


def until(holds: Callable[[], object]) -> None:
    """Wait up to 60 seconds until that holds."""
    deadline = time.monotonic() + 60  # many times what a busy machine takes
    while not holds():
        assert time.monotonic() < deadline, "timed out"
        time.sleep(0.02)


def numbers(file: Path) -> list[int]:
    """The process ids in that file."""
    return [int(line) for line in file.read_text().split()] if file.exists() else []


def is_gone(pid: int) -> bool:
    """Whether the process has ended; a zombie counts as ended."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    with suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    return False


def fake_races(folder: Path) -> RaceQueue:
    """A queue in FOLDER/races that runs tests.speed.fake_child, whose files are in FOLDER."""
    return RaceQueue(folder / "races", (sys.executable, "-m", "tests.speed.fake_child", str(folder)))


@contextmanager
def private_folder() -> Iterator[Path]:
    """A folder for fake races. Their processes are killed at the end of the block."""
    made = Path(tempfile.mkdtemp())
    (made / "lines").write_text("\n".join(lines()))
    yield made
    for pid in numbers(made / "started"):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    until(lambda: all(map(is_gone, numbers(made / "started"))))
    shutil.rmtree(made)
