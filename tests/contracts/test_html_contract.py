"""The HTML contract, on which tests, tools and other scripts rely, and what holds for the HTML of every page."""

import re
from collections import Counter
from functools import cache
from itertools import pairwise

from flask.testing import FlaskClient

from app import create_app
from app.engine.names import Name
from app.views.base.scene import Scene
from app.views.base.scene import scene as made_scene
from tests.support.each import for_each
from tests.support.pages import Element, Matrix, matrices, read
from tests.support.scenes import state

STAGES = (
    "/",
    "/?step=5",
    "/?step=7&cell=Z2.2.2",
    "/?step=20",
    "/?view=vectorized",
    "/?view=vectorized&step=1&cell=Z1.3.2",
    "/?view=vectorized&step=4",
    "/?present=1&view=vectorized&step=2",
    "/?preset=iris&step=33",
    "/?preset=iris&step=600",
    "/?preset=iris&view=vectorized&step=3&cell=Z2.2.60",
    "/?cell=W1.4.3",
    "/?layers=8-8-8-8-8&act=relu-tanh-linear-softmax&m=64&seed=9&step=333",
    "/?preset=house&view=vectorized&step=4",
    "/?preset=digits&step=3001&rows=33",
    "/?preset=digits&view=vectorized&step=4&cell=A2.10.1797",
)
FRAMES = ("/embed", "/embed?view=vectorized&step=1&cell=Z1.3.2", "/embed?preset=iris&step=33")
OTHERS = (
    "/about",
    "/nowhere",
    "/?step=99&view=x",
    "/matrix?matrix=X",
    "/matrix?matrix=W2&text=1;x",
    "/share",
)

BOARDS = tuple(address for address in STAGES if "present=1" not in address)
"""Pages with both programs; present mode shows one layer, a frame no program."""

every_stage = for_each("address", STAGES + FRAMES)
every_board = for_each("address", BOARDS + FRAMES)
every_page_with_programs = for_each("address", BOARDS)
every_page = for_each("address", STAGES + FRAMES + OTHERS)


@cache
def client() -> FlaskClient:
    return create_app().test_client()


@cache
def page(address: str) -> Element:
    return read(client().get(address).text)


def scene(address: str) -> Scene:
    return made_scene(state(address))


# Every page


@every_page
def test_ids_are_unique(address: str) -> None:
    ids = Counter(each["id"] for each in page(address).all(id=True))
    assert {name: count for name, count in ids.items() if count > 1} == {}


@every_page
def test_references_to_ids_resolve(address: str) -> None:
    ids = {each["id"] for each in page(address).all(id=True)}
    for attribute in ("aria-describedby", "aria-labelledby", "aria-controls", "for"):
        for each in page(address).all(**{attribute: True}):
            assert set(each[attribute].split()) <= ids
    inside = {each["href"][1:] for each in page(address).all("a", href=True) if each["href"][0] == "#"}
    assert inside <= ids


@every_page
def test_one_h1_and_no_skipped_heading_level(address: str) -> None:
    levels = [int(each.tag[1]) for each in page(address).walk() if re.fullmatch("h[1-6]", each.tag)]
    assert levels.count(1) == 1 and levels[0] == 1
    assert all(below <= above + 1 for above, below in pairwise(levels))


@for_each("address", STAGES + OTHERS)
def test_page_has_language_title_and_named_landmarks(address: str) -> None:
    made = page(address)
    assert made.one("html")["lang"] == "en"
    assert made.one("head").one("title").words
    assert made.one("main")
    names = [nav["aria-label"] for nav in made.all("nav")]
    assert len(names) == len(set(names)) >= 1


@every_page
def test_every_control_has_an_accessible_name(address: str) -> None:
    made = page(address)
    for each in [*made.all("a"), *made.all("button"), *made.all("summary")]:
        assert each.name, f"<{each.tag} {each.attributes}>"
    labelled = {label.get("for") for label in made.all("label")}
    wrapped = {id(field) for label in made.all("label", for_=False) for field in label.all("input")}
    for field in [*made.all("input"), *made.all("select"), *made.all("textarea")]:
        is_hidden = field.get("type") == "hidden"
        assert is_hidden or field.get("aria-label") or field.get("id") in labelled or id(field) in wrapped
    pictures = [each for each in made.all("svg") if each.get("aria-hidden") != "true"]
    assert all(each["aria-label"] and each["role"] == "img" for each in pictures)


