"""What the predictions say, where the examples have a known answer: which are right, and how many so far."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.presets.preset import Classes
from app.views.base import words
from app.views.base.scene import Scene


@dataclass(frozen=True, slots=True)
class Mark:
    """One example's prediction: "right", "wrong", or "" while it is not computed."""

    verdict: str
    label: str


@dataclass(frozen=True, slots=True)
class Answers:
    """A mark for every example on show, and a sentence each on the one looked at and on all so far."""

    marks: tuple[Mark, ...]
    one: str
    score: str


def answers(scene: Scene, classes: Classes) -> Answers:
    """What the predictions say of examples with these answers. Tells nothing that is not computed at this step."""
    known, right = scene.program.computed(scene.outputs, scene.state.step), _right_up_to(scene, classes)
    verdicts = {i: "right" if right[i + 1] > right[i] else "wrong" for i in scene.shown if i < known}
    return Answers(
        marks=tuple(Mark(verdicts.get(i, ""), words.mark(scene, i, verdicts.get(i, ""))) for i in scene.shown),
        one=_one(scene, classes, scene.example - 1, known),
        score=words.score(scene, known, int(right[known])),
    )


def _right_up_to(scene: Scene, classes: Classes) -> npt.NDArray[np.int64]:
    """How many of the first 0, 1, … m predictions (m + 1,) are right; counted once for all steps."""

    def count() -> npt.NDArray[np.int64]:
        said = scene.matrix(scene.outputs).argmax(axis=0)  # (n_L, m) -> (m,)
        return np.concatenate(([0], np.cumsum(said == classes.answers)))

    return scene.figures.cached("right", count)


def _one(scene: Scene, classes: Classes, i: int, known: int) -> str:
    truth = classes.names[classes.answers[i]]
    if i >= known:
        return words.unanswered(scene, i, truth)
    shares = scene.matrix(scene.outputs)[:, i]
    said = int(shares.argmax())
    return words.answered(scene, i, truth, classes.names[said], float(shares[said]))
