"""The folder that the processes of races share: private, and locked for moments only."""

import os
import resource
import tempfile
from pathlib import Path

import pytest

from app.speed.folder import NoRaces, locked
from app.speed.queue import RaceQueue
from tests.support.fake_races import until


def test_the_default_folder_is_made_for_this_user_alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    for _ in range(2):
        with locked(None) as folder:
            assert folder == tmp_path / f"columnwise-{os.geteuid()}"
            assert folder.stat().st_mode & 0o777 == 0o700


def test_a_folder_that_is_a_link_is_refused(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir(mode=0o700)
    (tmp_path / "link").symlink_to(tmp_path / "real")
    with pytest.raises(NoRaces, match=r"for themselves: it is a link, or open to others\.$"):
        RaceQueue(tmp_path / "link").join("a")


@pytest.mark.parametrize("mode", [0o755, 0o710, 0o701, 0o777])
def test_a_folder_that_is_open_to_others_is_refused(tmp_path: Path, mode: int) -> None:
    (tmp_path / "open").mkdir()
    (tmp_path / "open").chmod(mode)
    with pytest.raises(NoRaces, match="open to others"):
        RaceQueue(tmp_path / "open").poll("", "a")


def test_a_folder_of_another_user_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tmp_path.chmod(0o700)
    monkeypatch.setattr(os, "geteuid", lambda: tmp_path.stat().st_uid + 1)
    with pytest.raises(NoRaces, match="for themselves"):
        RaceQueue(tmp_path).leave("0123456789abcdef")


def test_a_folder_that_cannot_be_made_is_reported(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for folder in (tmp_path / "file", tmp_path / "file" / "below", tmp_path / "missing" / "below"):
        with pytest.raises(NoRaces, match=r"^The folder .* cannot be made: .*\.$"):
            RaceQueue(folder).join("a")


def test_without_any_folder_for_temporary_files_there_are_no_races(monkeypatch: pytest.MonkeyPatch) -> None:
    def none() -> str:
        raise FileNotFoundError("No usable temporary directory found")

    monkeypatch.setattr(tempfile, "gettempdir", none)
    with pytest.raises(NoRaces, match="no folder for temporary files"):
        RaceQueue().join("a")


def test_a_full_disk_is_reported_and_leaves_nothing_behind(races: RaceQueue) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    try:
        with pytest.raises(NoRaces, match=r"^The races in the folder .* cannot be run: File too large\.$"):
            races.join("whole")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    ticket = races.join("whole")
    until(lambda: races.poll(ticket, "whole").state == "finished")


def test_a_folder_that_cannot_be_used_is_reported(tmp_path: Path) -> None:
    (tmp_path / "races" / "folder.lock").mkdir(mode=0o700, parents=True)
    (tmp_path / "races").chmod(0o700)
    with pytest.raises(NoRaces, match=r"^The races in the folder .* cannot be run: Is a directory\.$"):
        RaceQueue(tmp_path / "races").join("a")


def test_foreign_files_and_free_locks_are_ignored(races: RaceQueue, folder: Path) -> None:
    (folder / "races").mkdir(mode=0o700)
    for name in ("folder.lock", "race.lock", "0123456789ab.sock", "0123456789ab.race", "0123456789ab.lock"):
        (folder / "races" / name).write_text("12345")
    ticket = races.join("whole")
    until(lambda: races.poll(ticket, "whole").state == "finished")


def test_a_lock_that_is_never_freed_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.speed.folder.time.monotonic", iter(range(0, 100, 3)).__next__)
    with locked(tmp_path / "races"), pytest.raises(NoRaces, match=r"another process holds its lock\.$"):
        RaceQueue(tmp_path / "races").join("a")
    assert RaceQueue(tmp_path / "races").poll("", "a").state == "unknown"
