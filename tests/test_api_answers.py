"""Who calls, how often, and what is answered to what is asked wrong: a sentence, and nothing of the server."""

import pytest

from data import months, store
from data.people import tokens
from tests.calling import at_work as at_work
from tests.calling import said
from tests.calling import steward as steward
from tests.calling import today as today
from web.api import door
from web.api.counting import Counts

VALUES = "/v1/metrics/visits/values"


def test_without_a_token_nothing_is_told(steward):
    for path in ("/v1/metrics", "/v1/units", "/v1/batches"):
        answer = steward.http.get(path, headers={"Authorization": ""})
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"].startswith("Bearer")
        assert "账号" in said(answer)["to_do"]["zh"]


def test_a_token_in_the_address_opens_nothing(steward):
    token = steward.http.headers.pop("Authorization").removeprefix("Bearer ")
    assert steward.http.get("/v1/units", params={"access_token": token, "token": token}).status_code == 401


def test_a_wrong_or_revoked_token_is_refused(at_work, steward):
    assert steward.http.get("/v1/units", headers={"Authorization": "Bearer cockpit_x"}).status_code == 401
    tokens.revoke(at_work, 1, by=steward.actor)
    said(steward.http.get("/v1/units"))


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/v1/metrics/nonsense/values", 404),
        (f"{VALUES}?unit=999999", 404),
        (f"{VALUES}?month=2019-01", 404),
        (f"{VALUES}?month=2026-13", 422),
        (f"{VALUES}?revision=99", 404),
        (f"{VALUES}?revision=0", 422),
        (f"{VALUES}?period=week", 422),
        (f"{VALUES}?children=maybe", 422),
        ("/v1/units?on=2026-02-31", 422),
        ("/v1/units?dryrun=true", 422),
        ("/v1/submissions/99", 404),
        ("/v1/nowhere", 404),
    ],
)
def test_what_is_asked_wrong_is_a_sentence(steward, path, status):
    answer = steward.http.get(path)
    assert answer.status_code == status
    said(answer)


def test_another_method_is_told_which_there_are(steward):
    answer = steward.http.put("/v1/units")
    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET"
    said(answer)


def test_too_many_requests_are_told_when_to_come_back(steward, monkeypatch):
    monkeypatch.setattr(door, "asked", Counts(2, door.WINDOW, door.MOST))
    assert [steward.http.get("/v1/units").status_code for _ in range(3)] == [200, 200, 429]
    answer = steward.http.get("/v1/units")
    assert 0 < int(answer.headers["retry-after"]) <= 60
    assert answer.headers["retry-after"] in said(answer)["to_do"]["en"]


def test_made_up_tokens_of_an_address_are_stopped_and_a_real_one_goes_on(steward):
    assert steward.http.get("/v1/units").status_code == 200
    answers = [
        steward.http.get("/v1/units", headers={"Authorization": f"Bearer made-up-{nth}"})
        for nth in range(door.WRONG + 1)
    ]
    assert [answer.status_code for answer in answers] == [401] * door.WRONG + [429]
    assert 0 < int(answers[-1].headers["retry-after"]) <= 60
    assert steward.http.get("/v1/units").status_code == 200


def test_a_failure_leaks_nothing_but_a_reference(steward, monkeypatch, caplog):
    def broken(*_):
        raise RuntimeError("a secret of the inside")

    monkeypatch.setattr(months, "today", broken)
    answer = steward.http.get("/v1/units")
    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert "Traceback" not in answer.text
    reference = said(answer)["en"].rsplit(" ", 1)[1].rstrip(".")
    assert reference in caplog.text


def test_a_store_that_is_away_is_a_sentence(steward, monkeypatch, tmp_path):
    away = store.connect(f"sqlite:///{tmp_path}/nothing/../away.db")
    monkeypatch.setattr(store, "engine", lambda *_: away)
    answer = steward.http.get("/v1/units")
    assert answer.status_code == 503
    said(answer)


def test_the_documentation_asks_nothing_of_the_internet(steward):
    for lang, title in (("zh", "接口文档"), ("en", "Interface")):
        page = steward.http.get("/docs", params={"lang": lang}, headers={"Authorization": ""})
        assert page.status_code == 200
        assert title in page.text
        assert "/api/v1/submissions" in page.text
        assert "http:" not in page.text
        assert "https:" not in page.text
        assert "<script" not in page.text


def test_the_schema_is_openapi_3_1_and_names_the_token(steward):
    schema = steward.http.get("/openapi.json", headers={"Authorization": ""}).json()
    assert schema["openapi"].startswith("3.1")
    assert schema["servers"] == [{"url": "/api"}]
    assert schema["components"]["securitySchemes"]["token"]["scheme"] == "bearer"
    for path in schema["paths"].values():
        for operation in path.values():
            assert operation["security"] == [{"token": []}]
            assert {"401", "403", "429"} <= set(operation["responses"])
