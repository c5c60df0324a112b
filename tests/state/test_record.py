"""The text of saved races: round trip, and errors for any other text."""

import json
from urllib.parse import quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.state.limits import MAX_VISIT
from app.state.record import BadRecord, Race, read_saved, saved_text
from tests.support.races import races, worked


@given(st.lists(races(), min_size=1, max_size=4))
def test_saved_races_round_trip(saved: list[Race]) -> None:
    assert read_saved(saved_text(*saved)) == tuple(saved)


def test_two_saved_races_fit_the_address() -> None:
    assert 2 * len(quote_plus(saved_text(worked()))) < MAX_VISIT


def test_saved_text_has_documented_json_keys() -> None:
    saved = json.loads(saved_text(worked()))
    assert saved["columnwise"] == "race"
    assert saved["version"] == 1
    [race] = saved["races"]
    assert race["machine"]["numpy"] == "2.4.6"
    assert race["date"] == "2026-01-01T12:00:00Z"
    assert race["series"]["loop"]["m"][0] == 1
    assert race["series"]["loop"]["median"][0] == 1e-5


def changed(**parts: object) -> str:
    """The text of the worked example with these parts replaced."""
    saved = json.loads(saved_text(worked()))
    saved["races"][0] |= parts
    return json.dumps(saved)


SERIES = {"m": [1, 3], "median": [1.0, 2.0], "q1": [0.5, 1.5], "q3": [1.5, 2.5], "rounds": [5, 5]}


def series(**parts: object) -> str:
    return changed(series={"loop": SERIES | parts})


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "JSON"),
        ("[]", "object"),
        ("{", "JSON"),
        ("[" * 5000, "JSON"),
        ('{"columnwise": "race", "version": 2, "races": []}', "version"),
        (changed(threads=0), "threads"),
        (changed(network={"name": "x", "sizes": [3, 4], "activations": []}), "one activation"),
        (changed(network={"name": "x", "sizes": [3, 4], "activations": ["magic"]}), "no activation magic"),
        (changed(date="yesterday"), "date"),
        (changed(surprise=1), "surprise"),
        (series(m=[3, 1]), "m must grow"),
        (series(m=[1]), "each m needs"),
        (series(q1=[1.2, 1.5]), "between its quartiles"),
        (series(median=[-1.0, 2.0]), "median"),
        (series(median=[float("nan"), 2.0]), "finite"),
        (changed(series={"<script>": SERIES}), "script"),
        (changed(series={f"p{n}": SERIES for n in range(7)}), "at most 6"),
    ],
)
def test_invalid_saved_text_is_a_bad_record_with_a_reason(text: str, reason: str) -> None:
    with pytest.raises(BadRecord, match=reason):
        read_saved(text)


def test_a_race_saved_with_memory_and_caches_of_its_machine_opens() -> None:
    machine = worked().machine.model_dump() | {"memory": 8 * 2**30, "caches": {"L1": 32 * 2**10}}
    assert read_saved(changed(machine=machine)) == (worked(),)


def test_saved_race_may_have_unknown_programs() -> None:
    [race] = read_saved(changed(series={"torch on a gpu": SERIES}))
    assert race.series["torch on a gpu"].points()[1].median == 2.0


@given(st.text(max_size=300))
def test_any_other_text_is_a_bad_record(text: str) -> None:
    with pytest.raises(BadRecord):
        read_saved(text)


def test_date_of_a_saved_race_is_converted_to_utc() -> None:
    (race,) = read_saved(changed(date="2026-01-01T17:30:00+05:30"))
    assert race.date.isoformat() == "2026-01-01T12:00:00+00:00"
    with pytest.raises(BadRecord, match="between the years"):
        read_saved(changed(date="0001-01-01T00:00:00+02:00"))
