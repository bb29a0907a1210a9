"""What Django and its libraries say to readers, where their own Welsh is missing or wrong: our catalogue says it.

Nothing here is drawn: a phrase named once is in our catalogue, which comes before theirs.
A third language needs them too.
"""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, pgettext_lazy

# Misspelt there.
MONTHS = (_("July"), pgettext_lazy("alt. month", "July"))

# What a form of ours can answer with no words of ours: a list of answers, a day, a name, a password.
FORMS = (
    _("Enter a valid date."),
    _("This field is required."),
    _("Null characters are not allowed."),
    _("Select a valid choice. %(value)s is not one of the available choices."),
)
FORMS_COUNTING = (
    ngettext_lazy(
        "Ensure this value has at most %(limit_value)d character (it has %(show_value)d).",
        "Ensure this value has at most %(limit_value)d characters (it has %(show_value)d).",
    ),
)

# What the API refuses with; it answers in the host's first language.
PROGRAMS = (
    _("A server error occurred."),
    _("Could not satisfy the request Accept header."),
    _("Invalid input."),
    _("Invalid page."),
    _("Malformed request."),
    _("Not found."),
    _('Method "{method}" not allowed.'),
    _('"{input}" is not a valid choice.'),
    _("A valid integer is required."),
    _("Ensure this value is greater than or equal to {min_value}."),
    _("Ensure this value is less than or equal to {max_value}."),
    _("This field may not be blank."),
    _("Not a valid string."),
)
