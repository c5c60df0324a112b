"""A preset with other sizes, activations or numbers, as the controls of the page change it."""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from app.engine.activations import ACTIVATIONS
from app.engine.names import INPUTS, Name, names_of
from app.engine.network import Plan, inputs, network
from app.engine.ops import Array, Shape
from app.presets.drawn import drawn
from app.presets.preset import Classes, Preset

Entries = tuple[tuple[float | None, ...], ...]
Overrides = Iterable[tuple[Name, Entries]]
"""Entries by matrix that replace the preset's or the drawn ones. None replaces nothing, as does an entry outside."""


def overlay(base: Preset, plan: Plan, seed: int | None, overrides: Overrides) -> Preset:
    """The preset with that plan. Each number is the override, else the preset's, else drawn from the seed.

    With a seed, no number is the preset's. Names of rows and columns are dropped where they no longer apply.
    """
    entries = dict(overrides)
    if plan == base.plan and seed is None and not entries:
        return base
    values = {
        name: _matrix(base, name, plan.sizes.shapes[name], seed, entries.get(name, ()))
        for name in plan.sizes.shapes
        if name.is_given
    }
    net = network(
        (values[names_of(layer).W], values[names_of(layer).b], ACTIVATIONS[key])
        for layer, key in enumerate(plan.activations, start=1)
    )
    only_m = seed is None and not entries and (plan.sizes.n, plan.activations) == (base.sizes.n, base.plan.activations)
    changed = replace(base, network=net, X=inputs(values[INPUTS], net), classes=_first(base.classes, plan.sizes.m))
    return changed if only_m and plan.sizes.m <= base.sizes.m else _renamed(changed, base, seed, INPUTS in entries)


def _renamed(changed: Preset, base: Preset, seed: int | None, X_overridden: bool) -> Preset:
    same_inputs = seed is None and changed.network.n_x == base.network.n_x
    same_outputs = seed is None and changed.sizes.n[1:] == base.sizes.n[1:]
    same_examples = same_inputs and not X_overridden and changed.sizes.m <= base.sizes.m
    return replace(
        changed,
        title=f"{base.title}, changed" if same_inputs else "Your own network",
        example=base.example if same_inputs else "example",
        features=base.features if same_inputs else (),
        outputs=base.row_names if same_outputs else (),
        classes=changed.classes if same_outputs and same_examples else None,
        picture=base.picture if same_inputs else None,
    )


def _first(classes: Classes | None, m: int) -> Classes | None:
    """The classes with the answers of the first m examples only."""
    return None if classes is None else replace(classes, answers=classes.answers[:m])


def _matrix(base: Preset, name: Name, shape: Shape, seed: int | None, entries: Entries) -> Array:
    known = _preset_matrix(base, name) if seed is None else None
    if known is not None and known.shape[0] >= shape[0] and known.shape[1] >= shape[1]:
        values = known[: shape[0], : shape[1]].copy()
    else:
        has_its_features = known is not None and known.shape[0] == shape[0]  # further examples of the preset
        values = drawn(seed or 0, name, shape, base.ranges if has_its_features else ())  # 0 without a seed
        if known is not None:
            rows, columns = min(known.shape[0], shape[0]), min(known.shape[1], shape[1])
            values[:rows, :columns] = known[:rows, :columns]
    for j, row in enumerate(entries):
        for k, entry in enumerate(row):
            if entry is not None:
                values[j, k] = entry
    return np.ascontiguousarray(values)


def _preset_matrix(base: Preset, name: Name) -> Array | None:
    if name == INPUTS:
        return base.X
    if name.layer > base.network.L:
        return None
    layer = base.network.layers[name.layer - 1]
    return layer.W if name.kind == "W" else layer.b
