"""make faults: mutation testing; apply one small fault at a time to the code, and count how many the tests catch.

A fault inverts a comparison or a condition, adds one to an integer, or removes a call, in app/, templates/ or
static/js/. The same seed gives the same faults while those folders are unchanged, so that two versions of the tests
can be compared. Each fault is applied in a copy of the project; the test file of the same name, the tests of its
folder and the browser tests of its subject run until one fails. A fault that none of them catches has escaped.
"""

import argparse
import ast
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PATTERNS = ("app/**/*.py", "templates/**/*.html", "static/js/*.js")
TURNED = {
    ast.Lt: ">=", ast.GtE: "<", ast.Gt: "<=", ast.LtE: ">", ast.Eq: "!=", ast.NotEq: "==",
    ast.In: "not in", ast.NotIn: "in", ast.Is: "is not", ast.IsNot: "is",
}  # fmt: skip
TEXT_FAULTS = {
    ".html": (
        ("condition", r"{% (?:el)?if (?P<old>(?!not )[^%]+?) %}", "not ({})"),
        ("comparison", r"{[%{][^%}]* (?P<old>==) ", "!="),
        ("call", r"(?P<old>{{ \w+(?:\.\w+)*\([^{}]*\) }})", ""),
        ("constant", r"(?P<old>\b[1-9]\d?\b)(?=[^<>]*(?:%}|}}|\"))", "+1"),
    ),
    ".js": (
        ("condition", r"\bif \((?P<old>(?:[^()]|\((?:[^()]|\([^()]*\))*\))+)\)", "!({})"),
        ("condition", r" (?P<old>&&|\|\|) ", "swap"),
        ("comparison", r" (?P<old>===|!==|<=|>=|<|>) ", "swap"),
        ("call", r"^ *(?P<old>[\w.?]+\([^;{}]*\));?$", "undefined"),
        ("constant", r"(?<![\w.#\"'-])(?P<old>\d+)(?![\w.\"'])", "+1"),
    ),
}
"""Faults in templates and scripts: kind, pattern of the place, replacement."""
SWAPPED = {"&&": "||", "||": "&&", "===": "!==", "!==": "===", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}

BOARD = "stepping|cells|history|motion|layout|board"
SUBJECTS = (
    (r"js/files", "test_files"),
    (r"race|racing|speed|plot", "race"),
    (r"worksheet|handout|paper|staircase|tables|fit\.py|sheet|effort|difficulty|single_neuron", "paper"),
    (r"present|window\.py", "present"),
    (r"embed|share|preview|qr|urls|live", "frames|share"),
    (
        r"workshop|editor|matrix_|matrix\.html|controls|fields|forms|pasting|edits|plans|overrides|menu|copying",
        "controls|without",
    ),
    (r"notices|problem|error|bad_address", "failures|without"),
    (r"headers|policy", "policy|privacy"),
    (r"app/(\w+\.py|web/(health|request|response_cache))", "$^"),
    (r"templates", f"access|{BOARD}"),
    (r"", BOARD),
)
"""Which browser tests cover a file: the first pattern found in its path, and a pattern for the names of test files."""
OWN_TESTS = {
    "app": "tests/serving/test_*.py tests/web/test_trusted_hosts.py",
    "templates": "tests/contracts tests/web tests/views",
    "static/js": "",
}
"""The tests of a folder, if not those in the folder of the same name."""


@dataclass(frozen=True, order=True)
class Fault:
    """A fault: the text that replaces start to end of a file."""

    path: str
    start: int
    end: int
    kind: str
    text: str

    @property
    def folder(self) -> str:
        """The folder that it is drawn for."""
        parts = self.path.split("/")
        return "templates" if parts[0] == "templates" else "/".join(parts[:-1])

    def applied(self, source: str) -> str:
        """The source with the fault in it."""
        return source[: self.start] + self.text + source[self.end :]

    def described(self, source: str) -> str:
        """Place, kind, old and new text."""
        line = source.count("\n", 0, self.start) + 1
        return f"{self.path}:{line}: {self.kind}: {source[self.start : self.end]!r} → {self.text!r}"


def faults() -> list[Fault]:
    """Every possible fault, in a fixed order."""
    files = sorted(path for pattern in PATTERNS for path in ROOT.glob(pattern))
    return sorted({fault for path in files for fault in _faults_in(path)})


def _faults_in(path: Path) -> Iterator[Fault]:
    name, source = str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")
    made = _in_python(source) if path.suffix == ".py" else _in_text(source, path.suffix)
    for start, end, kind, text in made:
        yield Fault(name, start, end, kind, text)


def _in_text(source: str, suffix: str) -> Iterator[tuple[int, int, str, str]]:
    for kind, pattern, put in TEXT_FAULTS[suffix]:
        for found in re.finditer(pattern, source, re.MULTILINE):
            old = found["old"]
            text = {"+1": _more(old), "swap": SWAPPED.get(old, "")}.get(put, put.format(old))
            yield found.start("old"), found.end("old"), kind, text


def _more(old: str) -> str:
    return str(int(old) + 1) if old.isdigit() else old


