"""The predictions of examples whose true classes are known: which are right, and how many so far."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.presets.preset import Classes
from app.views.base import words
from app.views.base.scene import Scene


@dataclass(frozen=True, slots=True)
class CheckMark:
    """One example's prediction: "right", "wrong", or "" while it is not computed."""

    verdict: str
    label: str


@dataclass(frozen=True, slots=True)
class Answers:
    """A mark for every example shown, a sentence on the current example, and one on all so far."""

    check_marks: tuple[CheckMark, ...]
    one: str
    score: str


def answers(scene: Scene, classes: Classes) -> Answers:
    """The predictions compared with the true classes. Uses only what is computed at this step."""
    known, right = scene.program.computed(scene.outputs, scene.state.step), _right_up_to(scene, classes)
    verdicts = {i: "right" if right[i + 1] > right[i] else "wrong" for i in scene.shown if i < known}
    return Answers(
        check_marks=tuple(
            CheckMark(verdicts.get(i, ""), words.mark(scene, i, verdicts.get(i, ""))) for i in scene.shown
        ),
        one=_one(scene, classes, scene.example - 1, known),
        score=words.score(scene, known, int(right[known])),
    )


def _right_up_to(scene: Scene, classes: Classes) -> npt.NDArray[np.int64]:
    """How many of the first 0, 1, … m predictions are right, as (m + 1,). Cached for all steps."""

    def count() -> npt.NDArray[np.int64]:
        predicted = scene.matrix(scene.outputs).argmax(axis=0)  # (n_L, m) -> (m,)
        return np.concatenate(([0], np.cumsum(predicted == classes.answers)))

    return scene.matrices.cached("right", count)


def _one(scene: Scene, classes: Classes, i: int, known: int) -> str:
    truth = classes.names[classes.answers[i]]
    if i >= known:
        return words.unanswered(scene, i, truth)
    shares = scene.matrix(scene.outputs)[:, i]
    predicted = int(shares.argmax())
    return words.answered(scene, i, truth, classes.names[predicted], float(shares[predicted]))
