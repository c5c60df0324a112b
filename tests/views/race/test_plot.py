"""The plots of a race: within the axes, in order, without overlap; and exact coordinates worked out by hand."""

import re
from itertools import combinations, pairwise

from hypothesis import given
from hypothesis import strategies as st

from app.speed.contestants import PROGRAMS
from app.state.record import Race
from app.views.race.log_plot import LEFT, RIGHT, TOP, LineName, Plot, PlotLine
from app.views.race.plot import RATIO_BOTTOM, TIME_BOTTOM, ratio_plot, time_plot
from tests.support.races import exactly, race, races

BESIDE = st.lists(races(), max_size=3)
TWO = race({"loop": exactly((1, 1e-4), (1_000, 1e-2)), "vectorized": exactly((1, 1e-4), (1_000, 1e-3))})


def numbers(path: str) -> list[tuple[float, float]]:
    """The points of a path of M and L."""
    assert re.fullmatch(r"M[\d. L-]+z?", path)
    return [(float(x), float(y)) for x, y in (point.split() for point in path.strip("Mz").split("L"))]


def plots(one: Race, beside: list[Race]) -> list[tuple[Plot, float]]:
    ratio = ratio_plot(one, beside)
    return [(time_plot(one, beside), TIME_BOTTOM), *([(ratio, RATIO_BOTTOM)] if ratio else [])]


def names(plot: Plot) -> list[LineName]:
    return [line.name for line in plot.lines] + ([plot.level[1]] if plot.level else [])


@given(races(), BESIDE)
def test_every_point_is_within_the_axes(one: Race, beside: list[Race]) -> None:
    for plot, bottom in plots(one, beside):
        for line in plot.lines:
            for x, y in numbers(line.path):
                assert LEFT <= x <= RIGHT
                assert TOP <= y <= bottom
            assert len(line.marks) == len(numbers(line.path))


@given(races())
def test_a_larger_m_is_further_right_and_a_longer_time_higher(one: Race) -> None:
    every = [
        (place, point)
        for line in time_plot(one).lines
        for place, point in zip(numbers(line.path), one.series[line.key].points(), strict=True)
    ]
    for (place, point), (other_place, other) in combinations(every, 2):
        assert (other_place[0] - place[0]) * (other.m - point.m) >= 0
        assert (other_place[1] - place[1]) * (other.median - point.median) <= 0


@given(races())
def test_band_encloses_its_line(one: Race) -> None:
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


@given(races(), st.lists(races(), max_size=4))
def test_names_do_not_overlap_and_are_inside_the_plot(one: Race, beside: list[Race]) -> None:
    for plot, bottom in plots(one, beside):
        for name in names(plot):
            assert 0 <= name.left <= name.left + name.width <= plot.width + 0.1
            assert TOP - 0.1 <= name.middle - name.height / 2 <= name.middle + name.height / 2 <= bottom + 0.1
            assert all(name.middle - name.height / 2 < row.y < name.middle + name.height / 2 for row in name.rows)
        for name, other in combinations(names(plot), 2):
            across = min(name.left + name.width, other.left + other.width) - max(name.left, other.left)
            assert across <= 0 or abs(name.middle - other.middle) >= (name.height + other.height) / 2 - 0.1


@given(races(), BESIDE)
def test_every_program_of_the_race_is_drawn_and_named(one: Race, beside: list[Race]) -> None:
    own = [line for line in time_plot(one, beside).lines if line.rank != "beside"]
    assert {line.key for line in own} == set(one.series)
    assert all(words(line) for line in own if line.key.strip())


@given(races(), BESIDE)
def test_the_label_names_the_first_and_last_point_of_every_line(one: Race, beside: list[Race]) -> None:
    drawn = time_plot(one, beside)
    in_names = sum(
        other.machine.name.count(" at m = ") for other in beside for _ in {"loop", "vectorized"} & set(other.series)
    )
    assert drawn.label.count(" at m = ") == sum(min(len(line.marks), 2) for line in drawn.lines) + in_names
    assert ("Nothing is measured yet" in drawn.label) == (not drawn.lines)


def test_names_are_right_of_the_last_points() -> None:
    loop, vectorized = time_plot(TWO).lines
    assert [(row.x, row.y, row.text) for row in loop.name.rows] == [(223.0, 122.8, "loop")]
    assert vectorized.name.middle == 165.2


def test_name_that_would_cover_a_marker_is_above_its_point() -> None:
    one = race({"loop": exactly((1, 1e-5), (10_000, 0.14)), "lists": exactly((1, 1e-5), (30_000, 0.14))})
    lists, loop = time_plot(one).lines
    (loop_x, loop_y), (_, lists_y) = numbers(loop.path)[-1], numbers(lists.path)[-1]
    assert loop.name.left < loop_x < loop.name.left + loop.name.width
    assert loop.name.middle + loop.name.height / 2 < loop_y
    assert lists.name.middle == lists_y


