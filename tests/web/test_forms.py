"""The forms of the controls and of the matrix page: they redirect, or answer 422 with a message at the field."""

import re
from html import escape
from urllib.parse import urlencode

import numpy as np
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from app.state.forms import FORM_KEYS
from app.views.base.numbers import characters
from tests.support.addresses import AS_PART
from tests.support.each import for_each
from tests.support.pages import Element, matrices, read


def fields(form: Element) -> list[tuple[str, str]]:
    """What a browser sends of that form."""
    inputs = [(each["name"], each.get("value")) for each in form.all("input") if each.get("type") != "radio"]
    chosen = [(each["name"], each.one("option", selected=True)["value"]) for each in form.all("select")]
    return [*inputs, *chosen]


def send(client: FlaskClient, address: str, form: str, **typed: str) -> str:
    """Submit the form with these fields changed; return the address it redirects to."""
    found = read(client.get(address).text).one("form", id=form)
    values = dict(fields(found)) | typed
    answer = client.get(found["action"], query_string=values)
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"]


@for_each(
    "address typed there",
    [
        ("/?step=5", {}, "/?step=5"),
        ("/?step=5", {"units1": "6"}, "/?layers=3-6-2&step=5"),
        ("/", {"features": "1", "units2": "8", "activation2": "softmax", "examples": "64"}, None),
        ("/?preset=xor&view=vectorized&step=2", {"activation1": "tanh"}, None),
        ("/?preset=digits&step=7188", {"examples": "12"}, "/?preset=digits&m=12&step=48"),
        ("/?seed=4", {"examples": " 9 "}, "/?m=9&seed=4"),
    ],
)
def test_controls_redirect_to_the_address_of_the_network(
    client: FlaskClient, address: str, typed: dict[str, str], there: str | None
) -> None:
    leads = send(client, address, "workshop", **typed)
    assert there is None or leads == there
    page = read(client.get(leads).text)
    assert (
        dict(fields(page.one("form", id="workshop"))).items()
        >= {key: text.strip() for key, text in typed.items()}.items()
    )


@for_each("typed text", [("0,5", "0.5"), ("−3", "-3"), (" +2 ", "2"), ("1e-3", "0.001"), ("-0", "0")])
def test_entry_accepts_commas_minus_signs_and_exponents(client: FlaskClient, typed: str, text: str) -> None:
    page = client.get("/?step=2&cell=W1.1.3")
    hidden = fields(read(page.text).one("form", id="edit"))
    answer = client.get("/change", query_string=[*hidden, ("entry", typed)])
    assert answer.headers["Location"] == f"/?W1=,,{text};;;&step=2"


@for_each(
    "query key sentence",
    [
        ("units1=0", "units1", "Layer 1 has 1 to 8 neurons, not “0”."),
        ("features=9", "features", "There are 1 to 8 features, not “9”."),
        ("examples=65", "examples", "m is a whole number from 1 to 64, not “65”."),
        ("activation2=swish", "activation2", "There is no activation called “swish”."),
        ("cell=W1.1.1&entry=two", "entry", "“two” cannot be used."),
        ("cell=W1.1.1&entry=1 2", "entry", "One number belongs here, such as 0.5 or −2, not “1 2”."),
        ("cell=X.1.1&entry=2,104", "entry", "“2,104” may be 2.104 or 2104. Write the one that is meant."),
        ("cell=X.1.1&entry=-12,500", "entry", "“-12,500” may be -12.500 or -12500."),
        ("cell=X.1.1&entry=9999999", "entry", "“9999999” cannot be used."),
    ],
)
def test_invalid_change_is_422_with_a_message_at_its_field(
    client: FlaskClient, query: str, key: str, sentence: str
) -> None:
    for headers in ({}, AS_PART):
        answer = client.get(f"/change?{query}&step=3", headers=headers)
        assert answer.status_code == 422
        stage = read(answer.text).one("main", id="stage")
        field = stage.one(name=key)
        assert field["aria-describedby"] == f"problem-{key}"
        assert stage.one(id=f"problem-{key}").words.startswith(sentence)
        assert key == "activation2" or field["value"] == query.rpartition("=")[2]
        assert answer.headers.get("HX-Push-Url", "false") == "false"


def test_partial_answer_to_a_change_pushes_the_new_address(client: FlaskClient) -> None:
    answer = client.get("/change?step=3&units2=3", headers=AS_PART)
    assert (answer.status_code, answer.headers["HX-Push-Url"]) == (200, "/?layers=3-4-3&step=3")


