"""One race in a process of its own: `python -m app.speed.worker QUERY` writes a line of JSON for every lap.

The query is the one that decides what races (`state.visit.format_entry`). A line has the race so far as its text, and
what is measured next.
"""

import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from time import perf_counter
from urllib.parse import parse_qsl

from app.lessons import plans
from app.speed.machine import cores
from app.speed.race import EXAMPLE_COUNTS, Progress, race
from app.speed.workload import workload
from app.state.visit import parse_visit


def laps(query: str) -> Iterator[Progress]:
    """The race of that query, lap by lap, on this machine's clock. BadAddress or BadVisit for a bad query."""
    state, visit = parse_visit(parse_qsl(query), plans())
    threads = cores() if visit.entry.threads == "all" else 1
    return race(workload(state, visit.entry), threads, datetime.now(UTC), perf_counter)


def line(lap: Progress) -> str:
    """A lap as it travels: without line breaks."""
    so_far = lap.race.model_dump(mode="json", exclude_defaults=True)
    return json.dumps({"race": so_far, "done": lap.done, "of": len(EXAMPLE_COUNTS), "m": lap.m}, separators=(",", ":"))


def main() -> None:
    for lap in laps(sys.argv[1] if len(sys.argv) > 1 else ""):
        print(line(lap), flush=True)


if __name__ == "__main__":
    main()
