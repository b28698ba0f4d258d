"""A seal that was published: what is said of its numbers from then on, beside today's, and what cannot be published."""

from dataclasses import replace
from datetime import date, timedelta

import pandas as pd
import pytest

from data import audit, months, store
from data.registers import REGISTERS
from data.seals import keeping, releasing
from data.seals.content import Content
from metrics.finding import Seeker
from metrics.proofreading.checking import proofread
from metrics.sealed import released
from tests import presenting
from tests.cases import report
from tests.frames import drawn
from tests.pages.stores import upload
from tests.presenting import CITY, OCTOBER, TITLE, who
from tests.test_seals import key_file as key_file

PREPARED = presenting.started
TODAY = months.today()
RATE = {
    "metric": "satisfaction",
    "unit": CITY,
    "month": "2024-10",
    "period": "month",
    "view": CITY,
    "value": 0.961,
    "qualifier": "exact",
}
CONTENT = Content(
    TITLE, storyline=1, version=1, unit=CITY, room="real", revision=7, steps=1, slides="<section></section>",
    figures=(RATE, {**RATE, "view": "330000"}, {**RATE, "metric": "visits", "value": None}, {**RATE, "month": "2024-09", "value": 0.95}),
)  # fmt: skip
REPORTED = """
measure   | unit   | month   | value | sheet | cell
rated     | 330200 | 2024-10 |  1000 | 月报  | P6
satisfied | 330200 | 2024-10 |   950 | 月报  | Q6
"""


@pytest.fixture
def sealed(engine, key_file):
    """lan's seal; since then the figure of October is another."""
    upload(engine, REPORTED)
    presenting.made(engine)
    keeping.keep(engine, CONTENT, by=who(engine, "lan"))
    return engine


def said(engine, month=OCTOBER, unit=CITY) -> list[str]:
    with engine.connect() as conn:
        return [each.zh for each in released.of_number(conn, "satisfaction", unit, month)]


def test_its_numbers_say_so_as_they_were_and_no_other(sealed):
    assert said(sealed) == []
    releasing.release(sealed, 1, TODAY, " 十月新闻发布会 ", by=who(sealed, "yun"))
    assert said(sealed) == [f"{TODAY} 在“十月新闻发布会”公布为 96.10%"]
    assert said(sealed, date(2024, 9, 1)) == [f"{TODAY} 在“十月新闻发布会”公布为 95.00%"]
    assert said(sealed, date(2024, 8, 1)) == said(sealed, unit="330203") == []
    with sealed.connect() as conn:
        assert releasing.of_number(conn, "visits", CITY, OCTOBER) == []  # it had no value
        assert releasing.of_seal(conn, 1).occasion == "十月新闻发布会"
        assert audit.listing(conn).iloc[0]["action"] == "seal_published"


def test_a_second_time_corrects_and_a_mistake_is_taken_back(sealed):
    lan = who(sealed, "lan")
    releasing.release(sealed, 1, TODAY, "错的", by=lan)
    releasing.release(sealed, 1, TODAY, "对的", by=lan)
    assert said(sealed) == [f"{TODAY} 在“对的”公布为 96.10%"]
    releasing.take_back(sealed, 1, by=lan)
    assert said(sealed) == []
    with pytest.raises(releasing.Refused, match="没有公布过"):
        releasing.take_back(sealed, 1, by=lan)
    releasing.release(sealed, 1, TODAY, "又公布", by=lan)
    assert len(said(sealed)) == 1


REFUSED = drawn(
    """
    days | occasion | why
    0    |          | 什么场合
    0    | 长       | 最多 120 个字
    1    | 会       | 不能晚于今天
    -1   | 会       | 不能早于封存的那天
    """
)


@pytest.mark.parametrize("case", list(REFUSED.itertuples()), ids=lambda case: case.why)
def test_what_is_not_published_is_told(sealed, case):
    occasion = (case.occasion or "") * (121 if case.occasion == "长" else 1)
    with pytest.raises(releasing.Refused, match=case.why):
        releasing.release(sealed, 1, TODAY + timedelta(days=int(case.days)), occasion, by=who(sealed, "lan"))
    assert said(sealed) == []


def test_a_seal_of_the_training_room_and_of_others_is_not_published(sealed):
    keeping.keep(sealed, replace(CONTENT, room="training"), by=who(sealed, "lan"))
    with pytest.raises(releasing.Refused, match="演练室"):
        releasing.release(sealed, 2, TODAY, "会", by=who(sealed, "lan"))
    for login in ("bao", "far", "head"):
        with pytest.raises(keeping.Refused):
            releasing.release(sealed, 1, TODAY, "会", by=who(sealed, login))


def test_a_press_conference_of_the_register_names_the_occasion(sealed):
    fields = {field.key: None for field in REGISTERS["showings"].fields}
    row = {**fields, "key": "H-1", "name": "数字化改革发布会", "unit": CITY, "kind": "press", "held": TODAY}
    upload_rows(sealed, row, {**row, "key": "H-2", "name": "智博会", "kind": "fair"})
    with sealed.connect() as conn:
        assert releasing.conferences(conn) == {"H-1": ("数字化改革发布会", TODAY)}
    releasing.release(sealed, 1, TODAY, by=who(sealed, "lan"), showing="H-1")
    assert said(sealed) == [f"{TODAY} 在“数字化改革发布会”公布为 96.10%"]


def upload_rows(engine, *rows) -> None:
    frame = pd.DataFrame(
        [{**row, "sheet": "发布与展会", "cell": f"A{nth}", "removed": False} for nth, row in enumerate(rows, 2)]
    )
    with store.writing(engine) as conn:
        report(conn, showings=frame)


def test_a_text_that_touches_it_is_told_beside_todays(sealed):
    releasing.release(sealed, 1, TODAY, "新闻发布会", by=who(sealed, "lan"))
    seeker = Seeker(who(sealed, "lan"), CITY, OCTOBER)
    with sealed.connect() as conn:
        (found,) = proofread(conn, "2024年10月，宁波群众满意率96.1%。", seeker)
    assert found.verdict == "disagrees"
    assert "95" in found.held.zh
    assert [each.en for each in found.released] == [f"published on {TODAY} (新闻发布会) as 96.10%"]
