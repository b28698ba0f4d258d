"""What a monitor collects: the text format, who may read it, what is counted, and that alerts and dashboard ask for it."""

import json
import re
from datetime import timedelta

import pytest
from sqlalchemy import insert
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from data import audit, first_steps, months, schema, store, telemetry
from data.health import gauges
from data.health.gauges import COMMITS, NAMES
from data.settings import ROOT, Settings, Telemetry
from data.telemetry import OF_PROCESS, SECONDS, Gauge, Histogram, Series
from tests.cases import ZHEJIANG, plant, report, reports
from tests.frames import drawn
from tests.notices import make
from tests.people import somebody
from web import telemetry as web
from web.background import Job
from web.server import middleware

TOKEN = "一个只给监控用的令牌，不少于三十二个字节"
DEPLOY = ROOT / "docs" / "deploy"
SAMPLE = re.compile(r'[a-z_]+(\{([a-z]+="(\\.|[^"\\\n])*",?)+\})? (\d|[-+.e])+')


def collected(*series: Series) -> str:
    return "".join(web.written(series))


# The format


def test_the_text_is_as_prometheus_reads_it():
    counter, gauge = Series("a_total", "How many.", ("kind",)), Gauge("b", "How much.")
    counter.add("x")
    counter.add("x", by=2)
    counter.add('"\\\n')
    gauge.set(to=0.25)
    assert collected(counter, gauge) == (
        "# HELP a_total How many.\n# TYPE a_total counter\n"
        'a_total{kind="\\"\\\\\\n"} 1\n'
        'a_total{kind="x"} 3\n'
        "# HELP b How much.\n# TYPE b gauge\nb 0.25\n"
    )


def test_a_histogram_holds_each_bucket_in_the_next():
    took = Histogram("run_seconds", "How long.", ("page",))
    for seconds in (0.01, 0.05, 0.3, 100):
        took.note("map", seconds=seconds)
    lines = collected(took).splitlines()[2:]
    buckets = [int(line.split()[1]) for line in lines if "_bucket" in line]
    assert buckets == [2, 2, 2, 3, 3, 3, 3, 3, 4]  # 0.05 is within 0.05
    assert 'run_seconds_bucket{page="map",le="+Inf"} 4' in lines
    assert 'run_seconds_count{page="map"} 4' in lines
    assert float(lines[-2].split()[1]) == pytest.approx(100.36)
    assert len(buckets) == len(SECONDS) + 1


def test_what_fails_is_timed_as_well():
    took = Histogram("run_seconds", "How long.", ("page",))
    with pytest.raises(LookupError), took.timed("map"):
        raise LookupError
    assert 'run_seconds_count{page="map"} 1' in collected(took)


def test_without_labels_nothing_counted_is_zero_and_with_them_nothing_is_said():
    assert collected(Series("a_total", "x")).endswith("\na_total 0\n")
    assert collected(Series("a_total", "x", ("kind",))).endswith("# TYPE a_total counter\n")


# Who may read it


@pytest.fixture
def served(conn, monkeypatch):
    """`served(token)`: a visitor of a server whose settings hold that token, over an empty store."""

    def serve(token: str) -> TestClient:
        monkeypatch.setattr(web, "settings", lambda: Settings(telemetry=Telemetry(token=token)))
        monkeypatch.setattr(web, "_of_store", lambda: gauges.gauges(conn, months.now()))

        async def inside(_request) -> PlainTextResponse:
            return PlainTextResponse("inside")

        routes = [*web.ROUTES, Route("/api/v1/x", inside), Route("/{path:path}", inside)]
        return TestClient(Starlette(routes=routes, middleware=middleware()), follow_redirects=False)

    return serve


