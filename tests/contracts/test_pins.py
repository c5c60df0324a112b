"""requirements*.txt pin all that is needed, and installs resolve nothing else."""

import re
import tomllib
from importlib.metadata import distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
FILES = ("requirements.txt", "requirements-dev.txt")


def pins(file: str) -> dict[str, str]:
    """The version of every package that the file pins for this Python and this system."""
    lines = re.findall(r"^([\w.-]+==[^\\\n]+)", (ROOT / file).read_text(encoding="utf-8"), re.MULTILINE)
    wanted = [Requirement(line) for line in lines]
    return {canonicalize_name(each.name): str(each.specifier)[2:] for each in wanted if is_meant(each, set())}


def is_meant(requirement: Requirement, extras: set[str]) -> bool:
    """Whether its marker holds here, with those extras asked for."""
    marker = requirement.marker
    return marker is None or any(marker.evaluate({"extra": extra}) for extra in ("", *extras))


def asked_for(file: str) -> list[Requirement]:
    """The requirements of pyproject.toml for that file."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    dev = project["dependency-groups"]["dev"] if file == "requirements-dev.txt" else []
    return [Requirement(each) for each in (*project["project"]["dependencies"], *dev)]


def unmet(pinned: dict[str, str], roots: list[Requirement]) -> list[str]:
    """Every requirement of the roots and of what they lead to, extras included, that no pin satisfies."""
    extras: dict[str, set[str]] = {}
    waiting, missing = [("pyproject.toml", each) for each in roots], []
    while waiting:
        asker, wanted = waiting.pop()
        name = canonicalize_name(wanted.name)
        if name not in pinned or not wanted.specifier.contains(pinned[name], prereleases=True):
            missing.append(f"{asker} wants {wanted}, pinned is {pinned.get(name)}")
        elif name not in extras or wanted.extras - extras[name]:
            extras[name] = extras.get(name, set()) | wanted.extras
            needed = map(Requirement, distribution(name).requires or ())
            waiting += [(name, each) for each in needed if is_meant(each, extras[name])]
    return missing


@pytest.mark.parametrize("file", FILES)
def test_requirements_of_every_pinned_package_are_pinned_and_satisfied(file: str) -> None:
    assert unmet(pins(file), asked_for(file)) == []


@pytest.mark.parametrize("file", FILES)
def test_installed_versions_are_the_pinned_ones(file: str) -> None:
    assert {name: distribution(name).version for name in pins(file)} == pins(file)


def test_unpinned_requirement_of_an_extra_is_reported() -> None:
    pinned = pins("requirements-dev.txt")
    del pinned["brotli"]  # asked for by fonttools[woff], not by fonttools
    assert any(each.startswith("fonttools wants brotli") for each in unmet(pinned, [Requirement("fonttools[woff]")]))
    assert unmet(pinned, [Requirement("fonttools")]) == []


@pytest.mark.parametrize("file", ["Makefile", "Dockerfile"])
def test_install_commands_use_no_deps_and_hashes_and_run_pip_check(file: str) -> None:
    text = (ROOT / file).read_text(encoding="utf-8")
    installs = [line for line in text.splitlines() if re.search(r"\binstall\b.* -r ", line)]
    assert installs
    assert [line for line in installs if "--no-deps" not in line or "--require-hashes" not in line] == []
    assert re.search(r"(\$\(PIP\)|pip --python \S+) check\b", text)
