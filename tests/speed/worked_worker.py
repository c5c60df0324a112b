"""Stands in for the worker with a worked example: `python -m tests.speed.worked_worker FOLDER KIND`.

The laps are those of tests.speed.races.worked, whatever the kind. While FOLDER/hold is there it waits before its third
rung; with FOLDER/crash there it ends without a result.
"""

import os
import sys
import time
from pathlib import Path

from app.speed.race import EXAMPLE_COUNTS, Progress
from app.speed.worker import line
from app.state.record import Race
from tests.speed.races import worked

HELD = 2


def after(rungs: int) -> Race:
    """The worked race as it stood after that many rungs."""
    whole = worked()
    series = {
        program: each.model_copy(update={key: getattr(each, key)[:rungs] for key in type(each).model_fields})
        for program, each in whole.series.items()
    }
    return whole.model_copy(
        update={"series": series if rungs else {}, "is_whole": False, "stopped": {}, "memory": None}
    )


def main(folder: Path) -> None:
    with (folder / "started").open("a") as file:
        file.write(f"{os.getpid()}\n")
    for done, m in enumerate(EXAMPLE_COUNTS):
        print(line(Progress(after(done), done, m)), flush=True)
        while done == HELD and (folder / "hold").exists():
            time.sleep(0.02)
        if (folder / "crash").exists():
            sys.exit(1)
    print(line(Progress(worked(), len(EXAMPLE_COUNTS), None)), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
