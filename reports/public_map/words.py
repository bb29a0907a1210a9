"""What a released figure is called for people: never more exact than it is."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from reports.publication import rollup
from reports.publication.released import Total

BANDS = (5, 10, 20, 40)

_BAND_WORDS = {
    5: gettext_lazy("about 5 reports"),
    10: gettext_lazy("about 10 reports"),
    20: gettext_lazy("about 20 reports"),
    40: gettext_lazy("40 or more reports"),
}
# Of several maps added up the figures go on; the highest is a floor there too.
_BAND_WORDS_OF_SUMS = _BAND_WORDS | {
    40: gettext_lazy("about 40 reports"),
    80: gettext_lazy("about 80 reports"),
    160: gettext_lazy("160 or more reports"),
}

# Area and width from flat side to flat side of a hexagon in the middle of the country, by H3 resolution. H3's own
# averages are the whole world's, and a tenth too large for ours.
_SIZE_WORDS = {
    0: gettext_lazy("the whole council"),
    6: gettext_lazy("about 32 km² (6 km across)"),
    7: gettext_lazy("about 4.5 km² (2.3 km across)"),
    8: gettext_lazy("about 0.65 km² (870 metres across)"),
    9: gettext_lazy("about 0.09 km² (330 metres across)"),
}


def band_in_words(band: int, *, is_sum: bool = False) -> str:
    """How many reports a published figure stands for, of one map or of several added up."""
    return str((_BAND_WORDS_OF_SUMS if is_sum else _BAND_WORDS)[band])


def bands_in_words() -> dict[str, dict[int, str]]:
    """Every figure in words, of a map and of several added up."""
    return {
        "one": {band: str(text) for band, text in _BAND_WORDS.items()},
        "sum": {band: str(text) for band, text in _BAND_WORDS_OF_SUMS.items()},
    }


def band_in_hexagon(band: int, *, is_sum: bool = False) -> str:
    """A figure as short as it can be: the highest is a floor."""
    highest = (rollup.BANDS_OF_SUMS if is_sum else rollup.BANDS)[-1][1]
    return f"{band}+" if band == highest else str(band)


def size_in_words(resolution: int) -> str:
    """How big a hexagon of a resolution is; 0 stands for the whole council."""
    return str(_SIZE_WORDS[resolution])


def total_in_words(total: Total) -> str:
    """A council's total, rounded to ten; small ones are not told apart."""
    if total.value is None and total.fewer_than != rollup.TOTAL_THRESHOLD:
        return _("fewer than %(most)s reports") % {"most": f"{total.fewer_than:,}"}
    if total.value is None:
        return pgettext("a council's total", "fewer than 30 reports")
    if total.is_floor:
        return _("about %(count)s reports or more") % {"count": f"{total.value:,}"}
    return pgettext("a council's total", "about %(count)s reports") % {"count": f"{total.value:,}"}


def about(value: int) -> str:
    """A number of the breakdown, rounded to ten."""
    return pgettext("a number of reports", "about %(count)s") % {"count": f"{value:,}"}


def too_few() -> str:
    """What stands where a number of the breakdown is too small to tell."""
    return pgettext("a number of reports", "too few to show")
