"""Invalid overrides, sizes and activations: a sentence for each, with the shapes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engine.network import Sizes
from app.state import BadAddress, State, parse
from app.state.state import MATRICES
from tests.support.strategies import plain

PLANS = {"course": plain(Sizes((3, 4, 2), 5)), "wide": plain(Sizes((64, 16, 10), 1797))}
FORM = (
    "Separate the rows of {} by ; and the numbers in a row by , such as 1,0.5;-2,0. Every row has as many, and none is "
    "larger than 1,000,000."
)


def problems(query: str) -> dict[str, str]:
    with pytest.raises(BadAddress) as caught:
        parse([tuple(pair.split("=")) for pair in query.split("&")], PLANS)
    return dict(caught.value.problems)


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("W2=1,2,3;4,5,6", "W[2] is (2, 3), but layer 1 has 4 neurons: it must be (2, 4)."),
        ("W2=1,2,3,4", "W[2] is (1, 4), but layer 2 has 2 neurons: it must be (2, 4)."),
        ("W1=1,2;3,4;5,6;7,8", "W[1] is (4, 2), but there are 3 features: it must be (4, 3)."),
        ("b1=1;2;3", "b[1] is (3, 1), but layer 1 has 4 neurons: it must be (4, 1)."),
        ("b1=1,2,3,4", "b[1] is (1, 4), but layer 1 has 4 neurons: it must be (4, 1)."),
        ("X=1,2;3,4", "X is (2, 2), but W[1] is (4, 3): X must have 3 rows, one for each feature."),
        ("W3=1", "There is no W[3]: the network has 2 layers."),
        ("layers=1-1&b1=1;2", "b[1] is (2, 1), but layer 1 has 1 neuron: it must be (1, 1)."),
        ("layers=1-2&W1=1,2;3,4", "W[1] is (2, 2), but there is 1 feature: it must be (2, 1)."),
    ],
)
def test_shape_error_of_an_override_names_both_shapes(query: str, sentence: str) -> None:
    key = query.split("&")[-1].split("=")[0]
    assert problems(query) == {key: sentence}


@pytest.mark.parametrize(
    "text", ["x", "1,2;3", "1;2,3", "nan", "inf", "1e7", "1e999", "0x1", "1 2", "[1]", "1,,a", "٣"]
)
@pytest.mark.parametrize("name", ["X", "W1", "b4"])
def test_malformed_override_is_reported(name: str, text: str) -> None:
    assert problems(f"{name}={text}") == {name: FORM.format(name)}


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("layers=9-1", "There are 1 to 8 features, not 9."),
        ("layers=3-0", "Layer 1 has 1 to 8 neurons, not 0."),
        ("layers=1-1-1-1-1-1", "A network has 1 to 4 layers here, not 5."),
        (
            "layers=3",
            "The sizes are the features and the units of 1 to 4 layers, each from 1 to 8, such as 3-4-2, not “3”.",
        ),
        ("act=relu", "The network has 2 layers: give an activation for each, 2 in all, not 1."),
        (
            "act=relu-swish",
            "Name an activation for each layer, such as relu-sigmoid, not “relu-swish”. There are: sigmoid, tanh, "
            "relu, leaky_relu, linear, softmax.",
        ),
        ("m=65", "m is a whole number from 1 to 64 here, not “65”."),
        ("m=0", "m is a whole number from 1, not “0”."),
        ("seed=-1", "The seed is a whole number from 0 to 999999, not “-1”."),
        ("preset=wide&m=1798", "m is a whole number from 1 to 1797 here, not “1798”."),
        ("preset=wide&seed=1", "Numbers are drawn for up to 8 units in a layer, and this network has more."),
        ("rows=4", "The rows on show start at a feature from 1 to 3, not “4”."),
    ],
)
def test_invalid_sizes_activations_m_and_seed_are_reported(query: str, sentence: str) -> None:
    key = query.split("&")[-1].split("=")[0]
    assert problems(query) == {key: sentence}


def test_invalid_layers_hide_errors_that_depend_on_them() -> None:
    assert set(problems("layers=99-1&W1=1,2;3,4&act=relu")) == {"layers"}


def test_overrides_longer_than_the_limit_are_reported() -> None:
    X = ";".join([",".join(["-123.456"] * 60)] * 3)
    W1 = ";".join([",".join(["0.12345678901234"] * 3)] * 4)
    W2 = ";".join([",".join(["0.12345678901234"] * 4)] * 2)
    query = f"X={X}&W1={W1}&W2={W2}"
    sentence = f"The numbers may have 1,900 characters together; these have {len(query):,}."
    assert problems(query) == {"X": sentence}
    assert isinstance(parse([("X", X), ("W1", W1)], PLANS), State)


@given(st.sampled_from(MATRICES), st.text("0123456789.,;-+e ", max_size=60) | st.text(max_size=60))
def test_any_override_text_is_parsed_or_reported(name: str, text: str) -> None:
    try:
        assert isinstance(parse([(name, text)], PLANS), State)
    except BadAddress as error:
        assert error.problems.keys() == {name}
        assert error.typed == {name: text}


def test_X_with_too_many_columns_is_reported() -> None:
    X = ";".join([",".join(["1"] * 65)] * 3)
    assert problems(f"X={X}") == {"X": "X has 65 columns. There can be 64 examples here."}
    assert problems(f"preset=course&seed=1&X={X}") == {"X": "X has 65 columns. There can be 64 examples here."}


def test_state_accepts_values_as_well_as_texts() -> None:
    made = State(layers=(2, 3), act=("relu",), X=((1.0,), (2.0,)))
    assert made == State.model_validate({"layers": "2-3", "act": "relu", "X": "1;2"})
