"""Edits of the numbers: sizes, activations, the seed, an entry, a whole matrix.

An edit changes nothing else: a matrix that grows keeps its entries and gets further ones on its right or below. The
step stays at the same operation and example if they still exist.
"""

from app.engine.names import INPUTS, Name, names_of
from app.engine.network import Plan, Sizes
from app.engine.program import program
from app.state.limits import MAX_NUMBERS
from app.state.navigation import Position, canonical, without_cell
from app.state.plans import canonical_numbers, plan_errors, resized, shape_problem
from app.state.query import length_of
from app.state.state import MATRICES, MOST_EXAMPLES, MOST_LAYERS, MOST_UNITS, Cell, Entries, State, default_act, plan_of


class BadEdit(ValueError):
    """An edit that cannot be made. The message is a sentence; it names both shapes where two do not fit."""


class TooLong(BadEdit):
    """Numbers that fit the network, of the sizes ``n``, but make the address too long."""

    def __init__(self, message: str, n: tuple[int, ...]) -> None:
        super().__init__(message)
        self.n = n


def with_m(state: State, m: int, base: Plan) -> State:
    """Set the number of examples: columns are added or removed on the right."""
    return _changed(state, base, m=m)


def with_units(state: State, index: int, units: int, base: Plan) -> State:
    """Set the number of features (index 0) or of neurons in layer 1, 2, …"""
    n = list(plan_of(state, base).sizes.n)
    n[index] = units
    return _changed(state, base, layers=tuple(n))


def with_activation(state: State, layer: int, key: str, base: Plan) -> State:
    """Set the activation of that layer (from 1)."""
    keys = list(plan_of(state, base).activations)
    keys[layer - 1] = key
    return _changed(state, base, act=tuple(keys))


def with_layer(state: State, base: Plan) -> State | None:
    """Add a layer as wide as the last, at most MOST_UNITS. None if there are MOST_LAYERS already."""
    plan = plan_of(state, base)
    if plan.sizes.L == MOST_LAYERS:
        return None
    n = (*plan.sizes.n, min(plan.sizes.n[-1], MOST_UNITS))
    return _changed(state, base, layers=n, act=(*plan.activations, default_act(n, base)[-1]))


def without_layer(state: State, base: Plan) -> State | None:
    """Remove the last layer. None if it is the only one."""
    plan = plan_of(state, base)
    if plan.sizes.L == 1:
        return None
    return _changed(state, base, layers=plan.sizes.n[:-1], act=plan.activations[:-1])


def with_new_numbers(state: State, base: Plan) -> State | None:
    """Draw every number from the next seed. None if a layer has more than MOST_UNITS."""
    plan = plan_of(state, base)
    if max(plan.sizes.n) > MOST_UNITS:
        return None
    seed = 1 if state.seed is None else (state.seed + 1) % 1_000_000
    update: dict[str, object] = dict.fromkeys(MATRICES)
    update |= {"seed": seed, "act": plan.activations, "m": min(plan.sizes.m, MOST_EXAMPLES)}
    return _changed(state, base, plan.sizes.n, **update)


def without_changes(state: State, base: Plan) -> State:
    """The preset's own network and numbers."""
    return _changed(state, base, base.sizes.n, **dict.fromkeys((*MATRICES, "seed", "act", "m")))


def with_entry(state: State, cell: Cell, value: float | None, base: Plan) -> State:
    """Override one entry of X, W or b, or remove its override (None). Its rows and columns stay on show."""
    sizes = plan_of(state, base).sizes
    rows, columns = sizes.shapes[cell.matrix]
    entries = resized(getattr(state, cell.matrix) or (), (rows, columns)) or ((None,) * columns,) * rows
    changed = [list(row) for row in entries]
    changed[cell.row - 1][cell.column - 1] = value
    return _changed(
        without_cell(Position(state, sizes)), base, None, **{cell.matrix: tuple(tuple(row) for row in changed)}
    )


def with_matrix(state: State, name: Name, rows: Entries, base: Plan) -> State:
    """Override a whole matrix. The sizes follow it unless another overridden matrix fixes them.

    X sets m, and the features if W[1] has no overrides. W[1] sets the features if X has none; every W sets the neurons
    of its layer if its b and the next W have none. BadEdit if the shape does not fit: its sentence names the network as
    it is, and a matrix of the shape that it asks for fits. TooLong for the address.
    """
    sizes = plan_of(state, base).sizes
    if name not in MATRICES or name not in sizes.shapes:
        raise BadEdit(f"There is no {name.bracketed} to give numbers to.")
    shape = (len(rows), len(rows[0]))
    n = _following(state, name, shape, sizes)
    m = shape[1] if name == INPUTS else sizes.m
    if shape_problem(name, shape, Sizes(n, m)):
        raise BadEdit(shape_problem(name, shape, sizes))
    for _, problem in plan_errors(state.model_copy(update={"layers": n, "act": None, "m": m, name: rows}), base):
        raise BadEdit(problem)
    return _changed(state, base, layers=n, m=m, **{name: rows})


def _following(state: State, name: Name, shape: tuple[int, int], sizes: Sizes) -> tuple[int, ...]:
    """The sizes with this matrix, except those that another overridden matrix fixes."""
    n, overridden = list(sizes.n), {each for each, _ in state.overrides}
    layer = name.layer
    if name == INPUTS and names_of(1).W not in overridden:
        n[0] = shape[0]
    if name.kind == "W" and not overridden & {names_of(layer).b, names_of(layer + 1).W}:
        n[layer] = shape[0]
    if name == "W1" and INPUTS not in overridden:
        n[0] = shape[1]
    return tuple(n)


def _changed(state: State, base: Plan, layers: tuple[int, ...] | None = None, **update: object) -> State:
    before = plan_of(state, base)
    update.setdefault("m", before.sizes.m)
    if layers is not None:
        update = {"act": default_act(layers, before), **update, "layers": layers}
    made = state.model_copy(update=update)
    after = plan_of(made, base).sizes
    made = made.model_copy(update=_position(state, before.sizes, after))
    made = canonical(canonical_numbers(made, base), after)
    if (length := length_of(made)) > MAX_NUMBERS:
        raise TooLong(
            f"The address holds all numbers, and these make it {length:,} characters long. {MAX_NUMBERS:,} fit.",
            after.n,
        )
    return made


def _position(state: State, before: Sizes, after: Sizes) -> dict[str, object]:
    """The keys of step, cell, window and rows in a network of the sizes ``after``."""
    cell = state.cell
    position: dict[str, object] = {
        "cell": cell if cell and cell.is_within(after) else None,
        "window": state.window if state.window and state.window <= after.m else None,
        "rows": state.rows if state.rows and state.rows <= after.n[0] else None,
    }
    step = Position(state, before).step
    if step is not None:
        layer, example = min(step.writes.layer, after.L), min(step.example or 0, after.m - 1)
        position["step"] = program(state.view, after).number(getattr(names_of(layer), step.writes.kind), example)
    return position
