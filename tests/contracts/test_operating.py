"""docs/operating.md lists every setting and default, and its commands, links and numbers are right."""

import re
from dataclasses import fields
from pathlib import Path

from app import create_app, server
from app.config import Settings, settings
from tests.support.each import for_each

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs/operating.md").read_text(encoding="utf-8")
TABLE = dict(re.findall(r"^\| `([A-Z_]+)` \| ([^|]+) \|", TEXT, re.MULTILINE))
READ = set(re.findall(r'"([A-Z][A-Z_]+)"', (ROOT / "app/config.py").read_text(encoding="utf-8")))


def test_table_lists_exactly_the_settings() -> None:
    assert len(READ) >= len(fields(Settings))
    assert set(TABLE) == READ


@for_each("name", sorted(READ - {"TRUSTED_HOSTS"}))
def test_table_has_the_defaults(name: str) -> None:
    (default,) = re.match(r"`([^`]+)`", TABLE[name]).groups()  # type: ignore[union-attr]
    assert settings({name: default}) == settings({})


@for_each("target", sorted(set(re.findall(r"make ([a-z]+)", TEXT))))
def test_make_commands_are_targets_of_the_makefile(target: str) -> None:
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)


@for_each("path", sorted(set(re.findall(r"\]\(([^)]+)\)", TEXT))))
def test_linked_files_exist(path: str) -> None:
    assert (ROOT / "docs" / path).is_file()


def test_document_has_the_drain_time_and_thread_count_of_the_server() -> None:
    assert f"within {server.DRAIN_SECONDS} seconds" in TEXT
    assert server.OPTIONS["threads"] == 8
    assert "one process of eight threads" in TEXT


def test_health_check_commands_use_a_host_that_is_always_trusted() -> None:
    asked = re.findall(r'wget .*--header "Host: (\S+)" http://copy-1:8000(\S+)', TEXT)
    assert len(asked) == TEXT.count("http://copy-1:8000")
    client = create_app(Settings(trusted_hosts=("columnwise.example",))).test_client()
    assert client.get("/readyz", headers={"Host": "copy-1:8000"}).status_code == 400
    for host, path in asked:
        assert client.get(path, headers={"Host": host}).status_code == 200


def test_docker_run_command_restarts_and_limits_the_log() -> None:
    (command,) = re.findall(r"docker run --detach (?:.*\\\n)*.* columnwise$", TEXT, re.MULTILINE)
    for option in ("--restart unless-stopped", "max-size=", "max-file=", "--read-only", "--cap-drop ALL"):
        assert option in command
