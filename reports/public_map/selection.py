"""Which period and which area a page shows: read from the address, never from anything about the visitor."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from django.utils.translation import gettext as _

from reports.components.quarters_in_words import quarter_in_words, quarters_in_words
from reports.geography import areas
from reports.geography.models import Area
from reports.public_map.figures import Figures, figures_of, has_sum
from reports.publication import released
from reports.publication.models import Release

SUM = "to-"  # before a quarter, in an address: the last maps up to it, added up
MANY_COUNCILS = 60  # more in one list are hard to choose from, and too many bytes for a first page


class UnknownChoice(LookupError):
    """An area or a period that there is not; its text says which."""


@dataclass(frozen=True)
class Choice:
    """A period, an area (none is the whole country) and the releases they hold."""

    periods: list[str]  # every published quarter, newest first
    period: str  # as an address has it: a quarter, or the last maps up to one
    area: Area | None
    releases: list[Release]  # of the area, by council name
    all_releases: list[Release]  # of the period, by council name

    @property
    def quarter(self) -> str:
        """The chosen quarter, or the one up to which maps are added up."""
        return self.period.removeprefix(SUM)

    @property
    def is_sum(self) -> bool:
        """Whether the last maps are added up."""
        return self.period.startswith(SUM)

    @cached_property
    def figures(self) -> list[Figures]:
        """What each release tells of the period."""
        return [figures_of(release, is_sum=self.is_sum) for release in self.releases]

    @cached_property
    def newest_sum(self) -> "Choice | None":
        """The same area's newest maps added up; None where there are none to add up."""
        newest = SUM + self.periods[0]
        if self.is_overview or self.period == newest:
            return self if self.is_sum else None
        if self.quarter == self.periods[0]:
            return replace(self, period=newest) if any(map(has_sum, self.releases)) else None
        found = make_choice(self.periods, newest, self.area)
        return found if found.is_sum else None

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
    """What an address asks for; if it does not say, the whole country and the newest maps added up.

    None when nothing was ever published. Raises UnknownChoice.
    """
    periods = released.released_quarters()
    asked_period, asked_area = query.get("period", ""), query.get("area", "")
    if asked_period and asked_period.removeprefix(SUM) not in periods:
        raise UnknownChoice(_("There is no published period of that name."))
    area = _area(asked_area) if asked_area else None
    if not periods:
        return None
    return make_choice(periods, asked_period or SUM + periods[0], area)


def make_choice(periods: list[str], period: str, area: Area | None) -> Choice:
    """The choice of a period and an area with its releases.

    Where there are no maps to add up, and where councils are shown by the totals of a quarter, it is the quarter's.
    """
    quarter = period.removeprefix(SUM)
    in_order = sorted(released.releases_of(quarter), key=lambda release: release.council.local_name)
    chosen = [release for release in in_order if area is None or _is_within(release.council, area)]
    choice = Choice(periods=periods, period=quarter, area=area, releases=chosen, all_releases=in_order)
    is_sum = period != quarter and not choice.is_overview and any(has_sum(release) for release in chosen)
    return replace(choice, period=period) if is_sum else choice


def period_in_words(choice: Choice) -> str:
    """The months of a choice; of maps added up those of all councils together."""
    covered = [figures.covers for figures in choice.figures if figures.covers] if choice.is_sum else []
    if not covered:
        return quarter_in_words(choice.quarter)
    return quarters_in_words(min(each[0] for each in covered), max(each[-1] for each in covered))


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
    """The published periods, newest first; before them the newest maps added up, and what else was asked for."""
    sums = [found for found in (choice.newest_sum, choice) if found is not None and found.is_sum]
    named = {found.period: period_in_words(found) for found in sums}
    named |= {period: quarter_in_words(period) for period in choice.periods}
    return [Option(period, name, period == choice.period) for period, name in named.items()]


def area_options(choice: Choice, *, with_forces: bool = True) -> list[OptionGroup]:
    """The areas with a release in the period; where councils are many, those of the chosen force and nation alone."""
    councils = [release.council for release in choice.all_releases]
    forces, nations = released.forces_and_nations()
    forces = [it for it in forces if it.code in {council.parent_id for council in councils}]
    nations = [it for it in nations if it.nation in {council.nation for council in councils}]
    if len(councils) > MANY_COUNCILS:
        councils = [council for council in councils if _shares_force(council, choice.area)]
    if choice.area and choice.area.kind == Area.Kind.COUNCIL and choice.area not in councils:
        councils = [choice.area, *councils]
    groups = (
        OptionGroup("", [Option("", _("All areas"), choice.area is None)]),
        OptionGroup(_("Nations"), _options(nations, choice)),
        OptionGroup(_("Police force areas"), _options(forces if with_forces else [], choice)),
        OptionGroup(_("Councils"), _options(councils, choice)),
    )
    return [group for group in groups if group.options]


def _shares_force(council: Area, area: Area | None) -> bool:
    if area is None or area.kind == Area.Kind.NATION:
        return False
    return council.parent_id == (area.code if area.kind == Area.Kind.FORCE else area.parent_id)


def _options(listed: list[Area], choice: Choice) -> list[Option]:
    return [Option(area.code, area.local_name, area.code == choice.area_code) for area in listed]
