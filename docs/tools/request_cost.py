"""Count the Python calls that one request makes in app/, and the files they are in.

    python -m docs.tools.request_cost [--list] [ADDRESS …]

Each address names a step and is requested in a new process: after the previous step, which is the first request of
that process, and once more. Resuming a generator counts as a call, because Python reports it so.
"""

import argparse
import re
import sys
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from types import FrameType

ROOT = f"{Path(__file__).parents[2] / 'app'}/"
ADDRESSES = ("/?step=5", "/?view=vectorized&step=3", "/?preset=digits&step=7")
KINDS = {"part": {"HX-Request": "true", "HX-Request-Type": "partial"}, "page": {}}
Calls = Counter[tuple[str, str]]
"""How often each function is called, by file and name."""


def main() -> None:
    """Print a line for each address as a part and as a page."""
    parser = argparse.ArgumentParser(prog="python -m docs.tools.request_cost", description=__doc__.split("\n\n")[0])
    parser.add_argument("addresses", nargs="*", default=ADDRESSES, metavar="ADDRESS")
    parser.add_argument("--list", action="store_true", help="list the functions that a new step calls, by file")
    options = parser.parse_args()
    for address in options.addresses:
        for kind in KINDS:
            with ProcessPoolExecutor(1, get_context("spawn")) as process:
                first, new, again = process.submit(measure, address, kind).result()
            print(f"{address} as a {kind}: new {total(new)}; first of a process {total(first)}; again {total(again)}")
            for file in sorted({file for file, _ in new} if options.list else ()):
                print(f"  {file}:", ", ".join(f"{name} {n}" for (each, name), n in new.most_common() if each == file))


def total(calls: Calls) -> str:
    return f"{calls.total():,} calls in {len({file for file, _ in calls})} files"


def measure(address: str, kind: str) -> list[Calls]:
    """The calls of the previous step (the first request of the process), of the address, and of the address again."""
    from app import create_app

    client = create_app().test_client()
    before = re.sub(r"(?<=step=)\d+", lambda number: str(int(number[0]) - 1), address)
    counted: list[Calls] = []
    for each in (before, address, address):
        calls: Calls = Counter()

        def count(frame: FrameType, event: str, _: object, calls: Calls = calls) -> None:
            if event == "call" and (file := frame.f_code.co_filename).startswith(ROOT):
                calls[file.removeprefix(ROOT), frame.f_code.co_qualname] += 1

        sys.setprofile(count)
        response = client.get(each, headers=KINDS[kind])
        sys.setprofile(None)
        assert response.status_code == 200, f"{each} is answered with {response.status}"
        counted.append(calls)
    return counted


if __name__ == "__main__":
    main()
