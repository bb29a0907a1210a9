"""The first three routes after the ways to 999, case by case: written from the facts by a person, line by line.

A situation is: need, relation, place, who (u18, man, lgbt, honour, deaf, welsh, several with +), time; - for not said.
Then the first three in England, Wales, Scotland, Northern Ireland and, in some lines, for who names no nation.

What the lines go by, from the facts and their corrections: day and night answer LFF (Wales: partner, sexual, stalking),
SDAH (Scotland: partner), NIH (Northern Ireland: partner, sexual), NDAH (England: women and a partner), VS (England and
Wales), CHILD, RASA (England and Wales, from 16), BTP by text (not Northern Ireland). NSH, RPH, KN and GALOP are
closed at night and at the weekend, RCS before five. Nobody knows the hours of PALA, MAL, VSS and SWA; ALICE, AAS and
the councils are to read; ASSIST and VSNI are reached through others.
"""

SHORT = {
    "NSH": "national-stalking-helpline",
    "PALA": "paladin",
    "ALICE": "alice-ruggles-trust",
    "AAS": "action-against-stalking",
    "101": "police-101",
    "18001": "textphone-101",
    "CS": "crimestoppers",
    "NDAH": "national-domestic-abuse-helpline",
    "LFF": "live-fear-free",
    "SDAH": "scotland-domestic-abuse",
    "NIH": "northern-ireland-domestic-sexual-abuse",
    "SWA": "scottish-womens-aid",
    "MAL": "mens-advice-line",
    "GALOP": "galop",
    "KN": "karma-nirvana",
    "ASSIST": "assist-ni",
    "BTP": "british-transport-police",
    "VS": "victim-support",
    "VSS": "victim-support-scotland",
    "VSNI": "victim-support-northern-ireland",
    "FOCUS": "victim-focus-team",
    "CHILD": "childline",
    "RASA": "sexual-abuse-support",
    "RCS": "rape-crisis-scotland",
    "RPH": "revenge-porn-helpline",
    "COUNCIL": "council",
    "COUNCILS": "council-scotland-northern-ireland",
}

