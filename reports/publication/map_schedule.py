"""When a council's map is drawn: its reports gather until a fine map is worth drawing. Pure.

The rule reads published totals and nothing else, so it tells nothing that was not told.
"""

from collections.abc import Sequence

# On real points of Bristol an exact rule of 5 shows 43 % of 300 reports in hexagons of a kilometre or less, and
# fewer of fewer: under 300 a map would mostly be grey.
REPORTS_FOR_A_MAP = 300
LONGEST_WAIT = 4  # quarters


def is_map_due(totals: Sequence[int | None]) -> bool:
    """Whether a map is drawn now.

    `totals` are the published totals of the quarters since the council's last map, the one just drawn among them;
    None, «fewer than 30», adds nothing.
    """
    return sum(total or 0 for total in totals) >= REPORTS_FOR_A_MAP or len(totals) >= LONGEST_WAIT
