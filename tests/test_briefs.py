"""A briefing is what the store says in the office's own document: places found, understood, filled, and read back."""

import io
from datetime import datetime

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Pt

from data import audit, store, units
from data.access import Actor, Grant
from data.documents import places, templates
from data.people import accounts
from data.presenting.reading import Step, Storyline
from data.presenting.views import View
from data.refusal import Refusal
from data.text import Text
from docs import brief_template
from metrics import METRICS
from metrics.__main__ import main
from metrics.briefs import checking, making
from metrics.briefs.making import Template
from tests.cases import ZHEJIANG, plant
from tests.frames import drawn
from tests.staff import hire
from tests.two_districts import CITY, HAISHU, JIANGBEI, OCTOBER, READER, started

VISITS = METRICS["visits"].zh


@pytest.fixture(scope="module")
def quick(stores, tmp_path_factory):
    """A store of the quick kind for what is about the file and not about the store."""
    with stores.of("sqlite", started, tmp_path_factory.mktemp("briefs")) as engine:
        yield engine


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def stored(request, stores, tmp_path_factory):
    """The same of each kind, for what is read from it."""
    with stores.of(request.param, started, tmp_path_factory.mktemp("stored")) as engine:
        yield engine


@pytest.fixture(scope="module")
def tree(quick):
    with quick.connect() as conn:
        return units.load(conn).in_month(OCTOBER)


def docx(*lines: str | tuple[str, ...]) -> bytes:
    """A document of these paragraphs; a tuple is one paragraph of several runs, the second of which is bold and large."""
    words = Document()
    for line in lines:
        paragraph = words.add_paragraph()
        for nth, part in enumerate((line,) if isinstance(line, str) else line):
            run = paragraph.add_run(part)
            if nth == 1:
                run.bold, run.font.size = True, Pt(20)
    return saved(words)


def saved(words) -> bytes:
    made = io.BytesIO()
    words.save(made)
    return made.getvalue()


def brief(engine, *lines, who=READER, month=OCTOBER, unit=CITY, lang="zh"):
    made = making.of_unit(engine, unit, month, who, lang, Template("专报.docx", docx(*lines)))
    return Document(io.BytesIO(made.content)), made


def read(words) -> list[str]:
    return [paragraph.text for paragraph in words.paragraphs if paragraph.text]


SAID = drawn(
    """
    place                     | said
    单位                      | 330200
    月份                      | 2024年10月
    数值｜访问量              | 7万人次
    value｜visits             | 7万人次
    数值｜访问量｜上月        | 6.1万人次
    数值｜330203｜visits      | 3万人次
    数值｜访问量｜2024-09     | 6.1万人次
    环比｜访问量              | +14.8%
    填报率｜访问量            | 2/3
    """
)


def test_each_place_says_what_the_store_says(stored):
    for row in SAID.rename(columns=str).to_dict("records"):
        name = row["place"].replace("访问量", VISITS)
        words, _ = brief(stored, f"共{{{{{name}}}}}。")
        assert read(words)[0] == f"共{row['said']}。", row


def test_a_place_in_pieces_looks_as_it_began_and_what_stands_around_it_stays(quick):
    words, _ = brief(quick, ("前文{", "{数值｜", f"{VISITS}}}", "}后文{{月份}}。"))
    (line, *_) = words.paragraphs
    assert line.text == "前文7万人次后文2024年10月。"
    (link,) = line.hyperlinks
    assert (link.text, "metric=visits" in link.url, "show=value" in link.url) == ("7万人次", True, True)
    words, _ = brief(quick, ("前文", f"{{{{数值｜{VISITS}}}}}", "后文"))
    (run,) = words.paragraphs[0].hyperlinks[0].runs
    assert (run.text, run.bold, run.font.size) == ("7万人次", True, Pt(20))
    assert [each.text for each in words.paragraphs[0].runs if each.text] == ["前文", "后文"]


