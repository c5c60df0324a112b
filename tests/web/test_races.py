"""/speed over HTTP: form, state of the race, result, stream, files, refusals."""

import csv
import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.speed.queue import Full, RaceQueue
from app.state.record import read_saved, saved_text
from app.web import races as web
from tests.support.addresses import AS_PART
from tests.support.fake_races import fake_races, private_folder, until
from tests.support.pages import Element, read
from tests.support.races import worked


@pytest.fixture
def folder() -> Iterator[Path]:
    with private_folder() as made:
        yield made


@pytest.fixture
def app(app: Flask, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """The app with fake races: the worked example of tests/support/races.py."""
    monkeypatch.setitem(app.extensions, "races", fake_races(folder))
    return app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client(use_cookies=False)


def started(client: FlaskClient, query: str = "") -> str:
    """Start a race; return its address."""
    answer = client.get(f"/speed/start?{query}")
    assert answer.status_code == 303
    return answer.headers["Location"]


def page(client: FlaskClient, address: str, status: int = 200) -> Element:
    answer = client.get(address)
    assert answer.status_code == status
    return read(answer.text)


def state_of(client: FlaskClient, address: str) -> str:
    """The state of the race, by a regular expression: tests poll it."""
    answer = client.get(address)
    assert answer.status_code == 200
    (state,) = re.findall(r'<[^>]* id="race"[^>]* data-state="(\w+)"', answer.text)
    return state


def finished(client: FlaskClient, query: str = "") -> str:
    """Run a race to its end; return its address."""
    address = started(client, query)
    until(lambda: state_of(client, address) == "finished")
    return address


def other(address: str, path: str) -> str:
    return f"{path}?{urlsplit(address).query}"


def test_speed_page_without_race_has_a_form_and_no_result(client: FlaskClient) -> None:
    asked = page(client, "/speed")
    assert asked.one("input", name="guess")["value"] == ""
    assert asked.one("form", action="/speed/start")
    assert not asked.all(id="race")


def test_start_redirects_to_the_page_that_shows_the_result(client: FlaskClient) -> None:
    """The loop takes 10 ms at m = 1,000, the matrix form 0.12 ms: 83 times."""
    result = page(client, finished(client, "guess=50")).one(id="race")
    assert "the loop took 83 times as long" in result.words
    assert "You guessed 50. It was 83. Your guess is too low by a factor of 1.7." in result.words
    assert len(result.all("svg", data_plot=True)) == 2
    assert [row.one("th").words for row in result.one("table", class_="race").all("tr")[1:]][:3] == ["1", "3", "10"]


def test_reload_of_a_finished_race_starts_no_other(client: FlaskClient, folder: Path) -> None:
    address = finished(client)
    before = (folder / "started").read_text()
    assert state_of(client, address) == "finished"
    assert (folder / "started").read_text() == before


def test_a_running_race_shows_its_points_and_polls(client: FlaskClient, folder: Path) -> None:
    (folder / "hold").touch()
    address = started(client)
    until(lambda: len(page(client, address).all("table", class_="race")) == 1)
    running = page(client, address)
    assert running.one(id="race")["data-state"] == "running"
    assert running.one("progress")["max"] == "11"
    assert running.one("div", class_="running")["hx-get"] == address
    assert "not yet" not in running.one("table", class_="race").all("tr")[1].words
    (folder / "hold").unlink()


def test_page_of_a_running_race_refreshes_itself_and_a_finished_one_does_not(client: FlaskClient, folder: Path) -> None:
    (folder / "hold").touch()
    address = started(client)
    until(lambda: state_of(client, address) == "running")
    assert page(client, address).all("meta", http_equiv="refresh")
    (folder / "hold").unlink()
    until(lambda: state_of(client, address) == "finished")
    assert not page(client, address).all("meta", http_equiv="refresh")


def test_part_of_a_race_equals_that_of_the_page(client: FlaskClient) -> None:
    address = finished(client)
    part, whole = client.get(address, headers=AS_PART), client.get(address)
    assert part.text.strip() in whole.text
    assert "HX-Request-Type" in part.headers["Vary"]
    assert "HX-Request-Type" in whole.headers["Vary"]


def test_waiting_race_shows_its_position_and_the_last_race_of_its_kind(client: FlaskClient, folder: Path) -> None:
    finished(client, "network=digits")
    (folder / "hold").touch()
    first = started(client)
    until(lambda: state_of(client, first) == "running")
    second, third = started(client, "threads=all"), started(client, "network=digits")
    assert "One race runs before yours." in page(client, second).one(id="race").words
    waiting = page(client, third).one(id="race")
    assert "2 races are before yours." in waiting.words
    assert "The last race of this kind" in waiting.words
    assert "83 times" in waiting.words
    (folder / "hold").unlink()


def test_cancel_redirects_to_the_form_and_ends_the_race(client: FlaskClient, folder: Path) -> None:
    (folder / "hold").touch()
    address = started(client)
    until(lambda: state_of(client, address) == "running")
    leave = page(client, address).one("a", class_="leave")["href"]
    answer = client.get(leave)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/speed")
    assert "You left this race." in page(client, address).words
    (folder / "hold").unlink()
    assert state_of(client, finished(client)) == "finished"


def test_expired_race_is_reported_with_the_form(client: FlaskClient) -> None:
    gone = page(client, "/speed?race=0123456789abcdef")
    assert "not kept any more" in gone.one(id="sentence").words
    assert gone.one("form", action="/speed/start")


def test_last_race_of_a_kind_is_linked_and_shown(client: FlaskClient) -> None:
    assert not [each for each in page(client, "/speed").all("a") if "last race" in each.words]
    finished(client)
    [link] = [each for each in page(client, "/speed").all("a") if "last race" in each.words]
    assert "83 times" in page(client, link["href"]).one(id="race").words
    assert not [each for each in page(client, "/speed?network=digits").all("a") if "last race" in each.words]


def test_stream_sends_every_change_and_then_the_event_over(client: FlaskClient, folder: Path) -> None:
    (folder / "hold").touch()
    address = started(client)
    until(lambda: state_of(client, address) == "running")
    answer = client.get(other(address, "/speed/stream"), buffered=False)
    assert answer.mimetype == "text/event-stream"
    assert answer.headers["Cache-Control"] == "no-store"
    events = events_of(answer)
    assert 'data-state="running"' in next(events)
    (folder / "hold").unlink()
    *_, result, over = events
    assert 'data-state="finished"' in result
    assert over.startswith("event: over\n")
    answer.close()


def events_of(answer: TestResponse) -> Iterator[str]:
    text = ""
    for chunk in answer.response:
        text += chunk if isinstance(chunk, str) else chunk.decode()
        while "\n\n" in text:
            event, text = text.split("\n\n", 1)
            yield event + "\n"


def test_stream_above_the_limit_is_204(client: FlaskClient, folder: Path) -> None:
    (folder / "hold").touch()
    address = started(client)
    until(lambda: state_of(client, address) == "running")
    stream = other(address, "/speed/stream")
    open_ones = [client.get(stream, buffered=False) for _ in range(web.MAX_STREAMS)]
    assert {each.status_code for each in open_ones} == {200}
    assert client.get(stream).status_code == 204
    for each in open_ones:
        each.close()
    again = client.get(stream, buffered=False)
    assert again.status_code == 200
    again.close()
    (folder / "hold").unlink()


@pytest.mark.parametrize("why", ["it is old", "the server stops"])
def test_stream_that_ends_before_the_race_sends_no_event_over(
    app: Flask, client: FlaskClient, folder: Path, monkeypatch: pytest.MonkeyPatch, why: str
) -> None:
    (folder / "hold").touch()
    address = started(client)
    until(lambda: state_of(client, address) == "running")
    if why == "it is old":
        monkeypatch.setattr(web, "MAX_STREAM_SECONDS", 0.0)
    else:
        monkeypatch.setitem(app.extensions, "stopping", lambda: True)
    answer = client.get(other(address, "/speed/stream"), buffered=True)  # closed: it gives its place back
    assert answer.status_code == 200
    assert "event: over" not in answer.text
    assert state_of(client, address) == "running"
    (folder / "hold").unlink()


def test_stream_is_503_where_no_race_can_run(client: FlaskClient, folder: Path) -> None:
    (folder / "races").mkdir(mode=0o755)
    assert client.get("/speed/stream?race=0123456789abcdef").status_code == 503


def test_csv_has_a_line_for_every_point(client: FlaskClient) -> None:
    answer = client.get(other(finished(client), "/speed.csv"))
    assert answer.mimetype == "text/csv"
    lines = list(csv.DictReader(answer.text.splitlines()))
    assert len(lines) == sum(len(each.m) for each in worked().series.values())
    assert float(next(each for each in lines if each["program"] == "loop")["median_seconds"]) == 10e-6


def test_saved_race_can_be_opened_next_to_another(client: FlaskClient) -> None:
    address = finished(client, "guess=7")
    saved = client.get(other(address, "/speed.json"))
    assert "attachment" in saved.headers["Content-Disposition"]
    assert read_saved(saved.text) == (worked(),)
    other_machine = json.loads(saved.text)
    other_machine["races"][0]["machine"]["name"] = "Another machine"
    opened = client.get("/speed", query_string={**query_of(address), "beside": json.dumps(other_machine)})
    shown = read(opened.text).one(id="race")
    assert len(shown.all("table", class_="race")) == 2
    assert "Opened: Another machine" in shown.words
    assert "You guessed 7." in shown.words


def query_of(address: str) -> dict[str, str]:
    return dict(pair.split("=") for pair in urlsplit(address).query.split("&"))


def test_opened_race_is_shown_without_a_current_race(client: FlaskClient) -> None:
    shown = read(client.get("/speed", query_string={"beside": saved_text(worked())}).text).one(id="race")
    assert "A race that you opened" in shown.words
    assert "83 times" in shown.words


@pytest.mark.parametrize("path", ["/speed.csv", "/speed.json"])
@pytest.mark.parametrize("race", ["", "race=last", "race=0123456789abcdef"])
def test_file_of_an_unknown_race_is_404(client: FlaskClient, path: str, race: str) -> None:
    assert client.get(f"{path}?{race}").status_code == 404


@pytest.mark.parametrize(
    ("query", "field", "said"),
    [
        ("network=own&sizes=3-x", "sizes", "not “3-x”"),
        ("guess=lots", "guess", "not “lots”"),
        ("beside=nothing", "beside", "not the text of a saved race"),
    ],
)
@pytest.mark.parametrize("path", ["/speed", "/speed/start"])
def test_invalid_value_is_422_and_stays_in_its_field_with_a_message(
    client: FlaskClient, path: str, query: str, field: str, said: str
) -> None:
    shown = page(client, f"{path}?{query}&threads=all", 422)
    assert said in shown.one(id=f"problem-{field}").words
    form = shown.one("form", class_="entry")
    typed = shown.one("textarea").words if field == "beside" else form.one("input", name=field)["value"]
    assert typed == query.rpartition("=")[2]
    assert form.one("input", name="threads").has("checked")
    [wrong] = shown.all(aria_invalid="true")
    assert wrong["aria-describedby"] == f"problem-{field}"


def test_form_of_an_invalid_board_leads_back_to_speed(client: FlaskClient) -> None:
    assert page(client, "/speed?preset=nothing", 422).one("form", class_="address")["action"] == "/speed"


def test_full_queue_is_503_and_keeps_the_form_values(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> str:
        raise Full("64 races are waiting already.")

    monkeypatch.setattr(RaceQueue, "join", full)
    shown = page(client, "/speed/start?guess=12", 503)
    assert "64 races are waiting already." in shown.one(id="problem-race").words
    assert shown.one("form", class_="entry").one("input", name="guess")["value"] == "12"


def test_start_is_503_with_a_reason_where_no_race_can_run(client: FlaskClient, folder: Path) -> None:
    (folder / "races").mkdir(mode=0o755)
    shown = page(client, "/speed/start", 503)
    assert "There can be no race here now." in shown.one(id="problem-race").words


@pytest.mark.parametrize(
    ("method", "headers"),
    [
        ("GET", {"Sec-Fetch-Site": "cross-site"}),
        ("GET", {"Sec-Fetch-Site": "same-site"}),
        ("GET", {"Sec-Purpose": "prefetch;prerender"}),
        ("GET", {"Purpose": "prefetch"}),
        ("HEAD", {}),
    ],
)
def test_cross_site_prefetch_and_head_requests_start_no_race(
    client: FlaskClient, folder: Path, method: str, headers: dict[str, str]
) -> None:
    answer = client.open("/speed/start?guess=3", method=method, headers=headers)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/speed?guess=3")
    assert not list((folder / "races").glob("race-*"))


def test_prefetch_of_cancel_does_not_end_the_race(client: FlaskClient, folder: Path) -> None:
    (folder / "hold").touch()
    address = started(client)
    client.get(other(address, "/speed/leave"), headers={"Sec-Purpose": "prefetch"})
    until(lambda: state_of(client, address) == "running")
    (folder / "hold").unlink()


def test_reading_the_speed_page_starts_no_process(client: FlaskClient, folder: Path) -> None:
    for address in ("/speed", "/speed?race=0123456789abcdef", "/speed?race=last", "/speed/leave?race=0123456789abcdef"):
        client.get(address)
    assert not list((folder / "races").glob("race-*"))


def test_invalid_value_is_422_in_json_at_speed_json(client: FlaskClient) -> None:
    answer = client.get("/speed.json?guess=none")
    assert (answer.status_code, answer.mimetype, list(answer.json["errors"])) == (422, "application/json", ["guess"])
