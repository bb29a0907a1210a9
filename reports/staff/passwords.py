"""What is wrong with a password, in the site's own words; the tests themselves are Django's."""

from django.contrib.auth.password_validation import (
    CommonPasswordValidator,
    MinimumLengthValidator,
    UserAttributeSimilarityValidator,
)
from django.utils.translation import gettext as _


class LongEnough(MinimumLengthValidator):
    """Not too short."""

    def get_error_message(self) -> str:
        """Its words."""
        return _("Use %(count)s characters or more.") % {"count": self.min_length}


class NotCommon(CommonPasswordValidator):
    """None that thousands use."""

    def get_error_message(self) -> str:
        """Its words."""
        return _("Many people use this password. Choose another.")


class NotTheName(UserAttributeSimilarityValidator):
    """Not the username again."""

    def get_error_message(self) -> str:
        """Its words."""
        return _("This password is too much like the username. Choose another.")
