"""What the predictions say, where the examples have a known answer: which are right, and how many so far."""

from dataclasses import dataclass

import numpy as np

from app.lessons.preset import Classes
from app.views import words
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
    predicted = _predicted(place)
    verdicts = {i: "right" if said == classes.answers[i] else "wrong" for i, said in predicted.items()}
    looked_at = place.state.example(place.sizes) - 1
    return Answers(
        marks=tuple(Mark(verdicts.get(i, ""), words.mark(place, i, verdicts.get(i, ""))) for i in place.shown),
        one=_one(place, classes, looked_at, predicted.get(looked_at)),
        score=words.score(place, len(verdicts), sum(verdict == "right" for verdict in verdicts.values())),
    )


def _predicted(place: Place) -> dict[int, int]:
    """The predicted class of every example (from 0) whose prediction is computed at this step."""
    last = f"A{place.sizes.L}"
    largest = np.argmax(place.matrix(last), axis=0)
    return {i: int(largest[i]) for i in range(place.sizes.m) if place.is_computed(last, i)}


def _one(place: Place, classes: Classes, i: int, said: int | None) -> str:
    truth = classes.names[classes.answers[i]]
    if said is None:
        return words.unanswered(place, i, truth)
    share = float(place.matrix(f"A{place.sizes.L}")[said, i])
    return words.answered(place, i, truth, classes.names[said], share)
