"""Where the processes of one server keep their counts, so that any of them can tell those of all.

prometheus_client has a file for each process, which every process reads when it is asked. It looks for the folder when
it is imported, so `prepare` comes before that; nothing here imports it before it is needed.
"""

import atexit
import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
"""The environment variable in which prometheus_client finds the folder."""
SUMS = ("counter", "histogram")
"""The kinds whose values add up; those of a process that has ended still count."""

_dead: set[int] = set()  # processes whose counts still lie in files of their own


def prepare(below: str | None) -> None:
    """Make a folder for the processes that will be forked, below that one; it goes when this process ends."""
    try:
        folder = tempfile.mkdtemp(prefix="columnwise-counts-", dir=below)
    except OSError as error:
        raise SystemExit(f"METRICS needs a folder for temporary files, and none can be made: {error}.") from error
    os.environ[FOLDER] = folder
    atexit.register(_remove, folder, os.getpid())


def _remove(folder: str, maker: int) -> None:
    """Remove it, unless this is a process that was forked."""
    if os.getpid() == maker:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def at_rest() -> Iterator[None]:
    """Meanwhile no counts move from one file to another."""
    with _locked(fcntl.LOCK_SH):
        yield


def bury(pid: int) -> None:
    """Add the counts of a process that has ended to those of all that ended before it.

    Otherwise each worker that is replaced would leave two files, which every look at the counts reads. If just now
    somebody looks, it is done when the next one ends: who starts the workers must not wait for one.
    """
    from prometheus_client.multiprocess import mark_process_dead

    folder = Path(os.environ[FOLDER])
    mark_process_dead(pid, str(folder))
    _dead.add(pid)
    with suppress(BlockingIOError), _locked(fcntl.LOCK_EX | fcntl.LOCK_NB):
        while _dead:
            _add_up(folder, _dead.pop())


def _add_up(folder: Path, pid: int) -> None:
    from prometheus_client.mmap_dict import MmapedDict

    for kind in SUMS:
        own = folder / f"{kind}_{pid}.db"
        if not own.exists():
            continue
        try:
            values = list(MmapedDict.read_all_values_from_file(str(own)))
        finally:
            own.unlink()  # what cannot be read would be in the way of every look
        with closing(MmapedDict(str(folder / f"{kind}_dead.db"))) as every:
            for key, value, _, _ in values:
                every.write_value(key, every.read_value(key)[0] + value, 0.0)


@contextmanager
def _locked(how: int) -> Iterator[None]:
    with (Path(os.environ[FOLDER]) / "lock").open("a") as lock:
        fcntl.flock(lock, how)
        yield
