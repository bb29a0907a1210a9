"""Postcodes by what was typed: whole, begun, amid a sentence, with a slip, or of a place that has none here."""

from django.db.models import Avg, Count, QuerySet
from django.db.models.functions import Length

from reports.geography import search_codes
from reports.geography.found import Answer, Match, Note, answer_of
from reports.geography.models import Postcode
from reports.geography.spelling import compact_postcode, is_part_of_a_postcode, is_whole_postcode, written_postcode

_OF_NORTHERN_IRELAND = "BT"


def postcode_answer(text: str, limit: int) -> Answer | None:
    """What the postcode in the text leads to; None when there is none, or only in a text that may be a name."""
    whole = search_codes.postcodes_within(text)
    if compact := _known_one_of(whole):
        return Answer((_unit(compact),))
    if search_codes.is_code_of_another_country(text):
        return Answer(note=Note.OUTSIDE)
    if meant := _first_known(list(search_codes.postcodes_meant(text))):
        return answer_of([_unit(meant, is_exact=False)])
    if whole:
        near = _middle_of_sector(whole[0][:-2]) or _middle_of_district(whole[0][:-3])
        note = Note.NEAR_POSTCODE if near else _of_nowhere(whole[0])
        guesses = [Match(it.kind, it.name, it.nation, it.longitude, it.latitude, is_exact=False) for it in near]
        return Answer(tuple(guesses), note, written_postcode(whole[0])) if note else None
    compact = compact_postcode(text).strip("(),;")
    if not is_part_of_a_postcode(compact) or is_whole_postcode(compact):
        return None
    found = _begun(compact, limit)
    note = None if found else _of_nowhere(compact)
    return answer_of(found, note, compact) if found or note else None


def part_answer(text: str) -> Answer | None:
    """The middle of the district or sector that stands in a text whose words are no place."""
    part = search_codes.part_of_postcode_within(text)
    found = (_middle_of_sector(part) if len(part) > 3 else []) or _middle_of_district(part) if part else []
    note = _of_nowhere(part)
    return answer_of(found, None if found else note, part) if found or note else None


def _of_nowhere(compact: str) -> Note | None:
    """Why a postcode is not known: its country's are not loaded."""
    return Note.NORTHERN_IRELAND if compact.startswith(_OF_NORTHERN_IRELAND) else None


def _known_one_of(codes: list[str]) -> str:
    return next((code for code in codes if _first_known([code])), "")


def _first_known(codes: list[str]) -> str:
    known = set(Postcode.objects.filter(code__in=codes[:64]).values_list("code", flat=True)) if codes else set()
    return next((code for code in codes if code in known), "")


def _unit(compact: str, *, is_exact: bool = True) -> Match:
    row = Postcode.objects.get(code=compact)
    return Match("postcode", written_postcode(compact), "", row.longitude, row.latitude, is_exact)


def _begun(compact: str, limit: int) -> list[Match]:
    """A district ("BS1", "EC1") and a sector ("BS1 4") by their middles; a unit half written by those that begin so."""
    found = [*_middle_of_district(compact), *_middle_of_sector(compact), *_middle_of_unit(compact)]
    if len(found) > 1 or len(compact) <= 4:
        return found
    begun = _beginning_with(compact).order_by("code")[:limit]
    units = [Match("postcode", written_postcode(p.code), "", p.longitude, p.latitude, False) for p in begun]
    return found + units


def _middle_of_district(district: str) -> list[Match]:
    """All whose half before the space is this; where there are none, those with a letter more: EC1 is EC1A to EC1Y."""
    return _middle(_between(f"{district}0", f"{district}9"), len(district) + 3, district) or _middle(
        _between(f"{district}A", f"{district}Z"), len(district) + 4, district
    )


def _middle_of_sector(sector: str) -> list[Match]:
    return _middle(_beginning_with(sector), len(sector) + 2, f"{sector[:-1]} {sector[-1:]}")


def _middle_of_unit(begun: str) -> list[Match]:
    return _middle(_beginning_with(begun), len(begun) + 1, f"{begun[:-2]} {begun[-2:]}")


def _middle(codes: QuerySet[Postcode], length: int, name: str) -> list[Match]:
    found = (
        codes.alias(length=Length("code"))
        .filter(length=length)
        .aggregate(count=Count("pk"), longitude=Avg("longitude"), latitude=Avg("latitude"))
    )
    return [Match("postcodes", name, "", found["longitude"], found["latitude"])] if found["count"] else []


def _beginning_with(beginning: str) -> QuerySet[Postcode]:
    return _between(beginning, beginning)


def _between(first: str, last: str) -> QuerySet[Postcode]:
    """A range, not LIKE: SQLite's LIKE ignores case and so the index over 1.7 million rows."""
    return Postcode.objects.filter(code__gte=first, code__lte=last + "Z" * 7)
