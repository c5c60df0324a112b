"""Every preset opens and is consistent."""

import pytest

from app.engine.forward import Trace
from app.presets import PRESETS, opened, plans, preset
from app.state import State


def trace_of(key: str) -> Trace:
    """The trace of the unchanged preset."""
    return opened(key, plans()[key], None, ())[1]


every_preset = pytest.mark.parametrize("key", PRESETS)


def test_default_preset_is_the_first() -> None:
    assert next(iter(PRESETS)) == State().preset


@every_preset
def test_key_of_a_preset_is_its_key_in_PRESETS(key: str) -> None:
    assert preset(key).key == key


def test_titles_of_presets_are_distinct() -> None:
    assert len({preset(key).title for key in PRESETS}) == len(PRESETS)


@every_preset
def test_preset_and_its_trace_are_cached(key: str) -> None:
    assert preset(key) is preset(key)
    assert trace_of(key) is trace_of(key)
    assert trace_of(key).X is preset(key).X


@every_preset
def test_sizes_of_a_preset_equal_those_of_its_trace(key: str) -> None:
    assert plans()[key].sizes == preset(key).sizes == trace_of(key).sizes


@every_preset
def test_names_of_a_preset_match_its_rows(key: str) -> None:
    known = preset(key)
    assert len(known.features) in (0, known.network.n_x)
    if known.classes:
        assert len(known.classes.names) == known.network.layers[-1].n
        assert len(known.classes.answers) == known.sizes.m
        assert set(known.classes.answers) == set(range(len(known.classes.names)))


@every_preset
def test_both_programs_agree_on_every_preset(key: str) -> None:
    assert trace_of(key).max_abs_difference < 1e-13


def test_unknown_preset_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        preset("none")
