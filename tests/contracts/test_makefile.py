"""What `make` does in a new clone, with a stand-in for Python that records its arguments."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
STAND_IN = """#!/bin/sh
echo "$0 $*" >>"$ASKED"
case "$*" in
  -V) echo "Python $VERSION" ;;
  *version_info*) [ "$VERSION" != 3.10.1 ] ;;
  "-m venv --clear .venv") rm -rf .venv && mkdir -p .venv/bin && cp "$0" .venv/bin/python ;;
  *" install "*) [ -z "$PIP_FAILS" ] ;;
  *" check") [ -z "$CHECK_FAILS" ] ;;
esac
"""


class Clone:
    """A folder with the Makefile in it, and a stand-in for Python."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.asked = folder, folder / "asked"
        shutil.copy(ROOT / "Makefile", folder)
        (folder / "requirements.txt").touch()
        self.python = folder / "python"
        self.python.write_text(STAND_IN)
        self.python.chmod(0o755)

    def make(self, *arguments: str, version: str = "3.11.7", **settings: str) -> subprocess.CompletedProcess[str]:
        """Run `make .venv/runtime`. ``asked`` has the arguments of Python."""
        self.asked.unlink(missing_ok=True)
        chosen = {"PATH": os.environ["PATH"], "ASKED": str(self.asked), "VERSION": version, **settings}
        command = ["make", ".venv/runtime", *(arguments or ("--eval=PYTHON = ./python",))]
        return subprocess.run(command, cwd=self.folder, env=chosen, capture_output=True, text=True)

    def installs(self) -> int:
        """How often pip was asked to install in the last run."""
        return self.asked.read_text().count(" install ") if self.asked.exists() else 0

    def environments(self) -> int:
        """How many virtual environments the last run made."""
        return self.asked.read_text().count(" -m venv ") if self.asked.exists() else 0


@pytest.fixture
def clone(tmp_path: Path) -> Clone:
    """A new clone, in a path with a space."""
    folder = tmp_path / "a clone"
    folder.mkdir()
    return Clone(folder)


def test_first_run_installs_and_second_does_nothing(clone: Clone) -> None:
    first = clone.make()
    assert (first.returncode, first.stderr, clone.environments(), clone.installs()) == (0, "", 1, 1)
    assert first.stdout.splitlines() == [
        "Making a virtual environment in .venv with Python 3.11.7.",
        "Installing what Columnwise needs, as pinned in requirements.txt (once; a minute at most).",
    ]
    second = clone.make(PIP_FAILS="there is no network")
    assert (second.returncode, clone.environments(), clone.installs()) == (0, 0, 0)


def test_new_pins_are_installed_into_the_same_environment(clone: Clone) -> None:
    clone.make()
    os.utime(clone.folder / "requirements.txt", (2**32, 2**32))
    assert clone.make().returncode == 0
    assert (clone.environments(), clone.installs()) == (0, 1)


@pytest.mark.parametrize("failure", ["PIP_FAILS", "CHECK_FAILS"])
def test_failed_installation_says_what_to_do_and_is_repeated(clone: Clone, failure: str) -> None:
    failed = clone.make(**{failure: "yes"})
    says = {"PIP_FAILS": "Check the network", "CHECK_FAILS": "does not name all that is needed"}
    assert failed.returncode != 0
    assert says[failure] in failed.stderr
    assert clone.make().returncode == 0
    assert (clone.environments(), clone.installs()) == (1, 1)


@pytest.mark.parametrize("missing", ["bin/python", "made"])
def test_incomplete_environment_is_recreated(clone: Clone, missing: str) -> None:
    clone.make()
    (clone.folder / ".venv" / missing).unlink()
    assert clone.make().returncode == 0
    assert (clone.environments(), clone.installs()) == (1, 1)


def test_another_python_version_recreates_the_environment(clone: Clone) -> None:
    clone.make()
    shutil.copy(clone.python, clone.folder / "other")
    assert clone.make("PYTHON=./other").returncode == 0
    assert clone.environments() == 0  # it is the same version
    (clone.folder / "other").write_text(STAND_IN.replace("$VERSION", "3.13.0"))
    assert "with Python 3.13.0" in clone.make("PYTHON=./other").stdout
    assert (clone.environments(), clone.installs()) == (1, 1)


def test_error_names_a_python_that_is_too_old_or_missing(clone: Clone) -> None:
    old, missing = clone.make(version="3.10.1"), clone.make("PYTHON=./none")
    for failed, name in ((old, "./python"), (missing, "./none")):
        assert failed.returncode != 0
        assert f"Columnwise needs Python 3.11 or newer, and '{name}' is not." in failed.stderr
    assert not (clone.folder / ".venv").exists()


def test_unusable_python_leaves_the_environment_unchanged(clone: Clone) -> None:
    clone.make()
    assert clone.make("PYTHON=./none").returncode != 0
    assert clone.make(PIP_FAILS="there is no network").returncode == 0


def test_help_lists_every_phony_target() -> None:
    command = ["make", "--no-print-directory", "help"]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    phony = (ROOT / "Makefile").read_text(encoding="utf-8").partition(".PHONY:")[2].partition("\n")[0].split()
    assert [line.split()[1] for line in told.splitlines()] == phony
