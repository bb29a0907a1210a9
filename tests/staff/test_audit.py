"""The audit: appended, chained, and every tampering named."""

import shutil
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from reports.publication.models import Release
from reports.publication.released import release_folder
from reports.staff import audit
from reports.staff.audit import ChainBroken, Head, record, verify_chain
from reports.staff.models import AuditEntry
from tests.factories import NOW, WESTBY
from tests.staff.audits import fill

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("country")]
TABLE = "reports_auditentry"
COLUMNS = ("number", "at", "act", "who", "area", "detail", "previous", "hash")


def test_each_entry_follows_the_one_before_and_the_whole_verifies() -> None:
    entries = fill()
    assert [entry.number for entry in entries] == [1, 2, 3, 4, 5]
    assert [entry.previous for entry in entries] == ["0" * 64, *(entry.hash for entry in entries[:-1])]
    assert verify_chain() == Head(5, entries[-1].hash)
    assert verify_chain([Head(3, entries[2].hash)]).number == 5


def test_the_hash_is_what_anybody_can_work_out() -> None:
    """Written out once by hand, so that the definition cannot drift."""
    import hashlib

    entry = record(audit.Act.SIGN_IN, by=None, now=NOW)
    text = "0" * 64 + (
        '{"act":"sign-in","area":"","at":"2026-11-20T12:00:00.000000Z","detail":"{}","number":1,"who":""}'
    )
    assert entry.hash == hashlib.sha256(text.encode()).hexdigest()


def test_an_empty_audit_is_whole() -> None:
    assert verify_chain() == Head(0, "0" * 64)


@pytest.mark.parametrize("column", COLUMNS)
def test_any_byte_flipped_is_named(superuser: Callable[..., None], column: str) -> None:
    fill()
    whole = str(AuditEntry.objects.values_list(column, flat=True).get(number=3))
    if column == "number":
        superuser("UPDATE reports_auditentry SET number = 9 WHERE number = 3")
        with pytest.raises(ChainBroken, match="entry 3: missing"):
            verify_chain()
        return
    assert whole
    for place, letter in enumerate(whole):
        flipped = whole[:place] + chr(ord(letter) ^ 1) + whole[place + 1 :]
        superuser(f"UPDATE {TABLE} SET {column} = %s WHERE number = 3", flipped)  # noqa: S608  # fixed text
        with pytest.raises(ChainBroken, match=r"^entry 3: "):
            verify_chain()
    superuser(f"UPDATE {TABLE} SET {column} = %s WHERE number = 3", whole)  # noqa: S608  # fixed text
    assert verify_chain().number == 5


def test_an_entry_taken_out_is_named(superuser: Callable[..., None]) -> None:
    fill()
    superuser("DELETE FROM reports_auditentry WHERE number = 2")
    with pytest.raises(ChainBroken, match="entry 2: missing"):
        verify_chain()


def test_entries_in_another_order_are_named(superuser: Callable[..., None]) -> None:
    fill()
    superuser("UPDATE reports_auditentry SET number = CASE number WHEN 2 THEN -2 ELSE -4 END WHERE number IN (2, 4)")
    superuser("UPDATE reports_auditentry SET number = CASE number WHEN -2 THEN 4 ELSE 2 END WHERE number < 0")
    with pytest.raises(ChainBroken, match="entry 2: does not follow"):
        verify_chain()


def test_a_cut_tail_is_found_through_the_published_head(superuser: Callable[..., None]) -> None:
    fill()
    head = verify_chain()
    assert head == Head(5, AuditEntry.objects.get(number=5).hash)
    superuser("DELETE FROM reports_auditentry WHERE number > 3")
    assert verify_chain().number == 3  # the chain alone cannot tell
    with pytest.raises(ChainBroken, match="entry 4: missing: a head was published for entry 5"):
        verify_chain([head])


def test_a_chain_written_anew_by_a_superuser_is_found_through_the_published_head(
    superuser: Callable[..., None],
) -> None:
    fill()
    head = verify_chain()
    write_anew(superuser, 2)
    assert verify_chain().number == 5  # whole in itself
    with pytest.raises(ChainBroken, match="entry 5: not the entry whose hash was published"):
        verify_chain([head])


