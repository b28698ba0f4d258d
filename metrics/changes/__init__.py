"""What changed between two points of what was known and shown: revisions, days, meetings. `between` is the way in."""

from metrics.changes.change import COLUMNS, KINDS, WHATS, Change, frame
from metrics.changes.comparing import NUMBERS, between
from metrics.changes.order import in_order
from metrics.changes.points import SPAN, Point, blanks, now, of_day, of_revision, point

__all__ = [
    "COLUMNS",
    "KINDS",
    "NUMBERS",
    "SPAN",
    "WHATS",
    "Change",
    "Point",
    "between",
    "blanks",
    "frame",
    "in_order",
    "now",
    "of_day",
    "of_revision",
    "point",
]