@every_page
def test_every_table_has_a_caption_and_every_header_a_scope(address: str) -> None:
    for table in page(address).all("table"):
        assert table.one("caption").words
        assert all(each.get("scope") in ("col", "row") for each in table.all("th"))


# The stage


@every_stage
def test_stage_has_view_step_and_steps(address: str) -> None:
    stage, here = page(address).one(id="stage"), scene(address)
    steps = 2 * here.sizes.L * (here.sizes.m if here.state.view == "loop" else 1)
    assert (stage["data-view"], stage["data-step"], stage["data-steps"]) == (
        here.state.view,
        str(here.state.step),
        str(steps),
    )


@every_stage
def test_only_live_region_is_outside_the_stage_and_empty(address: str) -> None:
    made = page(address)
    live = [each for each in made.walk() if each.has("aria-live") or each.get("role") in ("status", "alert", "log")]
    assert [each["role"] for each in live] == ["status"]
    assert live[0] not in list(made.one(id="stage").walk())
    assert live[0].words == ""


@every_board
def test_step_view_and_example_links_have_their_names_once(address: str) -> None:
    made, here = page(address).one(id="stage"), scene(address)
    names = Counter(link.name for link in made.all("a"))
    examples = [f"{here.preset.example.capitalize()} {i + 1}" for i in here.shown]
    wanted = ["First step", "Previous step", "Next step", "Last step", "Loop view", "Vectorized view", *examples]
    assert {name: names[name] for name in wanted} == dict.fromkeys(wanted, 1)


@every_stage
def test_disabled_link_has_no_href(address: str) -> None:
    for link in page(address).all("a"):
        assert link.has("href") != link.has("aria-disabled")
        assert link.has("href") or link["role"] == "link"


def test_step_links_are_disabled_at_the_first_and_last_step() -> None:
    def dead(address: str) -> set[str]:
        return {link.name for link in page(address).all("a", aria_disabled="true")}

    assert dead("/") == {"First step", "Previous step"}
    assert dead("/?step=20") == {"Next step", "Last step"}
    assert dead("/?step=5") == set()


@every_page_with_programs
def test_current_view_and_line_are_marked(address: str) -> None:
    made, here = page(address).one(id="stage"), scene(address)
    views = [link.name for link in made.one(class_="views").all("a", aria_current="true")]
    assert views == [f"{here.state.view.capitalize()} view"]
    lines = made.one(class_="programs").all("a", aria_current="step")
    assert len(lines) == 1
    code = made.one(class_="program-code").all(aria_current="step")
    assert len(code) == (here.step is not None)


@every_page_with_programs
def test_program_code_has_its_lines_and_compiles(address: str) -> None:
    made = page(address).one(class_="program-code").text.splitlines()
    L = scene(address).sizes.L
    first = "Z1, A1 = np.empty((" if scene(address).state.view == "loop" else "Z1 = W1 @ X + b1  # ("
    assert made[0].startswith(first)
    assert len(made) == (1 + 3 * L if scene(address).state.view == "loop" else 2 * L)
    compile("\n".join(made), address, "exec")


# The matrices


def named_matrices(address: str) -> dict[Name, Matrix]:
    """Every matrix of a page by its name."""
    return {Name(name): matrix for name, matrix in matrices(page(address)).items()}


@every_board
def test_every_matrix_has_its_name_and_shape(address: str) -> None:
    here = scene(address)
    assert {name: matrix.shape for name, matrix in named_matrices(address).items()} == here.sizes.shapes


@every_stage
def test_every_td_is_an_entry_of_the_window(address: str) -> None:
    here = scene(address)
    for name, matrix in named_matrices(address).items():
        rows, columns = here.window.rows[name], here.window.columns[name]
        assert [len(row) for row in matrix.rows] == [len(columns)] * len(rows)
        assert len(matrix.table.all("td")) == len(rows) * len(columns)
        assert matrix.first == (rows.start + 1, columns.start + 1)
        assert matrix.table.has("data-first") == ((len(rows), len(columns)) != here.sizes.shapes[name])


@every_stage
def test_every_row_and_column_has_a_header(address: str) -> None:
    for matrix in matrices(page(address)).values():
        body = matrix.table.one("tbody").all("tr")
        assert [len(row.all("th", scope="row")) for row in body] == [1] * len(body)
        (top,) = matrix.table.one("thead").all("tr")
        assert len(top.all("th", scope="col")) == 1 + len(matrix.rows[0])
        assert all(each.words for each in matrix.table.all("th"))


