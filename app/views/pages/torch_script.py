"""The current numbers as a PyTorch program with nn.Linear: /export.py?framework=torch.

In PyTorch examples are rows, so matrices with examples are transposed: X_T is X.T, Z1_T is Z1.T.
"""

from collections.abc import Iterator

from app.engine.names import Name
from app.engine.program import operation
from app.views.base.scene import Scene
from app.views.program import script_words as words
from app.views.program.checks import both_agree, page_result, tolerance
from app.views.program.numpy_code import LOOP_HEADER, SourceLine, activations, computed, shape_text
from app.views.program.parts import Library, Part, as_script, numbers, opening, written

TORCH = Library(
    name="PyTorch",
    imports=("import torch", "from torch import nn", "", "torch.set_grad_enabled(False)  # a forward pass only"),
    array="torch.tensor",
    whole=", dtype=torch.float64",
    floats=", dtype=torch.float64",
    axis="dim",
    counting="torch.arange(1, m + 1, dtype=torch.float64)",
    turned="_T.T",
    activated="activation(({}).T).T",
)


def torch_script(scene: Scene, root: str) -> str:
    """The program; ``root`` is the server's URL, such as http://127.0.0.1:8000/."""
    return as_script(
        (
            opening(scene, root, TORCH),
            numbers(scene, TORCH),
            Part(words.LAYERS_TITLE, words.TORCH_LAYERS, tuple(_layers(scene))),
            Part(words.LOOP_TITLE, (words.TORCH_LOOP,), written(_loop(scene))),
            Part(words.MATRIX_TITLE, (words.TORCH_MATRIX,), written(_matrix_form(scene))),
            tolerance(scene, TORCH),
            both_agree(scene, TORCH),
            page_result(scene, TORCH),
            Part(words.RESULT_TITLE, (words.result(scene),), (f"print({scene.outputs})",)),
        )
    )


def _layers(scene: Scene) -> Iterator[str]:
    for key, activation in activations(scene.network).items():
        yield f"{key} = {activation.torch}"
    n = scene.sizes.n
    for l in range(1, scene.sizes.L + 1):
        yield f"layer{l} = nn.Linear({n[l - 1]}, {n[l]}, dtype=torch.float64)"
        yield f"layer{l}.weight.copy_(W{l})  # ({n[l]}, {n[l - 1]}), the same as W{l}"
        yield f"layer{l}.bias.copy_(b{l}[:, 0])  # ({n[l]}, 1) -> ({n[l]},)"


def _loop(scene: Scene) -> list[SourceLine]:
    n, names = scene.sizes.n, computed(scene.sizes)
    return [
        SourceLine("X_T = X.T", shape_text((n[0], scene.sizes.m)), shape_text((scene.sizes.m, n[0]))),
        *(SourceLine(f"{each}_loop_T = torch.empty((m, {n[each.layer]}), dtype=torch.float64)") for each in names),
        SourceLine(LOOP_HEADER),
        *(_line(scene, name, is_column=True) for name in names),
    ]


def _matrix_form(scene: Scene) -> list[SourceLine]:
    made, m = scene.outputs, scene.sizes.m
    return [
        *(_line(scene, name, is_column=False) for name in computed(scene.sizes)),
        SourceLine(f"{made} = {made}_T.T", shape_text((m, scene.sizes.n[-1])), shape_text((scene.sizes.n[-1], m))),
    ]


def _line(scene: Scene, name: Name, is_column: bool) -> SourceLine:
    """One operation on rows: ``nn.Linear`` is rows @ W.T + b."""
    reads, l = operation(scene.network, name).reads, name.layer
    examples, before, units = 1 if is_column else scene.sizes.m, scene.sizes.n[l - 1], scene.sizes.n[l]
    if name.kind == "A":
        call, argument, source = scene.activation(l).key, reads[0], shape_text((examples, units))
    else:
        call, argument = f"layer{l}", reads[1]
        source = f"{shape_text((examples, before))} @ {shape_text((before, units))} + ({units},)"

    def spelled(each: Name) -> str:
        if not is_column:
            return f"{each}_T"
        return f"{each}{'' if each.is_given else '_loop'}_T[i:i+1]"

    code = f"{'    ' if is_column else ''}{spelled(name)} = {call}({spelled(argument)})"
    return SourceLine(code, source, shape_text((examples, units)), name)
