"""Stands in for the worker of a race: `python -m tests.browser.race_worker FOLDER KIND` says the lines of FOLDER/laps.

While FOLDER/hold is there it waits before the third rung; with FOLDER/crash there it ends without a result. It imports
next to nothing, so that a race begins at once.
"""

import os
import sys
import time
from pathlib import Path

HELD = 2


def main(folder: Path) -> None:
    with (folder / "started").open("a") as file:
        file.write(f"{os.getpid()}\n")
    for done, lap in enumerate((folder / "laps").read_text().splitlines()):
        print(lap, flush=True)
        while done == HELD and (folder / "hold").exists():
            time.sleep(0.02)
        if (folder / "crash").exists():
            sys.exit(1)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