def test_long_name_takes_two_rows_but_one_if_there_are_many() -> None:
    every = race({key: exactly((100_000, 1e-3)) for key in PROGRAMS})
    rows = {line.key: [row.text for row in line.name.rows] for line in time_plot(every).lines}
    assert rows["float32"] == ["vectorized,", "float32"]
    other = race({"loop": exactly((1, 1e-3)), "vectorized": exactly((1, 1e-3))}, machine="a machine with a long name")
    with_others = time_plot(every, [other] * 3).lines
    assert {len(line.name.rows) for line in with_others} == {1}
    assert words(with_others[0]) == "loop, a machine with…"


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
    assert ratio.level[0] == "M53.0 126.5H323.0"  # 1 is one of 4 decades in 134 units from 160 up
    assert ratio.lines[0].path == "M53.0 126.5L215.0 93.0"


def test_quartiles_by_hand() -> None:
    """Half and double are 0.301 decades, 14.0 units, down and up; half of 10 µs needs another decade."""
    assert time_plot(TWO).lines[0].band == "M53.0 197.6L215.0 104.8L215.0 132.8L53.0 225.6z"
    assert [tick.text for tick in time_plot(TWO).up] == ["10 µs", "100 µs", "1 ms", "10 ms", "100 ms", "1 s"]
    quicker = race({"loop": exactly((1, 1e-5))})
    assert [tick.text for tick in time_plot(quicker).up][:2] == ["1 µs", "10 µs"]


def test_the_axis_of_m_is_the_same_for_every_sample() -> None:
    for one in (race({}), race({"loop": exactly((1, 1e-4))}), TWO):
        assert [tick.text for tick in time_plot(one).across] == ["1", "10", "100", "1,000", "10,000", "100,000"]


def test_race_without_points_is_an_empty_grid() -> None:
    empty = time_plot(race({}, is_whole=False))
    assert empty.lines == ()
    assert empty.label.endswith("Nothing is measured yet.")
    assert [tick.text for tick in empty.up][::5] == ["10 µs", "1 s"]
    assert ratio_plot(race({})) is None
    assert ratio_plot(race({"loop": exactly((1, 1e-4)), "vectorized": exactly((3, 1e-4))})) is None


def test_single_point_has_a_marker_and_a_band() -> None:
    (line,) = time_plot(race({"loop": exactly((10, 1e-3))})).lines
    (point,) = numbers(line.path)
    assert point == (107.0, 165.2)
    assert len(line.marks) == 1
    assert [x for x, _ in numbers(line.band)] == [104.0, 110.0, 110.0, 104.0]


def test_programs_differ_in_marker_and_the_main_two_have_rank_first() -> None:
    every = {key: exactly((1, 1e-4), (10, 1e-3)) for key in (*PROGRAMS, "numba")}
    lines = time_plot(race(every)).lines
    assert len({line.shape for line in lines}) == 5
    assert {line.key for line in lines if line.rank == "first"} == {"loop", "vectorized"}
    assert [line.rank for line in lines] == ["second"] * 3 + ["first"] * 2  # what comes later lies on top


def test_names_are_in_the_order_of_their_points() -> None:
    close = {key: exactly((1, 1e-4 * (1 + n / 5))) for n, key in enumerate(("vectorized", "float32", "lists", "loop"))}
    middles = {line.key: line.name.middle for line in time_plot(race(close)).lines}
    assert all(middles[upper] < middles[lower] for upper, lower in pairwise(("loop", "lists", "float32", "vectorized")))


def test_another_machine_shows_the_loop_and_the_matrix_form_with_its_name() -> None:
    other = race({key: exactly((1, 1e-3), (10, 1e-2)) for key in PROGRAMS}, machine="a board computer")
    beside = [line for line in time_plot(TWO, [other]).lines if line.rank == "beside"]
    assert [words(line) for line in beside] == ["loop, a board computer", "vectorized, a board computer"]
    assert "a board computer" in time_plot(TWO, [other]).label
    ratio = ratio_plot(TWO, [other])
    assert ratio
    assert [words(line) for line in ratio.lines] == ["a board computer", "loop / vectorized"]


def test_labels_and_marker_texts_by_hand() -> None:
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
    assert ratio.lines[0].marks[1][1] == "loop / vectorized, m = 10: 90 times as long"


def words(line: PlotLine) -> str:
    return " ".join(row.text for row in line.name.rows)