@settings(max_examples=5 * settings.default.max_examples)
@given(st.dictionaries(st.sampled_from([*FORM_KEYS, "cell", "layers", "m", "X"]), st.text(max_size=50), max_size=5))
def test_any_form_values_are_answered_with_303_or_422(client: FlaskClient, typed: dict[str, str]) -> None:
    answer = client.get("/change", query_string=urlencode(typed, errors="surrogatepass"))
    assert answer.status_code in (303, 422)


def board_of(pasted: TestResponse) -> str:
    """The board to which a pasted matrix leads, without what the page says about it."""
    assert pasted.status_code == 303
    return re.sub(r"[?&](?:turned=1|done=[\w.-]+)", "", pasted.headers["Location"])


@for_each(
    "query text there",
    [
        ("matrix=W2", "array([[1, 2, 3, 4],\n       [5, 6, 7, 8]], dtype=float32)", "/?W2=1,2,3,4;5,6,7,8"),
        ("matrix=b1", "[1 2 3 4]", "/?b1=1;2;3;4"),
        ("matrix=X&meant=plain.turned", "1,2,3\r\n4,5,6\r\n7,8,9\r\n", "/?X=1,4,7;2,5,8;3,6,9"),
        ("matrix=X&meant=plain.as-is", "[1 2 3; 4 5 6; 7 8 9]", "/?X=1,2,3;4,5,6;7,8,9"),
        ("matrix=X&step=12", "[[1,2,3],[4,5,6]]", "/?X=1,4;2,5;3,6&step=8"),
        ("matrix=W1&fit=1-", "0.123 4.567 8.9", "/?layers=3-1-2&W1=0.1,5,9"),
        ("matrix=X&fit=-2", "1 2 3 4\n1 2 3 4\n1 2 3 4", "/?X=1,2;1,2;1,2"),
    ],
)
def test_pasted_matrix_redirects_to_the_board_with_its_numbers(
    client: FlaskClient, query: str, text: str, there: str
) -> None:
    assert board_of(client.post(f"/matrix?{query}", data={"text": text})) == there


@for_each(
    "query text sentence",
    [
        ("matrix=W2", "[[1 2 3]\n [4 5 6]]", "W[2] is (2, 3), but layer 1 has 4 neurons: it must be (2, 4)."),
        (
            "layers=2-4-1&b1=0;0;0;0&matrix=W1",
            "[[1 2 3]]",
            "but there are 2 features: it must be (4, 2).",
        ),
        ("matrix=W1", "1" + " " * 45_000, "This has 45,001 characters. At most 30,000 can be read."),
        ("matrix=W1", "[[1 ... 3]]", "Line 1, column 5: NumPy has left numbers out here"),
        ("matrix=W1", "1,2\n3,", "Line 2, column"),
        ("matrix=X", "1 2\n3 4", "Your text is (2, 2), and X is (3, 5). Are its rows or its columns the examples?"),
        ("matrix=b2", "", "There is no number here."),
    ],
)
def test_invalid_paste_is_422_with_a_reason_and_its_text(
    client: FlaskClient, query: str, text: str, sentence: str
) -> None:
    answer = client.post(f"/matrix?{query}", data={"text": text})
    assert answer.status_code == 422
    page = read(answer.text)
    assert sentence in page.one(id="problem-text").words
    assert page.one("textarea").text == "\n" + text
    assert escape("<") not in page.one(id="problem-text").words


def test_markup_in_pasted_text_is_escaped(client: FlaskClient) -> None:
    page = read(client.get("/matrix", query_string={"matrix": "X", "text": "</textarea><script>1</script>"}).text)
    assert page.one("textarea").text.strip() == "</textarea><script>1</script>"


@for_each("name", ["X", "W1", "b2"])
@for_each("notation", ["numpy", "csv", "latex"])
def test_copied_matrix_can_be_pasted_back(client: FlaskClient, name: str, notation: str) -> None:
    copied = read(client.get(f"/matrix?preset=house&matrix={name}").text).one("pre", id=notation).text
    pasted = client.post(f"/matrix?preset=house&matrix={name}", data={"text": copied, "meant": "plain.as-is"})
    there = board_of(pasted)
    before, after = (client.get(f"/trace.json?{query}").json for query in ("preset=house", there.partition("?")[2]))
    assert before["layers"] == after["layers"]
    assert before["X"] == after["X"]


