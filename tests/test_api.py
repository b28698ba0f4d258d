"""The interface for programs: a unit's month by the same checks as the page, every refusal a sentence that says what to do."""

import io
import json
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest
from openpyxl import load_workbook
from sqlalchemy import func, select

from data import batches, handed_lists, months, requests
from data.access import Grant
from data.reporting import calendar, drafts
from data.reporting.approval import Back, accept
from data.schema import audit as audit_table
from data.schema import draft_version
from data.settings import Settings
from tests.calling import HERE, OCTOBER, Caller, said
from tests.calling import approver as approver
from tests.calling import at_work as at_work
from tests.calling import steward as steward
from tests.calling import today as today
from tests.people import everybody
from tests.staff import hire
from web.api import door


def test_a_workbook_becomes_a_draft_and_then_a_submission_that_waits(at_work, steward, approver, approval_levels):
    approval_levels(1)
    answer = steward.upload()
    told = answer.json()
    assert answer.status_code == 201, told
    assert told["counts"] == {"added": 1, "changed": 0, "same": 0}
    assert (told["errors"], told["findings"]) == (0, [])
    draft, version = told["draft"], told["version"]
    assert steward.http.get(f"/v1/submissions/{draft}").json()["state"] == "draft"
    handed_in = steward.http.post(f"/v1/submissions/{draft}/submit", json={"version": version}).json()
    assert (handed_in["state"], handed_in["batch"]) == ("waiting", None)
    standing = steward.http.get(f"/v1/submissions/{draft}").json()
    assert (standing["state"], standing["step"], standing["steps"]) == ("waiting", 0, 1)
    done = accept(at_work, handed_in["submission"], by=approver, step=0)
    standing = steward.http.get(f"/v1/submissions/{draft}").json()
    assert (standing["state"], standing["batch"]) == ("accepted", done.committed.batch)
    assert standing["decisions"][0]["by"] == "李静"
    with at_work.connect() as conn:
        batch = batches.listing(conn).iloc[0]
    assert (batch["source"], batch["actor"], batch["approved_by"]) == ("api", "王芳", "李静")


def test_cells_sent_back_say_why_and_until_when(at_work, steward, approver, approval_levels):
    approval_levels(1)
    draft = steward.figures(
        {"measure": "visits", "value": 2900}, {"measure": "app_users", "value": 500, "qualifier": "about"}
    ).json()
    handed_in = steward.http.post(f"/v1/submissions/{draft['draft']}/submit", json={"version": draft["version"]}).json()
    due = datetime(2026, 11, 8, 18, tzinfo=months.SHANGHAI)
    accept(
        at_work,
        handed_in["submission"],
        by=approver,
        step=0,
        sending_back=[Back("接口填报", "E3", "与上月相差太大", due)],
    )
    (back,) = steward.http.get(f"/v1/submissions/{draft['draft']}").json()["sent_back"]
    assert (back["sheet"], back["cell"], back["measure"], back["reason"]) == (
        "接口填报",
        "E3",
        "app_users",
        "与上月相差太大",
    )
    assert datetime.fromisoformat(back["due"]) == due
    assert back["settled"] is False


def test_figures_are_written_into_a_workbook_so_that_each_has_a_cell(at_work, steward):
    told = steward.figures(
        {"measure": "visits", "value": 2900.5},
        {"measure": "app_users", "value": 500, "qualifier": "about", "unit": "330203"},
        {"measure": "active_users", "withdrawn": True, "unit": "330203"},
    ).json()
    assert told["errors"] == 0, told["findings"]
    with at_work.connect() as conn:
        _, content = drafts.content(conn, told["draft"])
    sheet = load_workbook(io.BytesIO(content)).active
    assert [row[-1].value for row in sheet.iter_rows()] == ["数值", 2900.5, "大约500", "撤回"]


def test_findings_name_sheet_and_cell_in_both_languages(steward):
    told = steward.upload("很多").json()
    (finding,) = told["findings"]
    assert (finding["rule"], finding["severity"], finding["cell"]) == ("not_a_number", "error", "C3")
    assert "很多" in finding["zh"]
    assert "很多" in finding["en"]
    again = steward.http.get(f"/v1/submissions/{told['draft']}/findings").json()
    assert again["findings"] == told["findings"]
    refused = steward.http.post(f"/v1/submissions/{told['draft']}/submit", json={"version": told["version"]})
    assert refused.status_code == 409
    assert said(refused)["findings"] == [finding]


