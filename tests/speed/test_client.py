"""What the server processes share: one host, one queue, in a folder that is nobody else's."""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.speed import client
from app.speed.client import NoRaces, Races, socket_path
from app.speed.queue import Standing
from tests.speed.conftest import ask_until, asked, is_gone, numbers, until

ROOT = Path(__file__).parents[2]


@contextmanager
def server_processes(folder: Path, each: list[list[str]]) -> Iterator[list["subprocess.Popen[str]"]]:
    """So many server processes, each pressing start for its kinds at once."""
    command = [sys.executable, "-m", "tests.speed.start", str(folder)]
    processes = [
        subprocess.Popen([*command, *kinds], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for kinds in each
    ]
    try:
        yield processes
    finally:
        for process in processes:
            process.kill()
            process.communicate()


def said(process: "subprocess.Popen[str]") -> str:
    assert process.stdout
    return process.stdout.readline()


@pytest.mark.slow
def test_thirty_starts_at_once_in_eight_processes_share_one_host_and_race_one_at_a_time(folder: Path) -> None:
    kinds = [f"quick {number % 10}" for number in range(32)]
    with server_processes(folder, [kinds[place::8] for place in range(8)]) as processes:
        assert [said(process) for process in processes] == ["4\n"] * 8
        assert [json.loads(said(process)) for process in processes] == [["finished"] * 4] * 8
        assert len(numbers(folder / "hosts")) == 1
        assert len(numbers(folder / "started")) >= 10
        assert not (folder / "two-at-once").exists()


@pytest.mark.slow
def test_the_host_ends_when_the_last_server_process_has_gone(folder: Path) -> None:
    with server_processes(folder, [["hang"], ["hang"]]) as processes:
        assert [said(process) for process in processes] == ["1\n", "1\n"]
        (pid,) = numbers(folder / "hosts")
        until(lambda: numbers(folder / "started"))
        processes[0].kill()
        assert not is_gone(pid)
    until(lambda: is_gone(pid))
    until(lambda: all(map(is_gone, numbers(folder / "started"))))
    assert not list(folder.glob("*.sock"))


def test_only_joining_starts_a_host(folder: Path) -> None:
    with asked(folder) as races:
        assert races.last("quick") is None
        assert races.look("0" * 16) == Standing("unknown")
        races.leave("0" * 16)
        assert not numbers(folder / "hosts")
        ask_until(races, races.join("quick"), "finished")
        assert len(numbers(folder / "hosts")) == 1 and races.last("quick")


def test_a_killed_host_is_replaced_and_the_race_that_it_left_behind_ends(folder: Path) -> None:
    with asked(folder) as races:
        old = races.join("hang")
        until(lambda: races.look(old).lap)
        (pid,) = numbers(folder / "hosts")
        os.kill(pid, signal.SIGKILL)
        until(lambda: is_gone(pid))
        assert races.look(old) == Standing("unknown")
        ask_until(races, races.join("quick"), "finished")
        assert len(numbers(folder / "hosts")) == 2
        assert is_gone(numbers(folder / "started")[0]) and not (folder / "two-at-once").exists()
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)  # not even a zombie


def test_a_host_that_is_told_to_end_takes_the_race_and_the_socket_with_it(folder: Path) -> None:
    with asked(folder) as races:
        ticket = races.join("hang")
        until(lambda: races.look(ticket).lap)
        (pid,) = numbers(folder / "hosts")
        os.kill(pid, signal.SIGTERM)
        until(lambda: is_gone(pid))
        assert all(map(is_gone, numbers(folder / "started")))
        assert not list(folder.glob("*.sock"))


def test_when_the_socket_is_cleared_away_a_new_host_is_started(folder: Path) -> None:
    with asked(folder) as races:
        races.join("quick")
        socket_path(folder).unlink()
        assert races.last("quick") is None
        ask_until(races, races.join("quick"), "finished")
        assert len(numbers(folder / "hosts")) == 2


def test_a_process_that_is_forked_later_shares_the_host(folder: Path) -> None:
    with asked(folder) as races:
        ticket = races.join("hang")
        child = os.fork()
        if child == 0:
            state = "none"
            try:
                state = races.look(ticket).state
            finally:
                os._exit(0 if state in ("waiting", "running") and len(races._owns) == 1 else 1)
        assert os.waitpid(child, 0)[1] == 0
        assert races.look(ticket).state in ("waiting", "running")
        assert len(numbers(folder / "hosts")) == 1


def test_a_host_that_ends_at_once_is_told_in_a_sentence(folder: Path) -> None:
    with pytest.raises(NoRaces, match=r"^The process that runs the races ended at once, with status 5\.$"):
        Races(folder, (sys.executable, "-c", "raise SystemExit(5)")).join("quick")


def test_a_host_that_cannot_be_started_is_told_in_a_sentence(folder: Path) -> None:
    with pytest.raises(NoRaces, match=r"^The process that runs the races .*missing"):
        Races(folder, (str(folder / "missing"),)).join("quick")


