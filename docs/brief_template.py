"""The cockpit's own templates of a briefing, made: `python -m docs.brief_template`. An office writes its own in Word."""

from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

from data.text import LANGUAGES, Language, Text
from metrics.briefs.making import OWN

FONTS: dict[Language, tuple[str, str]] = {"zh": ("仿宋", "黑体"), "en": ("仿宋", "黑体")}
LATIN = "Times New Roman"
TITLE = Text("数字化改革专报", "Digital reform: briefing")
LINES: tuple[tuple[str, Text], ...] = (
    ("under", Text("{{单位}} · {{月份}}", "{{unit}} · {{month}}")),
    ("small", Text("数据{{版本}} · {{日期}}制作", "Figures: {{revision}} · made {{day}}")),
    ("head", Text("一、突出情况", "1. What stands out")),
    ("body", Text("{{突出情况}}", "{{conclusions}}")),
    ("head", Text("二、指标与目标", "2. Figures against targets")),
    ("body", Text(
        "{{月份}}，{{单位}}满意率 {{数值｜satisfaction}}，环比 {{环比｜satisfaction}}，同比 {{同比｜satisfaction}}，"
        "对照目标：{{对照目标｜satisfaction}}（填报率 {{填报率｜satisfaction}}）；访问量 {{数值｜visits}}，同比 {{同比｜visits}}。",
        "In {{month}} satisfaction in {{unit}} was {{value|satisfaction}} (month on month {{mom|satisfaction}}, year on year "
        "{{yoy|satisfaction}}; against target: {{against target|satisfaction}}; coverage {{coverage|satisfaction}}); visits were "
        "{{value|visits}}, year on year {{yoy|visits}}.",
    )),
    ("body", Text("{{指标表}}", "{{figures}}")),
    ("head", Text("三、走势", "3. Over the months")),
    ("body", Text("{{走势图｜satisfaction}}", "{{history|satisfaction}}")),
    ("body", Text("{{走势图｜visits}}", "{{history|visits}}")),
    ("head", Text("四、各地对比", "4. By unit")),
    ("body", Text("{{各单位图｜satisfaction}}", "{{units|satisfaction}}")),
    ("body", Text("{{排名｜satisfaction}}", "{{ranks|satisfaction}}")),
    ("head", Text("五、超期最久的问题", "5. Problems longest overdue")),
    ("body", Text("{{超期最久}}", "{{longest overdue}}")),
    ("body", Text("{{各步}}", "{{steps}}")),
    ("head", Text("数据来源", "Sources")),
    ("body", Text("{{数据来源}}", "{{sources}}")),
)  # fmt: skip
PAGE = (
    '<w:p {spaces}><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    '<w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
)


def main() -> None:
    """Write both."""
    for lang in LANGUAGES:
        _made(lang).save(str(OWN[lang]))


def _made(lang: Language) -> Any:
    made, (body, heads) = Document(), FONTS[lang]
    section = made.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = (
        Mm(37),
        Mm(35),
        Mm(28),
        Mm(26),
    )
    _font(made.styles["Normal"], body, 14)
    _font(made.styles["Heading 1"], heads, 15)
    made.styles["Heading 1"].font.color.rgb = RGBColor(0, 0, 0)
    made.styles["Normal"].paragraph_format.space_after = Pt(4)
    title = made.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = title.add_run(TITLE.in_(lang))
    run.bold, run.font.size, run.font.name = True, Pt(22), LATIN
    run._r.rPr.rFonts.set(qn("w:eastAsia"), heads)
    for kind, text in LINES:
        line = made.add_paragraph(style="Heading 1" if kind == "head" else "Normal")
        line.add_run(text.in_(lang)).font.size = Pt(10.5) if kind == "small" else None
        if kind in ("under", "small"):
            line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    foot = section.footer
    foot.is_linked_to_previous = False
    foot._element.append(parse_xml(PAGE.format(spaces=nsdecls("w"))))
    made.core_properties.title, made.core_properties.author = TITLE.in_(lang), ""
    return made


def _font(style: Any, east: str, size: float) -> None:
    """Word takes the font of Latin letters for Chinese, too, where the East Asian one is not said beside it."""
    style.font.name, style.font.size = LATIN, Pt(size)
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), east)


if __name__ == "__main__":
    main()