def write_anew(superuser: Callable[..., None], number: int) -> None:
    """What somebody with every right does who wants to have been somebody else: one entry, and all hashes after it."""
    previous = "0" * 64
    for entry in list(AuditEntry.objects.order_by("number")):
        entry.who = "somebody-else" if entry.number == number else entry.who
        entry.previous = previous
        entry.hash = previous = audit.hash_of(entry)
        superuser(
            "UPDATE reports_auditentry SET who = %s, previous = %s, hash = %s WHERE number = %s",
            *(entry.who, entry.previous, entry.hash, entry.number),
        )


def test_a_chain_written_anew_is_found_through_the_manifest_of_a_release(
    country: dict[str, Any], superuser: Callable[..., None], tmp_path: Path
) -> None:
    fill()
    call_command("publish_release", "--area", WESTBY, "--period", "2026-Q3", stdout=StringIO())
    kept = tmp_path / "kept-elsewhere.json"
    shutil.copy(release_folder(Release.objects.get()) / "manifest.json", kept)
    record(audit.Act.SIGN_OUT, by=None, now=NOW)
    assert "7 entries, 1 known heads found" in verify("--manifest", str(kept))
    write_anew(superuser, 2)
    assert "The audit is whole: 7 entries" in verify()
    with pytest.raises(CommandError, match="tampered with: no entry has the hash"):
        verify("--manifest", str(kept))


def test_a_cut_tail_is_found_through_the_manifest_of_a_release(
    country: dict[str, Any], superuser: Callable[..., None]
) -> None:
    fill()
    call_command("publish_release", "--area", WESTBY, "--period", "2026-Q3", stdout=StringIO())
    manifest = str(release_folder(Release.objects.get()) / "manifest.json")
    assert "6 entries, 1 known heads found" in verify("--manifest", manifest)
    superuser("DELETE FROM reports_auditentry WHERE number > 5")
    assert "The audit is whole: 5 entries" in verify()
    with pytest.raises(CommandError, match="tampered with: no entry has the hash"):
        verify("--manifest", manifest)


@pytest.mark.parametrize("content", [None, "no json", "[]", '{"audit_head": null}', '{"audit_head": "5"}'])
def test_a_file_that_holds_no_head_is_refused(tmp_path: Path, content: str | None) -> None:
    file = tmp_path / "manifest.json"
    if content is not None:
        file.write_text(content, encoding="utf-8")
    with pytest.raises(CommandError, match=r"cannot be read as a manifest|before the audit had|is not a head"):
        verify("--manifest", str(file))


def replace_by_sql() -> None:
    """Writes another entry in the place of the first."""
    verb = "INSERT OR REPLACE" if connection.vendor == "sqlite" else "INSERT"
    with connection.cursor() as cursor:
        cursor.execute(f"{verb} INTO {TABLE} SELECT * FROM {TABLE} WHERE number = 1")  # noqa: S608  # fixed text


@pytest.mark.parametrize(
    "attack",
    [
        lambda: AuditEntry.objects.update(who="x"),
        lambda: AuditEntry.objects.all().delete(),
        lambda: AuditEntry.objects.get(number=1).delete(),
        lambda: AuditEntry.objects.get(number=1).save(),
        replace_by_sql,
    ],
    ids=["update", "delete all", "delete one", "save again", "replace"],
)
def test_the_database_refuses_to_change_or_delete_an_entry(attack: Callable[[], Any]) -> None:
    fill()
    with pytest.raises(IntegrityError, match=r"an audit entry is appended|_pkey"), transaction.atomic():
        attack()
    assert verify_chain().number == 5


def verify(*arguments: str) -> str:
    """What the command prints."""
    out = StringIO()
    call_command("audit_verify", *arguments, stdout=out)
    return out.getvalue()


def test_the_command_prints_a_head_that_it_takes_back(superuser: Callable[..., None]) -> None:
    fill()
    printed = verify()
    assert "The audit is whole: 5 entries" in printed
    head = printed.split()[-1]
    assert "1 known heads found" in verify("--head", head)
    assert "1 known heads found" in verify("--head", head.split(":")[1])
    with pytest.raises(CommandError, match="no entry has the hash"):
        verify("--head", "f" * 64)
    superuser("UPDATE reports_auditentry SET who = 'x' WHERE number = 4")
    with pytest.raises(CommandError, match="Entry 4: not as it was written"):
        verify()
    with pytest.raises(CommandError, match="is not a head"):
        verify("--head", "4")
