"""The keys that decide the numbers: their limits, their canonical form, and a sentence for each that is invalid."""

from collections.abc import Iterator

from app.engine.names import INPUTS, Name, names_of
from app.engine.network import Plan, Sizes
from app.engine.ops import Shape
from app.state.state import MOST_EXAMPLES, MOST_LAYERS, MOST_UNITS, Entries, State, default_act, default_m, plan_of


def most_units(index: int, base: Plan) -> int:
    """The largest number of features (index 0) or units of layer 1, 2, … on this preset."""
    n = base.sizes.n
    return max(MOST_UNITS, n[index]) if index < len(n) else MOST_UNITS


def most_examples(state: State, base: Plan) -> int:
    """The largest m: at least the preset's, unless a seed draws the examples."""
    return max(MOST_EXAMPLES, base.sizes.m) if state.seed is None else MOST_EXAMPLES


def resized(entries: Entries, shape: Shape) -> Entries | None:
    """The entries cut or padded with None to that shape; None if only Nones are left."""
    rows, columns = shape
    result = [(*row[:columns], *(None,) * (columns - len(row))) for row in entries[:rows]]
    result += [(None,) * columns] * (rows - len(result))
    return tuple(result) if any(entry is not None for row in result for entry in row) else None


def canonical_numbers(state: State, base: Plan) -> State:
    """The same numbers in their canonical form: sizes, activations and m that are the default become None."""
    plan = plan_of(state, base)
    update: dict[str, object] = {
        name: resized(entries, plan.sizes.shapes[name]) if name in plan.sizes.shapes else None
        for name, entries in state.overrides
    }
    if X := update.get("X"):
        update["X"] = _trimmed(X)  # type: ignore[arg-type]
    state = state.model_copy(update=update)
    n = None if plan.sizes.n == base.sizes.n else plan.sizes.n
    act = None if plan.activations == default_act(plan.sizes.n, base) else plan.activations
    state = state.model_copy(update={"layers": n, "act": act, "m": None})
    return state.model_copy(update={"m": None if default_m(state, base) == plan.sizes.m else plan.sizes.m})


def plan_errors(state: State, base: Plan) -> Iterator[tuple[str, str]]:
    """Key and sentence of each invalid value that decides the numbers, in the address's order."""
    if wrong := list(_layer_errors(state, base)):
        yield from wrong
        return  # the other keys depend on the layers
    layers = len(state.layers or base.sizes.n) - 1
    if state.act and len(state.act) != layers:
        has = "1 layer" if layers == 1 else f"{layers} layers"
        yield "act", f"The network has {has}: give an activation for each, {layers} in all, not {len(state.act)}."
    if state.m and state.m > most_examples(state, base):
        yield "m", f"m is a whole number from 1 to {most_examples(state, base)} here, not “{state.m}”."
    if state.seed is not None and max(state.layers or base.sizes.n) > MOST_UNITS:
        yield "seed", f"Numbers are drawn for up to {MOST_UNITS} units in a layer, and this network has more."
    yield from _shape_errors(state, base)


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


def _layer_errors(state: State, base: Plan) -> Iterator[tuple[str, str]]:
    layers = state.layers or ()
    if len(layers) - 1 > MOST_LAYERS:
        yield "layers", f"A network has 1 to {MOST_LAYERS} layers here, not {len(layers) - 1}."
        return
    for index, n in enumerate(layers):
        most = most_units(index, base)
        if not 1 <= n <= most:
            what = f"Layer {index} has 1 to {most} neurons" if index else f"There are 1 to {most} features"
            yield "layers", f"{what}, not {n}."
            return


def _shape_errors(state: State, base: Plan) -> Iterator[tuple[str, str]]:
    n = state.layers or base.sizes.n
    sizes = Sizes(n, state.m or default_m(state, base))
    for name, entries in state.overrides:
        shape = (len(entries), len(entries[0]))
        if problem := shape_problem(name, shape, sizes):
            yield name, problem
        elif name == INPUTS and shape[1] > most_examples(state, base):
            yield "X", f"X has {shape[1]} columns. There can be {most_examples(state, base)} examples here."


def _trimmed(X: Entries) -> Entries:
    """X without the columns on its right that are None throughout."""
    used = max(i for row in X for i, entry in enumerate(row, start=1) if entry is not None)
    return tuple(row[:used] for row in X)
