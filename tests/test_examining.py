"""A report is of one month: figures of another are told and left out, those of the month stay."""

from datetime import date

from data.reporting import examining
from data.uploads.check import Checked
from tests.frames import figures

TWO_MONTHS = "measure | unit | month | value\nvisits | 330203 | 2026-09 | 1\nvisits | 330203 | 2026-10 | 2"


def test_of_a_report_the_figures_of_its_month_stay():
    seen = examining.of_the_month(Checked(figures(TWO_MONTHS), {}, (), date(2026, 10, 1)), date(2026, 10, 1))
    assert seen.figures["value"].tolist() == [2]
    assert [(finding.rule, finding.values["value"]) for finding in seen.findings] == [("other_month", "2026-09")]
    assert seen.month == date(2026, 10, 1)
