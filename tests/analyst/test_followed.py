"""What followed where something was done: an effect that was planted is found, none is not clear, too few is said."""

import datetime
import re
from pathlib import Path

import numpy as np
import pytest
from django.test import Client
from django.urls import reverse

from reports.aggregation import extracts
from reports.aggregation.freezing import freeze_counts
from reports.aggregation.rebuilding import rebuild_counts
from reports.council_exports.followed import followed_in_files
from reports.geography import hexgrid
from reports.geography.models import Area
from reports.responses.interventions import record_intervention
from reports.responses.models import Intervention, ResponseKind
from reports.staff.models import AuditEntry
from tests.analyst.conftest import words_of
from tests.analyst.test_views import signed_in
from tests.deployment import ROOT
from tests.factories import EASTBY, IN_EASTBY, NOW, TODAY, WESTBY, make_accepted_report

BEFORE, AFTER = datetime.date(2025, 8, 4), datetime.date(2026, 8, 3)
SPRING = datetime.date(2026, 5, 1)
HELPED, SAME, FEW = (-2.60, 51.42), (-2.60, 51.45), (-2.60, 51.48)
LIKE_THEM = [(-2.56 + 0.03 * east, 51.42 + 0.03 * north) for east in range(3) for north in range(2)]
FOLLOWED = reverse("council_exports:followed")


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_args, **_kwargs: TODAY)


def place(at: tuple[float, float]) -> hexgrid.Cell:
    return hexgrid.parent(hexgrid.cell_at(*at), 9)


def page(at: tuple[float, float], name: str = "analyst:place") -> str:
    return reverse(name, args=[hexgrid.name(place(at))])


def done(at: tuple[float, float], kind: ResponseKind, month: datetime.date = SPRING) -> Intervention:
    council = Area.objects.get(code=WESTBY)
    return record_intervention(place(at), council=council, kind=kind, done_in=month, by=None, now=NOW)


@pytest.fixture
def city(country: dict[str, Area]) -> dict[str, Area]:
    """12 reports of bad light a summer at eight places; at one they became 1, at the others 11. At a ninth 2 in all."""
    for at in (HELPED, SAME, *LIKE_THEM):
        for accepted_on, count in ((BEFORE, 12), (AFTER, 1 if at == HELPED else 11)):
            for _number in range(count):
                make_accepted_report(at=at, accepted_on=accepted_on, reasons=["badly-lit"])
    for accepted_on in (BEFORE, AFTER):
        make_accepted_report(at=FEW, accepted_on=accepted_on, reasons=["groups"])
    rebuild_counts()
    return country


def test_a_planted_effect_is_found_no_effect_is_not_clear_and_too_few_is_said(
    client: Client, city: dict[str, Area]
) -> None:
    for at in (HELPED, SAME, FEW):
        done(at, ResponseKind.LIGHTING)
    person = signed_in(client, area=WESTBY)
    told = {}
    for name, at in (("helped", HELPED), ("same", SAME), ("few", FEW)):
        (one,) = person.get(page(at)).context["followed"]
        told[name] = [(row.figures, row.words, bool(row.interval)) for row in one.rows]
        assert (one.month, one.quarters) == ("May 2026", "July to September 2025 → July to September 2026")
        assert one.wait == "Look again after 14 January 2027."
    assert told == {
        "helped": [("12 → 1, 11 expected", "fewer than expected", True)] * 2,
        "same": [("12 → 11, 11 expected", "not clear yet", True)] * 2,
        "few": [
            ("0 → 0", "too few places like it to compare with: nothing can be said", False),
            ("1 → 1", "too few places like it to compare with: nothing can be said", False),
        ],
    }
    shown = person.get(page(HELPED))
    assert [row.label for row in shown.context["followed"][0].rows] == [
        "Badly lit or hard to see, what it was meant for",
        "All reports here",
    ]
    assert "as 6 places of the council" in words_of(shown)  # neither itself nor the others where something was done
    assert shown.content.decode().count("app-followed__interval") == 2
    assert "app-followed__interval" not in person.get(page(FEW)).content.decode()


