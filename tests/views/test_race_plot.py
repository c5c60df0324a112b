"""The pictures of a race: everything inside, in order, apart; and exact places worked out by hand."""

import re
from itertools import combinations, pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from app.state.record import Race
from app.views.line_names import Area, Wanted, named, text_width
from app.views.log_plot import LEFT, RIGHT, TOP, WIDTH, Line, Plot
from app.views.race_plot import RATIO_BOTTOM, TIME_BOTTOM, ratio_plot, time_plot
from tests.views.random_races import PROGRAMS, exactly, race, races

BESIDE = st.lists(races(), max_size=3)
TWO = race({"loop": exactly((1, 1e-4), (1_000, 1e-2)), "vectorized": exactly((1, 1e-4), (1_000, 1e-3))})


def numbers(path: str) -> list[tuple[float, float]]:
    """The places of a path of M and L."""
    assert re.fullmatch(r"M[\d. L-]+z?", path)
    return [(float(x), float(y)) for x, y in (place.split() for place in path.strip("Mz").split("L"))]


def plots(one: Race, beside: list[Race]) -> list[tuple[Plot, float]]:
    ratio = ratio_plot(one, beside)
    return [(time_plot(one, beside), TIME_BOTTOM), *([(ratio, RATIO_BOTTOM)] if ratio else [])]


def boxes(plot: Plot) -> list[Area]:
    names = [line.name for line in plot.lines] + ([plot.level.name] if plot.level else [])
    return [name.box for name in names if name]


def height_at(places: list[tuple[float, float]], x: float) -> float:
    return next(y for at, y in places if at == x)


@given(races(), BESIDE)
def test_every_point_lies_between_the_axes(one: Race, beside: list[Race]) -> None:
    for plot, bottom in plots(one, beside):
        for line in plot.lines:
            for x, y in numbers(line.path):
                assert LEFT <= x <= RIGHT
                assert TOP <= y <= bottom
            assert len(line.marks) == len(numbers(line.path))


@given(races())
def test_a_larger_m_lies_further_right_and_a_longer_time_higher(one: Race) -> None:
    every = [
        (place, point)
        for line in time_plot(one).lines
        for place, point in zip(numbers(line.path), one.series[line.key].points(), strict=True)
    ]
    for (place, point), (other_place, other) in combinations(every, 2):
        assert (other_place[0] - place[0]) * (other.m - point.m) >= 0
        assert (other_place[1] - place[1]) * (other.median - point.median) <= 0


@given(races())
def test_a_band_encloses_its_line(one: Race) -> None:
    for plot, bottom in plots(one, []):
        for line in plot.lines:
            band, middles = numbers(line.band), numbers(line.path)
            half = len(band) // 2
            upper, lower = band[:half], band[half:][::-1]
            assert all(TOP <= y <= bottom for _, y in band)
            if len(middles) > 1:
                assert [x for x, _ in upper] == [x for x, _ in middles] == [x for x, _ in lower]
            for (_, high), (_, low), (_, y) in zip(upper, lower, middles, strict=False):
                assert high <= y <= low


@given(races(), BESIDE)
def test_names_are_apart_and_inside_the_picture(one: Race, beside: list[Race]) -> None:
    for plot, _ in plots(one, beside):
        for box in boxes(plot):
            assert box.left >= 0
            assert box.right <= plot.width
            assert TOP <= box.top < box.bottom <= plot.height
        for box, other in combinations(boxes(plot), 2):
            across = min(box.right, other.right) - max(box.left, other.left)
            down = min(box.bottom, other.bottom) - max(box.top, other.top)
            assert across <= 0 or down <= 0


@given(races(), BESIDE)
def test_text_stays_in_the_box_of_its_name(one: Race, beside: list[Race]) -> None:
    for plot, _ in plots(one, beside):
        for line in plot.lines:
            assert line.name
            for row in line.name.rows:
                assert row.x + text_width(row.text, line.rank == "first") <= line.name.box.right + 0.1
                assert line.name.box.top < row.y < line.name.box.bottom


@given(races(), BESIDE)
def test_every_program_of_the_race_is_drawn_and_named(one: Race, beside: list[Race]) -> None:
    own = [line for line in time_plot(one, beside).lines if line.rank != "beside"]
    assert {line.key for line in own} == set(one.series)
    assert all(line.name and line.name.rows[0].text for line in own if line.key.strip())


@given(races(), BESIDE)
def test_what_is_drawn_is_said(one: Race, beside: list[Race]) -> None:
    label = time_plot(one, beside).label
    assert label.count(" at m = ") == sum(
        1 if len(line.marks) == 1 else 2 for line in time_plot(one, beside).lines
    ) + sum(other.machine.name.count(" at m = ") for other in beside)
    assert ("Nothing is measured yet" in label) == (
        not one.series and not any({"loop", "vectorized"} & set(other.series) for other in beside)
    )


def test_six_long_names_at_one_place_all_find_room() -> None:
    wanted = [Wanted("a name of several long words", RIGHT, 100.0, bold=True)] * 6
    assert all(named(wanted, [], Area(LEFT, TOP, WIDTH, TIME_BOTTOM)))


