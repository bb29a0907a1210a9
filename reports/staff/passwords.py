"""What is wrong with a password, in the site's own words: Django's tests, and what NIST SP 800-63B asks besides."""

import re
import unicodedata
from itertools import pairwise
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.password_validation import (
    CommonPasswordValidator,
    MinimumLengthValidator,
    UserAttributeSimilarityValidator,
)
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from streetsafe.context import site_name

LONGEST = 256  # characters; a phrase of thirty words
FEWEST_BESIDE_A_NAME = 8  # letters and numbers that are left when the names everybody knows are taken out
FEWEST_SIGNS = 4  # different ones
SHORTEST_NAME = 3  # shorter ones stand in every other word


class LongEnough(MinimumLengthValidator):
    """Not too short, and not so long that it is no password."""

    def validate(self, password: str, user: Any = None) -> None:
        """Blanks at the ends are not counted: one forgets how many there were."""
        if len(password) > LONGEST:
            raise ValidationError(_("Use %(count)s characters or fewer.") % {"count": LONGEST}, code="too_long")
        super().validate(password.strip(), user)

    def get_error_message(self) -> str:
        """Its words."""
        return _("Use %(count)s characters or more.") % {"count": self.min_length}


class NotCommon(CommonPasswordValidator):
    """None that thousands use, nor one of those with numbers or signs before and after."""

    def validate(self, password: str, user: Any = None) -> None:
        """Refuses it by Django's list."""
        bare = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", password.casefold())
        for tried in {password, password.casefold(), bare, password.casefold().translate(_SPELT), _joined(password)}:
            super().validate(tried, user)

    def get_error_message(self) -> str:
        """Its words."""
        return _("Many people use this password. Choose another.")


_SPELT = str.maketrans("013457@$!", "oleastasi")  # as people write letters


class NotTheName(UserAttributeSimilarityValidator):
    """Not the username again."""

    def get_error_message(self) -> str:
        """Its words."""
        return _("This password is too much like the username. Choose another.")


class MoreThanKnownNames:
    """More than the person's, the site's and the operator's names with something small beside them."""

    def validate(self, password: str, user: Any = None) -> None:
        """Refuses a password of which little is left without these names."""
        left = _joined(password)
        for name in sorted(_known_names(user), key=len, reverse=True):
            left = left.replace(name, "")
        if len(left) < FEWEST_BESIDE_A_NAME and left != _joined(password):
            raise ValidationError(
                _("Leave out your own name and the names of the site and of who runs it, or add more words."),
                code="known_name",
            )

    def get_help_text(self) -> str:
        """None: the page says what is asked."""
        return ""


class NoPattern:
    """No sign, group or row repeated: such are tried first."""

    def validate(self, password: str, user: Any = None) -> None:
        """Refuses blanks, aaaaaaaaaaaa, abcabcabcabc, abcdefghijkl and 210987654321."""
        signs = "".join(password.casefold()[:LONGEST].split())  # a longer one is refused anyway, and would take long
        if len(set(signs)) < FEWEST_SIGNS or re.fullmatch(r"(.+?)\1+.{0,3}", signs, re.DOTALL) or _is_a_row(signs):
            raise ValidationError(
                _("Do not repeat the same characters, and do not use a row such as abcdef. 3 random words work well."),
                code="pattern",
            )

    def get_help_text(self) -> str:
        """None: the page says what is asked."""
        return ""


def _is_a_row(text: str) -> bool:
    """Whether most signs are the next or the one before, in the alphabet, among numbers or on the keyboard."""
    rows = ("abcdefghijklmnopqrstuvwxyzabc", "01234567890123456789", "qwertyuiopasdfghjklzxcvbnm")
    pairs = {pair for row in rows for one in (row, row[::-1]) for pair in pairwise(one)}
    steps = [pair in pairs for pair in pairwise(text)]
    return bool(steps) and sum(steps) >= len(steps) - 2


def _known_names(user: Any) -> set[str]:
    """Names anybody can look up: whole and by their parts."""
    given = [site_name(), settings.SITE_NAME, settings.RELEASES_PUBLISHER, "streetsafe", *settings.ALLOWED_HOSTS]
    given += [urlsplit(settings.EXIT_URL).hostname or ""]
    given += [str(getattr(user, name, "") or "") for name in ("username", "first_name", "last_name", "email")]
    parts = [part for name in given for part in (_joined(name), *map(_joined, re.split(r"[\W_]+", name)))]
    return {part for part in parts if len(part) >= SHORTEST_NAME}


def _joined(text: str) -> str:
    """Letters and numbers alone, without accents and capitals."""
    bare = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in bare if letter.isalnum())
