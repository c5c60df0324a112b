"""The race in a terminal: a table that grows with the race, or one JSON object a line."""

import json
import sys
from collections.abc import Iterator
from io import StringIO
from urllib.parse import parse_qsl

import pytest

from app.presets import plans
from app.speed import __main__ as terminal
from app.speed.race import EXAMPLE_COUNTS
from app.state.record import Progress
from app.state.visit import parse_visit
from tests.support.races import after, worked

POINT = {"program", "network", "m", "median", "q1", "q3", "rounds"}


def worked_progress() -> Iterator[Progress]:
    """What the worked race yields."""
    yield Progress(race=after(0), done=0)
    for done, m in enumerate(EXAMPLE_COUNTS):
        yield Progress(race=after(done), done=done, m=m)
    yield Progress(race=after(len(EXAMPLE_COUNTS)), done=len(EXAMPLE_COUNTS))
    yield Progress(race=worked(), done=len(EXAMPLE_COUNTS))


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The queries for which a race was asked; each is the worked one."""
    queries: list[str] = []

    def run(query: str) -> Iterator[Progress]:
        parse_visit(parse_qsl(query), plans())
        queries.append(query)
        return worked_progress()

    monkeypatch.setattr(terminal, "run", run)
    return queries


def printed(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> list[str]:
    """The lines that the command prints."""
    out = StringIO()
    monkeypatch.setattr(sys, "argv", ["speed", *arguments])
    monkeypatch.setattr(sys, "stdout", out)
    terminal.main()
    return out.getvalue().splitlines()


def test_the_table_by_hand(asked: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    lines = printed(monkeypatch)
    assert asked == ["network=board&threads=1"]
    assert lines[:4] == [
        "the network on the board: 3-4-2, relu, sigmoid",
        "A machine, 4 cores, CPython 3.13.1, NumPy 2.4.6, openblas 0.3.31 Haswell",
        "BLAS threads: 1. Milliseconds of a forward pass: median (quartiles).",
        "",
    ]
    assert lines[4].split() == ["m", "lists", "loop", "vectorized", "float32", "loop", "/", "vectorized"]
    rows = lines[5 : 5 + len(EXAMPLE_COUNTS)]
    assert [row.split()[0] for row in rows] == [f"{m:,}" for m in EXAMPLE_COUNTS]
    assert " ".join(rows[0].split()) == (
        "1 0.004 (0.0036–0.0044) 0.01 (0.009–0.011) 0.0201 (0.0181–0.0221) 0.02 (0.0181–0.0221) 0.5"
    )
    assert rows[6].split()[-1] == "83.3"
    assert " ".join(rows[-1].split()) == "100,000 – – 10 (9.02–11) 5.02 (4.52–5.52)"
    assert lines[5 + len(EXAMPLE_COUNTS) :] == [
        "",
        "lists dropped out at m = 30,000: too much time.",
        "loop dropped out at m = 30,000: too much time.",
        "lists differs from vectorized by 2.0e-16 at most, and they agree.",
        "loop differs from vectorized by 0.0e+00 at most, and they agree.",
        "float32 differs from vectorized by 3.0e-07 at most.",
        "A matrix product alone in float64: 40.0 billion operations a second.",
        "A matrix product alone in float32: 80.0 billion operations a second.",
    ]


def test_each_row_is_printed_as_soon_as_it_is_measured(capsys: pytest.CaptureFixture[str]) -> None:
    progress = worked_progress()
    heads = [next(progress), next(progress)]
    terminal.table(iter(heads))
    assert len(capsys.readouterr().out.splitlines()) == 5
    terminal.table(iter([next(progress)]))
    assert capsys.readouterr().out.split()[0] == "1"


def test_the_columns_are_aligned_with_their_heads() -> None:
    heads = [*terminal.heading(worked())][-1]
    row = terminal.row(worked(), 1_000)
    for key, text in zip(("lists", "loop", "vectorized", "float32"), ("4 (", "10 (", "0.12 (", "0.07 ("), strict=True):
        end = heads.index(f" {key}") + 1 + len(key)
        assert row[:end].endswith(")")
        assert text in row[end - terminal.CELL_CHARACTERS : end]


def test_the_objects_are_the_machine_and_every_point(asked: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    first, *points = [json.loads(line) for line in printed(monkeypatch, "--json")]
    machine = worked().machine
    assert {key: first[key] for key in ("name", "cores", "python", "numpy", "blas")} == {
        key: getattr(machine, key) for key in ("name", "cores", "python", "numpy", "blas")
    }
    assert first["sizes"] == [3, 4, 2]
    assert first["date"].startswith("2026-01-01T12:00:00")
    assert first["trip"] == {"whole": 1.2e-5, "calls": 1.08e-5}
    assert all(set(point) == POINT for point in points)
    by_program_and_m = {(point["program"], point["m"]): point for point in points}
    assert len(by_program_and_m) == len(points) == sum(len(series.m) for series in worked().series.values())
    for (program, m), point in by_program_and_m.items():
        measured = worked().at(program, m)
        assert measured
        assert (point["median"], point["q1"], point["q3"], point["rounds"]) == (
            measured.median,
            measured.q1,
            measured.q3,
            measured.rounds,
        )
        assert point["network"] == "the network on the board"


@pytest.mark.parametrize(
    ("arguments", "query"),
    [
        ([], ""),
        (["--network", "digits"], "network=digits"),
        (["--network", "64-32-10", "--threads", "all"], "network=own&sizes=64-32-10&threads=all"),
        (["--preset", "iris"], "preset=iris&network=board"),
    ],
)
def test_arguments_select_the_race(
    arguments: list[str], query: str, asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    printed(monkeypatch, "--json", *arguments)
    (done,) = asked
    assert parse_visit(parse_qsl(done), plans()) == parse_visit(parse_qsl(query), plans())


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--network", "64"], "Sizes are"),
        (["--network", "64-9999"], "9,999 is outside"),
        (["--network", "a dog"], "not “a dog”"),
        (["--preset", "nothing"], "nothing"),
        (["--preset", "nothing", "--network", "own"], "nothing"),
        (["--network", "own"], "Sizes are"),
    ],
)
def test_an_invalid_argument_ends_the_program_with_a_sentence(
    arguments: list[str], message: str, asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(SystemExit) as ended:
        printed(monkeypatch, *arguments)
    assert isinstance(ended.value.code, str)  # Python prints it and ends with status 1
    assert message in ended.value.code
    assert asked == []


def test_an_unknown_option_is_refused(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        printed(monkeypatch, "--threads", "3")
    assert ended.value.code == 2
    assert "--threads" in capsys.readouterr().err