def test_matrix_page_writes_out_only_computed_matrices(client: FlaskClient) -> None:
    for step, is_known in ((1, False), (17, True)):
        page = read(client.get(f"/matrix?step={step}&matrix=Z1").text)
        assert bool(page.all("pre")) is is_known
        assert not page.all("textarea")


def test_matrix_page_of_an_unknown_matrix_is_404(client: FlaskClient) -> None:
    assert client.get("/matrix?matrix=W9").status_code == 404
    assert client.get("/matrix?matrix=__class__").status_code == 404


def test_matrix_key_without_value_is_the_default(client: FlaskClient) -> None:
    assert client.get("/matrix?matrix=").data == client.get("/matrix").data
    assert client.get("/matrix").status_code == 200


@for_each("example", [1, 7, 1797])
def test_picture_has_a_dot_for_every_non_zero_pixel_of_its_column(client: FlaskClient, example: int) -> None:
    answer = client.get(f"/picture.svg?preset=digits&cell=X.1.{example}")
    assert (answer.status_code, answer.mimetype) == (200, "image/svg+xml")
    column = [row[example - 1] for row in client.get("/trace.json?preset=digits").json["X"]]
    inked = {
        tuple(map(int, path["d"][1:].split("h")[0].split()))
        for path in read(answer.text).all("path", fill_opacity=True)
    }
    assert inked == {(k % 8, k // 8) for k, value in enumerate(column) if value}


def test_picture_of_a_preset_without_pictures_is_404(client: FlaskClient) -> None:
    assert client.get("/picture.svg?preset=iris").status_code == 404


def test_every_column_of_digits_has_its_picture(client: FlaskClient) -> None:
    page = read(client.get("/?preset=digits&window=9").text)
    sources = [image["src"] for image in page.one("table", data_matrix="X").all("img")]
    assert sources == [f"/picture.svg?preset=digits&cell=X.1.{i}" for i in range(9, 17)]


@for_each(
    "query shapes",
    [
        ("layers=2-2-1&act=relu-linear&m=4&X=0,0,1,1;0,1,0,1&W1=1,1;1,1&b1=0;-1&W2=1,-2&b2=0", [[1, 4]]),
        ("preset=xor", [[1, 4]]),
    ],
)
def test_overrides_are_computed_as_given(client: FlaskClient, query: str, shapes: list[list[int]]) -> None:
    made = client.get(f"/trace.json?{query}").json
    assert made["layers"][-1]["A"] == [[0, 1, 1, 0]]
    assert [made["layers"][-1]["shapes"]["A"]] == shapes


def test_board_shows_overridden_numbers(client: FlaskClient) -> None:
    page = read(client.get("/?W1=7,8,9;;;&m=6&step=24").text)
    W1 = matrices(page)["W1"]
    assert [cell.text for cell in W1.rows[0]] == ["7.0", "8.0", "9.0"]
    assert matrices(page)["A2"].shape == (2, 6)


@for_each("text", ["5e-324", "1e-308", "1000000", "-1000000", "0.000001"])
@for_each(
    "query",
    [
        "preset=digits&layers=64-1&b1={}&view=vectorized&step=2",
        "layers=1-8&act=softmax&m=1&X={}&W1={};;;;;;;&step=2&cell=A1.1.1",
        "layers=1-1-1-1-1&act=linear-linear-linear-linear&m=1&X={}&W1={}&W2={}&W3={}&W4={}&step=8&cell=Z4.1.1",
    ],
)
def test_extreme_numbers_show_no_nan_or_infinity(client: FlaskClient, query: str, text: str) -> None:
    answer = client.get("/?" + query.replace("{}", text))
    assert answer.status_code == 200
    assert not any(word in read(answer.text).one("main").words.split() for word in ("nan", "inf", "NaN", "Infinity"))
    assert ("Both programs agree." in answer.text) == read(answer.text).one(id="next").has("aria-disabled")


@for_each(
    "address",
    [
        "/?preset=digits&layers=64-8-10&step=4",
        "/?preset=digits&layers=20-16-10&m=30",
        "/?preset=iris&layers=3-5-3&step=600",
        "/?layers=8-8-8-8-8&act=leaky_relu-leaky_relu-leaky_relu-leaky_relu&m=64&seed=999999&view=vectorized&step=8",
        "/?layers=8-1&m=64&X=" + ";".join([",".join(["-1.5"] * 46)] * 8),
    ],
)
def test_every_link_of_a_large_or_edited_network_is_answered_with_200(client: FlaskClient, address: str) -> None:
    page = read(client.get(address).text)
    links = {link["href"] for link in page.all("a", href=True) if link["href"].startswith("/")}
    assert len(links) > 20
    assert {link: client.get(link).status_code for link in links if client.get(link).status_code != 200} == {}
    assert max(map(len, links)) < 2_000


def test_feature_count_of_a_preset_with_many_examples_can_be_changed(client: FlaskClient) -> None:
    assert send(client, "/?preset=iris&step=600", "workshop", features="3") == "/?preset=iris&layers=3-5-3&step=600"
    pasted = client.post("/matrix?preset=iris&matrix=W1", data={"text": "1,2,3\n4,5,6", "meant": "plain.as-is"})
    assert board_of(pasted) == "/?preset=iris&layers=3-2-3&W1=1,2,3;4,5,6"


def test_change_that_makes_the_address_too_long_is_422_at_its_field(client: FlaskClient) -> None:
    X = ";".join([",".join(["0.25"] * 47)] * 8)
    answer = client.get(
        "/change", query_string={"layers": "8-3-2", "X": X, "activation1": "leaky_relu", "examples": "64"}
    )
    page = read(answer.text)
    assert answer.status_code == 422
    assert "The address holds all numbers" in page.one(id="problem-activation1").words


def test_window_shows_an_edited_entry_far_to_the_right(client: FlaskClient) -> None:
    address = "/?m=20&view=vectorized&step=2&cell=X.1.10"
    page = read(client.get(address).text)
    hidden = fields(page.one("form", id="edit"))
    there = client.get("/change", query_string=[*hidden, ("entry", "5")]).headers["Location"]
    for leads in (there, page.one(id="leave")["href"]):
        assert matrices(read(client.get(leads).text))["X"].first == (1, 9)


def test_entry_of_a_coloured_matrix_has_its_field_outside_the_table(client: FlaskClient) -> None:
    page = read(client.get("/?preset=digits&cell=W1.3.20").text)
    form = page.one("form", id="edit")
    assert form.one("input", name="entry")["aria-label"] == "W, layer 1, row 3, column 20"
    assert not page.one("table", data_matrix="W1").all("input")
    there = client.get("/change", query_string=dict(fields(form)) | {"entry": "0.5"}).headers["Location"]
    assert client.get(f"/trace.json{there[1:]}").json["layers"][0]["W"][2][19] == 0.5


def test_entry_for_a_computed_matrix_is_422_with_a_message(client: FlaskClient) -> None:
    answer = client.get("/change?cell=Z1.1.1&step=4&entry=1")
    assert answer.status_code == 422
    assert "Choose an entry of X, W or b first." in read(answer.text).one("main").words


@for_each(
    "query wish there",
    [
        ("step=5", "add-layer", "/?layers=3-4-2-2&step=7"),
        ("step=5", "remove-layer", "/?layers=3-4&step=3"),
        ("layers=3-4", "remove-layer", "/?layers=3-4"),
        ("layers=1-1-1-1-1", "add-layer", "/?layers=1-1-1-1-1"),
        ("m=1", "fewer", "/?m=1"),
        ("m=64", "more", "/?m=64"),
        ("m=63&units1=5", "more", "/?layers=3-5-2&m=64"),
        ("seed=4&X=1;2;3", "new-numbers", "/?m=1&seed=5"),
        ("preset=digits", "new-numbers", "/?preset=digits"),
        ("step=2", "nonsense", "/?step=2"),
    ],
)
def test_action_redirects_to_the_changed_address_or_changes_nothing(
    client: FlaskClient, query: str, wish: str, there: str
) -> None:
    assert client.get(f"/change?{query}&wish={wish}").headers["Location"] == there


@for_each(
    "query off",
    [
        ("", set()),
        ("layers=3-4", {"remove-layer"}),
        ("layers=1-1-1-1-1&m=1", {"add-layer", "fewer"}),
        ("m=64", {"more"}),
        ("preset=digits", {"more", "new-numbers"}),
    ],
)
def test_action_at_its_limit_is_disabled(client: FlaskClient, query: str, off: set[str]) -> None:
    page = read(client.get(f"/?{query}").text)
    assert {button["value"] for button in page.all("button", name="wish", aria_disabled=True)} == off
    assert {button["form"] for button in page.all("button", name="wish")} == {"workshop"}


def test_action_that_makes_the_address_too_long_is_422_with_a_message(client: FlaskClient) -> None:
    X = "0.2512345" + ";".join([",".join(["0.25"] * 47)] * 8)[4:]
    query = {"layers": "8-3-2", "X": X}
    assert client.get("/", query_string=query).status_code == 200
    refused = client.get("/change", query_string=query | {"wish": "add-layer"})
    assert refused.status_code == 422
    assert "The address holds all numbers, and these make it 1,901" in read(refused.text).one("main").words


def test_first_button_of_the_controls_is_update(client: FlaskClient) -> None:
    form = read(client.get("/").text).one("form", id="workshop")
    assert form.all("button")[0].get("name") == ""


def test_edited_preset_has_a_link_to_the_same_step_of_the_original(client: FlaskClient) -> None:
    assert not read(client.get("/?preset=house&step=4").text).all(id="reset")
    for query in ("m=3", "seed=1", "layers=3-2-1", "act=tanh-tanh", "b1=1;;"):
        changed = read(client.get(f"/?preset=house&{query}&step=4").text)
        assert changed.one(id="reset")["href"] == "/?preset=house&step=4"


def test_empty_entry_restores_the_number_of_the_preset(client: FlaskClient) -> None:
    assert client.get("/change?W1=7,8,;;;&cell=W1.1.1&entry=").headers["Location"] == "/?W1=,8,;;;"


def test_generated_examples_stay_in_the_ranges_of_their_preset(client: FlaskClient) -> None:
    sizes, bedrooms, ages = client.get("/trace.json?preset=house&m=40").json["X"]
    assert all(50 <= size <= 180 and size == int(size) for size in sizes[6:])
    assert set(bedrooms[6:]) <= {1, 2, 3, 4, 5}
    assert all(0 <= age <= 80 for age in ages)
    assert {value for row in client.get("/trace.json?preset=xor&m=30").json["X"] for value in row} == {0, 1}


def test_predictions_are_not_judged_once_the_layers_are_edited(client: FlaskClient) -> None:
    assert "Right: " in client.get("/?preset=iris&step=600").text
    assert "Right: " not in client.get("/?preset=iris&layers=4-5-3-3&view=vectorized&step=6").text


def test_pasted_flat_list_is_a_column_where_there_is_one_input(client: FlaskClient) -> None:
    pasted = client.post("/matrix?layers=1-4-2&matrix=W1", data={"text": "1,2,3,4"})
    assert board_of(pasted) == "/?layers=1-4-2&W1=1;2;3;4"


def test_offered_shortenings_of_a_paste_fit_the_address(client: FlaskClient) -> None:
    X = "\n".join(" ".join(["0.1234"] * 64) for _ in range(8))
    page = read(client.post("/matrix?layers=8-1&matrix=X", data={"text": X}).text)
    offers = {button["value"]: button.words for button in page.all("button", name="fit")}
    assert offers == {
        "-33.plain.as-is": "Keep the first 33 examples",
        "3-39.plain.as-is": "Round to 3 significant digits and keep the first 39 examples",
        "2-47.plain.as-is": "Round to 2 significant digits and keep the first 47 examples",
    }
    for value, words in offers.items():
        there = client.post("/matrix?layers=8-1&matrix=X", data={"text": X, "fit": value})
        said = read(client.get(there.headers["Location"]).text).one(id="done").words
        assert ("rounded" in said) is words.startswith("Round")
        assert "The further examples were left out" in said


def test_offered_rounding_never_makes_a_number_zero(client: FlaskClient) -> None:
    X = [[1.2345678e-7 * (i + 1) * (j + 3) for i in range(16)] for j in range(8)]
    page = read(client.post("/matrix?layers=8-1&matrix=X", data={"text": str(X)}).text)
    rounding = next(each["value"] for each in page.all("button", name="fit") if each.words.startswith("Round"))
    there = board_of(client.post("/matrix?layers=8-1&matrix=X", data={"text": str(X), "fit": rounding}))
    given = client.get(f"/trace.json?{there.partition('?')[2]}").json["X"]
    assert np.allclose(given, X, rtol=1e-2, atol=0)


@for_each(
    "query text",
    [
        ("step=5&reading=column", "−1.2 ·1.6 + 0.3 · (−0.6) + (−0.6) · (−0.1) + (−0.2)"),
        ("layers=1-1&act=linear&X=-2&W1=-0.5&b1=-1&m=1&step=1&reading=column", "−0.5 · (−2) + (−1)"),
        ("step=5&reading=cell", "0.3 · −0.6 = −0.18 −0.6 · −0.1 = 0.06 −0.2 b1[1] + −0.20"),
        ("step=5&reading=combination", "1.6 · + −0.6 · + −0.1 ·"),
        ("preset=digits&view=vectorized&step=3&cell=Z2.3.5&reading=column", "the other 13 together"),
        ("preset=digits&view=vectorized&step=1&cell=Z1.3.5&reading=cell", "the other 59 together"),
    ],
)
def test_negative_factors_in_a_line_stand_in_brackets_and_the_rest_of_a_sum_is_named(
    client: FlaskClient, query: str, text: str
) -> None:
    card = read(client.get(f"/?{query}").text).one(class_="closeup").words
    assert text.replace(" ", "") in card.replace(" ", "")


@for_each("query text", [("X=0.004,0.996;;", "0.004"), ("X=1e-9,0.996;;", "1·10⁻⁹"), ("X=0.125,0.3;;", "0.125")])
def test_given_number_has_all_of_its_digits_up_close(client: FlaskClient, query: str, text: str) -> None:
    card = read(client.get(f"/?{query}&cell=X.1.1").text).one(class_="closeup").words
    assert f" = {text} " in card


@for_each(
    "query cell weight",
    [("", "4", "3"), ("m=5&X=1234,-12345,123456.5;;&W1=12345.67,-1234.5,100;;;", "7", "5"), ("b1=100.25;;;", "5", "5")],
)
def test_cell_width_follows_the_longest_number(client: FlaskClient, query: str, cell: str, weight: str) -> None:
    page = read(client.get(f"/?{query}&step=20").text)
    weights = [*page.all("div", class_="weights"), *page.all("div", class_="bias")]
    assert [int(each["data-number"]) for each in weights] == [int(weight)] * 4
    assert [int(each["data-number"]) for each in page.all("div", class_="examples")] == [int(cell)] * 5
    longest = {"XZA": 0, "Wb": 0}
    for name, made in matrices(page).items():
        letters = "Wb" if name[0] in "Wb" else "XZA"
        longest[letters] = max(longest[letters], *(characters(each.text) for *_, each in made.entries()))
    assert longest["XZA"] <= int(cell)
    assert longest["Wb"] <= int(weight)


def test_entry_of_over_40_characters_is_refused(client: FlaskClient) -> None:
    answer = client.get("/change", query_string={"cell": "W1.1.1", "entry": "1" * 41})
    assert "A number may have 40 characters at most. This has 41." in read(answer.text).one(id="problem-entry").words


def test_pasted_weights_that_are_too_long_are_offered_rounded(client: FlaskClient) -> None:
    W = ";".join([",".join(["0.1234567890123"] * 8)] * 8)
    answer = client.post("/matrix", query_string={"layers": "8-8-8", "W1": W, "matrix": "W2"}, data={"text": W})
    assert [each.words for each in read(answer.text).all("button", name="fit")] == ["Round to 6 significant digits"]


@for_each("key", ["features", "units1", "activation2", "examples"])
def test_repeated_key_is_422_with_a_message_at_its_field(client: FlaskClient, key: str) -> None:
    answer = client.get(f"/change?{key}=2&{key}=3")
    assert answer.status_code == 422
    assert read(answer.text).one(id=f"problem-{key}").words == f"The address gives “{key}” more than once. Keep one."


@for_each("key", ["wish", "units4", "entry"])
def test_repeated_key_without_a_field_is_422_with_a_message(client: FlaskClient, key: str) -> None:
    answer = client.get(f"/change?{key}=2&{key}=3")
    assert answer.status_code == 422
    told = [each.words for each in read(answer.text).one(class_="controls").all("p", class_="problem")]
    assert told == [f"The address gives “{key}” more than once. Keep one."]


def test_points_that_may_group_thousands_are_asked_about(client: FlaskClient) -> None:
    text = "2.104\t3\n1.600\t4"
    asked = client.post("/matrix?layers=2-1&matrix=X", data={"text": text})
    assert asked.status_code == 422 and "A point in your text can mean different things." in asked.text
    assert "Decimal points" in asked.text and "Points group thousands" in asked.text
    chosen = client.post("/matrix?layers=2-1&matrix=X", data={"text": text, "meant": "points.as-is"})
    assert board_of(chosen) == "/?layers=2-1&X=2104,3;1600,4"
