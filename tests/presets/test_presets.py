"""Every preset opens, names itself as it is named, and fits together."""

import pytest

from app.engine.forward import Trace
from app.presets import PRESETS, opened, plans, preset
from app.state import State


def trace_of(key: str) -> Trace:
    """What both programs computed for the preset as it is."""
    return opened(key, plans()[key], None, ())[1]


every_preset = pytest.mark.parametrize("key", PRESETS)


def test_the_bare_address_opens_the_first_preset() -> None:
    assert next(iter(PRESETS)) == State().preset


@every_preset
def test_a_preset_bears_the_key_it_is_found_by(key: str) -> None:
    assert preset(key).key == key


def test_no_two_presets_have_the_same_title() -> None:
    assert len({preset(key).title for key in PRESETS}) == len(PRESETS)


@every_preset
def test_a_preset_is_made_and_run_once(key: str) -> None:
    assert preset(key) is preset(key)
    assert trace_of(key) is trace_of(key)
    assert trace_of(key).X is preset(key).X


@every_preset
def test_the_sizes_of_a_preset_are_those_of_its_trace(key: str) -> None:
    assert plans()[key].sizes == preset(key).sizes == trace_of(key).sizes


@every_preset
def test_the_names_of_a_preset_fit_its_rows(key: str) -> None:
    known = preset(key)
    assert len(known.features) in (0, known.network.n_x)
    if known.classes:
        assert len(known.classes.names) == known.network.layers[-1].n
        assert len(known.classes.answers) == known.sizes.m
        assert set(known.classes.answers) == set(range(len(known.classes.names)))


@every_preset
def test_both_programs_agree_on_a_preset(key: str) -> None:
    assert trace_of(key).max_abs_difference < 1e-13


def test_there_is_no_other_preset() -> None:
    with pytest.raises(KeyError):
        preset("none")