BEARER = f"Bearer {TOKEN}".encode()
READERS = drawn(
    """
    set | given   | status
    no  | none    | 404
    no  | empty   | 404
    no  | right   | 404
    yes | none    | 401
    yes | empty   | 401
    yes | wrong   | 401
    yes | longer  | 401
    yes | basic   | 401
    yes | query   | 401
    yes | right   | 200
    """
)
GIVEN = {
    "empty": b"Bearer ",
    "wrong": b"Bearer " + b"x" * 40,
    "longer": BEARER + b"x",
    "basic": BEARER.replace(b"Bearer", b"Basic"),
    "right": BEARER,
}


@pytest.mark.parametrize("row", READERS.to_dict("records"), ids=lambda row: f"{row['set']} {row['given']}")
def test_only_the_token_opens_it(served, row):
    client = served(TOKEN if row["set"] == "yes" else "")
    headers = {"authorization": GIVEN[row["given"]]} if row["given"] in GIVEN else {}
    path = f"/metrics?token={TOKEN}" if row["given"] == "query" else "/metrics"
    answer = client.get(path, headers=headers)
    assert answer.status_code == int(row["status"])
    assert ("cockpit_" in answer.text) == (row["status"] == "200")


def test_a_token_that_is_short_stops_the_start():
    with pytest.raises(ValueError, match="32"):
        Telemetry(token="short")


# What is counted


def test_requests_are_counted_by_kind_and_status_without_their_address(served, monkeypatch):
    counted = Series("cockpit_requests_total", "x", ("kind", "status"))
    monkeypatch.setattr(web, "REQUESTS", counted)
    client = served(TOKEN)
    client.get("/api/v1/x")
    client.get("/people?unit=330200&login=wangfang")
    client.get("/metrics")
    text = collected(counted)
    assert 'kind="api",status="200"} 1' in text
    assert 'kind="page",status="303"} 1' in text  # to the form
    assert 'kind="monitor",status="401"} 1' in text
    assert not {"wangfang", "330200"} & set(re.split(r"\W", text))


def test_what_breaks_is_counted_as_an_error(monkeypatch):
    counted = Series("cockpit_requests_total", "x", ("kind", "status"))
    monkeypatch.setattr(web, "REQUESTS", counted)

    async def broken(_request):
        raise LookupError

    app = web.Counting(Starlette(routes=[Route("/x", broken)]))
    with pytest.raises(LookupError):
        TestClient(app).get("/x")
    assert 'kind="page",status="500"} 1' in collected(counted)


def test_statements_and_what_the_background_does_are_counted(conn, monkeypatch):
    before = telemetry.QUERIES.samples()[0].value
    conn.scalar(schema.revision.select())
    assert telemetry.QUERIES.samples()[0].value == before + 1
    done, failed = Gauge("done", "x", ("work",)), Series("failed_total", "x", ("work",))
    monkeypatch.setattr(telemetry, "JOB_DONE", done)
    monkeypatch.setattr(telemetry, "JOB_FAILURES", failed)
    Job("looks", timedelta(0), lambda now: None, each=True).run(months.now())
    Job("outbox", timedelta(0), lambda now: 1 / 0, each=True).run(months.now())
    assert [sample.labels for sample in done.samples()] == [(("work", "looks"),)]
    assert [sample.labels for sample in failed.samples()] == [(("work", "outbox"),)]


def valued(conn, later=timedelta()) -> dict[str, float]:
    found = gauges.gauges(conn, months.now() + later)
    return {each.name: each.samples()[0].value for each in found if each.name != COMMITS[0]}


def test_an_empty_store_is_all_zero(conn):
    assert set(valued(conn)) == set(NAMES)
    assert not any(valued(conn).values())