# A Friday at midday
DAY = """
stalking stranger street - day | NSH PALA ALICE | NSH LFF PALA | NSH AAS ALICE | NSH ALICE 101 | NSH PALA 101
stalking known home - day | NSH PALA ALICE | NSH LFF PALA | NSH AAS ALICE | NSH ALICE 101
stalking partner home - day | NDAH NSH PALA | LFF NSH PALA | SDAH NSH SWA | NIH NSH ALICE | NSH PALA 101
stalking stranger station - day | BTP NSH PALA | BTP NSH LFF | BTP NSH AAS | NSH ALICE 101
stalking - online - day | NSH PALA ALICE | NSH LFF PALA | NSH AAS ALICE | NSH ALICE 101
stalking partner online - day | NDAH NSH PALA | LFF NSH PALA | SDAH NSH SWA | NIH NSH ALICE
stalking stranger street u18 day | CHILD NSH PALA | CHILD NSH LFF | CHILD NSH AAS | CHILD NSH ALICE | CHILD NSH PALA
stalking partner station - day | BTP NDAH NSH | BTP LFF NSH | BTP SDAH NSH | NIH NSH ALICE
harassment stranger street - day | VS NSH 101 | VS NSH 101 | VSS NSH 101 | NSH VSNI 101 | NSH VS 101
harassment known home - day | VS NSH 101 | VS NSH 101 | VSS NSH 101 | NSH VSNI 101
harassment partner home - day | NDAH VS NSH | LFF VS NSH | SDAH VSS NSH | NIH NSH VSNI | NSH VS 101
harassment stranger station - day | BTP VS NSH | BTP VS NSH | BTP VSS NSH | NSH VSNI 101
harassment stranger street u18 day | CHILD VS NSH | CHILD VS NSH | CHILD VSS NSH | CHILD NSH VSNI | CHILD NSH VS
sexual stranger street - day | RASA 101 CS | LFF RASA 101 | VSS RCS 101 | NIH ASSIST 101 | RASA VS 101
sexual partner home - day | NDAH RASA 101 | LFF RASA 101 | SDAH SWA RCS | NIH ASSIST 101
sexual stranger station - day | BTP RASA 101 | BTP LFF RASA | BTP VSS RCS | NIH ASSIST 101
sexual known home u18 day | CHILD RASA 101 | CHILD LFF RASA | CHILD RCS 101 | CHILD NIH ASSIST | CHILD RASA 101
images partner online - day | NDAH RPH 101 | LFF RPH 101 | SDAH RPH SWA | NIH RPH ASSIST | RPH 101 LFF
images known online u18 day | CHILD 101 CS | CHILD 101 CS | CHILD 101 CS | CHILD 101 CS
images - online - day | RPH 101 CS | RPH 101 CS | RPH 101 CS | RPH 101 CS | RPH 101 CS
- stranger neglected - day | COUNCIL 101 CS | COUNCIL 101 CS | COUNCILS 101 CS | COUNCILS 101 CS | COUNCIL COUNCILS 101
stalking stranger neglected - day | NSH PALA ALICE | NSH LFF PALA | NSH AAS ALICE | NSH ALICE COUNCILS
- - station - day | BTP 101 CS | BTP 101 CS | BTP 101 CS | VSNI 101 CS | BTP 101 CS
- partner - - day | NDAH 101 CS | LFF 101 CS | SDAH SWA 101 | NIH ASSIST 101 | 101 LFF SDAH
- partner home man day | MAL VS 101 | MAL LFF 101 | MAL SDAH 101 | NIH ASSIST 101 | MAL VS 101
stalking partner home man day | MAL NSH PALA | MAL LFF NSH | MAL SDAH NSH | NIH NSH ALICE | MAL NSH PALA
harassment partner home man day | MAL VS NSH | MAL LFF VS | MAL SDAH VSS | NIH NSH VSNI
stalking partner station man day | MAL BTP NSH | MAL BTP LFF | MAL BTP SDAH | NIH NSH ALICE
images partner online man day | MAL RPH 101 | MAL LFF RPH | MAL SDAH RPH | NIH RPH ASSIST
- partner home man+u18 day | CHILD MAL 101 | CHILD MAL LFF | CHILD MAL SDAH | CHILD NIH ASSIST | CHILD MAL 101
- partner home lgbt day | GALOP NDAH 101 | GALOP LFF 101 | GALOP SDAH SWA | GALOP NIH ASSIST | GALOP 101 LFF
stalking partner home lgbt day | GALOP NDAH NSH | GALOP LFF NSH | GALOP SDAH NSH | GALOP NIH NSH | GALOP NSH PALA
harassment stranger street lgbt day | GALOP VS NSH | GALOP VS NSH | GALOP VSS NSH | GALOP NSH VSNI
- partner home lgbt+man day | GALOP MAL 101 | GALOP MAL LFF | GALOP MAL SDAH | GALOP NIH ASSIST
- partner home honour day | KN NDAH 101 | KN LFF 101 | KN SDAH SWA | KN NIH ASSIST | KN 101 LFF
- - - honour day | KN NDAH 101 | KN LFF 101 | KN SDAH SWA | KN NIH ASSIST
stalking partner home honour day | KN NDAH NSH | KN LFF NSH | KN SDAH NSH | KN NIH NSH
- partner home honour+u18 day | CHILD KN NDAH | CHILD KN LFF | CHILD KN SDAH | CHILD KN NIH | CHILD KN 101
- partner home honour+man day | KN MAL 101 | KN MAL LFF | KN MAL SDAH | KN NIH ASSIST
- partner home u18 day | CHILD NDAH 101 | CHILD LFF 101 | CHILD SDAH SWA | CHILD NIH ASSIST | CHILD 101 LFF
stalking partner home u18 day | CHILD NDAH NSH | CHILD LFF NSH | CHILD SDAH NSH | CHILD NIH NSH | CHILD NSH PALA
harassment partner home u18 day | CHILD NDAH VS | CHILD LFF VS | CHILD SDAH VSS | CHILD NIH NSH
stalking stranger street welsh day | NSH PALA ALICE | LFF NSH PALA | NSH AAS ALICE | NSH ALICE 101
sexual stranger street welsh day | RASA 101 CS | LFF RASA 101 | VSS RCS 101 | NIH ASSIST 101
harassment stranger street welsh+u18 day | CHILD VS NSH | CHILD VS NSH | CHILD VSS NSH | CHILD NSH VSNI
stalking stranger street deaf day | NSH PALA ALICE | LFF NSH PALA | NSH AAS ALICE | NSH ALICE 18001
- partner home deaf day | NDAH 18001 101 | LFF 18001 101 | SDAH SWA 18001 | NIH ASSIST 18001 | 18001 101 LFF
harassment stranger street deaf day | VS NSH 18001 | VS NSH 18001 | VSS NSH 18001 | NSH VSNI 18001
sexual stranger street deaf day | RASA 18001 101 | LFF RASA 18001 | VSS RCS 18001 | NIH ASSIST 18001
victim - - - day | VS 101 CS | VS FOCUS 101 | VSS 101 CS | VSNI 101 CS | VS 101 VSS
- - - - day | VS 101 CS | VS 101 CS | VSS 101 CS | VSNI 101 CS
"""

