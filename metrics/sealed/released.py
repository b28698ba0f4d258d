"""How a number was published with a seal, in words: what every screen says of it beside today's."""

from datetime import date

from sqlalchemy import Connection

from data.seals import releasing
from data.seals.releasing import Released
from data.text import LANGUAGES, Language, Text
from metrics import METRICS, formats

AS = Text("{day} 在“{occasion}”公布为 {value}", "published on {day} ({occasion}) as {value}")


def of_number(conn: Connection, metric: str, unit: str, month: date, period: str = "month") -> list[Text]:
    """The sentences about a number, the last publication first; [] where it was not published."""
    return [told(each) for each in releasing.of_number(conn, metric, unit, month, period)]


def told(each: Released) -> Text:
    """A number as it was published, with day and occasion."""
    blanks = {"day": each.day, "occasion": each.occasion}
    return Text(*(AS.in_(lang, **blanks, value=value(each, lang)) for lang in LANGUAGES))


def value(each: Released, lang: Language) -> str:
    """Its value as it was published, with its unit of measure."""
    metric = METRICS[each.metric]
    return f"{formats.show(each.value, metric, each.qualifier, lang, more=1)} {metric.unit.in_(lang)}".strip()
