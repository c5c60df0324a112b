"""The verdict on a prediction is shown once it is computed, and not before."""

from hypothesis import given
from hypothesis import strategies as st

from app.engine.names import Name
from app.presets import preset
from app.views.base.scene import Scene
from app.views.board.predictions import Answers, answers
from app.views.pages.explore import stage
from tests.support.scenes import VIEWS, at, steps


@st.composite
def iris_scenes(draw: st.DrawFn) -> Scene:
    view = draw(st.sampled_from(VIEWS))
    return at(f"preset=iris&view={view}&step={draw(st.sampled_from(steps('iris', view)))}")


def answers_of(scene: Scene) -> Answers:
    assert scene.preset.classes
    return answers(scene, scene.preset.classes)


@given(iris_scenes())
def test_a_flower_is_marked_only_once_its_prediction_is_computed(scene: Scene) -> None:
    made = answers_of(scene)
    known = [scene.program.is_computed(Name("A2"), i, scene.state.step) for i in scene.shown]
    assert [mark.verdict != "" for mark in made.check_marks] == known
    for i, mark in zip(scene.shown, made.check_marks, strict=True):
        assert mark.label == f"flower {i + 1}: {mark.verdict or 'not computed'}"


@given(iris_scenes())
def test_a_mark_is_right_where_the_largest_share_is_the_true_species(scene: Scene) -> None:
    made, classes = answers_of(scene), scene.preset.classes
    assert classes
    for i, mark in zip(scene.shown, made.check_marks, strict=True):
        if mark.verdict:
            predicted = int(scene.matrix(Name("A2"))[:, i].argmax())
            assert mark.verdict == ("right" if predicted == classes.answers[i] else "wrong")


@given(iris_scenes())
def test_the_score_counts_the_computed_predictions_only(scene: Scene) -> None:
    made, classes = answers_of(scene), scene.preset.classes
    assert classes
    known = [i for i in range(150) if scene.program.is_computed(Name("A2"), i, scene.state.step)]
    right = sum(int(scene.matrix(Name("A2"))[:, i].argmax()) == classes.answers[i] for i in known)
    if not known:
        assert made.score == ""
    else:
        assert f": {right} of {len(known)} flower" in made.score
        assert made.score.endswith(f" ({100 * right / len(known):.1f} %).")
        assert ("so far" in made.score) == (len(known) < 150)


def test_before_the_prediction_the_sentence_names_the_species_only() -> None:
    made = answers_of(at("preset=iris&step=3"))
    assert made.one == "Flower 1 is setosa. The network has not answered yet."


def test_after_the_prediction_the_sentence_names_the_networks_answer_and_share() -> None:
    made = answers_of(at("preset=iris&step=4"))
    assert made.one == "Flower 1 is setosa. The network says setosa (0.98): right."


def test_at_least_95_percent_of_the_flowers_are_right_in_both_views() -> None:
    classes = preset("iris").classes
    assert classes
    for query in ("preset=iris&step=600", "preset=iris&view=vectorized&step=4"):
        scene = at(query)
        right = sum(scene.matrix(Name("A2")).argmax(axis=0) == classes.answers)
        made = answers_of(scene)
        assert right / 150 >= 0.95
        assert made.score == f"Right: {right} of 150 flowers ({right / 1.5:.1f} %)."


def test_a_preset_without_classes_has_no_answers() -> None:
    assert stage(at("step=20")).answers is None
