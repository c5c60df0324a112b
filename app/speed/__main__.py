"""The race in a terminal: `python -m app.speed`, as a table or with `--json` as one object a line."""

import argparse
import json
from collections.abc import Iterator
from urllib.parse import urlencode

from app.speed.child import run
from app.speed.contestants import PROGRAMS, REFERENCE
from app.state import BadAddress
from app.state.record import Point, Progress, Race
from app.state.visit import NETWORKS, THREADS, BadVisit

CELL_CHARACTERS = 26


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m app.speed",
        description="Race the loop against the matrix form on this machine; it takes at most 20 seconds.",
    )
    parser.add_argument(
        "--network", default="board", metavar="NETWORK", help="board, digits (784-128-10), or sizes such as 64-32-10"
    )
    parser.add_argument("--preset", default="", help="the network on the board: course, iris, digits, …")
    parser.add_argument("--threads", choices=THREADS, default="1", help="threads of the matrix product")
    parser.add_argument("--json", action="store_true", help="print one JSON object a line")
    return parser.parse_args()


def query(wanted: argparse.Namespace) -> str:
    """The address of that race."""
    network, sizes = (wanted.network, "") if wanted.network in NETWORKS else ("own", wanted.network)
    pairs = {"preset": wanted.preset, "network": network, "sizes": sizes, "threads": wanted.threads}
    return urlencode({key: text for key, text in pairs.items() if text})


def heading(race: Race) -> Iterator[str]:
    """Where and what is raced, and the names of the columns."""
    machine, network = race.machine, race.network
    yield f"{network.name}: {'-'.join(map(str, network.sizes))}, {', '.join(network.activations)}"
    yield f"{machine.name}, {machine.cores} cores, {machine.python}, NumPy {machine.numpy}, {machine.blas}"
    yield f"BLAS threads: {race.threads}. Milliseconds of a forward pass: median (quartiles)."
    yield ""
    yield f"{'m':>9}" + "".join(f"{key:>{CELL_CHARACTERS}}" for key in PROGRAMS) + "   loop / vectorized"


def row(race: Race, m: int) -> str:
    """One line of the table."""
    cells = "".join(f"{cell(race.at(key, m)):>{CELL_CHARACTERS}}" for key in PROGRAMS)
    loop, vectorized = race.at("loop", m), race.at(REFERENCE, m)
    ratio = f"{loop.median / vectorized.median:20.1f}" if loop and vectorized else ""
    return f"{m:9,}{cells}{ratio}"


def cell(point: Point | None) -> str:
    if point is None:
        return "–"
    middle, low, high = (f"{1000 * time:.3g}" for time in (point.median, point.q1, point.q3))
    return f"{middle} ({low}–{high})"


def closing(race: Race) -> Iterator[str]:
    """Which programs were stopped, how far the numbers are apart, and what else was measured."""
    for program, stop in race.stopped.items():
        yield f"{program} dropped out at m = {stop.m:,}: too much {stop.why}."
    for program, difference in race.differences.items():
        verdict = {True: ", and they agree", False: ", and they do not agree", None: ""}[race.agree.get(program)]
        yield f"{program} differs from {REFERENCE} by {difference:.1e} at most{verdict}."
    for precision, operations in race.peak.items():
        yield f"A matrix product alone in {precision}: {operations / 1e9:.1f} billion operations a second."


def table(race: Iterator[Progress]) -> None:
    """Print each row as soon as it is measured."""
    shown = 0
    for progress in race:
        if progress.m is None and progress.done == 0:
            print(*heading(progress.race), sep="\n")
        ms = sorted({m for series in progress.race.series.values() for m in series.m})
        for m in ms[shown:]:
            print(row(progress.race, m), flush=True)
        shown = len(ms)
        if progress.race.is_whole:
            print("", *closing(progress.race), sep="\n")


def objects(race: Race) -> Iterator[dict[str, object]]:
    """The machine, and then every measured point; times are in seconds."""
    yield {
        **race.machine.model_dump(),
        **race.model_dump(
            mode="json", include={"date", "threads", "stopped", "differences", "agree", "peak", "trip", "memory"}
        ),
        "sizes": race.network.sizes,
        "activations": race.network.activations,
    }
    for program, series in race.series.items():
        for point in series.points():
            yield {"program": program, "network": race.network.name, **point.model_dump()}


def main() -> None:
    wanted = arguments()
    try:
        race = run(query(wanted))
    except (BadAddress, BadVisit) as bad:
        raise SystemExit("\n".join(bad.problems.values())) from bad
    if not wanted.json:
        table(race)
        return
    *_, last = race
    for each in objects(last.race):
        print(json.dumps(each))


if __name__ == "__main__":
    main()