def test_a_name_avoids_the_lines_near_its_point() -> None:
    own, other = np.array([(60.0, 200.0), (200.0, 100.0)]), np.array([(150.0, 100.0), (320.0, 99.0)])
    (name,) = named([Wanted("loop", 200.0, 100.0)], [own, other], Area(LEFT, TOP, WIDTH, TIME_BOTTOM))
    assert name
    assert name.box.bottom < 99 or name.box.top > 101


def test_two_points_by_hand() -> None:
    """The axis of m: 5 decades in 270 units from 53, so 54 each. That of time: 5 decades in 232 from 258 up, 46.4 each.

    m = 1,000 lies 3 decades from the left; 10 ms lie 3 decades above 10 µs.
    """
    (loop, vectorized) = time_plot(TWO).lines
    assert loop.path == "M53.0 211.6L215.0 118.8"
    assert vectorized.path == "M53.0 211.6L215.0 165.2"
    ratio = ratio_plot(TWO)
    assert ratio
    assert ratio.level
    assert ratio.level.path == "M53.0 126.5H323.0"  # 1 is one of 4 decades in 134 units from 160 up
    assert ratio.lines[0].path == "M53.0 126.5L215.0 93.0"


def test_quartiles_by_hand() -> None:
    """Half and double are 0.301 decades, 14.0 units, down and up; half of 10 µs needs another decade."""
    assert time_plot(TWO).lines[0].band == "M53.0 197.6L215.0 104.8L215.0 132.8L53.0 225.6z"
    assert [tick.text for tick in time_plot(TWO).up] == ["10 µs", "100 µs", "1 ms", "10 ms", "100 ms", "1 s"]
    quicker = race({"loop": exactly((1, 1e-5))})
    assert [tick.text for tick in time_plot(quicker).up][:2] == ["1 µs", "10 µs"]


def test_the_axis_of_m_stays_while_points_arrive() -> None:
    for one in (race({}), race({"loop": exactly((1, 1e-4))}), TWO):
        assert [tick.text for tick in time_plot(one).across] == ["1", "10", "100", "1,000", "10,000", "100,000"]


def test_a_race_without_a_point_is_a_grid() -> None:
    empty = time_plot(race({}, is_whole=False))
    assert empty.lines == ()
    assert empty.label.endswith("Nothing is measured yet.")
    assert [tick.text for tick in empty.up][::5] == ["10 µs", "1 s"]
    assert ratio_plot(race({})) is None
    assert ratio_plot(race({"loop": exactly((1, 1e-4)), "vectorized": exactly((3, 1e-4))})) is None


def test_a_single_point_has_a_mark_and_a_band() -> None:
    (line,) = time_plot(race({"loop": exactly((10, 1e-3))})).lines
    (place,) = numbers(line.path)
    assert place == (107.0, 165.2)
    assert len(line.marks) == 1
    assert [x for x, _ in numbers(line.band)] == [104.0, 110.0, 110.0, 104.0]


def test_programs_differ_in_line_or_mark_and_the_two_are_strongest() -> None:
    every = {key: exactly((1, 1e-4), (10, 1e-3)) for key in (*PROGRAMS, "numba")}
    lines = time_plot(race(every)).lines
    assert len({line.shape for line in lines}) == 5
    assert {line.key for line in lines if line.rank == "first"} == {"loop", "vectorized"}
    assert [line.rank for line in lines] == ["second"] * 3 + ["first"] * 2  # what comes later lies on top


def test_names_stand_in_the_order_of_their_points() -> None:
    close = {key: exactly((1, 1e-4 * (1 + n / 5))) for n, key in enumerate(("vectorized", "float32", "lists", "loop"))}
    tops = {line.key: line.name.box.top for line in time_plot(race(close)).lines if line.name}
    assert all(tops[upper] < tops[lower] for upper, lower in pairwise(("loop", "lists", "float32", "vectorized")))


def test_another_machine_shows_the_loop_and_the_matrix_form_with_its_name() -> None:
    other = race({key: exactly((1, 1e-3), (10, 1e-2)) for key in PROGRAMS}, machine="a board computer")
    beside = [line for line in time_plot(TWO, [other]).lines if line.rank == "beside"]
    assert [words(line) for line in beside] == ["loop, a board computer", "vectorized, a board computer"]
    assert "a board computer" in time_plot(TWO, [other]).label
    ratio = ratio_plot(TWO, [other])
    assert ratio
    assert [words(line) for line in ratio.lines] == ["a board computer", "loop / vectorized"]


def test_what_the_pictures_say_is_of_the_race() -> None:
    assert time_plot(TWO).label == (
        "Time of one forward pass against the number of examples m, on logarithmic scales. "
        "loop: from 100 µs at m = 1 to 10 ms at m = 1,000; vectorized: from 100 µs at m = 1 to 1.0 ms at m = 1,000."
    )
    hump = race(
        {
            "loop": exactly((1, 2e-5), (10, 9e-4), (100, 4e-3)),
            "vectorized": exactly((1, 4e-5), (10, 1e-5), (100, 1e-4)),
        }
    )
    ratio = ratio_plot(hump)
    assert ratio
    assert ratio.label.endswith("from 0.50 at m = 1 to 40 at m = 100, at most 90 at m = 10.")
    assert ratio.lines[0].marks[1].text == "loop / vectorized, m = 10: 90 times as long"


def words(line: Line) -> str:
    return " ".join(row.text for row in line.name.rows) if line.name else ""
