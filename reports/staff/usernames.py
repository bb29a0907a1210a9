"""What a username may be: letters that cannot be taken for others, so that nobody is shown as someone else."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

LONGEST_NAME = 150  # of the column

# Latin letters as English, Welsh and their neighbours write them. A Cyrillic “а” looks like “a” and is another person;
# so do many letters of other alphabets, and some of Latin's own rarer ones.
_LETTER = "A-Za-zÀ-ÖØ-öø-ÿŴŵŶŷŸẀẁẂẃẄẅỲỳ"
_NAME = re.compile(rf"[{_LETTER}0-9][{_LETTER}0-9.@+_-]*")


def plain_name(username: str) -> str:
    """The name with each letter and its accent as one sign, as sign-in reads it: both spellings are one person."""
    return unicodedata.normalize("NFKC", username)


def refuse_bad_name(username: str) -> None:
    """Raises ValidationError for what is no username, for whoever is let in by whatever way."""
    if not username:
        raise ValidationError(_("Enter a username."))
    if len(username) > LONGEST_NAME:
        words = {"limit_value": LONGEST_NAME, "show_value": len(username)}
        raise ValidationError(
            _("Use %(limit_value)d characters or fewer. There are %(show_value)d now."), code="max_length", params=words
        )
    if not _NAME.fullmatch(unicodedata.normalize("NFC", username)):
        raise ValidationError(
            _(
                "Use letters from A to Z, with or without accents, numbers and . - _ @ + for a username. "
                "Begin it with a letter or a number, and leave no spaces."
            )
        )
