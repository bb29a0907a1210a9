"""Encrypt anew, under the secret in use, what one before it encrypted; and say what still needs that one."""

from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from reports.feeds.webhooks import encrypt_webhooks_anew
from reports.intake.about_you import encrypt_about_you_anew
from reports.intake.former_secrets import note_secret
from reports.intake.overwriting import overwrite_log
from reports.intake.page_answers import encrypt_answers_anew
from reports.management.secret_needs import lost_with_former, needs_of_former
from reports.management.service_command import ServiceCommand, Sight
from reports.staff.second_factor_keys import encrypt_factors_anew
from streetsafe.site_secrets import known_secrets


class Command(ServiceCommand):
    """Part of each night; by hand after a change of SECRET_KEY. Again is harmless, and goes on where one was killed."""

    may_see = Sight.EVERY_ROW
    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        """To look before it is done."""
        parser.add_argument("--look", action="store_true", help="change nothing: say what needs which secret")

    def handle(self, *args: Any, **options: Any) -> None:
        """Encrypts, then tells: what needs a secret before this one, and what is lost."""
        today = timezone.localdate()
        if not options["look"]:
            note_secret(today)
            factors, about, pages = encrypt_factors_anew(), encrypt_about_you_anew(), encrypt_answers_anew()
            webhooks = encrypt_webhooks_anew()
            overwrite_log()  # what the former secret opens stands there still
            self.stdout.write(
                f"Encrypted anew: {factors} second factors, {about} answers about people, {pages} quarters of answers "
                f"about pages, {webhooks} webhooks."
            )
        if len(known_secrets()) == 1:
            self.stdout.write("SECRET_KEY_FALLBACKS is empty: there is one secret.")
        elif needs := needs_of_former(today):
            self._list("SECRET_KEY_FALLBACKS is still needed for:", needs)
        else:
            self.stdout.write("Nothing needs SECRET_KEY_FALLBACKS any more: take it out.")
        if losses := lost_with_former(today):
            self._list("Lost, unless you put the former secret into SECRET_KEY_FALLBACKS:", losses)

    def _list(self, heading: str, lines: list[str]) -> None:
        for line in (heading, *(f"- {one}" for one in lines)):
            self.stdout.write(line)
