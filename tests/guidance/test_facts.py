"""The numbers shown are those of the facts file and of its corrections, for the nations they name, where at hand."""

import os
import re
from pathlib import Path

import pytest

from reports.guidance.routes import Route, all_routes

FACTS = Path(os.environ.get("STREETSAFE_DATA", "../shared/data")).parent / "design" / "guidance.md"

CORRECTIONS = FACTS.with_name("guidance-corrections.md")

pytestmark = pytest.mark.skipif(not FACTS.exists(), reason=f"the facts file is not at {FACTS}")

# The row of the facts that each route comes from, and the nations it is valid in.
ROWS = {
    "emergency": ("Emergency", "EWSN"),
    "silent-999-mobile": ("Silent 999, **mobile**", "EWSN"),
    "silent-999-landline": ("Silent 999, **landline**", "EWSN"),
    "bsl-999": ("999 BSL", "EWSN"),
    "text-999": ("Text 999 (emergencySMS)", "EWSN"),
    "textphone": ("Textphone 18000", "EWSN"),
    "textphone-101": ("Textphone 18000", "EWSN"),
    "police-101": ("Non-emergency", "EWSN"),
    "police-online": ("Online crime report", "EWSN"),
    "british-transport-police": ("British Transport Police", "EWS"),
    "crimestoppers": ("Crimestoppers", "EWSN"),
    "council": ("Council: lighting", "EW"),
    "council-scotland-northern-ireland": ("Council: lighting", "SN"),
    "national-stalking-helpline": ("National Stalking Helpline", "EWSN"),
    "london-stalking-support-service": ("London Stalking Support Service", "E"),
    "paladin": ("Paladin", "EW"),
    "protection-against-stalking": ("Protection Against Stalking", "E"),
    "veritas-justice": ("Veritas Justice", "E"),
    "action-against-stalking": ("Action Against Stalking", "S"),
    "alice-ruggles-trust": ("Alice Ruggles Trust", "EWSN"),
    "live-fear-free": ("Live Fear Free", "W"),
    "scotland-domestic-abuse": ("Domestic Abuse & Forced Marriage", "S"),
    "northern-ireland-domestic-sexual-abuse": ("Domestic & Sexual Abuse Helpline", "N"),
    "national-domestic-abuse-helpline": ("National Domestic Abuse Helpline", "E"),
    "mens-advice-line": ("Men's Advice Line", "EWS"),
    "galop": ("Galop", "EWSN"),
    "victim-support": ("Victim Support |", "EW"),
    "victim-support-scotland": ("Victim Support Scotland", "S"),
    "victim-support-northern-ireland": ("16 | absent | Victim Support NI", "N"),
    "scottish-womens-aid": ("Scottish Women's Aid", "S"),
    "rape-crisis-england-wales": ("Rape & Sexual Abuse Support Line", "EW"),
    "sexual-abuse-support": ("Rape & Sexual Abuse Support Line", "EW"),
    "rape-crisis-scotland": ("Rape Crisis Scotland", "S"),
    "rape-crisis-northern-ireland": ("Rape Crisis NI", "N"),
    "assist-ni": ("ASSIST NI", "N"),
    "childline": ("Childline", "EWSN"),
    "revenge-porn-helpline": ("Revenge Porn Helpline", "EWSN"),
    "stop-it-now": ("Stop It Now", "EWSN"),
    "karma-nirvana": ("Karma Nirvana", "EWSN"),
    "respect-phoneline": ("Respect Phoneline", ""),
    "victim-focus-team": ('Force "Victim Focus" teams', "W"),
}
# Whose day of check comes from a correction, by its row: the body itself, or the police.
CORRECTED = {
    "text-999": 7,
    "textphone": 8,
    "textphone-101": 8,
    "national-domestic-abuse-helpline": 13,
    "galop": 13,
}
# Numbers a route shows that another row of the facts gives.
ELSEWHERE = {
    "silent-999-mobile": "999",
    "silent-999-landline": "999",
    "london-stalking-support-service": "08088020300",  # «same number»
    "victim-focus-team": "101",
}