def test_charts_and_tables_are_native_and_each_has_its_source_below(quick):
    words, _ = brief(
        quick, "前", f"{{{{走势图｜{VISITS}}}}}", f"{{{{排名｜{VISITS}}}}}", "{{指标表}}", "{{超期最久}}", "后"
    )
    charts = [part for part in words.part.package.iter_parts() if "drawingml.chart" in part.content_type]
    (chart,) = charts
    assert b"70000" in chart.blob
    (book,) = (each.target_part for each in chart.rels.values())
    assert book.content_type.endswith("spreadsheetml.sheet")
    ranks, table = words.tables
    assert [[cell.text for cell in row.cells] for row in ranks.rows] == [
        ["名次", "单位", VISITS, "填报率"], ["1", JIANGBEI, "4万", "1/1"], ["2", HAISHU, "3万", "1/1"],
        ["—", "330206", "—", "0/1"],
    ]  # fmt: skip
    assert table.rows[0].cells[0].text == "指标"
    told = read(words)
    assert (told[0], told[-1]) == ("前", "后")
    assert len([line for line in told if "来源：" in line and "2024-10 · 第 1 版" in line]) == 3
    assert "没有超期问题。" in told


def test_numbers_in_sentences_have_their_sources_at_the_end_or_where_they_are_asked(stored):
    told = read(brief(stored, f"{{{{数值｜{VISITS}}}}}", "完")[0])
    assert told[1] == "完"
    assert told[2].startswith(f"{VISITS}：来源：")
    assert "填报率 2/3" in told[2]
    told = read(brief(stored, "{{数据来源}}", f"{{{{数值｜{VISITS}}}}}", "完")[0])
    assert told[0].startswith(f"{VISITS}：来源：")
    assert told[-1] == "完"


WRONG = drawn(
    """
    line                       | said
    {{数字｜访问量}}           | 第 1 段“数字｜访问量”：没有“数字”这种位置
    {{走势｜访问量}}           | 最接近的是“走势图”
    {{数值｜访问次}}           | “访问次”不是指标、单位或月份
    {{数值｜访问量｜杭州湾}}   | “杭州湾”不是指标、单位或月份
    {{数值｜访问量｜2024-13}}  | “2024-13”不是指标、单位或月份
    {{数值}}                   | 请写明指标
    看：{{指标表}}             | 它占一整段
    {{数值｜访问量}            | 双花括号不成对
    没有                       | 里没有一个命名位置
    """
)


def test_a_place_that_is_not_understood_is_told_with_what_was_expected_before_it_is_kept(tree):
    for row in WRONG.to_dict("records"):
        with pytest.raises(checking.Refused) as refused:
            checking.checked(docx(row["line"].replace("访问量", VISITS)), "模板.docx", tree, "")
        assert row["said"] in refused.value.sentence.zh.replace(VISITS, "访问量"), row
        assert refused.value.sentence.en
    with pytest.raises(checking.Refused, match="有 2 处看不懂"):
        checking.checked(docx("{{x}}", "{{y}}"), "模板.docx", tree, "")
    for name, content in (("模板.doc", b"x"), ("模板.docx", b"PK"), ("模板.docx", b"")):
        with pytest.raises(checking.Refused):
            checking.checked(content, name, tree, "")


def test_a_place_that_is_no_more_stays_as_it_is_written_and_is_told(quick):
    words, made = brief(quick, "{{数值｜废止的指标}}", "{{月份}}")
    assert read(words) == ["{{数值｜废止的指标}}", "2024年10月"]
    assert "“废止的指标”不是指标" in made.missed[0].zh


def test_nothing_stands_in_it_that_its_maker_may_not_read(stored):
    who = Actor("far", HAISHU, (Grant("presenter", HAISHU),))
    words, _ = brief(stored, f"{{{{数值｜{VISITS}｜330205}}}}", "{{突出情况}}", "{{超期最久}}", who=who, unit=HAISHU)
    told = read(words)
    assert told[0].startswith("（您不能查看")
    assert "40000" not in str(told)
    assert "4万" not in str(told)
    with pytest.raises(Refusal, match="您不能查看"):
        brief(stored, "{{月份}}", who=who, unit=CITY)


def test_the_demonstration_is_said_above_everything_and_in_the_name(quick, monkeypatch):
    monkeypatch.setattr("metrics.decks.reading.is_training", lambda conn: True)
    words, made = brief(quick, "标题", f"{{{{走势图｜{VISITS}}}}}")
    assert read(words)[:2] == ["演示数据", "标题"]
    assert made.name == "演示数据-专报-330200-2024-10.docx"
    assert "演示数据" in read(words)[-1]