# The night after, at three
NIGHT = """
stalking stranger street - night | VS PALA NSH | LFF PALA NSH | VSS NSH AAS | NSH ALICE VSNI | VS 101 LFF
stalking known home - night | VS PALA NSH | LFF PALA NSH | VSS NSH AAS | NSH ALICE VSNI
stalking partner home - night | NDAH PALA NSH | LFF PALA NSH | SDAH SWA NSH | NIH NSH ALICE | 101 LFF SDAH
stalking stranger station - night | BTP VS PALA | BTP LFF PALA | BTP VSS NSH | NSH ALICE VSNI
stalking - online - night | VS PALA NSH | LFF PALA NSH | VSS NSH AAS | NSH ALICE VSNI
stalking partner online - night | NDAH PALA NSH | LFF PALA NSH | SDAH SWA NSH | NIH NSH ALICE
stalking stranger street u18 night | CHILD PALA NSH | CHILD LFF PALA | CHILD NSH AAS | CHILD NSH ALICE | CHILD 101 LFF
stalking partner station - night | BTP NDAH PALA | BTP LFF PALA | BTP SDAH SWA | NIH NSH ALICE
harassment stranger street - night | VS NSH 101 | VS NSH 101 | VSS NSH 101 | NSH VSNI 101 | VS 101 VSS
harassment known home - night | VS NSH 101 | VS NSH 101 | VSS NSH 101 | NSH VSNI 101
harassment partner home - night | NDAH VS NSH | LFF VS NSH | SDAH VSS SWA | NIH NSH VSNI
harassment stranger station - night | BTP VS NSH | BTP VS NSH | BTP VSS NSH | NSH VSNI 101
harassment stranger street u18 night | CHILD VS NSH | CHILD VS NSH | CHILD VSS NSH | CHILD NSH VSNI
sexual stranger street - night | RASA 101 CS | LFF RASA 101 | VSS RCS 101 | NIH ASSIST 101
sexual partner home - night | NDAH RASA 101 | LFF RASA 101 | SDAH SWA RCS | NIH ASSIST 101
sexual stranger station - night | BTP RASA 101 | BTP LFF RASA | BTP VSS RCS | NIH ASSIST 101
sexual known home u18 night | CHILD RASA 101 | CHILD LFF RASA | CHILD RCS 101 | CHILD NIH ASSIST
images partner online - night | NDAH RPH 101 | LFF RPH 101 | SDAH SWA RPH | NIH RPH ASSIST
images known online u18 night | CHILD 101 CS | CHILD 101 CS | CHILD 101 CS | CHILD 101 CS
images - online - night | VS RPH 101 | VS RPH 101 | VSS RPH 101 | RPH VSNI 101
- stranger neglected - night | COUNCIL 101 CS | COUNCIL 101 CS | COUNCILS 101 CS | COUNCILS 101 CS
stalking stranger neglected - night | VS PALA NSH | LFF PALA NSH | VSS NSH AAS | NSH ALICE VSNI
- - station - night | BTP 101 CS | BTP 101 CS | BTP 101 CS | VSNI 101 CS
- partner - - night | NDAH 101 CS | LFF 101 CS | SDAH SWA 101 | NIH ASSIST 101 | 101 LFF SDAH
- partner home man night | MAL VS 101 | LFF MAL 101 | SDAH MAL 101 | NIH ASSIST 101 | MAL VS 101
stalking partner home man night | MAL VS PALA | LFF MAL PALA | SDAH MAL NSH | NIH NSH ALICE
- partner home lgbt night | NDAH GALOP 101 | LFF GALOP 101 | SDAH SWA GALOP | NIH GALOP ASSIST
- - - lgbt night | VS GALOP 101 | VS GALOP 101 | VSS GALOP 101 | GALOP VSNI 101
- partner home honour night | NDAH KN 101 | LFF KN 101 | SDAH SWA KN | NIH KN ASSIST
- partner home u18 night | CHILD NDAH 101 | CHILD LFF 101 | CHILD SDAH SWA | CHILD NIH ASSIST | CHILD 101 LFF
stalking partner home u18 night | CHILD NDAH PALA | CHILD LFF PALA | CHILD SDAH SWA | CHILD NIH NSH
stalking stranger street welsh night | VS PALA NSH | LFF PALA NSH | VSS NSH AAS | NSH ALICE VSNI
stalking stranger street deaf night | VS PALA NSH | LFF PALA NSH | VSS NSH AAS | NSH ALICE VSNI
victim - - - night | VS 101 CS | VS FOCUS 101 | VSS 101 CS | VSNI 101 CS
- partner home man+lgbt night | MAL VS GALOP | LFF MAL GALOP | SDAH MAL GALOP | NIH GALOP ASSIST
- - - - night | VS 101 CS | VS 101 CS | VSS 101 CS | VSNI 101 CS
"""