def _in_python(source: str) -> Iterator[tuple[int, int, str, str]]:
    tree = ast.parse(source)
    begins = [0]
    for line in source.splitlines(keepends=True):
        begins.append(begins[-1] + len(line.encode()))
    encoded = source.encode()

    def at(line: int, column: int) -> int:
        return len(encoded[: begins[line - 1] + column].decode())

    def span(node: ast.expr | ast.stmt) -> tuple[int, int]:
        return at(node.lineno, node.col_offset), at(node.end_lineno or 0, node.end_col_offset or 0)

    for node in ast.walk(tree):
        if isinstance(node, ast.Compare) and len(node.ops) == 1:
            start, end = span(node.left)[1], span(node.comparators[0])[0]
            old = source[start:end]
            turned = re.sub(r"[^()\s]+(?: [^()\s]+)?", TURNED[type(node.ops[0])], old, count=1)
            yield start, end, "comparison", turned
        elif isinstance(node, ast.Constant) and type(node.value) is int:
            yield *span(node), "constant", str(node.value + 1)
        elif isinstance(node, ast.If | ast.IfExp):
            start, end = span(node.test)
            yield start, end, "condition", f"not ({source[start:end]})"
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            yield *span(node), "call", "pass"


def drawn(number: int, seed: int) -> list[Fault]:
    """A sample: folders by the square root of their number of faults, kinds in turn, few of one file."""
    chance = random.Random(seed)
    by_folder: dict[str, list[Fault]] = defaultdict(list)
    for fault in faults():
        by_folder[fault.folder].append(fault)
    weight = {folder: len(of_it) ** 0.5 for folder, of_it in by_folder.items()}
    shares = {folder: max(3, round(number * each / sum(weight.values()))) for folder, each in weight.items()}
    chosen = [fault for folder, of_it in sorted(by_folder.items()) for fault in _some(of_it, shares[folder], chance)]
    chance.shuffle(chosen)
    return chosen[:number]


def _some(of_it: list[Fault], share: int, chance: random.Random) -> list[Fault]:
    """A sample of ``share`` faults, with kinds and files as varied as possible."""
    left, some = list(of_it), []
    chance.shuffle(left)
    while left and len(some) < share:
        files, kinds = [each.path for each in some], [each.kind for each in some]
        best = min(left, key=lambda fault: (kinds.count(fault.kind), files.count(fault.path)))
        left.remove(best)
        some.append(best)
    return some


def stages(fault: Fault, root: Path) -> list[list[str]]:
    """The tests that must catch it, fast ones first."""
    path = Path(fault.path)
    own = OWN_TESTS.get(fault.folder, f"tests/{fault.folder.partition('/')[2]}")
    folder = [str(each.relative_to(root)) for pattern in own.split() for each in sorted(root.glob(pattern))]
    words = next(words for pattern, words in SUBJECTS if re.search(pattern, fault.path))
    browser = [each for each in sorted(root.glob("tests/*/test_*.py")) if each.parent.name in ("browser", "layout")]
    looking = [str(each.relative_to(root)) for each in browser if re.search(words, each.name)]
    same = [str(each.relative_to(root)) for one in folder for each in (root / one).rglob(f"test_{path.stem}.py")]
    return [stage for stage in (same, folder, looking) if stage]


def is_caught(fault: Fault, copy: Path) -> tuple[bool, str]:
    """Whether a test fails with it, and the first failed test."""
    file = copy / fault.path
    source = file.read_text(encoding="utf-8")
    file.write_text(fault.applied(source), encoding="utf-8")
    try:
        for stage in stages(fault, copy):
            passed, failed = _run(stage, copy)
            if not passed:
                return True, failed
        return False, ""
    finally:
        file.write_text(source, encoding="utf-8")


def _run(tests: list[str], copy: Path) -> tuple[bool, str]:
    """Whether those tests pass, and the first failed test."""
    command = [sys.executable, "-m", "pytest", "-x", "-q", "--no-header", "-p", "no:cacheprovider", *tests]
    try:
        done = subprocess.run(command, cwd=copy, capture_output=True, text=True, timeout=900)  # seconds
    except subprocess.TimeoutExpired:
        return False, "does not end"
    failed = re.search(r"^(?:FAILED|ERROR) (\S+)", done.stdout, re.MULTILINE)
    passed = done.returncode in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED)
    return passed, failed[1] if failed else f"status {done.returncode}"


def main() -> int:
    """Apply the faults and print the outcome of each; return 0."""
    asked = _asked()
    chosen = drawn(asked.number, asked.seed)
    if asked.list:
        print(*(fault.described((ROOT / fault.path).read_text(encoding="utf-8")) for fault in chosen), sep="\n")
        return 0
    began, caught, copies = time.monotonic(), 0, []
    with tempfile.TemporaryDirectory(prefix="faults-") as folder:
        for number in range(asked.jobs):
            copies.append(Path(folder, str(number), ROOT.name))
            shutil.copytree(ROOT, copies[-1], ignore=shutil.ignore_patterns(".venv", ".git", "__pycache__", ".*_cache"))

        def tried(fault: Fault) -> tuple[Fault, bool, str, float]:
            started, copy = time.monotonic(), copies.pop()
            noticed, failed = is_caught(fault, copy)
            copies.append(copy)
            return fault, noticed, failed, time.monotonic() - started

        with ThreadPoolExecutor(asked.jobs) as pool:
            for fault, noticed, failed, seconds in pool.map(tried, chosen):
                caught += noticed
                where = fault.described((ROOT / fault.path).read_text(encoding="utf-8"))
                print(f"{'caught ' if noticed else 'ESCAPED'} {seconds:4.0f} s  {where}  {failed}", flush=True)
    share = f"{caught} of {len(chosen)} faults ({caught / len(chosen):.0%})"
    print(f"Caught: {share}, in {(time.monotonic() - began) / 60:.0f} minutes.")
    return 0


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m docs.tools.faults", description=__doc__)
    parser.add_argument("--number", type=int, default=60, help="how many faults to apply")
    parser.add_argument("--seed", type=int, default=0, help="the same seed gives the same faults")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="how many run at a time")
    parser.add_argument("--list", action="store_true", help="print the faults, run nothing")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