def test_what_was_done_lately_or_before_anything_was_counted_waits(client: Client, city: dict[str, Area]) -> None:
    done(SAME, ResponseKind.PEOPLE, datetime.date(2026, 10, 1))
    done(SAME, ResponseKind.OTHER, datetime.date(2025, 2, 1))
    followed = signed_in(client, area=WESTBY).get(page(SAME)).context["followed"]
    assert [(one.wait, one.rows) for one in followed] == [
        ("Nothing can be said yet. The first quarter that is compared closes on 14 April 2027.", []),
        ("Nothing can be said: the same quarters of the year before were not counted.", []),
    ]


def test_an_analyst_records_what_was_done_once_and_removes_it(client: Client, city: dict[str, Area]) -> None:
    person = signed_in(client, area=WESTBY)
    assert "Nothing is recorded here yet." in words_of(person.get(page(SAME)))
    sent = {"kind": "lighting", "done_in": "2026-05", "query": "when=3"}
    for words in ("Recorded. Below you see what followed.", "This was recorded already."):
        answer = person.post(page(SAME, "analyst:record_response"), sent)
        assert answer["Location"] == f"{page(SAME)}?when=3#done"
        html = person.get(page(SAME)).content.decode()
        assert html.index('id="done"') < html.index(words)  # where the answer leads to, far below the page's top
    (made,) = Intervention.objects.all()
    assert (made.council_id, made.cell, made.kind, made.done_in) == (WESTBY, place(SAME), "lighting", SPRING)
    refused = person.post(page(SAME, "analyst:record_response"), {"kind": "magic", "done_in": ""})
    assert "Choose what was done." in words_of(refused)
    person.post(reverse("analyst:remove_response", args=[made.pk]), {"query": ""})
    assert Intervention.objects.count() == 0
    acts = AuditEntry.objects.filter(act__contains="intervention").order_by("number").values_list("act", "area")
    assert list(acts) == [("record-intervention", WESTBY), ("remove-intervention", WESTBY)]
    assert person.post(page(IN_EASTBY, "analyst:record_response"), sent).status_code == 404


def test_what_is_missing_is_said_first_and_what_was_chosen_stays(client: Client, city: dict[str, Area]) -> None:
    """The form stands far down a long page: words at its top, with a link to the field, and the form still open."""
    person = signed_in(client, area=WESTBY)
    answer = person.post(page(SAME, "analyst:record_response"), {"kind": "lighting", "done_in": ""})
    html = answer.content.decode()
    assert (answer.status_code, Intervention.objects.count()) == (400, 0)
    assert html.index("There is a problem") < html.index('href="#id_done_in"') < html.index("<h1")
    assert '<details class="govuk-details app-not-printed" open>' in html
    assert '<option value="lighting" selected>' in html


def test_a_manager_reads_it_and_is_offered_no_form(client: Client, city: dict[str, Area]) -> None:
    done(SAME, ResponseKind.LIGHTING)
    shown = signed_in(client, "manager", area=WESTBY).get(page(SAME))
    assert "not clear yet" in words_of(shown)
    assert "Record what was done here" not in words_of(shown)


