"""docs/operating.md knows every setting, and names only what is there."""

import re
from dataclasses import fields

from app import create_app, server
from app.config import Settings, settings
from tests.serving.deploy.front import ROOT
from tests.support.each import for_each

TEXT = (ROOT / "docs/operating.md").read_text(encoding="utf-8")
TABLE = dict(re.findall(r"^\| `([A-Z_]+)` \| ([^|]+) \|", TEXT, re.MULTILINE))
READ = set(re.findall(r'"([A-Z][A-Z_]+)"', (ROOT / "app/config.py").read_text(encoding="utf-8")))


def test_every_setting_stands_in_the_table() -> None:
    assert len(READ) >= len(fields(Settings))
    assert set(TABLE) == READ


@for_each("name", sorted(READ - {"TRUSTED_HOSTS"}))
def test_the_default_is_what_the_table_says(name: str) -> None:
    (default,) = re.match(r"`([^`]+)`", TABLE[name]).groups()  # type: ignore[union-attr]
    assert settings({name: default}) == settings({})


@for_each("target", sorted(set(re.findall(r"make ([a-z]+)", TEXT))))
def test_every_command_is_one_of_the_makefiles(target: str) -> None:
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)


@for_each("path", sorted(set(re.findall(r"\]\(([^)]+)\)", TEXT))))
def test_every_link_leads_somewhere(path: str) -> None:
    assert (ROOT / "docs" / path).is_file()


def test_it_says_how_long_a_copy_takes_to_stop_and_how_many_threads_it_has() -> None:
    assert f"within {server.DRAIN_SECONDS} seconds" in TEXT
    assert server.OPTIONS["threads"] == 8
    assert "one process of eight threads" in TEXT


def test_a_copy_is_asked_by_a_name_that_it_trusts_whatever_is_set() -> None:
    asked = re.findall(r'wget .*--header "Host: (\S+)" http://copy-1:8000(\S+)', TEXT)
    assert len(asked) == TEXT.count("http://copy-1:8000")
    client = create_app(Settings(trusted_hosts=("columnwise.example",))).test_client()
    assert client.get("/readyz", headers={"Host": "copy-1:8000"}).status_code == 400
    for host, path in asked:
        assert client.get(path, headers={"Host": host}).status_code == 200


def test_what_is_left_running_starts_again_and_its_log_stays_small() -> None:
    (command,) = re.findall(r"docker run --detach (?:.*\\\n)*.* columnwise$", TEXT, re.MULTILINE)
    for option in ("--restart unless-stopped", "max-size=", "max-file=", "--read-only", "--cap-drop ALL"):
        assert option in command
