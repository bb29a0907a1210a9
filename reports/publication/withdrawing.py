"""withdraw_cell(): a hexagon that proved to be fake is hidden whole, and nothing is put in its place."""

import datetime

from django.db import transaction

from reports.publication import contents, earlier, files, sums
from reports.publication.models import Release, Withdrawal
from reports.publication.releasing import put_files_in_place
from reports.staff.models import StaffUser


class NotShown(LookupError):
    """The release does not show that hexagon, or no longer does."""


def withdraw_cell(release: Release, *, cell: int, by: StaffUser, now: datetime.datetime) -> Withdrawal:
    """Hides a shown hexagon from a release and all of its files; raises NotShown.

    Never revised: a second number for the same reports would be a second draw. Total, breakdown and remainders stay as
    they were drawn. Every sum of maps that has it is issued anew without it. What somebody has already downloaded
    cannot be called back.
    """
    with transaction.atomic():
        release = Release.objects.select_for_update().get(pk=release.pk)
        before = list(release.withdrawals.all())
        is_shown = release.leaves.filter(cell=cell, is_published=True).exists()
        if not is_shown or cell in {withdrawal.cell for withdrawal in before}:
            raise NotShown(f"{cell:x} in {release.id}")
        withdrawal = Withdrawal(
            release=release, cell=cell, number=len(before) + 1, withdrawn_on=now.date(), by=by, manifest_digest=""
        )
        published = contents.without(earlier.contents_published(release, before), cell)
        content = files.bytes_of(release, published, [*before, withdrawal])
        withdrawal.manifest_digest = files.digest_of(content["manifest.json"])
        withdrawal.save(force_insert=True)
    put_files_in_place(release)
    sums.put_sums_in_place(release.council_id)
    return withdrawal
