"""What the predictions say, where the examples have a known answer: which are right, and how many so far."""

from bisect import bisect_left
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.lessons.preset import Classes
from app.views import words
from app.views.kept import kept
from app.views.place import Place


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


def answers(place: Place) -> Answers | None:
    """None where the examples have no known answer. Tells nothing that is not computed at this step."""
    classes = place.preset.classes
    if classes is None:
        return None
    known, right = _known(place), _right_up_to(place, classes)
    verdicts = {i: "right" if right[i + 1] > right[i] else "wrong" for i in place.shown if i < known}
    return Answers(
        marks=tuple(Mark(verdicts.get(i, ""), words.mark(place, i, verdicts.get(i, ""))) for i in place.shown),
        one=_one(place, classes, place.state.example(place.sizes) - 1, known),
        score=words.score(place, known, int(right[known])),
    )


def _known(place: Place) -> int:
    """How many predictions are computed at this step: those of the first examples, without asking each."""
    last = place.outputs
    return bisect_left(range(place.sizes.m), True, key=lambda i: not place.is_computed(last, i))


def _right_up_to(place: Place, classes: Classes) -> npt.NDArray[np.int64]:
    """How many of the first 0, 1, … m predictions (m + 1,) are right; counted once for all steps."""

    def count() -> npt.NDArray[np.int64]:
        said = place.matrix(place.outputs).argmax(axis=0)  # (n_L, m) -> (m,)
        return np.concatenate(([0], np.cumsum(said == classes.answers)))

    return kept(place.trace, ("right", place.state.view), count)


def _one(place: Place, classes: Classes, i: int, known: int) -> str:
    truth = classes.names[classes.answers[i]]
    if i >= known:
        return words.unanswered(place, i, truth)
    shares = place.matrix(place.outputs)[:, i]
    said = int(shares.argmax())
    return words.answered(place, i, truth, classes.names[said], float(shares[said]))
