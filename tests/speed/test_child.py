"""The process of a race: what starts it, what ends it, and what is left when it or its parent is killed."""

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest

from app.engine.network import Sizes
from app.speed import child
from app.speed.folder import LEASE_SECONDS, NoRaces, is_acquired
from app.speed.queue import RaceQueue
from app.speed.status import Status
from app.state.record import Progress
from tests.support.fake_races import is_gone, numbers, until
from tests.support.races import lines

ROOT = Path(__file__).parents[2]
JOIN = """
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tests.support.fake_races import fake_races

races = fake_races(Path(sys.argv[1]))
with ThreadPoolExecutor(30) as pool:
    print(*pool.map(races.join, sys.argv[2:]), flush=True)
sys.stdin.read()
"""
"""A server process: joins races of these kinds at once, prints the tickets, and stays until its input ends."""


def server_process(folder: Path, *kinds: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", JOIN, str(folder), *kinds]
    return subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def tickets(process: "subprocess.Popen[str]") -> list[str]:
    assert process.stdout
    return process.stdout.readline().split()


def running(races: RaceQueue, folder: Path, kind: str) -> tuple[str, int]:
    """A ticket of a race that has begun to measure, and the number of its process."""
    ticket = races.join(kind)
    until(lambda: races.poll(ticket, kind).progress)
    return ticket, numbers(folder / "started")[-1]


def final(races: RaceQueue, ticket: str) -> Status:
    until(lambda: races.poll(ticket, "").state not in ("waiting", "running"))
    return races.poll(ticket, "")


def failed(because: str) -> Status:
    return Status("failed", reason=f"The race stopped: {because}. Start it again.")


def test_progress_is_reported_while_the_race_runs(races: RaceQueue, folder: Path) -> None:
    (folder / "hold").touch()
    ticket, _ = running(races, folder, "whole")
    until(lambda: races.poll(ticket, "whole").progress == Progress.model_validate_json(lines()[2]))
    (folder / "hold").unlink()
    assert final(races, ticket) == Status("finished", progress=Progress.model_validate_json(lines()[-1]))


def test_thirty_threads_that_join_at_once_share_one_race(races: RaceQueue, folder: Path) -> None:
    (folder / "hold").touch()
    with ThreadPoolExecutor(30) as pool:
        joined = [*pool.map(races.join, ["whole"] * 30)]
    (folder / "hold").unlink()
    assert len(set(joined)) == 30
    assert {final(races, ticket).state for ticket in joined} == {"finished"}
    assert len(numbers(folder / "started")) == 1


@pytest.mark.slow
def test_processes_that_join_at_once_share_races_that_run_one_at_a_time(races: RaceQueue, folder: Path) -> None:
    servers = [server_process(folder, *(f"whole {kind % 3}" for kind in range(10))) for _ in range(3)]
    joined = [ticket for each in servers for ticket in tickets(each)]
    assert {final(races, ticket).state for ticket in joined} == {"finished"}
    for each in servers:
        each.communicate()
    assert len(set(joined)) == 30
    assert 3 <= len(numbers(folder / "started")) <= 9
    assert not (folder / "two-at-once").exists()


def test_a_killed_process_is_reported_and_the_next_race_runs(
    races: RaceQueue, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wait = subprocess.Popen.wait
    monkeypatch.setattr(subprocess.Popen, "wait", lambda child: (wait(child), time.sleep(0.3))[0])  # noticed late
    ticket, pid = running(races, folder, "endless")
    os.kill(pid, signal.SIGKILL)
    assert final(races, ticket) == failed("its process was ended by signal 9")
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)  # not even a zombie is left
    assert final(races, races.join("whole")).state == "finished"


def test_a_failed_process_is_reported_with_its_output(races: RaceQueue, folder: Path) -> None:
    (folder / "crash").touch()
    assert final(races, races.join("whole")) == failed(
        "its process ended with status 1 and said “MemoryError: no room”"
    )


def test_a_race_survives_the_server_process_that_started_it(races: RaceQueue, folder: Path) -> None:
    (folder / "hold").touch()
    server = server_process(folder, "whole")
    (first,) = tickets(server)
    second = races.join("silent")
    server.kill()
    server.communicate()
    assert races.poll(first, "").state == "running"
    assert races.poll(second, "") == Status("waiting", position=1)
    (folder / "hold").unlink()
    assert final(races, first).state == "finished"
    until(lambda: races.poll(second, "").progress)
    assert len(numbers(folder / "started")) == 2 and not (folder / "two-at-once").exists()


def test_a_process_that_is_killed_after_its_server_process_is_reported(races: RaceQueue, folder: Path) -> None:
    server = server_process(folder, "endless")
    (ticket,) = tickets(server)
    server.kill()
    server.communicate()
    until(lambda: races.poll(ticket, "").progress)
    os.kill(numbers(folder / "started")[0], signal.SIGKILL)
    assert final(races, ticket) == failed("its process ended before the race was over")


def test_a_race_that_its_last_watcher_leaves_ends_at_once(races: RaceQueue, folder: Path) -> None:
    ticket, pid = running(races, folder, "silent")
    races.leave(ticket)
    until(lambda: is_gone(pid))
    assert races.poll(ticket, "") == Status("left")
    assert final(races, races.join("whole")).state == "finished"


def test_a_race_without_polls_ends_by_itself(races: RaceQueue, folder: Path) -> None:
    ticket, pid = running(races, folder, "endless")
    (file,) = (folder / "races").glob(f"*{ticket}*")
    os.utime(file, (0, time.monotonic() - 2 * LEASE_SECONDS))
    until(lambda: is_gone(pid))
    assert races.poll(ticket, "") == Status("left")


def test_at_its_time_limit_a_race_ends_with_what_was_measured(races: RaceQueue) -> None:
    status = final(races, races.join("endless limited"))
    assert (status.state, status.progress) == ("finished", Progress.model_validate_json(lines()[2]))
    assert final(races, races.join("silent limited")) == failed("nothing was measured in 0.5 seconds")


@pytest.mark.soak
def test_a_process_that_hangs_is_ended_by_the_system(races: RaceQueue) -> None:
    assert final(races, races.join("hanging limited")) == failed("its process was ended by signal 14")


def test_a_process_that_cannot_be_started_is_reported(folder: Path) -> None:
    races = RaceQueue(folder / "races", (str(folder / "missing"),))
    with pytest.raises(NoRaces, match=r"^The races in the folder .* cannot be run: No such file or directory\.$"):
        races.join("whole")


def test_a_race_runs_with_a_low_priority(races: RaceQueue, folder: Path) -> None:
    _, pid = running(races, folder, "endless")
    assert os.getpriority(os.PRIO_PROCESS, pid) == min(19, os.getpriority(os.PRIO_PROCESS, 0) + 10)


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="only Linux lists the open files of a process")
def test_a_race_inherits_no_open_files_but_its_own(races: RaceQueue, folder: Path) -> None:
    with (folder / "inherited").open("w") as inherited:
        os.set_inheritable(inherited.fileno(), True)
        _, pid = running(races, folder, "silent")
    (race,) = (folder / "races").glob("*.running")
    expected = {str(race), str(folder / "races" / "race.lock"), str(folder / "racing"), "/dev/null"}
    until(lambda: open_files(pid) == expected)  # the lock of the folder is closed just after a progress
    assert os.getsid(pid) == pid


def open_files(pid: int) -> set[str]:
    found = set()
    for each in Path(f"/proc/{pid}/fd").iterdir():
        with suppress(FileNotFoundError):
            found.add(str(each.readlink()))
    return found


@pytest.mark.parametrize(("query", "threads"), [("", 1), ("threads=all", 7), ("network=own&sizes=2-1", 1)])
def test_a_query_decides_the_network_and_the_threads(query: str, threads: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "cores", lambda: 7)
    first = next(child.run(query))
    assert first.race.threads == threads
    assert first.race.series == {}
    assert first.race.network.sizes == ((2, 1) if "own" in query else Sizes((3, 4, 2), 1).n)


@pytest.mark.slow
def test_the_real_process_runs_the_race_of_its_kind(folder: Path) -> None:
    races = RaceQueue(folder / "races")
    ticket = races.join("network=own&sizes=2-1")
    until(lambda: races.poll(ticket, "").state != "running" or races.poll(ticket, "").progress)
    status = races.poll(ticket, "")
    assert status.state == "running" and status.progress
    assert status.progress.race.network.sizes == (2, 1)
    races.leave(ticket)
    with (folder / "races" / "race.lock").open() as lock:
        assert is_acquired(lock, seconds=60)
