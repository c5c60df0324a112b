"""The HTML of worksheets and handouts: blanks, answers, footers and error forms."""

from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from app.engine.names import Name
from app.presets import PRESETS
from app.state.sheet import BLANKS
from app.views.paper.fit import excerpt
from app.views.paper.staircase import blanks
from tests.support.each import for_each
from tests.support.pages import Element, read
from tests.support.scenes import at

NUMBERS = "layers=3-2-2&act=linear-linear&X=7.31;1;1&W1=1,0,0;0,13.77,0&b1=0;0&W2=1,0;0,3&b2=0;0"
"""One example whose results (7.31, 13.77, 7.31, 41.31) occur in no other place."""


def paper(page: Element) -> dict[str, list[list[Element]]]:
    """The entries of every matrix on the sheet, row by row, by its name."""
    return {
        table["data-paper"]: [row.all("td") for row in table.one("tbody").all("tr")]
        for table in page.all("table", data_paper=True)
    }


def test_sum_line_of_a_neuron_names_bias_and_result(client: FlaskClient) -> None:
    page = read(client.get("/worksheet?preset=digits&view=vectorized&step=4&cell=Z2.3.2&key=1").text)
    assert page.one("p", class_="sum-line").words == "b3[2] = −0.01, so z3[2](2) = −0.94"


@for_each("blank", BLANKS)
@for_each("query", ["step=7", "preset=iris&step=331", "preset=house&view=vectorized&step=3"])
def test_worksheet_leaves_exactly_the_asked_cells_blank(client: FlaskClient, query: str, blank: str) -> None:
    here = at(query)
    of = excerpt(here)
    assert of
    is_blank = blanks(here, of, blank)  # type: ignore[arg-type]
    shown = paper(read(client.get(f"/worksheet?{query}&blank={blank}").text))
    for text, rows in shown.items():
        name = Name(text)
        first = of.examples.start if name.has_examples else 0
        for j, row in enumerate(rows):
            for i, cell in enumerate(row, start=first):
                hidden = not name.is_given and is_blank(name, i)
                assert (cell.get("data-kind") == "blank") == hidden
                assert cell.text == ("" if hidden else here.text(name, j, i))
                assert set(cell.attributes) <= {"data-kind", "data-power"}


def test_worksheet_without_key_contains_no_answer(client: FlaskClient) -> None:
    asked = client.get(f"/worksheet?{NUMBERS}&blank=results").text
    answered = client.get(f"/worksheet?{NUMBERS}&blank=results&key=1").text
    assert "41.31" in answered and "41.31" not in asked
    assert "41.31" in client.get(f"/worksheet?{NUMBERS}&blank=layer").text  # layer 1 is blank, layer 2 is printed


@for_each("preset", PRESETS)
def test_worksheet_shows_no_shape(client: FlaskClient, preset: str) -> None:
    page = read(client.get(f"/worksheet?preset={preset}").text).one("article")
    for box in page.all("span", class_="box"):
        assert (box["data-kind"], box.text) == ("blank", "")
    assert {tick.text for tick in page.all("span", class_="tick")} == {""}
    assert not page.all(data_shape=True)


@for_each("preset", PRESETS)
def test_answer_key_marks_every_answer(client: FlaskClient, preset: str) -> None:
    page = read(client.get(f"/worksheet?preset={preset}&key=1").text)
    answers = page.all(data_kind="answer")
    assert answers and not page.all(data_kind="blank")
    assert all(each.one("b").text for each in answers)
    assert page.one("b", class_="answers").text == "Answers"


def test_invalid_worksheet_options_are_422_and_the_corrected_form_leads_back(client: FlaskClient) -> None:
    answer = client.get("/worksheet?step=7&blank=all&key=yes")
    page = read(answer.text)
    form = page.one("form", class_="address")
    assert (answer.status_code, form["action"]) == (422, "/worksheet")
    assert {each["name"]: each["value"] for each in form.all("input")} == {"step": "7", "blank": "all", "key": "yes"}
    assert [each["name"] for each in form.all("input", aria_invalid=True)] == ["blank", "key"]
    sent = {"step": "7", "blank": "layer", "key": "1"}
    assert client.get(form["action"], query_string=sent).data == client.get("/worksheet?step=7&blank=layer&key=1").data


@for_each(
    "address action", [("/worksheet?step=99", "/worksheet"), ("/handout?step=99", "/handout"), ("/?step=99", "/")]
)
def test_form_of_a_bad_address_leads_back_to_its_page(client: FlaskClient, address: str, action: str) -> None:
    assert read(client.get(address).text).one("form", class_="address")["action"] == action


@for_each("path", ["/worksheet", "/handout"])
def test_unknown_keys_of_paper_pages_are_ignored(client: FlaskClient, path: str) -> None:
    assert client.get(f"{path}?step=5&color=red&q=").data == client.get(f"{path}?step=5").data


def test_handout_ignores_worksheet_keys(client: FlaskClient) -> None:
    assert client.get("/handout?blank=x&key=y").data == client.get("/handout").data


@given(pairs=st.lists(st.tuples(st.sampled_from(["blank", "key", "step", "preset"]), st.text(max_size=70)), max_size=5))
def test_any_worksheet_values_give_a_sheet_or_an_error_message(
    client: FlaskClient, pairs: list[tuple[str, str]]
) -> None:
    encodable = [(key, text.encode(errors="replace").decode()) for key, text in pairs]
    answer = client.get("/worksheet", query_string=dict(encodable))
    assert answer.status_code in (200, 422)
    read(answer.text)


def test_footer_has_the_address_on_the_requested_host(client: FlaskClient) -> None:
    page = read(client.get("/worksheet?step=5&present=1", base_url="https://columnwise.example:8443").text)
    foot = page.one("footer", class_="paper-foot")
    assert (foot.one("a")["href"], foot.one("a").text) == ("/?step=5", "columnwise.example:8443/?step=5")
    assert foot.one("img")["src"] == "/qr.svg?step=5"
