"""Stands in for the worker: `python -m tests.speed.fake_worker FOLDER KIND` races as the kind's first word says.

It writes its number to FOLDER/started, and makes FOLDER/two-at-once if another one is racing there.
"""

import fcntl
import json
import os
import subprocess
import sys
import time
from pathlib import Path


def tell(done: int, whole: bool = False, padding: str = "") -> None:
    """A lap with that many measured points."""
    race = {"series": {"loop": {"m": list(range(done))}} if done else {}, "is_whole": whole, "padding": padding}
    print(json.dumps({"race": race, "done": done, "of": 3, "m": done}), flush=True)


def quick() -> None:
    for done in range(3):
        tell(done)
    tell(3, whole=True)


def held() -> None:
    """Race until FOLDER/go is there."""
    tell(1)
    while not (FOLDER / "go").exists():
        time.sleep(0.02)
    tell(3, whole=True)


def hang() -> None:
    tell(1)
    time.sleep(600)


def silent() -> None:
    tell(0)
    time.sleep(600)


def family() -> None:
    """Hang together with a process of its own."""
    grandchild = subprocess.Popen(["sleep", "600"])
    started(grandchild.pid)
    hang()


def crash() -> None:
    tell(2)
    print("Traceback (most recent call last):\nMemoryError: no room\n", file=sys.stderr)
    sys.exit(1)


def short() -> None:
    tell(2)


def late() -> None:
    quick()
    sys.exit(1)


def odd() -> None:
    """A whole race among lines that are no laps, and with much to complain about."""
    for line in ("", "no JSON", "[1]", '{"race": 1}', "[" * 100_000, "x" * 300_000):
        print(line, flush=True)
    print("complaint\n" * 100_000, file=sys.stderr)
    tell(3, whole=True, padding="x" * 64_000)


def started(pid: int) -> None:
    with (FOLDER / "started").open("a") as file:
        file.write(f"{pid}\n")


FOLDER = Path(sys.argv[1])
KINDS = {kind.__name__: kind for kind in (quick, held, hang, silent, family, crash, short, late, odd)}

if __name__ == "__main__":
    with (FOLDER / "racing").open("w") as racing:
        try:
            fcntl.flock(racing, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            (FOLDER / "two-at-once").touch()
        started(os.getpid())
        KINDS[sys.argv[2].split()[0]]()
