"""The process of a race: `python -m app.speed.child FILE` runs the race of that file and writes its progress."""

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from urllib.parse import parse_qsl

from app.presets import plans
from app.speed.folder import guard, report
from app.speed.machine import cores
from app.speed.race import race
from app.speed.workload import workload
from app.state.record import Progress
from app.state.visit import parse_visit


def run(query: str) -> Iterator[Progress]:
    """Run the race of that query on this machine. BadAddress or BadVisit for a bad query."""
    state, visit = parse_visit(parse_qsl(query), plans())
    threads = cores() if visit.setup.threads == "all" else 1
    return race(workload(state, visit.setup), threads, datetime.now(UTC), perf_counter)


def main() -> None:
    file = Path(sys.argv[1])
    guard(file)
    kind = file.read_text().partition("\n")[0]
    for progress in run(kind):
        report(file, progress.model_dump_json(exclude_defaults=True))


if __name__ == "__main__":
    main()