def row_of(route: Route) -> str:
    """The one line of the two tables of routes."""
    start = ROWS[route.id][0]
    tables = FACTS.read_text(encoding="utf-8").split("### d1.")[1].split("### d3.")[0]
    tables += CORRECTIONS.read_text(encoding="utf-8").split("## Facts")[1].split("## Order")[0]
    rows = [line for line in tables.splitlines() if line.startswith(f"| {start}")]
    assert len(rows) == 1, (route.id, rows)
    return rows[0]


def digits(text: str) -> str:
    """Only the digits, markup and spaces dropped."""
    return re.sub(r"\D", "", text)


def test_every_row_of_the_two_tables_is_a_route_and_the_other_way_round() -> None:
    """No service is forgotten, none invented."""
    tables = FACTS.read_text(encoding="utf-8").split("### d1.")[1].split("### d3.")[0]
    rows = [
        line for line in tables.splitlines() if line.startswith("| ") and not line.startswith(("| Route", "| Serv"))
    ]
    starts = {start for start, _nations in ROWS.values()}
    assert [row for row in rows if not any(row.startswith(f"| {start}") for start in starts)] == []
    assert {route.id for route in all_routes()} == set(ROWS)


@pytest.mark.parametrize("route", all_routes(), ids=lambda route: route.id)
def test_every_number_of_a_route_stands_in_its_row(route: Route) -> None:
    """Digit for digit."""
    row = digits(row_of(route).split(" | ", 1)[1]) + "|" + digits(row_of(route))
    for number in filter(None, (route.phone, route.text, route.relay)):
        assert digits(number) in row or digits(number) == ELSEWHERE.get(route.id), number
    for address in filter(None, (route.bsl, route.web, route.email)):
        host = re.sub(r"^(https://)?(www\.)?", "", address)
        known = FACTS.read_text(encoding="utf-8") + CORRECTIONS.read_text(encoding="utf-8")
        assert host in known, host


@pytest.mark.parametrize("route", all_routes(), ids=lambda route: route.id)
def test_every_bold_number_of_a_row_is_shown_by_a_route(route: Route) -> None:
    """A row's second number, such as a text line, is not lost."""
    bold = [digits(found) for found in re.findall(r"\*\*([\d ]{3,})\*\*", row_of(route))]
    same_row = [other for other in all_routes() if ROWS[other.id][0] == ROWS[route.id][0]]
    shown = {digits(number) for other in same_row for number in (other.phone, other.text, other.relay)}
    assert [number for number in bold if number not in shown] == []


@pytest.mark.parametrize("route", all_routes(), ids=lambda route: route.id)
def test_every_route_is_valid_in_the_nations_of_the_facts(route: Route) -> None:
    """And in no other."""
    assert route.nations == frozenset(ROWS[route.id][1])


@pytest.mark.parametrize("route", all_routes(), ids=lambda route: route.id)
def test_only_an_official_source_gives_a_day_of_check(route: Route) -> None:
    """[V], a police page or a correction; what came second-hand has none, what is general knowledge is not shown."""
    row = row_of(route)
    if route.id == "national-stalking-helpline":  # its row is second-hand, but police pages give the number
        row = next(line for line in FACTS.read_text(encoding="utf-8").splitlines() if "- [ ] National Stalking" in line)
        assert digits(route.phone) in digits(row)
        row = row.replace("— 000", "[seed 000]")
    if route.id in CORRECTED:
        corrections = CORRECTIONS.read_text(encoding="utf-8")
        row = next(line for line in corrections.splitlines() if line.startswith(f"| {CORRECTED[route.id]} |"))
        assert re.search(r"Police|refuge\.org\.uk|galop\.org\.uk", row)
    elif route.last_checked:
        assert "[V]" in row or "[seed" in row
    if not route.confirmed:
        assert "[O" in row or "not confirmed" in row or row.split(" | ")[2] == "?"
