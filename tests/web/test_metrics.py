"""The counts for Prometheus: off unless asked for, of all processes together, and never more series than rules."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from prometheus_client.mmap_dict import MmapedDict, mmap_key
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.parser import text_string_to_metric_families

from app import counts, create_app, server
from app.config import Settings
from app.web.outcome import Outcome
from tests.speed.conftest import until
from tests.web.gunicorn import Served, served

Series = dict[tuple[str, frozenset[tuple[str, str]]], float]


@pytest.fixture
def client() -> FlaskClient:
    """Columnwise that counts, from nought."""
    return create_app(Settings(metrics=True)).test_client(use_cookies=False)


def series(text: str) -> Series:
    """Every value, by its name and its labels."""
    families = text_string_to_metric_families(text)
    return {(each.name, frozenset(each.labels.items())): each.value for family in families for each in family.samples}


def told(client: FlaskClient) -> Series:
    return series(client.get("/metrics", buffered=True).text)


def value(found: Series, name: str, **labels: str) -> float:
    return found.get((f"columnwise_{name}", frozenset(labels.items())), 0.0)


def answers(found: Series) -> dict[tuple[str, str, str], float]:
    """How many answers there were for each route, method and status, those to this question left out."""
    counted = (
        (dict(labels), number) for (name, labels), number in found.items() if name == "columnwise_requests_total"
    )
    return {
        (labels["route"], labels["method"], labels["status"]): number
        for labels, number in counted
        if labels["route"] != "/metrics"
    }


# Off


def test_nothing_is_told_unless_it_is_asked_for() -> None:
    assert create_app(Settings()).test_client().get("/metrics").status_code == 404


@pytest.mark.slow
def test_its_library_is_not_even_loaded() -> None:
    code = """if True:
        import sys
        from app import create_app
        from app.config import Settings
        for settings in (Settings(), Settings(metrics=True)):
            create_app(settings)
            print('prometheus_client' in sys.modules)
    """
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert ran.stdout.split() == ["False", "True"], ran.stderr


# What is counted


def test_it_is_told_anew_each_time_and_not_kept(client: FlaskClient) -> None:
    first = client.get("/metrics", buffered=True)
    assert first.headers["Cache-Control"] == "no-store" and "ETag" not in first.headers
    assert first.mimetype == "text/plain" and first.headers["X-Content-Type-Options"] == "nosniff"
    assert first.text != client.get("/metrics", buffered=True).text


def test_every_answer_is_counted_under_its_rule(client: FlaskClient) -> None:
    etag = client.get("/", buffered=True).headers["ETag"]
    client.get("/", headers={"If-None-Match": etag}, buffered=True)
    client.head("/?step=3", buffered=True)
    client.post("/about", buffered=True)
    for address in ("/?step=x", "/nowhere", "/nowhere/else", "/static/nothing.css"):
        client.get(address, buffered=True)
    assert answers(told(client)) == {
        ("/", "GET", "200"): 1,
        ("/", "GET", "304"): 1,
        ("/", "HEAD", "200"): 1,
        ("/about", "POST", "405"): 1,
        ("/", "GET", "422"): 1,
        ("other", "GET", "404"): 2,
        ("/static/<path:name>", "GET", "404"): 1,
    }


def test_bytes_are_counted_as_they_travel(client: FlaskClient) -> None:
    before = value(told(client), "sent_bytes_total")
    page = client.get("/", headers={"Accept-Encoding": "br"}, buffered=True)
    after = client.get("/metrics", buffered=True)
    assert page.headers["Content-Encoding"] == "br"
    asked = len(client.get("/metrics", buffered=True).data)  # the first question of this test was shorter
    sent = value(series(after.text), "sent_bytes_total") - before
    assert len(page.data) < sent < len(page.data) + asked


def test_seconds_fall_into_buckets() -> None:
    from app.web.metrics import Metrics

    metrics = Metrics()
    for seconds in (0.0001, 0.07, 20.0):
        metrics.begun()
        metrics.ended(Outcome("", "GET", "/", "", "/", 200, seconds, 10, False))
    found = series(metrics.text().decode())
    within = [value(found, "request_seconds_bucket", route="/", le=le) for le in ("0.001", "0.05", "0.1", "+Inf")]
    assert within == [1, 1, 2, 3]
    assert value(found, "request_seconds_sum", route="/") == pytest.approx(20.0701)
    assert value(found, "sent_bytes_total") == 30


def test_mistakes_of_ours_are_counted_and_those_of_visitors_are_not(client: FlaskClient) -> None:
    def fail() -> str:
        raise RuntimeError("broken")

    client.application.config["PROPAGATE_EXCEPTIONS"] = False
    client.application.view_functions["pages.about_page"] = fail
    client.get("/nowhere", buffered=True)
    assert value(told(client), "errors_total") == 0
    client.get("/about", buffered=True)
    assert value(told(client), "errors_total") == 1


def test_what_is_under_way_is_this_question_and_whatever_is_not_at_its_end(client: FlaskClient) -> None:
    assert value(told(client), "requests_under_way") == 1
    open_still = client.get("/")
    assert value(told(client), "requests_under_way") == 2
    open_still.close()
    assert value(told(client), "requests_under_way") == 1


@given(st.lists(st.tuples(st.text(max_size=9), st.text(max_size=9)), max_size=9))
def test_whatever_is_made_up_makes_no_series_of_its_own(asked: list[tuple[str, str]]) -> None:
    from app.web.metrics import Metrics

    metrics = Metrics()
    for path, method in asked:
        metrics.begun()
        metrics.ended(Outcome("", method + "!", path, path, None, 404, 0.1, 10, False))
    expected = {("other", "other", "404"): len(asked)} if asked else {}
    assert answers(series(metrics.text().decode())) == expected


# Several processes


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(counts.FOLDER, str(tmp_path))
    monkeypatch.setattr(counts, "_dead", set())
    return tmp_path


def count(folder: Path, kind: str, pid: int, values: dict[str, float]) -> None:
    """Write what a process of that number counted."""
    file = MmapedDict(str(folder / f"{kind}_{pid}.db"))
    for route, number in values.items():
        file.write_value(mmap_key("a", "a_total", ["route"], [route], "Text"), number, 0.0)
    file.close()


def total(folder: Path) -> dict[str, float]:
    families = MultiProcessCollector(None, str(folder)).collect()
    return {each.labels["route"]: each.value for family in families for each in family.samples}


routes = st.dictionaries(st.sampled_from(["/", "/about", "/speed"]), st.integers(0, 2**40), max_size=3)


@given(st.lists(routes, min_size=1, max_size=4))
def test_what_the_dead_counted_still_counts_and_takes_one_file(
    tmp_path_factory: pytest.TempPathFactory, processes: list[dict[str, float]]
) -> None:
    folder = tmp_path_factory.mktemp("counts")
    for pid, values in enumerate(processes):
        count(folder, "counter", pid, values)
    before = total(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(counts.FOLDER, str(folder))
        for pid in range(len(processes)):
            counts.bury(pid)
            assert total(folder) == before
    assert [path.name for path in folder.glob("*.db")] == ["counter_dead.db"]


def test_what_a_dead_process_had_under_way_is_over(folder: Path) -> None:
    count(folder, "gauge_livesum", 7, {"/": 3})
    counts.bury(7)
    assert total(folder) == {}


def test_whoever_starts_the_workers_does_not_wait_for_one_that_looks(folder: Path) -> None:
    count(folder, "counter", 7, {"/": 3})
    count(folder, "counter", 8, {"/": 4})
    with counts.at_rest():
        counts.bury(7)
        assert (folder / "counter_7.db").exists()
    counts.bury(8)
    assert [path.name for path in folder.glob("*.db")] == ["counter_dead.db"]
    assert total(folder) == {"/": 7}


def test_a_broken_file_does_not_end_the_server(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[object] = []
    (folder / "counter_7.db").write_bytes(b"nonsense")
    monkeypatch.setattr(server, "_settings", Settings(metrics=True))
    arbiter = SimpleNamespace(log=SimpleNamespace(exception=lambda *words: said.append(words)))
    server.child_exit(arbiter, SimpleNamespace(pid=7))
    assert said == [("The counts of worker %s are lost", 7)]
    assert not list(folder.glob("*.db"))  # and nobody else stumbles over it


def test_without_metrics_a_worker_ends_in_peace(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counts, "bury", lambda pid: pytest.fail("there is nothing to bury"))
    server.child_exit(SimpleNamespace(), SimpleNamespace(pid=7))


def test_without_a_place_for_files_it_is_said_in_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(counts.FOLDER, raising=False)
    with pytest.raises(SystemExit, match=r"^METRICS needs a folder for temporary files, and none can be made: .*\.$"):
        counts.prepare(str(tmp_path / "nowhere"))
    assert counts.FOLDER not in os.environ


@pytest.fixture
def two(tmp_path: Path) -> Iterator[Served]:
    """gunicorn with two workers that count."""
    with served(tmp_path, WEB_CONCURRENCY="2", METRICS="1", LOG="json") as running:
        until(lambda: len(running.workers()) == 2)  # it answers as soon as there is one
        yield running


def asked(server: Served) -> float:
    """How often /about was answered, as any worker tells it."""
    found = series(server.get("/metrics").body.decode())
    return answers(found).get(("/about", "GET", "200"), 0.0)


@pytest.mark.slow
def test_any_worker_tells_the_counts_of_all_also_of_those_that_were_killed(two: Served) -> None:
    for _ in range(20):
        two.get("/about")
    until(lambda: asked(two) == 20)  # an answer is counted just after it was sent
    assert {asked(two) for _ in range(8)} == {20}
    killed = two.workers()
    for pid in killed:
        os.kill(pid, signal.SIGKILL)
    until(lambda: len(set(two.workers()) - set(killed)) == 2)
    for _ in range(10):
        two.get("/about")
    until(lambda: asked(two) == 30)
    assert {asked(two) for _ in range(8)} == {30}
    found = series(two.get("/metrics").body.decode())
    assert value(found, "requests_under_way") == 1


@pytest.mark.slow
def test_the_files_go_with_the_server(tmp_path: Path) -> None:
    parent = Path(server.worker_tmp_dir or "/tmp")
    with served(tmp_path, WEB_CONCURRENCY="1", METRICS="1", LOG="json") as running:
        running.get("/about")
        (worker,) = running.workers()
        (file,) = parent.glob(f"columnwise-counts-*/counter_{worker}.db")
        running.stop()
    assert not file.parent.exists()
    assert running.err.read_text() == ""
