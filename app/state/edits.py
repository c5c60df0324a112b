"""From one set of numbers to another: sizes, activations, a seed, an entry, a whole matrix.

Whatever changes, the rest stays: a matrix that grows keeps its entries and gets further ones on its right or below, and
one keeps looking at the same operation of the same example where it still exists.
"""

from app.engine.names import INPUTS, Name, names_of
from app.engine.network import Plan, Sizes
from app.engine.program import program
from app.state.limits import MAX_NUMBERS
from app.state.navigation import Position, canonical, without_cell
from app.state.plans import canonical_numbers, plan_errors, resized, shape_problem
from app.state.query import length_of
from app.state.state import ADDED, MATRICES, MOST_EXAMPLES, MOST_LAYERS, MOST_UNITS, Cell, Entries, State, plan_of


class Misfit(ValueError):
    """Numbers that cannot be used here; the message says why, and names both shapes where two do not fit."""


class TooLong(Misfit):
    """Numbers that fit the network but not the address."""


def with_m(state: State, m: int, base: Plan) -> State:
    """Another number of examples: columns appear or go on the right, all others stay as they are."""
    return _changed(state, base, m=m)


def with_units(state: State, place: int, units: int, base: Plan) -> State:
    """Another number of features (place 0) or of neurons in layer 1, 2, …"""
    n = list(plan_of(state, base).sizes.n)
    n[place] = units
    return _changed(state, base, layers=tuple(n))


def with_activation(state: State, layer: int, key: str, base: Plan) -> State:
    """Another activation in that layer (from 1)."""
    keys = list(plan_of(state, base).activations)
    keys[layer - 1] = key
    return _changed(state, base, act=tuple(keys))


def with_layer(state: State, base: Plan) -> State | None:
    """One more layer, as wide as the last or as wide as can be. The layers before it stay. None if there is no room."""
    plan = plan_of(state, base)
    if plan.sizes.L == MOST_LAYERS:
        return None
    n = (*plan.sizes.n, min(plan.sizes.n[-1], MOST_UNITS))
    return _changed(state, base, layers=n, act=(*plan.activations, _next_activation(plan, base)))


def without_layer(state: State, base: Plan) -> State | None:
    """Without the last layer. None if it is the only one."""
    plan = plan_of(state, base)
    if plan.sizes.L == 1:
        return None
    return _changed(state, base, layers=plan.sizes.n[:-1], act=plan.activations[:-1])


def with_new_numbers(state: State, base: Plan) -> State | None:
    """The same network with every number drawn anew. None if it is too large to be drawn."""
    plan = plan_of(state, base)
    if max(plan.sizes.n) > MOST_UNITS:
        return None
    seed = 1 if state.seed is None else (state.seed + 1) % 1_000_000
    update: dict[str, object] = dict.fromkeys(MATRICES)
    update |= {"seed": seed, "act": plan.activations, "m": min(plan.sizes.m, MOST_EXAMPLES)}
    return _changed(state, base, plan.sizes.n, **update)


def with_entry(state: State, cell: Cell, value: float | None, base: Plan) -> State:
    """One entry of X, W or b set to that value; None is the number that would be there anyway. One looks on there."""
    sizes = plan_of(state, base).sizes
    rows, columns = sizes.shapes[cell.matrix]
    entries = resized(getattr(state, cell.matrix) or (), (rows, columns)) or ((None,) * columns,) * rows
    changed = [list(row) for row in entries]
    changed[cell.row - 1][cell.column - 1] = value
    return _changed(
        without_cell(Position(state, sizes)), base, None, **{cell.matrix: tuple(tuple(row) for row in changed)}
    )


def with_matrix(state: State, name: Name, rows: Entries, base: Plan) -> State:
    """A whole matrix of one's own. The sizes follow where nothing of one's own contradicts them.

    X decides m, and the features if W[1] is not one's own. W[1] decides the features if X is not one's own; every W
    decides the neurons of its layer if its b and the next W are not one's own. Misfit otherwise, TooLong if the address
    cannot hold it.
    """
    sizes = plan_of(state, base).sizes
    if name not in MATRICES or name not in sizes.shapes:
        raise Misfit(f"There is no {name.bracketed} to give numbers to.")
    shape = (len(rows), len(rows[0]))
    n = _following(state, name, shape, sizes)
    m = shape[1] if name == INPUTS else sizes.m
    if problem := shape_problem(name, shape, Sizes(n, m)):
        raise Misfit(problem)
    for _, problem in plan_errors(state.model_copy(update={"layers": n, "act": None, "m": m}), base):
        raise Misfit(problem)
    return _changed(state, base, layers=n, m=m, **{name: rows})


def _following(state: State, name: Name, shape: tuple[int, int], sizes: Sizes) -> tuple[int, ...]:
    """The sizes that follow the matrix, as far as no other own matrix says otherwise."""
    n, overridden = list(sizes.n), {each for each, _ in state.overrides}
    layer = name.layer
    if name == INPUTS and names_of(1).W not in overridden:
        n[0] = shape[0]
    if name.kind == "W" and not overridden & {names_of(layer).b, names_of(layer + 1).W}:
        n[layer] = shape[0]
    if name == "W1" and INPUTS not in overridden:
        n[0] = shape[1]
    return tuple(n)


def _next_activation(plan: Plan, base: Plan) -> str:
    place = len(plan.activations)
    return base.activations[place] if place < len(base.activations) else ADDED


def _checked(state: State) -> State:
    if length_of(state) <= MAX_NUMBERS:
        return state
    raise TooLong(
        f"The address holds all numbers, and these make it {length_of(state):,} characters long. {MAX_NUMBERS:,} fit."
    )


def _changed(state: State, base: Plan, layers: tuple[int, ...] | None = None, **update: object) -> State:
    before = plan_of(state, base)
    update.setdefault("m", before.sizes.m)
    if layers is not None:
        update = {"act": _kept_activations(before, len(layers) - 1), **update, "layers": layers}
    made = state.model_copy(update=update)
    after = plan_of(made, base).sizes
    made = made.model_copy(update=_look(state, before.sizes, after))
    return _checked(canonical(canonical_numbers(made, base), after))


def _kept_activations(before: Plan, layers: int) -> tuple[str, ...]:
    return tuple((*before.activations, *(ADDED,) * layers)[:layers])


def _look(state: State, before: Sizes, after: Sizes) -> dict[str, object]:
    """Where one looks, moved to what still exists."""
    cell = state.cell
    fits = cell is not None and _within(cell, after)
    look: dict[str, object] = {
        "cell": cell if fits else None,
        "window": state.window if state.window and state.window <= after.m else None,
        "rows": state.rows if state.rows and state.rows <= after.n[0] else None,
    }
    step = Position(state, before).step
    if step is not None:
        layer, example = min(step.writes.layer, after.L), min(step.example or 0, after.m - 1)
        look["step"] = program(state.view, after).number(getattr(names_of(layer), step.writes.kind), example)
    return look


def _within(cell: Cell, sizes: Sizes) -> bool:
    rows, columns = sizes.shapes.get(cell.matrix, (0, 0))
    return cell.row <= rows and cell.column <= columns
