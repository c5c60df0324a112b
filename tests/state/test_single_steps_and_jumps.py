"""Key presses during a slow request are replaced by one jump, which must equal as many steps.

static/js/stepping.js takes the address of ``format_jump``, adds the step and requests that.
"""

from urllib.parse import parse_qsl

from hypothesis import assume, given
from hypothesis import strategies as st

from app.engine.network import Sizes
from app.engine.program import program
from app.state import Position, State, parse
from app.state.navigation import at_step
from app.state.query import format_jump
from tests.support.strategies import Visit, plain, visits

PLANS = {"course": plain(Sizes((3, 4, 2), 5))}


def jumped(visit: Visit, number: int) -> State:
    """The state that the browser requests."""
    pairs = dict(parse_qsl(format_jump(visit.position))) | {"step": str(number)}
    return parse(pairs.items(), visit.plans)


def stepped(visit: Visit, numbers: range) -> State:
    """The state after as many single steps."""
    state = visit.state
    for number in numbers:
        state = at_step(Position(state, visit.sizes), number)
    return state


@given(visits(), st.data())
def test_n_presses_forward_equal_one_jump(visit: Visit, data: st.DataObject) -> None:
    here, last = visit.state.step, len(program(visit.state.view, visit.sizes))
    assume(last - here >= 2)
    there = data.draw(st.integers(here + 2, last))
    assert jumped(visit, there) == stepped(visit, range(here + 1, there + 1))


@given(visits(), st.data())
def test_n_presses_back_equal_one_jump(visit: Visit, data: st.DataObject) -> None:
    here = visit.state.step
    assume(here >= 2)
    there = data.draw(st.integers(0, here - 2))
    assert jumped(visit, there) == stepped(visit, range(here - 1, there - 1, -1))


def test_format_jump_has_no_step() -> None:
    state = parse([("view", "vectorized"), ("step", "3"), ("cell", "Z2.2.4"), ("present", "1")], PLANS)
    assert format_jump(Position(state, PLANS["course"].sizes)) == "view=vectorized&cell=1.4&present=1"