@every_stage
def test_entry_is_empty_and_todo_or_shows_its_number(address: str) -> None:
    here = scene(address)
    for name, matrix in named_matrices(address).items():
        for row, column, cell in matrix.entries():
            known = here.is_computed(name, column - 1)
            assert (cell.get("data-state") == "todo") != known
            assert cell.text == (here.text(name, row - 1, column - 1) if known else "")


@every_stage
def test_now_read_chosen_and_feeds_follow_the_index_rule(address: str) -> None:
    here, found = scene(address), named_matrices(address)

    def marked(attribute: str, value: str | bool = True) -> set[tuple[Name, int, int]]:
        return {
            (name, row - 1, column - 1)
            for name, matrix in found.items()
            for row, column, cell in matrix.entries()
            if cell.matches("td", {attribute: value})
        }

    def on_show(regions: dict[Name, object]) -> set[tuple[Name, int, int]]:
        return {
            (name, row - 1, column - 1)
            for name, matrix in found.items()
            for row, column, _ in matrix.entries()
            if (row - 1, column - 1) in regions.get(name, ())  # type: ignore[operator]
        }

    whole = {name for name, matrix in found.items() if matrix.table.has("data-read")}
    assert marked("data-state", "now") == on_show(dict(here.written))
    assert marked("data-feeds") == on_show(dict(here.feeds))
    assert whole == {name for name, region in here.read.items() if region.covers(here.sizes.shapes[name])}
    partly = {name: region for name, region in here.read.items() if name not in whole}
    assert marked("data-read") == on_show(dict(partly))
    chosen = {(here.chosen.matrix, here.chosen.row - 1, here.chosen.column - 1)} if here.chosen else set()
    assert marked("data-chosen") == chosen


@every_stage
def test_cells_have_no_other_attributes(address: str) -> None:
    allowed = {"data-state", "data-read", "data-chosen", "data-feeds", "data-heat", "data-power"}
    for matrix in matrices(page(address)).values():
        for _, _, cell in matrix.entries():
            assert set(cell.attributes) <= allowed
            assert cell.get("data-state", "now") in ("now", "todo")


@every_stage
def test_computed_cells_are_buttons_with_their_name_as_value(address: str) -> None:
    for name, matrix in matrices(page(address)).items():
        for row, column, cell in matrix.entries():
            names = [button["value"] for button in cell.all("button", name="cell")]
            is_open = cell.text != "" and not cell.all("input")
            assert names == ([f"{name}.{row}.{column}"] if is_open else [])


@every_board
def test_computed_matrices_have_their_index_rule_and_inputs(address: str) -> None:
    rules = {
        name: (matrix.table.get("data-rule"), matrix.table.get("data-inputs"))
        for name, matrix in matrices(page(address)).items()
    }
    last = "ki->ji" if "iris" in address or "digits" in address else "ji->ji"
    assert rules["Z1"] == ("jk,ki,j0->ji", "W1 X b1")
    assert rules["A1"] == ("ji->ji", "Z1")
    assert rules["A2"] == (last, "Z2")
    assert rules["W1"] == rules["X"] == ("", "")


def test_captions_name_matrix_layer_and_shape_in_words() -> None:
    captions = {name: matrix.table.one("caption").words for name, matrix in matrices(page("/")).items()}
    assert captions["Z1"] == "Z, layer 1: 4 neurons by 5 examples"
    assert captions["X"] == "X: 3 features by 5 examples"
    assert captions["b2"] == "b, layer 2: one number for each of 2 neurons"


def test_second_column_of_the_loop_equals_the_values_worked_out_by_hand() -> None:
    made = matrices(page("/?step=5"))
    assert column(made["Z1"], 2) == [("−2.24", "now"), ("−1.83", "now"), ("0.59", "now"), ("0.85", "now")]
    assert column(made["Z1"], 1) == [("1.96", ""), ("1.32", ""), ("0.44", ""), ("−1.74", "")]
    assert column(made["Z1"], 3) == [("", "todo")] * 4
    assert {column for _, column, cell in made["X"].entries() if cell.has("data-read")} == {2}
    assert made["W1"].table.has("data-read") and made["b1"].table.has("data-read")


def column(matrix: Matrix, number: int) -> list[tuple[str, str]]:
    """The texts of a column with their states."""
    return [(cell.text, cell.get("data-state")) for _, each, cell in matrix.entries() if each == number]