def test_an_officer_reads_words_from_the_files_and_no_count(client: Client, city: dict[str, Area]) -> None:
    for at in (HELPED, SAME, FEW):
        done(at, ResponseKind.LIGHTING)
    done(SAME, ResponseKind.TALK, datetime.date(2026, 10, 1))
    person = signed_in(client, "council_officer", area=WESTBY)
    assert {one.words for one in person.get(FOLLOWED).context["followed"]} == {
        "There is no file yet of a quarter after it."
    }
    freeze_counts(WESTBY, until="2026-Q3")
    shown = person.get(FOLLOWED)
    told = {(one.intervention.cell, one.intervention.kind): one.words for one in shown.context["followed"]}
    assert told == {
        (
            place(HELPED),
            "lighting",
        ): "too few in the files: nothing can be said",  # 1 report is under the least of a file
        (place(SAME), "lighting"): "not clear yet",
        (place(FEW), "lighting"): "too few in the files: nothing can be said",
        (place(SAME), "talk"): "There is no file yet of a quarter after it.",
    }
    rows = re.search(r"<tbody.*?</tbody>", shown.content.decode(), re.S)
    assert rows
    said = re.sub(r"<[^>]+>|20\d\d|[0-9a-f]{15}", " ", rows[0])
    assert not re.search(r"(?<!\d)(1[0-9]|[0-9])(?!\d)", re.sub(r"About \d+ (metres|miles?)|350", " ", said))


def test_an_effect_in_the_files_is_found_in_words(city: dict[str, Area], monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows as a file has them: 40 became 8 at one place, at the others of its size they stayed."""
    done(HELPED, ResponseKind.TALK)
    counted = [(place(HELPED), 8, 40), *((place(at), 38, 40) for at in LIKE_THEM), (place(SAME), 9, -1)]
    rows = np.array([(1, cell, now, 30, then) for cell, now, then in counted], dtype=extracts.CHANGE)
    monkeypatch.setattr(extracts, "quarters_cut", lambda _councils: {WESTBY: ["2026-Q3", "2026-Q2"]})
    monkeypatch.setattr(extracts, "changes_cut", lambda _council, _quarter: rows)
    (one,) = followed_in_files([Area.objects.get(code=WESTBY)])
    assert (one.words, one.files, one.month) == ("fewer than expected", "July to September 2026", "May 2026")


def test_an_officer_records_at_a_place_of_the_file_and_no_other(client: Client, city: dict[str, Area]) -> None:
    freeze_counts(WESTBY, until="2026-Q3")
    person = signed_in(client, "council_officer", area=WESTBY)
    offered = person.get(FOLLOWED).context["form"].places
    assert len(offered) >= 7
    value = next(iter(offered))
    answer = person.post(FOLLOWED, {"place": value, "kind": "upkeep", "done_in": "2026-06"})
    assert (answer.status_code, answer["Location"]) == (302, FOLLOWED)
    (made,) = Intervention.objects.all()
    assert (made.council_id, f"{WESTBY}:{hexgrid.name(made.cell)}") == (WESTBY, value)
    other = f"{EASTBY}:{value.partition(':')[2]}"
    assert person.post(FOLLOWED, {"place": other, "kind": "upkeep", "done_in": "2026-06"}).status_code == 400
    person.post(reverse("council_exports:remove_response", args=[made.pk]))
    assert Intervention.objects.count() == 0


def test_the_public_reads_nothing_of_it(client: Client, city: dict[str, Area]) -> None:
    pages = [reverse("responses:responses"), "/api/v1/responses"]
    before = [client.get(address).content for address in pages]
    done(HELPED, ResponseKind.LIGHTING)
    assert [client.get(address).content for address in pages] == before
    assert "May 2026" in words_of(signed_in(client, area=WESTBY).get(page(HELPED)))


def test_no_public_package_names_what_staff_record() -> None:
    """The pages and programs of the public import nothing of it; the analyst's package does, so it would be seen."""
    packages = (
        "public_map",
        "api",
        "ogc_features",
        "feeds",
        "publication",
        "responses/views.py",
        "responses/published.py",
    )
    named = {
        package: [file.name for file in files_of(ROOT / "reports" / package) if "ntervention" in file.read_text()]
        for package in (*packages, "analyst/followed.py")
    }
    assert named == {**{package: [] for package in packages}, "analyst/followed.py": ["followed.py"]}


def files_of(path: Path) -> list[Path]:
    """A file, or the modules of a package."""
    return [path] if path.is_file() else sorted(path.rglob("*.py"))
