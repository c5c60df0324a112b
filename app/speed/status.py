"""The status of a race, from its file: a line of JSON for each progress, and the text of an error if it fails."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from app.state.record import Progress


@dataclass(frozen=True, slots=True)
class Status:
    """The status of a ticket: ``position`` in the queue while its race waits, from 1, and ``reason`` if it failed.

    ``last`` is the last finished race of the same kind, for a race that has no progress itself.
    """

    state: Literal["waiting", "running", "finished", "failed", "left", "unknown"]
    position: int = 0
    progress: Progress | None = None
    reason: str = ""
    last: Progress | None = None


def read(race: Path, is_over: bool) -> Status:
    """The status of a race that was started. ``is_over`` says that its process has ended.

    A whole race is finished however its process ends. So is one whose time was over, if anything was measured.
    """
    progress = None
    end: dict[str, Any] = {}
    for line in reversed(race.read_bytes().split(b"\n")[1:-1]):  # the first is the kind, the last is not complete yet
        try:
            progress = Progress.model_validate_json(line)
            break
        except ValueError:
            end = _other(line) | end
    if progress and (progress.race.is_whole or ("limit" in end and progress.race.series)):
        return Status("finished", progress=progress)
    if "limit" in end or is_over:
        return Status("failed", reason=f"The race stopped: {_why(end)}. Start it again.")
    return Status("running", progress=progress)


def _other(line: bytes) -> dict[str, Any]:
    """How the process ended (JSON), or the text that it printed."""
    try:
        end = json.loads(line)
        return end if isinstance(end, dict) else {}
    except (ValueError, RecursionError):
        text = "".join(sign for sign in line.decode(errors="replace").strip() if sign.isprintable())
        return {"printed": text[:200]} if text else {}


def _why(end: dict[str, Any]) -> str:
    status = end.get("status", 0)
    if "limit" in end:
        return f"nothing was measured in {end['limit']:g} seconds"
    if status < 0:
        return f"its process was ended by signal {-status}"
    how = f"with status {status}" if status else "before the race was over"
    return f"its process ended {how}" + (f" and said “{end['printed']}”" if "printed" in end else "")