def test_headers_tables_and_text_that_others_changed_are_filled_too(quick):
    words = Document(io.BytesIO(docx("{{月份}}")))
    words.sections[0].header.paragraphs[0].text = "{{单位}}"
    words.add_table(1, 1).cell(0, 0).text = "{{版本}}"
    content = saved(words)
    made = Document(io.BytesIO(making.of_unit(quick, CITY, OCTOBER, READER, "zh", Template("a.docx", content)).content))
    assert made.sections[0].header.paragraphs[0].text == CITY
    assert made.tables[0].cell(0, 0).text.startswith("第 1 版（")


def test_our_own_template_is_understood_whole_and_shows_the_steps_of_a_storyline(quick, tree):
    for lang in ("zh", "en"):
        template = making.own(lang)
        assert not checking.looked_at(template.content, template.name, tree, "").findings
        fresh = saved(brief_template._made(lang))
        assert places.known(fresh, 1 << 30) == places.known(template.content, 1 << 30)  # made anew where it is changed
    steps = (Step(View("map", CITY, OCTOBER, (("metric", "visits"),)), Text("看访问", "Visits"), "先说。\n再说。"),)
    found = Storyline(1, "bao", "bao", CITY, Text("例会", "Meeting"), 1, datetime(2024, 11, 1), "bao", steps)
    made = making.of_storyline(quick, found, READER, "zh", making.own("zh"))
    told = read(Document(io.BytesIO(made.content)))
    assert {"看访问", "先说。", "再说。"} <= set(told)
    lines = Document(io.BytesIO(made.content)).paragraphs
    (at,) = (nth for nth, line in enumerate(lines) if line.text == "看访问")
    assert all(line.paragraph_format.keep_with_next for line in lines[at : at + 2])  # neither is left behind on a page
    assert not [line for line in told if "{{" in line]
    assert (made.name, made.revision, made.missed) == ("专报-330200-2024-10.docx", 1, ())


def test_templates_are_kept_for_a_unit_and_all_below_and_ended_by_who_may(engine):
    store.migrate(engine)
    with store.writing(engine) as conn:
        plant(conn, ZHEJIANG)
    lan, low, far = (
        hire(engine, login, unit, Grant("presenter", unit))
        for login, unit in (("lan", CITY), ("low", HAISHU), ("far", "330600"))
    )
    number = templates.keep(engine, CITY, " 专报.docx ", b"PK", by=lan)
    with engine.connect() as conn:
        assert [each.name for each in templates.listing(conn, low)] == ["专报.docx"]
        assert templates.content_of(conn, number, low) == ("专报.docx", b"PK")
        assert templates.listing(conn, far) == []
        with pytest.raises(templates.Refused, match="没有第 1 号模板"):
            templates.content_of(conn, number, far)
    for who in (low, far):
        with pytest.raises(Refusal):
            templates.end(engine, number, by=who)
    with pytest.raises(templates.Refused, match="文件名为空"):
        templates.keep(engine, CITY, " ", b"PK", by=lan)
    templates.end(engine, number, by=lan)
    with engine.connect() as conn:
        assert templates.listing(conn, lan) == []
        assert {"template_kept", "template_ended"} <= set(audit.listing(conn)["action"])
        assert accounts.actor_of(conn, "lan").login == "lan"


def test_a_briefing_is_made_by_the_command_line_in_the_office_s_template_and_noted(
    quick, engines, tmp_path, monkeypatch
):
    monkeypatch.setattr(store, "engine", lambda *_: quick)
    file, template = str(tmp_path / "a.docx"), tmp_path / "t.docx"
    template.write_bytes(docx("{{月份}}，{{数值｜visits}}。"))
    asked = ["brief", file, "--unit", CITY, "--month", "2024-10"]
    assert main([*asked, "--template", str(template)]) == 0
    assert read(Document(file))[0] == "2024年10月，7万人次。"
    assert main([*asked, "--lang", "en"]) == 0
    assert "1. What stands out" in read(Document(file))
    assert main(["brief", file, "--storyline", "9"]) == 1
    with quick.connect() as conn:
        assert set(audit.listing(conn)["action"]) == {"brief_made"}


def test_every_shape_of_a_chart_has_a_number_of_its_own(quick):
    words, _ = brief(quick, f"{{{{走势图｜{VISITS}}}}}", f"{{{{各单位图｜{VISITS}}}}}")
    ids = [each.get("id") for each in words.element.body.iter(qn("wp:docPr"))]
    assert len(set(ids)) == len(ids) == 2
