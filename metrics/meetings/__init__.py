"""What a meeting has before it: what changed since the last one, and the agenda put together from the store."""

from metrics.meetings.agenda import SECTIONS, Agenda, Line, agenda, open_meeting, points, shown
from metrics.meetings.minutes import minutes

__all__ = ["SECTIONS", "Agenda", "Line", "agenda", "minutes", "open_meeting", "points", "shown"]
