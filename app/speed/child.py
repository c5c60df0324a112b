"""A race in a process of its own: its laps as they come, and its end, whatever that is.

The process leads a group of its own, so that it is killed with all that it started. As long as it lives it holds a
lock on a file, its mark, in which its number stands: a race whose host was killed is found by it.
"""

import asyncio
import fcntl
import json
import os
import signal
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from app.speed.queue import Lap

ROOT = Path(__file__).parents[2]
NICE = 10
"""How far a race steps back for everything else: the pages that are served meanwhile come first."""
LONGEST_LAP = 2**18
"""Bytes of a lap at most. A race up the whole ladder has some five thousand."""
LONGEST_SAID = 200
"""Characters of what a failed process said last that its reason repeats."""
AGAIN = "Start it again."


async def run(command: Sequence[str], tell: Callable[[Lap], None], limit: float, mark: Path) -> str:
    """Run that command and tell every lap: "" when there is a result, else a sentence that says why there is none.

    After ``limit`` seconds it is killed, and what it has measured by then is the result. Cancelling kills it at once.
    OSError or ValueError if it cannot be started.
    """
    child = await _start(command, mark)
    said = asyncio.create_task(_last_line(child))
    latest: Lap = {}

    def note(lap: Lap) -> None:
        nonlocal latest
        latest = lap
        tell(lap)

    try:
        async with asyncio.timeout(limit):
            await _read(child, note)
            return _outcome(latest, await child.wait(), await said)
    except TimeoutError:
        return "" if _is_measured(latest) else f"The race stopped: nothing was measured in {limit:g} seconds. {AGAIN}"
    finally:
        _kill(child.pid)
        said.cancel()
        await child.wait()


def end_left_over(mark: Path) -> None:
    """Kill the race that a killed host has left behind, if there is one, and wait until it is gone."""
    with mark.open("a+") as lock:
        with suppress(BlockingIOError):
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        lock.seek(0)
        if (pid := lock.read()).isdecimal():
            _kill(int(pid))
            fcntl.flock(lock, fcntl.LOCK_EX)


async def _start(command: Sequence[str], mark: Path) -> Process:
    with mark.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        child = await asyncio.create_subprocess_exec(
            *command,
            stdin=DEVNULL,
            stdout=PIPE,
            stderr=PIPE,
            limit=LONGEST_LAP,
            cwd=ROOT,
            start_new_session=True,
            pass_fds=(lock.fileno(),),  # the child's copy keeps the lock
        )
        with suppress(OSError):  # a full disk is no reason not to race
            os.write(lock.fileno(), str(child.pid).encode())
    with suppress(OSError):  # it may be over already
        os.setpriority(os.PRIO_PROCESS, child.pid, min(19, os.getpriority(os.PRIO_PROCESS, 0) + NICE))
    return child


async def _read(child: Process, tell: Callable[[Lap], None]) -> None:
    """Tell every lap until the process closes its output. A line that is too long, or no lap, is passed over."""
    assert child.stdout
    while True:
        try:
            line = await child.stdout.readline()
        except ValueError:
            continue
        if not line:
            return
        if lap := _lap(line):
            tell(lap)


async def _last_line(child: Process) -> str:
    """What the process said last on its standard error, which is read to the end so that it never blocks."""
    assert child.stderr
    tail = b""
    while more := await child.stderr.read(2**16):
        tail = (tail + more)[-2000:]
    lines = tail.decode("utf-8", errors="replace").split("\n")
    said = next((line.strip() for line in reversed(lines) if line.strip()), "")
    return "".join(sign for sign in said if sign.isprintable())[:LONGEST_SAID]


def _lap(line: bytes) -> Lap | None:
    try:
        lap = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return lap if isinstance(lap, dict) and isinstance(lap.get("race"), dict) else None


def _is_measured(lap: Lap) -> bool:
    return bool(lap and lap["race"].get("series"))


def _outcome(latest: Lap, status: int, said: str) -> str:
    """A whole race is a result however its process then ends. For the rest, a sentence."""
    if latest and latest["race"].get("is_whole"):
        return ""
    if status < 0:
        return f"The race stopped: its process was ended by signal {-status}. {AGAIN}"
    if status > 0:
        because = f" and said “{said}”" if said else ""
        return f"The race stopped: its process ended with status {status}{because}. {AGAIN}"
    return f"The race stopped: its process ended before the race was over. {AGAIN}"


def _kill(leader: int) -> None:
    """End that process and all that it started, at once."""
    with suppress(ProcessLookupError, PermissionError):  # macOS says the latter of a group that has ended
        os.killpg(leader, signal.SIGKILL)
