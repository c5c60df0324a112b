"""Stands in for app.speed.child: `python -m tests.speed.fake_child FOLDER FILE` writes the lines of FOLDER/lines.

It adds its number to FOLDER/started. As long as FOLDER/hold is there, it waits at its third line; with FOLDER/crash it
fails. The first word of the race's kind may ask for another of the functions below, "limited" for a short time limit.
"""

import fcntl
import os
import sys
import time
from pathlib import Path

from app.speed.folder import guard, report

FOLDER, FILE = map(Path, sys.argv[1:])
LINES = (FOLDER / "lines").read_text().splitlines()


def whole() -> None:
    for done, line in enumerate(LINES):
        report(FILE, line)
        if (FOLDER / "crash").exists():
            raise MemoryError("no room")
        while done == 2 and (FOLDER / "hold").exists():
            time.sleep(0.02)


def silent() -> None:
    """Measure nothing."""
    report(FILE, LINES[0])
    time.sleep(600)


def endless() -> None:
    while True:
        report(FILE, LINES[2])
        time.sleep(0.02)


def hanging() -> None:
    """Let no other thread run."""
    sum(range(10**12))


if __name__ == "__main__":
    with (FOLDER / "started").open("a") as started:
        started.write(f"{os.getpid()}\n")
    kind = FILE.read_text().partition("\n")[0]
    guard(FILE, limit=0.5 if "limited" in kind else 60)
    with (FOLDER / "racing").open("w") as racing:
        try:
            fcntl.flock(racing, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            (FOLDER / "two-at-once").touch()
        {each.__name__: each for each in (silent, endless, hanging)}.get(kind.partition(" ")[0], whole)()