def test_the_store_says_how_things_stand(conn):
    plant(conn, ZHEJIANG)
    report(conn, reports("unit | month | visits\n330203 | 2026-10 | 1"))
    audit.add(conn, somebody("administrator"), first_steps.BACKED_UP, "store")
    make(conn, "wangfang")
    now, hour = months.now(), timedelta(hours=1)
    told = {"person": "wangfang", "at": now - hour, "kind": "question_asked", "blanks": "{}", "link": ""}
    conn.execute(insert(schema.notice).values(number=1, **told))
    usual = {"notice": 1, "channel": "mail", "tries": 0, "next_at": now, "error": ""}
    for number, more in enumerate(({}, {"sent_at": now}, {"given_up_at": now}), 1):
        conn.execute(insert(schema.outgoing).values(**{"number": number, **usual, **more}))
    of_wall = {"owner": "wangfang", "unit": "330203", "view": "", "made_at": now}
    conn.execute(insert(schema.wall).values(number=1, name="大厅", **of_wall))
    kept = {"started": now, "ends": now + 9 * hour, "address": "", "agent": ""}
    for name, more in (("a", {"person": "wangfang", "seen": now}), ("b", {"person": "wangfang", "seen": now, "ended": now}),
                       ("c", {"wall": 1, "seen": now - hour})):  # fmt: skip
        conn.execute(insert(schema.session).values(hash=name * 64, **kept, **more))
    found = valued(conn)
    assert found["cockpit_revision"] == 1
    assert now.timestamp() - 60 < found["cockpit_revision_timestamp_seconds"] <= now.timestamp() + 1
    assert now.timestamp() - 60 < found["cockpit_backup_timestamp_seconds"] <= now.timestamp() + 1
    assert found["cockpit_notices_oldest_seconds"] == pytest.approx(3600, abs=60)
    same = {name: 1 for name in NAMES if name.endswith(("_open", "_waiting", "_given_up", "_paired", "_dark"))}
    assert same.items() <= found.items()
    assert 'cockpit_commits_total{kind="commit"} 1' in collected(*gauges.gauges(conn, now))


def test_everything_is_written_in_the_format(served):
    answer = served(TOKEN).get("/metrics", headers={"authorization": BEARER})
    assert answer.headers["content-type"] == web.TEXT_FORMAT
    assert answer.headers["cache-control"] == "no-store"
    lines = answer.text.splitlines()
    assert all(line.startswith("# ") or SAMPLE.fullmatch(line) for line in lines)
    names = [line.split()[2] for line in lines if line.startswith("# TYPE")]
    assert len(names) == len(set(names))
    assert set(names) == {each.name for each in OF_PROCESS} | {*NAMES, COMMITS[0]}


def test_a_store_that_is_away_is_a_number_too(monkeypatch):
    engine = store.connect("postgresql://nobody@127.0.0.1:1/none")
    monkeypatch.setattr(web.rooms, "real", lambda: engine)
    assert collected(*web._of_store()).endswith("cockpit_store_up 0\n")
    engine.dispose()


# What is given to be copied


@pytest.mark.parametrize("name", ["alerts.yml", "dashboard.json"])
def test_alerts_and_dashboard_ask_for_what_there_is(name):
    there = {each.name for each in OF_PROCESS if each.kind != "histogram"} | {*NAMES, COMMITS[0], web.STORE_UP[0]}
    there |= {
        f"{each.name}{part}"
        for each in OF_PROCESS
        if each.kind == "histogram"
        for part in ("_bucket", "_count", "_sum")
    }
    written = (DEPLOY / name).read_text(encoding="utf-8")
    asked = set(re.findall(r"\bcockpit_\w+", written))
    assert asked
    assert asked <= there
    labels = {label for each in OF_PROCESS for label in each.labels} | {"le", "kind", "job"}
    by = {label.strip() for group in re.findall(r"by \(([^)]*)\)", written) for label in group.split(",")}
    assert by | set(re.findall(r"[{,](\w+)=~?\\?\"", written)) <= labels


def test_the_dashboard_shows_every_number_and_its_panels_stand_apart():
    board = json.loads((DEPLOY / "dashboard.json").read_text(encoding="utf-8"))
    text = json.dumps(board)
    assert all(each.name in text for each in OF_PROCESS)
    assert all(name in text for name in NAMES)
    places = [(panel["gridPos"]["x"], panel["gridPos"]["y"]) for panel in board["panels"]]
    assert len(places) == len(set(places))
    assert len({panel["id"] for panel in board["panels"]}) == len(places)