def test_a_host_that_does_not_come_up_is_not_waited_for_for_ever(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "START", 0.5)
    races = Races(folder, (sys.executable, "-c", "import time; time.sleep(600)"))
    try:
        with pytest.raises(NoRaces, match=r"was not ready in 0\.5 seconds\.$"):
            races.join("quick")
        with client._locked(socket_path(folder).with_suffix(".lock"), 0), pytest.raises(NoRaces, match="being started"):
            Races(folder, ("nobody",)).join("quick")
    finally:
        (own,) = races._owns.values()
        own.hosts[0].kill()
        own.hosts[0].wait()


@pytest.mark.parametrize("answer", ["hello", "[1]", '{"a": 1}', "null"])
def test_an_answer_without_sense_is_told_in_a_sentence(
    folder: Path, monkeypatch: pytest.MonkeyPatch, answer: str
) -> None:
    """Something else listens where the host should."""
    with asked(folder) as races:
        races.join("held")
        monkeypatch.setattr(client.json, "loads", lambda line, read=json.loads: read(answer))
        for ask in (lambda: races.join("held"), lambda: races.look("0" * 16)):
            with pytest.raises(NoRaces, match="without sense"):
                ask()
        monkeypatch.undo()


def test_a_host_that_does_not_answer_is_told_in_a_sentence(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "ANSWER", 0.2)
    with socket.socket(socket.AF_UNIX) as deaf:
        deaf.bind(str(socket_path(folder)))
        deaf.listen()
        with pytest.raises(NoRaces, match=r"does not answer \(timed out\)\.$"):
            Races(folder, ("nobody",)).last("quick")


def test_a_kind_that_is_no_query_is_refused_in_a_sentence(folder: Path) -> None:
    with asked(folder) as races, pytest.raises(NoRaces, match=r"^A request is to join"):
        races.join("quick\n")


def test_the_folder_is_made_for_this_user_alone(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    path = socket_path()
    assert path.parent == folder / f"columnwise-{os.geteuid()}"
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert socket_path() == path


def test_a_folder_that_is_a_link_is_refused(folder: Path) -> None:
    (folder / "real").mkdir(mode=0o700)
    (folder / "link").symlink_to(folder / "real")
    with pytest.raises(NoRaces, match=r"for themselves: it is a link, or open to others\.$"):
        Races(folder / "link").join("quick")


@pytest.mark.parametrize("mode", [0o755, 0o710, 0o701, 0o777])
def test_a_folder_that_is_open_to_others_is_refused(folder: Path, mode: int) -> None:
    (folder / "open").mkdir()
    (folder / "open").chmod(mode)
    with pytest.raises(NoRaces, match="open to others"):
        Races(folder / "open").join("quick")


def test_a_folder_of_somebody_else_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: folder.stat().st_uid + 1)
    with pytest.raises(NoRaces, match="for themselves"):
        socket_path(folder)


def test_a_folder_that_cannot_be_made_is_told_in_a_sentence(folder: Path) -> None:
    (folder / "file").touch()
    for where in (folder / "no" / "folder", folder / "file", folder / "file" / "inside"):
        with pytest.raises(NoRaces, match=r"^The folder .* cannot be made: .*\.$"):
            socket_path(where)


def test_without_any_folder_for_temporary_files_there_are_no_races(monkeypatch: pytest.MonkeyPatch) -> None:
    def none() -> str:
        raise FileNotFoundError("No usable temporary directory found")

    monkeypatch.setattr(tempfile, "gettempdir", none)
    with pytest.raises(NoRaces, match="no folder for temporary files"):
        Races().join("quick")


def test_a_path_that_is_too_long_for_a_socket_is_told_in_a_sentence(folder: Path) -> None:
    with pytest.raises(NoRaces, match=r"is too long for a socket: it may have 100 bytes\. Set TMPDIR\.$"):
        socket_path(folder / ("x" * 90))


def test_neither_the_host_nor_who_asks_it_needs_numpy_flask_or_pydantic() -> None:
    listed = "import sys, app.speed.host, app.speed.client; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", listed], cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = {name.partition(".")[0] for name in done.stdout.split()}
    assert "asyncio" in loaded and not loaded & {"numpy", "flask", "werkzeug", "pydantic", "threadpoolctl"}


@pytest.mark.slow
def test_the_host_that_is_really_used_runs_the_race_that_is_really_run(folder: Path) -> None:
    races = Races(folder)
    ticket = races.join("")
    try:
        until(lambda: races.look(ticket).lap or races.look(ticket).state == "failed")
        standing = races.look(ticket)
        assert standing.state == "running" and standing.lap is not None
        assert standing.lap["race"]["network"]["name"] == "the network on the board"
        races.leave(ticket)
        until(lambda: races.look(ticket).state == "left")
    finally:
        races.close()
        (own,) = races._owns.values()
        own.hosts[0].terminate()
        assert own.hosts[0].wait() == 0
    assert not list(folder.glob("*.sock"))
