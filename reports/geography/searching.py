"""A search, from the words to the answer: codes, then names as written, begun or misspelt, then their town alone."""

from collections.abc import Iterable, Sequence
from functools import cache

from reports.geography import boundaries, lengths, named_areas, outside, query_parsing, search_codes, vocabulary
from reports.geography.candidates import Candidate, candidates
from reports.geography.found import Answer, Match, Note, answer_of
from reports.geography.models import Place
from reports.geography.named_areas import AreaNames, NamedArea
from reports.geography.place_ranking import Ranked, Word, ranked
from reports.geography.place_words import STATION, TYPES
from reports.geography.postcode_search import part_answer, postcode_answer

_GOOD, _FAIR = 0.42, 0.3  # a score below is no answer; below the second not even a guess
_SAME_METRES = 300.0
_SAME_TOWN_METRES = 4_000.0
_TOWNS = (Place.Kind.SETTLEMENT, Place.Kind.LOCALITY)


def answer_to(text: str, limit: int) -> Answer:
    """The answer to what somebody typed."""
    if (position := search_codes.position_in(text)) is not None:
        return _at(position)
    if (answer := postcode_answer(text, limit)) is not None:
        return answer
    if search_codes.is_plus_code(text):
        return Answer(note=Note.PLUS_CODE)
    words = query_parsing.question_words(text)
    answer = _named(words, limit) if words and len("".join(words)) > 1 else Answer(note=Note.NOTHING)
    is_certain = any(match.is_exact for match in answer.found) and answer.note is None
    if not is_certain and search_codes.is_what3words(text):
        return Answer(note=Note.WHAT3WORDS)
    if not is_certain and outside.is_outside(text):
        return Answer(note=Note.OUTSIDE)
    if not is_certain and (part := part_answer(text)) is not None:
        return part
    return answer


def _at(position: tuple[float, float]) -> Answer:
    longitude, latitude = position
    try:
        if boundaries.councils_at([position])[0] is None:
            return Answer(note=Note.OUTSIDE)
    except boundaries.NoAreasLoaded:
        pass
    return Answer((Match("position", f"{latitude:.5f}, {longitude:.5f}", "", longitude, latitude),))


def _named(words: list[str], limit: int) -> Answer:
    known, names = cache(vocabulary.words_in_use), named_areas.names_in_use()
    splits = list(_splits(words, names))
    area = names.area_of(tuple(words))
    asked = query_parsing.as_written(words, known)
    found = _all(asked, splits)
    if _is_good(found):
        return _published(found, limit, names, area)
    if not found and (elsewhere := _elsewhere(asked, splits)):
        name, where, matches = elsewhere
        return Answer(
            tuple(_match(one, is_exact=False) for one in matches[:limit]), Note.NOT_THERE, name, where.local_name
        )
    if area:
        return answer_of([_area(area, names)])
    loose = query_parsing.loosely(words, known)
    guessed = found + _all(asked, splits, begun=True) + _all(loose, splits)
    for other in query_parsing.respelt(words, known):
        guessed += _all(query_parsing.as_written(other, known), [(len(other), None, ())])
    guessed = _best(guessed)
    if _is_good(guessed) and not guessed[0].unmatched:
        return _guesses(guessed, limit)
    if area := names.area_of(tuple(words), loosely=True):
        return answer_of([_area(area, names, is_exact=False)])
    if town := _town_alone(words, known):
        return Answer(
            tuple(_match(one, is_exact=False) for one in town[:limit]),
            Note.TOWN_ALONE,
            "",
            local_name_of(town[0].place),
        )
    guessed = _best(guessed + [one for some in _one_left_out(loose) for one in _ranked(some, loose)])
    fair = [one for one in guessed if one.score >= _FAIR]
    return _guesses(fair, limit) if fair else Answer(note=Note.NOTHING)


# -- where a question may be parted


Split = tuple[int, NamedArea | None, tuple[int, ...]]


def _splits(words: list[str], names: AreaNames) -> Iterable[Split]:
    """The whole question as a name; then with an area at its end, or its beginning: the numbers of the name's words."""
    count = len(words)
    yield count, None, tuple(range(count))
    for cut in range(1, count):
        if area := names.area_of(tuple(words[cut:])):
            yield count - cut, area, tuple(range(cut))
    for cut in range(count - 1, 0, -1):
        if area := names.area_of(tuple(words[:cut])):
            yield cut, area, tuple(range(cut, count))


def _all(asked: list[Word], splits: Iterable[Split], *, begun: bool = False) -> list[Ranked]:
    """What the question finds, however it is parted, the best first."""
    found: list[Ranked] = []
    for said, area, numbers in splits:
        head = [asked[number] for number in numbers] if area else asked
        rows = _rows(head, area=area, begun=begun)
        found += _ranked(rows, head, in_area=said if area else 0)
    return _best(found)


