"""The four nations: the letter their area codes begin with, their own codes at the ONS, and their names."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

NATIONS = "EWSN"
NATION_NAMES: "dict[str, _StrPromise]" = {
    "E": _("England"),
    "W": _("Wales"),
    "S": _("Scotland"),
    "N": _("Northern Ireland"),
}
ENGLISH_NAMES = {"E": "England", "W": "Wales", "S": "Scotland", "N": "Northern Ireland"}
WELSH_NAMES = {"E": "Lloegr", "W": "Cymru", "S": "Yr Alban", "N": "Gogledd Iwerddon"}
CODES = {"E": "E92000001", "W": "W92000004", "S": "S92000003", "N": "N92000002"}
