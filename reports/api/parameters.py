"""What may be asked in an address: each parameter by name, and a refusal that names what is wrong."""

import re

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from reports.geography.models import Area
from reports.vocabulary.nations import NATIONS
from reports.vocabulary.reasons import Group

DEFAULT_PAGE_SIZE = 100
LARGEST_PAGE_SIZE = 500

# Added by programs of maps and tables to get past a cache, or to say who asks; none changes what is asked.
IGNORED = frozenset({"_", "_ts", "cb", "nocache", "t", "ts", "utm_source", "utm_medium", "utm_campaign"})

_QUARTER = re.compile(r"\d{4}-Q[1-4]")


class NothingAsked(serializers.Serializer[None]):
    """An address that takes no parameter."""


class PageQuery(serializers.Serializer[None]):
    """Which page of a list."""

    page = serializers.IntegerField(required=False, min_value=1, help_text="The page, from 1.")
    page_size = serializers.IntegerField(
        required=False,
        min_value=1,
        max_value=LARGEST_PAGE_SIZE,
        help_text=f"Items per page. Default {DEFAULT_PAGE_SIZE}, maximum {LARGEST_PAGE_SIZE}.",
    )


class CouncilQuery(PageQuery):
    """Of which council."""

    council = serializers.CharField(required=False, help_text="A council's GSS code, such as E06000023.")

    def validate_council(self, value: str) -> str:
        """Refuses a code that no council has."""
        if not Area.objects.filter(code=value, kind=Area.Kind.COUNCIL).exists():
            raise serializers.ValidationError(_("No council has this code."))
        return value


class ReleaseQuery(CouncilQuery):
    """Which releases."""

    quarter = serializers.CharField(required=False, help_text="A published quarter, such as 2026-Q3.")

    def validate_quarter(self, value: str) -> str:
        """Refuses what is not written as a quarter."""
        if not _QUARTER.fullmatch(value):
            raise serializers.ValidationError(_("Write a quarter like 2026-Q3."))
        return value


class LeafQuery(serializers.Serializer[None]):
    """In which form to answer."""

    format = serializers.ChoiceField(
        choices=("json", "geojson"), required=False, help_text="`geojson` is the same as asking by Accept."
    )


class AreaQuery(PageQuery):
    """Which areas."""

    kind = serializers.ChoiceField(choices=Area.Kind.values, required=False, help_text="nation, force or council.")
    parent = serializers.CharField(  # type: ignore[assignment]  # declared fields do not stay attributes
        required=False, help_text="Code of the parent area."
    )

    def validate_parent(self, value: str) -> str:
        """Refuses a code that no area has."""
        if not Area.objects.filter(code=value).exists():
            raise serializers.ValidationError(_("No area has this code."))
        return value


class ReasonQuery(PageQuery):
    """Which reasons."""

    group = serializers.ChoiceField(
        choices=[group.name.lower() for group in Group],
        required=False,
        help_text="Reason group, as used in releases.",
    )


class RouteQuery(PageQuery):
    """Which routes to help."""

    nation = serializers.ChoiceField(
        choices=tuple(NATIONS), required=False, help_text="E, W, S or N: England, Wales, Scotland, Northern Ireland."
    )


class RefusedQuery(serializers.ValidationError):
    """A parameter that does not exist, or a value it cannot have; the answer names it."""


def checked_query(shape: type[serializers.Serializer[None]], asked: QueryDict) -> dict[str, str | int]:
    """The parameters of an address, checked; raises RefusedQuery with a message for each that is wrong."""
    query = shape(data=asked.dict())
    known = query.fields.keys()
    faults: dict[str, list[str]] = {
        name: [str(_("Unknown parameter. You can use: %(names)s.")) % {"names": ", ".join(known) or "none"}]
        for name in asked
        if name not in known and name not in IGNORED
    }
    faults |= {name: [str(_("Give this parameter once."))] for name in known if len(asked.getlist(name)) > 1}
    if not query.is_valid():
        faults = {**{name: [str(why) for why in whys] for name, whys in query.errors.items()}, **faults}
    if faults:
        raise RefusedQuery(faults)
    return dict(query.validated_data)
