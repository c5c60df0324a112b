"""The status of a race by what its process wrote, line by line."""

from pathlib import Path

import pytest

from app.speed.status import Status, read
from app.state.record import Progress
from tests.support.races import after, lines, worked

SAMPLE = Progress(race=after(2), done=2, m=10)
WHOLE = Progress(race=worked(), done=11)


def written(folder: Path, *texts: str) -> Path:
    """The file of a race whose process wrote these lines."""
    file = folder / "race"
    file.write_text("network=digits\n" + "".join(f"{text}\n" for text in texts))
    return file


def failed(because: str) -> Status:
    return Status("failed", reason=f"The race stopped: {because}. Start it again.")


def test_a_running_race_has_its_latest_progress(tmp_path: Path) -> None:
    assert read(written(tmp_path), is_over=False) == Status("running")
    assert read(written(tmp_path, *lines()[:3]), is_over=False) == Status("running", progress=SAMPLE)


def test_a_line_that_is_not_complete_yet_is_not_read(tmp_path: Path) -> None:
    file = written(tmp_path, *lines()[:3])
    with file.open("a") as half:
        half.write(lines()[3])
    assert read(file, is_over=False).progress == SAMPLE


def test_lines_that_are_no_progress_are_passed_over(tmp_path: Path) -> None:
    file = written(tmp_path, *lines()[:3], "", "no JSON", "[1]", "5", '{"race": 1}', "[" * 100_000, lines()[3][:-9])
    assert read(file, is_over=False) == Status("running", progress=SAMPLE)


@pytest.mark.parametrize("end", [(), ('{"status": 1}',), ('{"status": -9}',), ('{"limit": 20}',), ("a warning",)])
@pytest.mark.parametrize("is_over", [False, True])
def test_a_whole_race_is_finished_however_its_process_ends(tmp_path: Path, end: tuple[str, ...], is_over: bool) -> None:
    assert read(written(tmp_path, *lines(), *end), is_over) == Status("finished", progress=WHOLE)


@pytest.mark.parametrize("is_over", [False, True])
def test_at_its_time_limit_a_race_is_finished_if_anything_was_measured(tmp_path: Path, is_over: bool) -> None:
    limit = '{"limit": 20}'
    assert read(written(tmp_path, *lines()[:3], "", limit), is_over) == Status("finished", progress=SAMPLE)
    unmeasured = failed("nothing was measured in 20 seconds")
    assert read(written(tmp_path, lines()[0], "", limit, '{"status": 0}'), is_over) == unmeasured


@pytest.mark.parametrize(
    ("end", "because"),
    [
        ([], "its process ended before the race was over"),
        (['{"status": 0}'], "its process ended before the race was over"),
        (['{"status": -9}'], "its process was ended by signal 9"),
        (['{"status": 3}'], "its process ended with status 3"),
        (
            ["Traceback (most recent call last):", "MemoryError: no room\x1b", "", '{"status": 1}'],
            "its process ended with status 1 and said “MemoryError: no room”",
        ),
        (["MemoryError"], "its process ended before the race was over and said “MemoryError”"),
        (["x" * 300, '{"status": 1}'], f"its process ended with status 1 and said “{'x' * 200}”"),
    ],
)
def test_a_race_without_a_result_has_failed_for_a_reason(tmp_path: Path, end: list[str], because: str) -> None:
    assert read(written(tmp_path, *lines()[:3], *end), is_over=True) == failed(because)