# Saturday at midday; Friday at seven in the evening, when Rape Crisis Scotland has opened
OTHER_TIMES = """
stalking stranger street - weekend | VS PALA NSH | LFF PALA NSH | VSS NSH AAS | NSH ALICE VSNI
- partner home man weekend | MAL VS 101 | MAL LFF 101 | MAL SDAH 101 | NIH ASSIST 101
- partner home honour weekend | NDAH KN 101 | LFF KN 101 | SDAH SWA KN | NIH KN ASSIST
- partner home lgbt weekend | NDAH GALOP 101 | LFF GALOP 101 | SDAH SWA GALOP | NIH GALOP ASSIST
harassment partner home - weekend | NDAH VS NSH | LFF VS NSH | SDAH VSS SWA | NIH NSH VSNI
images - online - weekend | VS RPH 101 | VS RPH 101 | VSS RPH 101 | RPH VSNI 101
sexual stranger street - evening | RASA 101 CS | LFF RASA 101 | RCS 101 CS | NIH ASSIST 101
sexual partner home - evening | NDAH RASA 101 | LFF RASA 101 | SDAH RCS SWA | NIH ASSIST 101
stalking stranger street - evening | VS PALA NSH | LFF PALA NSH | VSS NSH AAS | NSH ALICE VSNI
sexual stranger station - evening | BTP RASA 101 | BTP LFF RASA | BTP RCS 101 | NIH ASSIST 101
sexual known home u18 evening | CHILD RASA 101 | CHILD LFF RASA | CHILD RCS 101 | CHILD NIH ASSIST
"""

NATIONS = ("E", "W", "S", "N", "")


def cases() -> list[tuple[str, str, list[str]]]:
    """(situation, nation, the first three) for each column of each line."""
    lines = [line.split(" | ") for line in (DAY + NIGHT + OTHER_TIMES).splitlines() if line]
    return [
        (situation, nation, first.split())
        for situation, *columns in lines
        for nation, first in zip(NATIONS, columns, strict=False)
    ]
