"""The bytes of each way of writing, held: a change of them is a new format, or what was published could not stand."""

import datetime
import hashlib
import json

from reports.geography import hexgrid
from reports.geography.models import Area
from reports.publication import files
from reports.publication.models import PublishedLeaf, PublishedTable, Release, Withdrawal

CELL = hexgrid.cell_at(-2.55, 51.45, resolution=8)
# SHA-256 of the manifest, which names every other file with its own. Never edit one: add the next format's.
HELD = {
    0: "d938ecb3dea6011e8b1fe3cd53fb5afc242f4ee9935118f0b28d048259a7156c",
    1: "a7404e2ffa525b066bb1abdb3619fd69a0dfee187294926813801b2626fa043e",
}
HELD_WITHDRAWN = "25d7a28991be8baddf9594a3fd1d43ee9c2cabf80b55a44c9f2eb9f2319a3cf7"


def rows(number: int) -> tuple[Release, list[PublishedLeaf], list[PublishedTable]]:
    """A release with every kind of figure: shown, hot, hidden and adding up; a breakdown; a total."""
    release = Release(
        id="E06000901-2026-Q3",
        council=Area(code="E06000901", name="Gone since"),
        council_name="Westby",
        is_legal_boundary=True,
        quarter="2026-Q3",
        map_from="2026-Q2",
        published_at=datetime.datetime(2026, 10, 20, 8, 30, tzinfo=datetime.UTC),
        previous=Release(id="E06000901-2026-Q2", manifest_digest="ab" * 32),
        mechanism=json.dumps({"as": "it was"}),
        geography="0123456789abcdef",
        audit_head="cd" * 32,
        manifest_digest="ef" * 32,
        format=number,
    )
    cells = sorted(hexgrid.children(hexgrid.parent(CELL, 6)))
    resolution = hexgrid.resolution_of(cells[0])
    leaves = [
        PublishedLeaf(
            release=release,
            cell=cell,
            resolution=resolution,
            noisy=(41, 16, 4, 4, 4, 4, 3)[place],
            is_published=place < 2,
            is_hot=place == 0,
        )
        for place, cell in enumerate(cells)
    ]
    figures = [PublishedTable(release=release, table="T0", noisy=84, is_published=True)]
    figures += [
        PublishedTable(
            release=release, table="T2", group=group, band=band, noisy=group * band * 5, is_published=group > 2
        )
        for group in (1, 2, 3, 4)
        for band in (1, 2, 3, 4)
    ]
    return release, leaves, figures


def manifest_of(number: int, *withdrawals: Withdrawal) -> str:
    """The digest of the manifest."""
    return hashlib.sha256(files.release_bytes(*rows(number), withdrawals)["manifest.json"]).hexdigest()


def test_the_bytes_of_each_format_are_held() -> None:
    assert {number: manifest_of(number) for number in HELD} == HELD
    assert max(HELD) == files.FORMAT


def test_an_edition_after_a_withdrawal_is_held_too() -> None:
    _, leaves, _ = rows(files.FORMAT)
    hidden = Withdrawal(cell=leaves[1].cell, number=1, withdrawn_on=datetime.date(2026, 11, 3), manifest_digest="")
    assert manifest_of(files.FORMAT, hidden) == HELD_WITHDRAWN
