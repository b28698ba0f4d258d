"""Full oversight (一览无余): who reported and who did not, who changed what, how each number was made."""

from collections.abc import Iterator

from sqlalchemy import func, select

from data import audit
from data.figures import live_batches
from data.people.contacts import contacts
from data.schema import batch, figure
from data.text import Text
from metrics import delivery
from metrics.acceptance.trial import At, Trial, first


def trials(at: At) -> Iterator[Trial]:
    """Whoever owes a cell can be called; every figure has the file and the cell it came from; the audit log is unbroken."""
    owed = delivery.lacking(at.conn, at.unit, at.month)
    owed = owed[owed["state"] == "missing"]["unit"].tolist()
    whom = contacts(at.conn, "report", set(owed), at.tree)
    silent = [code for code in owed if not whom[code]]
    yield Trial(
        "whom_to_call",
        "oversight",
        Text("缺报的每一格都知道找谁", "Of every cell that is missing it is known whom to call"),
        Text("逐格核对缺报单位的填报账号", "Each missing cell against the accounts that report"),
        len(owed) - len(silent),
        len(owed),
        first([at.name_of(code) for code in silent]),
    )
    of_month = figure.c.month == at.month, figure.c.unit.in_(at.below), figure.c.batch.in_(live_batches())
    known = (figure.c.cell != "") & (batch.c.actor != "") & (batch.c.sha256 != "")
    total, traced = at.conn.execute(
        select(func.count(), func.count().filter(known)).join_from(figure, batch, batch.c.number == figure.c.batch).where(*of_month)
    ).one()  # fmt: skip
    yield Trial(
        "origin",
        "oversight",
        Text(
            "当月每个数都说得出哪个文件、哪一格、谁报的",
            "Every figure of the month has its file, its cell and who reported it",
        ),
        Text("逐个核对来源批次、单元格和填报人", "Each figure: batch, cell and person"),
        traced,
        total,
    )
    log = audit.verify(at.conn)
    yield Trial(
        "log_unbroken",
        "oversight",
        Text("操作日志环环相扣，没有改动", "The audit log is one unbroken chain"),
        Text("逐行重算封签", "Every line's seal is worked out again"),
        log.count - len(log.broken),
        log.count,
    )
