"""python -m tests.serving.fuzz: send many requests to a server and report. Exit status 1 if anything is wrong."""

import argparse
import sys
import time

from tests.serving.fuzz.answers import SLOW
from tests.serving.fuzz.requests import request
from tests.serving.fuzz.run import GROWTH, Report, fuzzed, too_slow, warm
from tests.support.server import Server, served

ROUNDS = 10
SHOWN = 10


def main() -> int:
    """Send the requests, and print the figures."""
    asked = _asked()
    if asked.show is not None:
        print(request(asked.show))
        return 0
    with served(LOG="json", MALLOC_ARENA_MAX="1") as server:
        return _run(server, asked.requests, asked.seed, asked.busy)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.serving.fuzz", description=__doc__)
    parser.add_argument("--requests", type=int, default=50_000, help="how many are sent")
    parser.add_argument("--seed", type=int, default=0, help="the same seed sends the same requests")
    parser.add_argument("--busy", action="store_true", help="the machine has other work: judge by its processors' time")
    parser.add_argument("--show", type=int, metavar="NUMBER", help="print one request, send nothing")
    return parser.parse_args()


def _run(server: Server, requests: int, seed: int, busy: bool) -> int:
    total, memory, is_well = Report(), [], True
    first = seed * 1_000_000_000
    warm(server)
    memory.append(server.memory)
    for number in range(ROUNDS):
        began, here = (
            time.monotonic(),
            range(first + number * requests // ROUNDS, first + (number + 1) * requests // ROUNDS),
        )
        report = fuzzed(server, here)
        memory.append(server.memory)
        rate = len(here) / (time.monotonic() - began)
        print(f"{here.stop - first:>9,} requests, {rate:,.0f}/s, {memory[-1] / 2**20:.0f} MB", flush=True)
        is_well &= _tell(server, report, busy)
        total = _joined(total, report)
    _sum_up(total)
    growth = memory[-1] - memory[0]
    print(f"Memory: {growth / 2**20:+.1f} MB since the caches were full, at most {GROWTH / 2**20:g} allowed")
    errors = server.errors()
    print(f"Errors in the log: {len(errors)}", *errors[:SHOWN], sep="\n  ")
    return 0 if is_well and growth <= GROWTH and not errors else 1


def _tell(server: Server, report: Report, busy: bool) -> bool:
    """Print what is wrong, with all that is needed to see it again. Whether nothing is."""
    for number, answer in report.wrong.items():
        print(f"  {number}: {answer.statuses} {answer.trouble}\n    {request(number).content[:400]!r}")
    slow = {number: times for number, times in too_slow(server, report).items() if times[busy] > SLOW}
    for number, (seconds, taken) in slow.items():
        print(f"  {number}: {seconds * 1000:.0f} ms, {taken * 1000:.0f} ms of a processor, more than {SLOW * 1000:.0f}")
        print(f"    {request(number).content[:400]!r}")
    return not report.wrong and not slow


def _joined(one: Report, other: Report) -> Report:
    joined = Report(one.statuses + other.statuses, one.wrong | other.wrong)
    joined.slowest = sorted(one.slowest + other.slowest, reverse=True)[:SHOWN]
    for report in (one, other):
        for kind, seconds in report.kinds.items():
            joined.kinds[kind] += seconds
    return joined


def _sum_up(report: Report) -> None:
    print("Answers:", ", ".join(f"{status}: {count:,}" for status, count in sorted(report.statuses.items())))
    print("The slowest kinds, in ms: the slowest, the median")
    ranked = sorted(
        ((max(times), sorted(times)[len(times) // 2], kind) for kind, times in report.kinds.items()), reverse=True
    )
    for most, median, kind in ranked[:SHOWN]:
        print(f"  {most * 1000:6.0f} {median * 1000:6.1f}  {kind}")
    for seconds, number in report.slowest:
        print(f"  {seconds * 1000:6.0f}  {number}: {request(number).content[:100]!r}")


if __name__ == "__main__":
    sys.exit(main())
