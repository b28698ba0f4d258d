"""A fair league (公平赛马): units compared with their peers, with what chance does to a number taken off.

`peers` says who is compared with whom, `entries` who runs and with what, `proportions` which rates have counts, `estimates`
what can be said of each unit's true level, `places` who is told apart from whom, `judging` makes one league of it, `telling`
puts it in words. The formulas and where they come from: docs/numbers.md, “League”.
"""

from metrics.league.entries import OUTSIDE, VIEWS, View, fits, months_read, usual_view
from metrics.league.grouping import all_groups, group_name, peers_of, usual_group
from metrics.league.judging import League, Ranked, league
from metrics.league.peers import GROUPS, group_of, groups
from metrics.league.profiles import BANDS, LIKE
from metrics.league.since import Moved, since

__all__ = [
    "BANDS",
    "GROUPS",
    "LIKE",
    "OUTSIDE",
    "VIEWS",
    "League",
    "Moved",
    "Ranked",
    "View",
    "all_groups",
    "fits",
    "group_name",
    "group_of",
    "groups",
    "league",
    "months_read",
    "peers_of",
    "since",
    "usual_group",
    "usual_view",
]