def _rows(asked: list[Word], *, area: NamedArea | None = None, begun: bool = False) -> list[Candidate]:
    revealing = [word for word in asked if word.is_most_revealing] or asked
    without = [word for word in revealing if STATION not in word.meant]
    if area and not without:  # "Eastleigh station" asks for no station of the whole district
        return []
    box = area.bounds if area else None
    rows = candidates([tuple(word.meant) for word in revealing], inside=box, begun=begun)
    if without and len(without) < len(revealing):
        rows += candidates(
            [tuple(word.meant) for word in without], inside=box, kinds=(Place.Kind.STATION,), begun=begun
        )
    if area and rows:
        councils = boundaries.councils_at((row.longitude, row.latitude) for row in rows)
        rows = [row for row, it in zip(rows, councils, strict=True) if it is not None and it.code in area.councils]
    return rows


def _ranked(rows: Iterable[Candidate], asked: Sequence[Word], *, in_area: int = 0) -> list[Ranked]:
    return [one for one in (ranked(asked, row, in_area=in_area) for row in rows) if one.score]


def _best(found: list[Ranked]) -> list[Ranked]:
    """The best first, each place once: two sources have the same town, a county's edge the same street."""
    kept: list[Ranked] = []
    for one in sorted(found, key=lambda it: (-it.score, it.place.name, it.place.longitude)):
        if not any(is_same_place(one.place, other.place) for other in kept[:40]):
            kept.append(one)
    return kept


def is_same_place(one: Candidate, other: Candidate) -> bool:
    """Whether two rows are of one place, which two sources have."""
    if abs(one.latitude - other.latitude) > 0.05 or not set(one.spellings) & set(other.spellings):
        return False
    kinds = {one.kind, other.kind}
    if len(kinds) > 1 and not (kinds <= set(_TOWNS) or kinds == {Place.Kind.STATION, Place.Kind.LANDMARK}):
        return False
    metres = lengths.metres_between((one.longitude, one.latitude), (other.longitude, other.latitude))
    return metres <= (_SAME_TOWN_METRES if Place.Kind.LOCALITY in kinds else _SAME_METRES)


def _is_good(found: list[Ranked]) -> bool:
    return bool(found) and found[0].score >= (_GOOD if found[0].unmatched else _FAIR)


# -- what is told


def _published(found: list[Ranked], limit: int, names: AreaNames, area: NamedArea | None) -> Answer:
    if found[0].is_exact:
        found = [one for one in found if one.is_exact or not one.is_by_place]
        found = [one for one in found if not one.is_in_next_town] or found
    matches = [_match(one, is_exact=one.is_exact) for one in found]
    if area and not (found[0].is_exact and found[0].place.kind in _TOWNS and _is_inside(area, found[0].place)):
        matches = [_area(area, names), *(match for match in matches if match.is_exact)]
    return answer_of(matches[:limit])


def _is_inside(area: NamedArea, place: Candidate) -> bool:
    """Whether a town lies in the area of its name: not Wales in Rotherham."""
    council = boundaries.councils_at([(place.longitude, place.latitude)])[0]
    return council is not None and council.code in area.councils


def _guesses(found: list[Ranked], limit: int) -> Answer:
    return answer_of([_match(one, is_exact=False) for one in found[:limit]])


def _match(one: Ranked, *, is_exact: bool) -> Match:
    place = one.place
    return Match(place.kind, local_name_of(place), place.nation, place.longitude, place.latitude, is_exact, place.town)


def local_name_of(place: Candidate) -> str:
    """Its name in the language of the page."""
    return Place(kind=place.kind, name=place.name, name_cy=place.name_cy).local_name


def _area(area: NamedArea, names: AreaNames, *, is_exact: bool = True) -> Match:
    longitude, latitude = names.middle_of(area)
    return Match("area", area.local_name, "", longitude, latitude, is_exact)


def _elsewhere(asked: list[Word], splits: list[Split]) -> tuple[str, NamedArea, list[Ranked]] | None:
    """A name that is known, but not in the area that was named: Oakham is not in Kent."""
    for _said, area, numbers in splits:
        head = [asked[number] for number in numbers]
        if area is None or TYPES.issuperset(word.text for word in head):
            continue
        found = [one for one in _best(_ranked(_rows(head), head)) if one.is_exact]
        if found:
            return local_name_of(found[0].place), area, found
    return None


def _town_alone(words: list[str], known: query_parsing.Known) -> list[Ranked]:
    """The towns that the longest end of the question names, else its beginning."""
    count = len(words)
    for first, last in [*((cut, count) for cut in range(1, count)), *((0, cut) for cut in range(count - 1, 0, -1))]:
        asked = query_parsing.as_written(words[first:last], known)
        revealing = [tuple(word.meant) for word in asked if word.is_most_revealing]
        if TYPES.issuperset(words[first:last]):  # nobody who asks for Sauchiehall Street means Street in Somerset
            continue
        found = [one for one in _best(_ranked(candidates(revealing, kinds=_TOWNS), asked)) if one.is_exact]
        if found:
            return found
    return []


def _one_left_out(asked: list[Word]) -> Iterable[list[Candidate]]:
    """What is found when a word is taken for a mistake."""
    revealing = [word for word in asked if word.is_most_revealing]
    if len(revealing) > 1:
        for left_out in revealing:
            kept = [word for word in revealing if word is not left_out]
            if not TYPES.issuperset(word.text for word in kept):
                yield _rows(kept)
