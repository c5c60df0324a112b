"""python -m tests.serving.load --students 200 --minutes 10: a class of that size, on this computer."""

import argparse
import sys

from tests.serving.load.lesson import lesson


def main() -> int:
    """Print the figures. The exit status says whether every answer was right."""
    parser = argparse.ArgumentParser(prog="python -m tests.serving.load", description=__doc__)
    parser.add_argument("--students", type=int, default=200, choices=range(1, 2001), metavar="1..2000")
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--behind-nginx", action="store_true", help="two copies behind nginx, as deploy/ says")
    asked = parser.parse_args()
    print(f"{asked.students} students for {asked.minutes:g} minutes, who think one to three seconds", flush=True)
    seen = lesson(asked.students, round(asked.minutes * 60), asked.behind_nginx)
    print(f"{'':12}{'requests':>10}{'failures':>10}{'p50 ms':>8}{'p95':>8}{'p99':>8}")
    for name, times in sorted(seen.times.items()):
        print(f"{name:12}{times.number:10,}{times.failures:10,}{times.p50:8.0f}{times.p95:8.0f}{times.p99:8.0f}")
    print(f"{'together':12}{seen.requests:10,}{seen.failures:10,}")
    warm, end, most = (size / 2**20 for size in (seen.warm, seen.end, seen.most))
    print(f"Memory: {warm:.1f} MiB after the warm-up, {end:.1f} at the end, {most:.1f} at most")
    for problem in seen.problems[:20]:
        print(problem)
    return 1 if seen.failures or seen.problems else 0


if __name__ == "__main__":
    sys.exit(main())