def test_a_dry_run_keeps_nothing(at_work, steward):
    answer = steward.upload(dry_run="true")
    assert answer.status_code == 200
    assert (answer.json()["draft"], answer.json()["counts"]["added"]) == (None, 1)
    with at_work.connect() as conn:
        assert drafts.current(conn, "330200", OCTOBER) is None


@pytest.mark.parametrize("dry_run", ["true", "false"])
def test_a_file_that_is_no_workbook_is_told_by_its_finding(steward, dry_run):
    answer = steward.http.post(
        "/v1/submissions",
        params=HERE | {"dry_run": dry_run},
        files={"file": ("图.xlsx", b"\x89PNG\r\n\x1a\n" + b"0" * 64)},
    )
    assert answer.status_code == 422
    assert said(answer)["findings"][0]["rule"] == "not_a_workbook"


def test_a_plain_body_is_a_workbook_by_the_name_in_a_header(at_work, steward):
    content = "单位代码,月份,应用访问量\n330200,2026-10,2900\n".encode()
    headers = {"Content-Type": "application/octet-stream", "X-File-Name": "%E6%9C%88%E6%8A%A5.csv"}
    told = steward.http.post("/v1/submissions", params=HERE, content=content, headers=headers).json()
    assert told["counts"]["added"] == 1, told
    with at_work.connect() as conn:
        assert drafts.content(conn, told["draft"])[0] == "月报.csv"


def test_other_content_types_and_bodies_are_refused(steward):
    def post(content: bytes, kind: str):
        return steward.http.post("/v1/submissions", params=HERE, content=content, headers={"Content-Type": kind})

    assert said(post(b"<a/>", "text/xml"))["status"] == 415
    assert said(post(b"{", "application/json"))["status"] == 422
    assert said(post(b'{"figures": []}', "application/json"))["status"] == 422
    both = {"figures": [{"measure": "visits", "value": 1, "grade": "五星"}]}
    assert said(post(json.dumps(both).encode(), "application/json"))["status"] == 422
    assert said(post(b"x", "multipart/form-data; boundary=a"))["status"] == 422


def test_a_body_larger_than_a_workbook_may_be_is_not_read(steward, monkeypatch):
    monkeypatch.setattr(door, "settings", lambda: Settings(limits={"file_mb": 1}))
    answer = steward.http.post("/v1/submissions", params=HERE, files={"file": ("a.xlsx", b"0" * 3_000_000)})
    assert answer.status_code == 413
    assert "1 MB" in said(answer)["en"]


def test_what_another_changed_since_is_not_overwritten(at_work, steward):
    first = steward.upload().json()
    li = hire(at_work, "limei", "330200", Grant("steward", "330200"), name="李梅")
    edit = drafts.Edit("月报", "C3", 3100)
    drafts.edit(at_work, first["draft"], [edit], by=li, base=first["version"])
    refused = steward.upload(2950)
    assert refused.status_code == 409
    assert "李梅" in said(refused)["zh"]
    assert steward.upload(2950, replace="true").status_code == 201


def test_a_draft_is_thrown_away_and_a_submission_recalled(steward, approval_levels):
    approval_levels(1)
    told = steward.upload().json()
    assert steward.http.delete(f"/v1/submissions/{told['draft']}").status_code == 204
    assert steward.http.get(f"/v1/submissions/{told['draft']}").json()["state"] == "discarded"
    told = steward.upload().json()
    steward.http.post(f"/v1/submissions/{told['draft']}/submit", json={"version": told["version"]})
    assert steward.http.delete(f"/v1/submissions/{told['draft']}").status_code == 204
    assert steward.http.get(f"/v1/submissions/{told['draft']}").json()["state"] == "recalled"
    assert said(steward.http.delete(f"/v1/submissions/{told['draft']}"))["status"] == 409


def test_a_locked_month_takes_nothing(at_work, steward):
    calendar.lock(at_work, OCTOBER, by=everybody())
    for dry_run in ("true", "false"):
        answer = steward.upload(dry_run=dry_run)
        assert answer.status_code == 409
        assert "锁定" in said(answer)["zh"]


def test_the_audit_log_names_the_person_and_the_token(at_work, steward):
    steward.upload()
    with at_work.connect() as conn:
        rows = conn.execute(select(audit_table.c.login, audit_table.c.origin, audit_table.c.action)).all()
    opened = next(row for row in rows if row.action == "draft_opened")
    assert opened.login == "wangfang"
    assert opened.origin.endswith("via token 报表系统")


