"""In words: what a secret before the one in use is still needed for, and what is lost without one that nobody gave."""

import datetime

from reports.feeds.webhooks import hosts_unreadable, hosts_with_former_secrets
from reports.intake.about_you import former_about_you, unreadable_about_you
from reports.intake.former_secrets import keyed_with_former
from reports.intake.page_answers import former_answers, unreadable_answers
from reports.staff.second_factor_keys import people_with_former_secrets, people_with_unreadable_factors


def needs_of_former(today: datetime.date) -> list[str]:
    """What would be lost if SECRET_KEY_FALLBACKS were emptied now."""
    keyed = keyed_with_former(is_known=True, today=today)
    people, about, quarters = people_with_former_secrets(), former_about_you(), former_answers()
    needs = [
        f"second factors of {', '.join(people)}" if people else "",
        f"webhooks to {', '.join(hosts)}" if (hosts := hosts_with_former_secrets()) else "",
        f"{about} answers about people" if about else "",
        f"answers about pages of {', '.join(quarters)}" if quarters else "",
        f"the words of {keyed.words} reports, until their quarters are published" if keyed.words else "",
        f"{keyed.deletions} reports deleted by their words, for two months" if keyed.deletions else "",
        "reports just sent, for two days" if keyed.submissions else "",
        "journeys, sessions and links of the last days" if keyed.is_short_lived else "",
    ]
    return [need for need in needs if need]


def lost_with_former(today: datetime.date) -> list[str]:
    """What no secret of ours opens or knows any more."""
    lost = keyed_with_former(is_known=False, today=today)
    people, about, quarters = people_with_unreadable_factors(), unreadable_about_you(), unreadable_answers()
    losses = [
        f"second factors of {', '.join(people)}: manage.py reset_second_factor NAME" if people else "",
        f"webhooks to {', '.join(hosts)}: register them again" if (hosts := hosts_unreadable()) else "",
        f"{about} answers about people" if about else "",
        f"answers about pages of {', '.join(quarters)}" if quarters else "",
        f"the words of at most {lost.words} reports: with them nobody deletes anything" if lost.words else "",
        f"{lost.deletions} reports deleted by their words: a restore brings them back" if lost.deletions else "",
    ]
    return [loss for loss in losses if loss]
