"""The SBOM lists everything in a release; the audit reports what it could not check."""

import base64
import json
import re
import sys
from pathlib import Path
from typing import Any

import pytest

from docs.tools import audit
from docs.tools.sbom import ROOT, VENDORED, sbom
from tests.contracts.test_vendor import FILES, STATIC
from tests.support.each import for_each

PINNED = re.findall(r"^([\w.-]+)==([\w.]+)", (ROOT / "requirements.txt").read_text(encoding="utf-8"), re.MULTILINE)
CLEAN = {"name": "flask", "version": "3.1.2", "vulns": []}
SKIPPED = {"name": "numpy", "skip_reason": "Dependency not found on PyPI and could not be audited: numpy (2.4.6)"}
FAULT = {"id": "PYSEC-2026-1", "fix_versions": ["3.1.3", "3.2.0"], "aliases": [], "description": ""}
FAULTY = {"name": "flask", "version": "3.1.2", "vulns": [FAULT]}


@pytest.fixture(scope="module")
def listed() -> dict[str, Any]:
    return sbom()


def test_sbom_lists_every_pinned_package_with_hashes(listed: dict[str, Any]) -> None:
    packages = {each["name"]: each for each in listed["components"] if each["type"] == "library"}
    assert {(name, each["version"]) for name, each in packages.items()} == set(PINNED)
    assert len(PINNED) > 20
    for name, version in PINNED:
        assert packages[name]["purl"] == f"pkg:pypi/{name}@{version}"
        assert packages[name]["externalReferences"][0]["hashes"]
    assert all(packages[name]["licenses"] for name in ("flask", "numpy", "jinja2", "brotli"))


def test_sbom_lists_every_vendored_file_with_the_hash_of_its_readme(listed: dict[str, Any]) -> None:
    files = {each["name"]: each for each in listed["components"] if each["type"] == "file"}
    assert set(files) == {str(entry.file.relative_to(STATIC)) for entry in FILES}
    for entry in FILES:
        (digest,) = files[str(entry.file.relative_to(STATIC))]["hashes"]
        assert digest["alg"] == "SHA-384"
        assert f"sha384-{base64.b64encode(bytes.fromhex(digest['content'])).decode()}" == entry.hash


@for_each("vendored", VENDORED)
def test_sbom_has_version_and_licence_of_the_readme(vendored: Any) -> None:
    readme = (STATIC / vendored.file).with_name("README.md").read_text(encoding="utf-8")
    licence = {"OFL-1.1": "SIL Open Font License 1.1"}.get(vendored.licence, vendored.licence)
    (about,) = re.findall(
        rf"^(?:\| )?`{re.escape(Path(vendored.file).name)}` .*?(?=^\||^```)", readme, re.MULTILINE | re.DOTALL
    )
    missing = [word for word in (f"`{vendored.package}`", vendored.version, licence) if word not in about]
    assert missing == []


def test_sbom_is_valid_cyclonedx(listed: dict[str, Any]) -> None:
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator  # slow to import

    version = SchemaVersion.from_version(listed["specVersion"])
    assert JsonStrictValidator(version).validate_str(json.dumps(listed)) is None


@pytest.mark.parametrize(
    ("packages", "lines", "has_fault"),
    [
        ([CLEAN, CLEAN], ["Audited: 2 of 2 packages; none of them has a known fault."], False),
        (
            [CLEAN, SKIPPED],
            [
                "Not audited: 1 of 2 packages, of which no advisories are known here: numpy",
                "Audited: 1 of 2 packages; none of them has a known fault.",
            ],
            False,
        ),
        ([SKIPPED], ["Not audited: 1 of 1 packages, of which no advisories are known here: numpy"], False),
        ([CLEAN, FAULTY], ["flask 3.1.2 has a known fault: PYSEC-2026-1, mended in 3.1.3, 3.2.0."], True),
    ],
)
def test_audit_reports_faults_and_unaudited_packages(packages: list[Any], lines: list[str], has_fault: bool) -> None:
    assert audit.verdict({"dependencies": packages}) == (lines, has_fault)


@pytest.mark.parametrize(
    ("program", "says"),
    [
        (
            "import sys; sys.exit('no route to host')",
            "Not audited: the advisories are out of reach (no route to host).",
        ),
        ("print('<html>')", "Not audited: the advisories are out of reach (Expecting value"),
        ("print('{}')", "Not audited: the advisories are out of reach ('dependencies')."),
        ("raise SystemExit(2)", "Not audited: the advisories are out of reach (pip-audit ended with status 2)."),
    ],
)
def test_audit_reports_that_advisories_are_out_of_reach(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], program: str, says: str
) -> None:
    monkeypatch.setattr(audit, "PIP_AUDIT", (sys.executable, "-c", program))
    assert audit.main() is False
    assert capsys.readouterr().out.startswith(says)


def test_audit_fails_on_a_known_fault(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    found = f"import json; print(json.dumps({{'dependencies': {[FAULTY]!r}}})); raise SystemExit(1)"
    monkeypatch.setattr(audit, "PIP_AUDIT", (sys.executable, "-c", found))
    assert audit.main() is True
    assert "PYSEC-2026-1" in capsys.readouterr().out
