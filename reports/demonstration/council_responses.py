"""What the demonstration's councils did: made up, in both languages, published through the same act as any."""

import datetime

from django.utils import timezone

from reports.demonstration.patterns import PATTERNS, centre_of
from reports.geography import hexgrid
from reports.geography.models import Area, Place
from reports.responses.forms import months_back
from reports.responses.interventions import record_intervention
from reports.responses.models import ResponseKind
from reports.responses.writing import Wording, publish_response, withdraw_response, write_draft
from reports.staff.models import StaffUser

# Months ago, kind, whether it was in the town, English, Welsh; "" where the council wrote in English alone.
RESPONSES = (
    (
        1,
        ResponseKind.LIGHTING,
        True,
        "People told us that the riverside path is too dark. We mended the lamps along it, and made them brighter from "
        "dusk to dawn.",
        "Dywedodd pobl wrthym fod llwybr glan yr afon yn rhy dywyll. Rydym wedi trwsio'r lampau ar ei hyd, a'u gwneud "
        "yn fwy llachar o'r cyfnos hyd y wawr.",
    ),
    (
        2,
        ResponseKind.UPKEEP,
        True,
        "We cut back the bushes on both sides of the underpass, so that you can see its other end before you go in.\n"
        "From now on we cut them each spring and each autumn.",
        "Rydym wedi torri'r llwyni yn ôl ar ddwy ochr y danffordd, fel y gallwch weld ei phen draw cyn mynd i mewn.\n"
        "O hyn ymlaen byddwn yn eu torri bob gwanwyn a phob hydref.",
    ),
    (
        4,
        ResponseKind.PEOPLE,
        True,
        "Two wardens now walk between the railway station and the high street on Friday and Saturday nights, until the "
        "last train has gone.",
        "Mae dau warden bellach yn cerdded rhwng yr orsaf drenau a'r stryd fawr ar nos Wener a nos Sadwrn, nes i'r "
        "trên olaf adael.",
    ),
    (
        6,
        ResponseKind.TALK,
        False,
        "We met students and bus drivers to hear which stops feel worst at night. Their list decides where we mend "
        "shelters first.",
        "",
    ),
    (
        9,
        ResponseKind.STREET,
        True,
        "The stairs of the main car park have glass doors and a camera on each floor.",
        "Mae drysau gwydr a chamera ar bob llawr ar risiau'r prif faes parcio.",
    ),
)
# At which planted place something was done, how many months ago, and of which kind: for staff, who see what followed.
DONE_AT = (("it helped", 9, ResponseKind.STREET), ("cannot be told", 2, ResponseKind.UPKEEP))
A_DRAFT = "We are asking for prices for lamps in the park. We hope to put them up before next winter."
WITHDRAWN = "The new lamps in the park are on."


def publish_demo_responses(council: Area, town: Place, *, by: StaffUser, now: datetime.datetime) -> int:
    """Publishes what the council did, and leaves a draft and a withdrawn one on its desk; gives how many are told."""
    ago = months_back(timezone.localdate(now))
    for months, kind, is_in_town, english, welsh in RESPONSES:
        place, place_cy = (town.name, town.name_cy or town.name) if is_in_town else ("", "")
        wording = Wording(kind, ago[months], english, welsh, place, place_cy)
        draft = write_draft(wording, council=council)
        publish_response(draft, seen=draft.revision, by=by, now=now)
    for what, months, kind in DONE_AT:
        centre = centre_of(next(it for it in PATTERNS if it.what == what), (town.longitude, town.latitude))
        cell = hexgrid.cell_at(centre.longitude, centre.latitude, 9)
        record_intervention(cell, council=council, kind=kind, done_in=ago[months], by=by, now=now)
    write_draft(Wording(ResponseKind.LIGHTING, ago[0], A_DRAFT), council=council)
    slip = write_draft(Wording(ResponseKind.LIGHTING, ago[1], WITHDRAWN), council=council)
    stated = publish_response(slip, seen=slip.revision, by=by, now=now)
    withdraw_response(stated, seen=stated.revision, by=by, now=now)
    return len(RESPONSES)
