"""Which period and which area a page shows: read from the address, never from anything about the visitor."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from reports.components.quarters_in_words import quarter_in_words
from reports.geography import areas
from reports.geography.models import Area
from reports.publication import released
from reports.publication.models import Release

MANY_COUNCILS = 60  # more in one list are hard to choose from, and too many bytes for a first page


class UnknownChoice(LookupError):
    """An area or a period that there is not; its text says which."""


@dataclass(frozen=True)
class Choice:
    """A period, an area (none is the whole country) and the releases they hold."""

    periods: list[str]
    period: str
    area: Area | None
    releases: list[Release]  # of the area, by council name
    all_releases: list[Release]  # of the period, by council name

    @property
    def area_code(self) -> str:
        """The area's code, "" for the whole country."""
        return self.area.code if self.area else ""

    @property
    def is_overview(self) -> bool:
        """Whether it opens as councils: the country or a nation, of which more than one is published."""
        is_wide = self.area is None or self.area.kind == Area.Kind.NATION
        return is_wide and len(self.releases) > 1


@dataclass(frozen=True)
class Option:
    """One line of a list to choose from."""

    value: str
    text: str
    is_selected: bool


@dataclass(frozen=True)
class OptionGroup:
    """Lines of a list under one heading; without a heading they stand alone."""

    label: str
    options: list[Option]


def choice_of(query: Mapping[str, str]) -> Choice | None:
    """What an address asks for, the newest period and the whole country if it does not say.

    None when nothing was ever published. Raises UnknownChoice.
    """
    periods = released.released_quarters()
    asked_period, asked_area = query.get("period", ""), query.get("area", "")
    if asked_period and asked_period not in periods:
        raise UnknownChoice(_("There is no published period of that name."))
    area = _area(asked_area) if asked_area else None
    if not periods:
        return None
    return make_choice(periods, asked_period or periods[0], area)


def make_choice(periods: list[str], period: str, area: Area | None) -> Choice:
    """The choice of a period and an area with its releases."""
    in_order = sorted(released.releases_of(period), key=lambda release: release.council.local_name)
    chosen = [release for release in in_order if area is None or _is_within(release.council, area)]
    return Choice(periods=periods, period=period, area=area, releases=chosen, all_releases=in_order)


def _area(code: str) -> Area:
    try:
        return areas.area_of_code(code)
    except Area.DoesNotExist:
        raise UnknownChoice(_("There is no area of that code.")) from None


def _is_within(council: Area, area: Area) -> bool:
    if area.kind == Area.Kind.COUNCIL:
        return council.code == area.code
    if area.kind == Area.Kind.FORCE:
        return council.parent_id == area.code
    return council.nation == area.nation


def period_options(choice: Choice) -> list[Option]:
    """The published periods, newest first."""
    return [Option(period, quarter_in_words(period), period == choice.period) for period in choice.periods]


def area_options(choice: Choice, *, with_forces: bool = True) -> list[OptionGroup]:
    """The areas with a release in the period; where councils are many, those of the chosen force and nation alone."""
    councils = [release.council for release in choice.all_releases]
    forces = areas.current_forces().filter(code__in={council.parent_id for council in councils}).defer("boundary")
    nations = [
        it for it in areas.current_nations().defer("boundary") if it.nation in {council.nation for council in councils}
    ]
    if len(councils) > MANY_COUNCILS:
        councils = [council for council in councils if _shares_force(council, choice.area)]
    if choice.area and choice.area.kind == Area.Kind.COUNCIL and choice.area not in councils:
        councils = [choice.area, *councils]
    groups = (
        OptionGroup("", [Option("", _("All areas"), choice.area is None)]),
        OptionGroup(_("Nations"), _options(nations, choice)),
        OptionGroup(_("Police force areas"), _options(list(forces) if with_forces else [], choice)),
        OptionGroup(_("Councils"), _options(councils, choice)),
    )
    return [group for group in groups if group.options]


def _shares_force(council: Area, area: Area | None) -> bool:
    if area is None or area.kind == Area.Kind.NATION:
        return False
    return council.parent_id == (area.code if area.kind == Area.Kind.FORCE else area.parent_id)


def _options(listed: list[Area], choice: Choice) -> list[Option]:
    return [Option(area.code, area.local_name, area.code == choice.area_code) for area in listed]
