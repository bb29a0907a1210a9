"""Names as they are heard, and as they are called at home and in Welsh: no rule leads from one to the other."""

# Each a word of the search, and the word it is written as.
WRITTEN = {
    "alnick": "alnwick",
    "beaver": "belvoir",
    "bewley": "beaulieu",
    "bham": "birmingham",
    "bister": "bicester",
    "brum": "birmingham",
    "burgh": "edinburgh",
    "bryste": "bristol",
    "caeredin": "edinburgh",
    "caerefrog": "york",
    "caerfaddon": "bath",
    "caergrawnt": "cambridge",
    "caerliwelydd": "carlisle",
    "caerloyw": "gloucester",
    "caerlyr": "leicester",
    "caerwrangon": "worcester",
    "caerwysg": "exeter",
    "caersallog": "salisbury",
    "chumley": "cholmondeley",
    "darby": "derby",
    "edinboro": "edinburgh",
    "edinborough": "edinburgh",
    "edinburo": "edinburgh",
    "foy": "fowey",
    "glosta": "gloucester",
    "gloster": "gloucester",
    "grinidge": "greenwich",
    "grenich": "greenwich",
    "henffordd": "hereford",
    "hoyk": "hawick",
    "kirkcoobrie": "kirkcudbright",
    "kirkoddy": "kirkcaldy",
    "lemster": "leominster",
    "lerpwl": "liverpool",
    "lester": "leicester",
    "llanbed": "lampeter",
    "llundain": "london",
    "luffbra": "loughborough",
    "lufbra": "loughborough",
    "manceinion": "manchester",
    "marlybone": "marylebone",
    "mulguy": "milngavie",
    "millguy": "milngavie",
    "mowzel": "mousehole",
    "norridge": "norwich",
    "norich": "norwich",
    "plimuth": "plymouth",
    "redding": "reading",
    "rhydychen": "oxford",
    "sheff": "sheffield",
    "shroosbury": "shrewsbury",
    "shrowsbury": "shrewsbury",
    "amwythig": "shrewsbury",
    "slawit": "slaithwaite",
    "soton": "southampton",
    "suthuk": "southwark",
    "tinmouth": "teignmouth",
    "towster": "towcester",
    "warick": "warwick",
    "windum": "wymondham",
    "wolves": "wolverhampton",
    "wooster": "worcester",
    "worster": "worcester",
}

# Welsh changes the first letter of a name after many words: ym Mangor, i Gaerdydd. What is heard, and what is written.
_CHANGED = (
    ("ngh", ("c",)),
    ("mh", ("p",)),
    ("nh", ("t",)),
    ("ng", ("g",)),
    ("ch", ("c",)),
    ("ph", ("p",)),
    ("th", ("t",)),
    ("dd", ("d",)),
    ("m", ("b",)),
    ("n", ("d",)),
    ("f", ("b", "m")),
    ("g", ("c",)),
    ("b", ("p",)),
    ("d", ("t",)),
    ("l", ("ll",)),
    ("r", ("rh",)),
)
CHANGING = frozenset(
    ["yn", "yng", "ym", "i", "o", "ger", "ar", "am", "tua", "gan", "dros", "drwy", "wrth"]
)  # words after which it does


def unchanged(word: str) -> list[str]:
    """What a Welsh word may be before its first letter was changed."""
    found = [
        before + word.removeprefix(after) for after, befores in _CHANGED if word.startswith(after) for before in befores
    ]
    return [*found, f"g{word}"]
