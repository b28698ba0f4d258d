"""What a step judges, on slides: a native table after its numbers, renewed with the deck (how it looks: `test_libreoffice`)."""

import copy
import io
from dataclasses import replace
from datetime import date

import pytest
from pptx import Presentation

from data import store
from data.decks import links
from data.settings import settings
from metrics.decks import judged, making
from metrics.decks.reading import Reader
from metrics.decks.updating import Refused, update
from metrics.outlook import making as foreseeing
from tests import cases, prepared
from tests.test_evaluation import index_rows
from tests.test_paper_judged import (
    DISTRICTS,
    ITEMS,
    LAN,
    LEAGUE,
    NEAR,
    OUTLOOK,
    ROOT,
    SCORES,
    SEPTEMBER,
    SYSTEMS,
    grown,
)

PREPARED = prepared.with_starting_data
AUGUST = date(2026, 8, 1)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def filled(request, stores, tmp_path_factory):
    """A store in which Haishu was last in August and is first in September."""
    before = dict(zip([unit for unit, _ in DISTRICTS], (300, 810, 805, 808, 800, 990), strict=True))
    august = "\n".join(f"{unit} | 2026-08 | {good} | 1000 | {good}" for unit, good in before.items())
    with stores.of(request.param, PREPARED, tmp_path_factory.mktemp("judged_slides")) as engine:
        with store.writing(engine) as conn:
            cases.report(conn, cases.reports(f"{grown()}\n{august}"), **index_rows(SYSTEMS, ITEMS))
        foreseeing._seen.clear()
        foreseeing.refresh(engine, date(2026, 10, 20), pause=0)
        yield engine


def in_(step, month):
    return replace(step, view=replace(step.view, month=month))


def made(engine, step, lang="zh", who=LAN):
    return Presentation(io.BytesIO(making.of_view(engine, step.view, who, lang).content))


def shape(deck, kind):
    return next(each for each in deck.slides[2].shapes if (link := links.of_name(each.name)) and link.kind == kind)


def rows(deck):
    return [tuple(cell.text_frame.text for cell in row.cells) for row in shape(deck, "judged").table.rows]


def renewed(engine, deck, month=SEPTEMBER, who=LAN):
    kept = io.BytesIO()
    deck.save(kept)
    with engine.connect() as conn:
        done = update(conn, kept.getvalue(), "deck.pptx", month, who, root=ROOT)
    return Presentation(io.BytesIO(done.content)), done


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("step", [LEAGUE, SCORES, OUTLOOK], ids=["league", "scores", "outlook"])
def test_its_list_is_a_native_table_with_its_sentence_its_source_and_the_way_to_each(filled, step, lang):
    deck = made(filled, step, lang)
    with filled.connect() as conn:
        told = judged.of_step(step, Reader(conn, LAN, lang), settings().notices.address)
    assert len(deck.slides) == 3
    assert rows(deck) == [told.headings, *told.rows[: judged.MOST]]
    title, said = shape(deck, "said").text_frame.text.split("\n")
    assert title == told.title
    assert said.startswith(told.said)
    assert (said != told.said) == (len(told.rows) > judged.MOST)
    assert shape(deck, "source").text_frame.text == told.source
    leads = [
        row.cells[told.named].text_frame.paragraphs[0].runs[0].hyperlink.address
        for row in shape(deck, "judged").table.rows
    ]
    assert leads == [None, *told.addresses[: judged.MOST]]


@pytest.mark.parametrize(("most", "cut"), [(4, "这里列前 4 行，另有 2 行见本页。"), (6, "")])
def test_what_is_not_listed_is_told_in_a_sentence(filled, monkeypatch, most, cut):
    monkeypatch.setattr("metrics.decks.judged.MOST", most)
    deck = made(filled, LEAGUE)
    assert len(rows(deck)) == 1 + most
    assert shape(deck, "said").text_frame.text.endswith(cut or "。")
    assert ("另有" in shape(deck, "said").text_frame.text) == bool(cut)


@pytest.mark.parametrize(
    "step", [replace(LEAGUE, hidden=("satisfaction",)), replace(SCORES, hidden=("visits",))], ids=["league", "scores"]
)
def test_what_is_hidden_or_not_theirs_has_no_slide(filled, step):
    with filled.connect() as conn:
        assert judged.slides_of([step], Reader(conn, LAN, "zh"), ROOT) == [None]
        assert judged.slides_of([replace(step, hidden=())], Reader(conn, NEAR, "zh"), ROOT) == [None]