# -- the same request twice


def test_a_request_sent_twice_is_done_once(at_work, steward):
    key = {"Idempotency-Key": "upload-1"}
    first, second = (steward.figures({"measure": "visits", "value": 2900}, headers=key) for _ in range(2))
    assert (first.status_code, first.json()) == (second.status_code, second.json())
    with at_work.connect() as conn:
        assert conn.scalar(select(func.max(draft_version.c.version))) == 2
    handed_in = [
        steward.http.post(
            f"/v1/submissions/{first.json()['draft']}/submit", json={"version": 2}, headers={"Idempotency-Key": "s"}
        )
        for _ in range(2)
    ]
    assert [each.status_code for each in handed_in] == [201, 201]
    assert handed_in[0].json() == handed_in[1].json()


def test_a_key_of_another_request_is_refused(steward):
    key = {"Idempotency-Key": "upload-1"}
    steward.figures({"measure": "visits", "value": 2900}, headers=key)
    answer = steward.figures({"measure": "visits", "value": 2901}, headers=key)
    assert answer.status_code == 422
    assert "幂等键" in said(answer)["zh"]


def test_a_key_is_ones_own(at_work, steward):
    other = Caller(at_work, hire(at_work, "limei", "330200", Grant("steward", "330200"), name="李梅"))
    key = {"Idempotency-Key": "upload-1"}
    assert steward.figures({"measure": "visits", "value": 1}, headers=key).status_code == 201
    assert other.figures({"measure": "app_users", "value": 2}, headers=key, replace="true").status_code == 201


def test_what_failed_is_not_remembered(at_work, steward):
    key = {"Idempotency-Key": "k"}
    calendar.lock(at_work, OCTOBER, by=everybody())
    assert steward.figures({"measure": "visits", "value": 1}, headers=key).status_code == 409
    calendar.unlock(at_work, OCTOBER, by=everybody())
    assert steward.figures({"measure": "visits", "value": 1}, headers=key).status_code == 201


def test_many_at_the_same_moment_do_it_once(at_work, steward):
    draft = steward.upload().json()

    def submit(_):
        path = f"/v1/submissions/{draft['draft']}/submit"
        return steward.http.post(path, json={"version": draft["version"]}, headers={"Idempotency-Key": "once"})

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(submit, range(6)))
    assert {each.status_code for each in answers} <= {201, 409}
    done = {each.json()["submission"] for each in answers if each.status_code == 201}
    assert len(done) == 1
    assert all("幂等键" in said(each)["zh"] for each in answers if each.status_code == 409)
    assert submit(0).json()["submission"] in done


def test_a_request_cut_off_is_taken_up_again_later(at_work, steward, monkeypatch):
    actor = steward.actor
    assert requests._claim(at_work, "k", "f", actor) is None
    with pytest.raises(requests.Refused) as refused:
        requests.once(at_work, "k", "f", lambda: requests.Answer(200, {}), by=actor)
    assert refused.value.reason == "under_way"
    later = months.now() + requests.GIVEN_UP * 2
    monkeypatch.setattr(months, "now", lambda: later)
    assert requests.once(at_work, "k", "f", lambda: requests.Answer(200, {}), by=actor).status == 200


def test_a_list_that_did_not_change_is_confirmed_once(at_work, steward):
    asked = {"unit": "330200", "month": "2026-10"}
    done = steward.http.post("/v1/registers/problems/unchanged", params=asked)
    assert done.status_code == 201, done.json()
    with at_work.connect() as conn:
        assert handed_lists.pairs_of(conn, done.json()["batch"]) == [("problems", "330200", OCTOBER)]
    assert "已经报过" in said(steward.http.post("/v1/registers/problems/unchanged", params=asked))["zh"]
    later = steward.http.post("/v1/registers/problems/unchanged", params=asked | {"month": "2027-01"})
    assert (later.status_code, said(later)["en"].split(";")[0]) == (409, "2027-01 has not come")
    other = steward.http.post("/v1/registers/problems/unchanged", params=asked | {"unit": "330100"})
    assert other.status_code == 403
    assert steward.http.post("/v1/registers/nonsense/unchanged", params=asked).status_code == 404
    assert steward.http.post("/v1/registers/applications/unchanged", params=asked).status_code == 409
