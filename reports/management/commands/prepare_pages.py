"""Draw the public pages beforehand, all of them, and hand them to the edge."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.management.base import CommandError
from django.utils import timezone, translation

from reports.management.page_addresses import PublicPage, holds_until, public_pages
from reports.management.service_command import ServiceCommand, Sight
from streetsafe.prepared_pages import edges
from streetsafe.prepared_pages.answering import NotAPage, drawn_page
from streetsafe.prepared_pages.files import Address, one_at_a_time, page_at, remove_all_but, write_page
from streetsafe.prepared_pages.filling import EdgeAway, fill_edge

LOCAL_SITE = "http://127.0.0.1:8000"  # as `make run` serves it


class Command(ServiceCommand):
    """Draws what has changed or whose time is over; a second time is harmless, and quick."""

    may_see = Sight.NO_ROW
    help = "Draw every public page beforehand, so that no visitor waits for it and none can tell that it was read."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Under which address the site is served, on a machine of one's own."""
        parser.add_argument("--site", metavar="URL", help=f"{LOCAL_SITE}; in production each of ALLOWED_HOSTS")

    def handle(self, *args: Any, **options: Any) -> None:
        """Says how many there are and how many were drawn; the edge is opened when all of them lie there."""
        with one_at_a_time():
            name = edges.name_of_now()
            found, drawn = _put_in_place([options["site"].rstrip("/")] if options["site"] else sites())
            self.stdout.write(f"{len(found)} pages, {len(drawn)} of them drawn now.")
            if not settings.EDGE_URL:
                return
            is_filled = edges.is_filled(name)
            try:
                fill_edge(settings.EDGE_URL, drawn if is_filled else found, key=edges.key_of(name))
            except EdgeAway as why:
                raise CommandError(str(why)) from None
            edges.open_edge(name, is_filled_anew=not is_filled)


def sites() -> list[str]:
    """Under which addresses the site is served."""
    hosts = [host for host in settings.ALLOWED_HOSTS if host[:1] not in {"*", "."}]
    return [f"https://{host}" for host in hosts] if settings.PRODUCTION else [LOCAL_SITE]


def _put_in_place(of_sites: list[str]) -> tuple[list[Address], list[Address]]:
    """Draws what is not there or no longer true, and removes what is no page: all addresses, and those drawn now."""
    handler, found, drawn = WSGIHandler(), [], []
    for site in of_sites:
        for page in public_pages():
            address = Address(site, page.path)
            found.append(address)
            if not _stands(address, page) and _is_drawn(handler, address, page):
                drawn.append(address)
    remove_all_but(found)
    return found, drawn


def _stands(address: Address, page: PublicPage) -> bool:
    before = page_at(address)
    return (
        before is not None
        and before.lifetime.made_of == page.made_of
        and before.lifetime.holds(now=timezone.now().timestamp())
    )


def _is_drawn(handler: WSGIHandler, address: Address, page: PublicPage) -> bool:
    now = timezone.now()
    try:
        with translation.override(settings.LANGUAGE_CODE):  # the page's own language must not stay with this process
            drawn = drawn_page(handler, address, made_of=page.made_of, now=now, until=holds_until(page, now=now))
    except NotAPage:  # such as a map of hexagons to embed where there is none: it is answered when it is asked for
        address.file.unlink(missing_ok=True)
        return False
    write_page(address, drawn)
    return True