@pytest.mark.parametrize(("step", "place"), [(LEAGUE, "1"), (SCORES, "5")], ids=["league", "scores"])
def test_next_month_its_rows_are_those_of_that_month_and_each_is_told(filled, step, place):
    before, now = made(filled, in_(step, AUGUST)), made(filled, step)
    after, done = renewed(filled, before)
    assert rows(after) == rows(now) != rows(before)
    for kind in ("said", "source"):
        assert shape(after, kind).text_frame.text == shape(now, kind).text_frame.text
    assert links.of_name(shape(after, "judged").name).month == SEPTEMBER
    (haishu,) = (each for each in done.changed if each.what.endswith("· 海曙区"))
    told = [each.partition(" · ")[0] for each in (haishu.before, haishu.after)]
    assert (haishu.slide, *told) == (3, "名次 6", f"名次 {place}")
    run = shape(after, "judged").table.cell(1, 1).text_frame.paragraphs[0].runs[0]
    assert "month=2026-09" in run.hyperlink.address


def fewer(table):
    for row in list(table.rows)[2:]:
        row._tr.getparent().remove(row._tr)


def more(table):
    last = list(table.rows)[-1]._tr
    last.addnext(copy.deepcopy(last))


def rewritten(table):
    table.cell(1, 0).text_frame.paragraphs[0].runs[0].text = "冠军"


@pytest.mark.parametrize("how", [fewer, more, rewritten])
def test_rows_that_somebody_took_out_added_or_wrote_in_are_those_of_the_store_again(filled, how):
    deck = made(filled, LEAGUE)
    wanted, bold = rows(deck), shape(deck, "judged").table.cell(1, 1).text_frame.paragraphs[0].runs[0].font.bold
    how(shape(deck, "judged").table)
    after, _ = renewed(filled, deck)
    assert rows(after) == wanted
    last = shape(after, "judged").table.cell(len(wanted) - 1, 1).text_frame.paragraphs[0].runs[0]
    assert last.font.bold == bold is True


def narrower(table):
    for row in table.rows:
        row._tr.remove(row._tr.tc_lst[-1])
    table._tbl.tblGrid.remove(table._tbl.tblGrid.gridCol_lst[-1])


def emptied(table):
    for row in list(table.rows)[1:]:
        row._tr.getparent().remove(row._tr)


@pytest.mark.parametrize("how", [narrower, emptied])
def test_a_list_that_was_rebuilt_is_left_and_told(filled, how):
    deck = made(filled, in_(LEAGUE, AUGUST))
    how(shape(deck, "judged").table)
    kept = rows(deck)
    after, done = renewed(filled, deck)
    assert rows(after) == kept
    assert any("改过结构" in each.why.zh for each in done.left)


def test_a_list_that_was_deleted_is_told(filled):
    deck = made(filled, LEAGUE)
    element = shape(deck, "judged")._element
    element.getparent().remove(element)
    _, done = renewed(filled, deck)
    assert any("名次、得分、预测或交办的表" in each.why.zh for each in done.left)


def test_what_is_not_there_in_a_month_stays_as_it_was_and_is_told(filled):
    deck = made(filled, SCORES)
    before = rows(deck)
    after, done = renewed(filled, deck, date(2024, 9, 1))  # no index system is in force
    assert rows(after) == before
    assert sum("没有可列的" in each.why.zh for each in done.left) == 1  # once for its table and its sentence


def test_whoever_may_not_read_it_renews_nothing(filled):
    with pytest.raises(Refused, match="不能查看"):
        renewed(filled, made(filled, LEAGUE), who=NEAR)


def test_what_a_step_hides_stays_hidden_in_an_update(filled):
    hidden = replace(OUTLOOK, hidden=("visits",))
    with filled.connect() as conn:
        reader = Reader(conn, LAN, "zh")
        (slide,) = judged.slides_of([hidden], reader, ROOT)
        link = links.of_name(slide.link.name)
        assert link == slide.link
        assert judged.of_link(link, reader, ROOT).listed == slide.listed
    assert "应用访问量" not in {row[0] for row in slide.listed.rows}


def test_a_revision_that_a_step_was_of_is_not_that_of_an_update(filled):
    with filled.connect() as conn:
        reader = Reader(conn, LAN, "zh")
        query = (*LEAGUE.view.query, ("revision", str(reader.revision)))
        (slide,) = judged.slides_of([replace(LEAGUE, view=replace(LEAGUE.view, query=query))], reader, ROOT)
    assert slide.link.asked == LEAGUE.view.query
