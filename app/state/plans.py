"""From the keys that decide the numbers to the network they mean: its sizes, its activations, what does not fit."""

from collections.abc import Iterator
from typing import Literal

from app.engine.activations import ACTIVATIONS
from app.engine.names import INPUTS, Name, names_of
from app.engine.network import Plan, Sizes
from app.engine.ops import Shape
from app.state.state import MOST_EXAMPLES, MOST_LAYERS, MOST_UNITS, Entries, State, default_act, default_m, plan_of

Way = Literal["columns", "rows"]
"""What the examples are in a matrix that somebody brings."""


def most_units(place: int, base: Plan) -> int:
    """The largest number of features (place 0) or units of layer 1, 2, … on this preset."""
    n = base.sizes.n
    return max(MOST_UNITS, n[place]) if place < len(n) else MOST_UNITS


def most_examples(state: State, base: Plan) -> int:
    """The largest m: a preset has as many examples as it has, drawn ones are limited."""
    return max(MOST_EXAMPLES, base.sizes.m) if state.seed is None else MOST_EXAMPLES


def fitted(entries: Entries, shape: Shape) -> Entries | None:
    """The entries cut or filled up to that shape; None if nothing of one's own is left."""
    rows, columns = shape
    kept = [(*row[:columns], *(None,) * (columns - len(row))) for row in entries[:rows]]
    kept += [(None,) * columns] * (rows - len(kept))
    return tuple(kept) if any(entry is not None for row in kept for entry in row) else None


def canonical_numbers(state: State, base: Plan) -> State:
    """The same numbers with nothing said twice: sizes, activations and m that are so anyway become None."""
    plan = plan_of(state, base)
    update: dict[str, object] = {
        name: fitted(entries, plan.sizes.shapes[name]) if name in plan.sizes.shapes else None
        for name, entries in state.overrides
    }
    if X := update.get("X"):
        update["X"] = _trimmed(X)  # type: ignore[arg-type]
    state = state.model_copy(update=update)
    n = None if plan.sizes.n == base.sizes.n else plan.sizes.n
    act = None if plan.activations == default_act(plan.sizes.n, base) else plan.activations
    state = state.model_copy(update={"layers": n, "act": act, "m": None})
    return state.model_copy(update={"m": None if default_m(state, base) == plan.sizes.m else plan.sizes.m})


def misfits(state: State, base: Plan) -> Iterator[tuple[str, str]]:
    """What of it cannot be meant: key and sentence, in the address's order. Judge the rest without that key."""
    if wrong := list(_wrong_layers(state, base)):
        yield from wrong
        return  # what depends on the layers cannot be judged
    layers = len(state.layers or base.sizes.n) - 1
    if state.act and len(state.act) != layers:
        has = "1 layer" if layers == 1 else f"{layers} layers"
        yield "act", f"The network has {has}: give an activation for each, {layers} in all, not {len(state.act)}."
    if state.m and state.m > most_examples(state, base):
        yield "m", f"m is a whole number from 1 to {most_examples(state, base)} here, not “{state.m}”."
    if state.seed is not None and max(state.layers or base.sizes.n) > MOST_UNITS:
        yield "seed", f"Numbers are drawn for up to {MOST_UNITS} units in a layer, and this network has more."
    yield from _wrong_shapes(state, base)


def shape_problem(name: Name, shape: Shape, sizes: Sizes) -> str:
    """Why a matrix of that shape does not fit: a sentence that names both shapes. Empty if it fits."""
    if name not in sizes.shapes:
        return f"There is no {name.bracketed}: the network has {sizes.L} layer{'s' if sizes.L > 1 else ''}."
    wanted = sizes.shapes[name]
    if name == INPUTS:
        if shape[0] == wanted[0]:
            return ""
        weights = sizes.shapes[names_of(1).W]
        return f"X is {shape}, but W[1] is {weights}: X must have {counted_rows(wanted[0])}, one for each feature."
    if shape == wanted:
        return ""
    layer = name.layer
    units, before = sizes.n[layer], sizes.n[layer - 1]
    source = "there are {} features" if layer == 1 else f"layer {layer - 1} has {{}} neurons"
    why = source.format(before) if name.kind == "W" and shape[1] != before else f"layer {layer} has {units} neurons"
    why = why.replace("are 1 features", "is 1 feature").replace("has 1 neurons", "has 1 neuron")
    return f"{name.bracketed} is {shape}, but {why}: it must be {wanted}."


def counted_rows(number: int) -> str:
    """1 row, 3 rows."""
    return f"{number} row" if number == 1 else f"{number} rows"


def _wrong_layers(state: State, base: Plan) -> Iterator[tuple[str, str]]:
    if state.layers is None:
        return
    if len(state.layers) - 1 > MOST_LAYERS:
        yield "layers", f"A network has 1 to {MOST_LAYERS} layers here, not {len(state.layers) - 1}."
        return
    for place, n in enumerate(state.layers):
        most = most_units(place, base)
        if not 1 <= n <= most:
            what = f"Layer {place} has 1 to {most} neurons" if place else f"There are 1 to {most} features"
            yield "layers", f"{what}, not {n}."
            return


def _wrong_shapes(state: State, base: Plan) -> Iterator[tuple[str, str]]:
    n = state.layers or base.sizes.n
    sizes = Sizes(n, state.m or default_m(state, base))
    for name, entries in state.overrides:
        shape = (len(entries), len(entries[0]))
        if problem := shape_problem(name, shape, sizes):
            yield name, problem
        elif name == INPUTS and shape[1] > most_examples(state, base):
            yield "X", f"X has {shape[1]} columns. There can be {most_examples(state, base)} examples here."


def activation_names() -> str:
    """The keys of all activations, for a sentence."""
    return ", ".join(ACTIVATIONS)


def _trimmed(X: Entries) -> Entries:
    """Without the columns on the right in which nothing is one's own."""
    used = max(i for row in X for i, entry in enumerate(row, start=1) if entry is not None)
    return tuple(row[:used] for row in X)
