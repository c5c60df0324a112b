"""Rules for templates, style sheets and scripts that a test can check."""

import re
from collections import Counter
from pathlib import Path

from app.web.assets import SCRIPTS as JOINED
from tests.support.each import for_each

ROOT = Path(__file__).parents[2]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
SHEETS = sorted((ROOT / "static" / "css").rglob("*.css"))
SCRIPTS = sorted((ROOT / "static" / "js").glob("*.js"))
HTMX = ROOT / "templates" / "base" / "htmx.html"
MAX_LINES = {"app.js": 290, "racing.js": 40, "present.js": 80, "copying.js": 20, "files.js": 155}
"""Most lines of code in each script, without comments."""


def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@for_each("path", TEMPLATES)
def test_templates_have_no_inline_style_script_or_handler(path: Path) -> None:
    assert not re.search(r"\sstyle\s*=|<style|\son\w+\s*=", text(path), re.IGNORECASE)
    assert all(" src=" in tag for tag in re.findall(r"<script[^>]*>", text(path)))


@for_each("path", TEMPLATES)
def test_template_lines_have_at_most_160_characters(path: Path) -> None:
    assert [line for line in text(path).splitlines() if len(line) > 160] == []


@for_each("path", TEMPLATES)
def test_templates_mark_no_text_as_safe(path: Path) -> None:
    assert not re.search(r"\|\s*(safe|striptags|tojson)\b|Markup|autoescape|hx-on|hx-vals", text(path))


@for_each("path", [path for path in TEMPLATES if path != HTMX])
def test_htmx_attributes_stand_only_in_htmx_html(path: Path) -> None:
    assert not re.search(r"\b(data-)?hx-[a-z]", text(path))


def test_htmx_macros_need_no_eval() -> None:
    assert re.search(r"\bhx-[a-z]", text(HTMX))
    assert not re.search(r"hx-on|js:|javascript:|hx-trigger=\"[^\"]*\[", text(HTMX))


@for_each("path", [*TEMPLATES, *SHEETS, *SCRIPTS, ROOT / "static" / "icon.svg"])
def test_templates_styles_and_scripts_name_no_other_server(path: Path) -> None:
    without_names = re.sub(r'xmlns(:\w+)?="[^"]*"', "", text(path))
    assert not re.search(r"(https?:)?//[\w.-]+\.\w|@import", re.sub(r"(?m)^\s*//.*$", "", without_names))


@for_each("path", SHEETS)
def test_a_style_sheet_has_no_line_over_120_characters(path: Path) -> None:
    assert [line for line in text(path).splitlines() if len(line) > 120] == []


@for_each("path", SHEETS)
def test_important_stands_only_under_reduced_motion(path: Path) -> None:
    without = re.sub(r"@media \(prefers-reduced-motion: reduce\) \{.*?\n  \}", "", text(path), flags=re.DOTALL)
    assert "!important" not in without


def test_reduced_motion_removes_transitions_and_animations() -> None:
    (block,) = re.findall(
        r"@media \(prefers-reduced-motion: reduce\) \{(.*?)\n  \}",
        text(ROOT / "static/css/base/elements.css"),
        re.DOTALL,
    )
    assert {"transition: none !important", "animation: none !important"} <= {
        part.strip() for part in re.split(r"[{};]", block)
    }


@for_each("path", SHEETS)
def test_every_sheet_has_its_own_cascade_layer(path: Path) -> None:
    layers = re.findall(r"@layer ([\w, ]*\w)", text(path))
    if path.stem == "layers":
        order = ", ".join(layers).split(", ")
        assert set(order) == {sheet.stem for sheet in SHEETS} - {"layers"}
    else:
        assert layers == [path.stem]


def test_scripts_stay_within_their_line_limits() -> None:
    def lines(paths: list[Path]) -> int:
        every = [line.strip() for path in paths for line in text(path).splitlines()]
        return sum(bool(line) and not line.startswith(("//", "/*", "*")) for line in every)

    files = {file: [path for path in SCRIPTS if path.stem in names] for file, names in JOINED.items()}
    assert {file: 0 < lines(paths) < MAX_LINES[file] for file, paths in files.items()} == dict.fromkeys(MAX_LINES, True)


@for_each("path", SCRIPTS)
def test_scripts_use_no_eval_no_html_strings_and_no_storage(path: Path) -> None:
    forbidden = (
        r"\beval\(|new Function|innerHTML|outerHTML|document\.write|localStorage|sessionStorage|document\.cookie"
    )
    assert not re.search(forbidden, text(path))


def test_no_folder_has_more_than_twenty_files() -> None:
    folders = Counter(path.parent for name in ("app", "templates", "static", "docs", "tests") for path in files(name))
    assert {str(folder.relative_to(ROOT)): count for folder, count in folders.items() if count > 20} == {}


def test_no_file_name_and_no_class_name_stands_twice_in_app() -> None:
    modules = [path for path in files("app") if path.suffix == ".py" and path.name != "__init__.py"]
    classes = [name for path in modules for name in re.findall(r"^class (\w+)", text(path), re.MULTILINE)]
    names = Counter([*(path.name for path in modules), *classes])
    assert {name: count for name, count in names.items() if count > 1} == {}


def files(folder: str) -> list[Path]:
    """The files below a folder of the project, without what Python compiled."""
    return [path for path in (ROOT / folder).rglob("*") if path.is_file() and "__pycache__" not in path.parts]
