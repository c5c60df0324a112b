"""The Dockerfile: a base that stays the same, what is copied, what is started, and that it needs no place to write."""

import json
import os
import re
import resource
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from app import server
from app.config import Settings, settings
from tests.serving.deploy.front import PATIENCE, ROOT, answers_at, free_ports, get

TEXT = (ROOT / "Dockerfile").read_text(encoding="utf-8")
RUNTIME = TEXT[TEXT.rindex("\nFROM ") :]
HEALTHCHECK, COMMAND = (
    [str(word) for word in json.loads(command)] for command in re.findall(r"^ *CMD (\[.*\])$", RUNTIME, re.MULTILINE)
)


def test_both_stages_have_the_same_pinned_base() -> None:
    bases = re.findall(r"^FROM (\S+)", TEXT, re.MULTILINE)
    assert len(bases) == 2
    assert len(set(bases)) == 1
    assert re.fullmatch(r"python:3\.\d+\.\d+-slim-[a-z]+@sha256:[0-9a-f]{64}", bases[0])


def test_dockerignore_excludes_all_that_is_not_copied() -> None:
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    copied = {name.rstrip("/") for name in re.findall(r"^COPY (?!--from)(\S+) ", TEXT, re.MULTILINE)}
    assert ignored[1] == "*"
    assert {line.removeprefix("!") for line in ignored if line.startswith("!")} == copied


def test_image_starts_the_server_as_make_run_does() -> None:
    made = re.search(r"exec \$\(PY\) (-m .*)", (ROOT / "Makefile").read_text(encoding="utf-8"))
    assert made
    assert ["python", *made[1].split()] == COMMAND  # no shell, which would keep the signal to itself


def test_image_runs_without_root_and_listens_on_all_addresses() -> None:
    assert re.findall(r"^USER (\S+)$", RUNTIME, re.MULTILINE) == ["10001:10001"]
    configured = settings(dict(re.findall(r"\b(HOST|PORT)=(\S+)", RUNTIME)))
    assert (configured.host, configured.port) == ("0.0.0.0", Settings.port)
    assert re.findall(r"^EXPOSE (\d+)$", RUNTIME, re.MULTILINE) == [str(configured.port)]


def test_server_drains_before_docker_kills_it() -> None:
    assert server.DRAIN_SECONDS + 2 < 10


def may_write_no_file() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


@pytest.mark.slow
def test_server_works_on_a_read_only_file_system_without_races(tmp_path: Path) -> None:
    port = free_ports(1)[0]
    (tmp_path / "python").symlink_to(sys.executable)
    environment = {"PATH": str(tmp_path), "HOST": "127.0.0.1", "PORT": str(port), "PYTHONDONTWRITEBYTECODE": "1"}
    running = subprocess.Popen(
        [sys.executable, *COMMAND[1:]],
        cwd=ROOT,
        env=environment,
        preexec_fn=may_write_no_file,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    try:
        answers_at(port, "/readyz")
        assert get(port, "/?preset=digits&step=11", {}).status == 200
        race = get(port, "/speed/start", {})
        assert race.status == 503
        assert b"There is no folder for temporary files" in race.body
        checked = [
            subprocess.run(HEALTHCHECK, env=environment | {"PORT": str(at)}, capture_output=True)
            for at in (port, free_ports(1)[0])
        ]
        assert [each.returncode for each in checked] == [0, 1]
    finally:
        os.kill(running.pid, signal.SIGTERM)
        output, _ = running.communicate(timeout=PATIENCE)
    assert running.returncode == 0
    assert b"Traceback" not in output
