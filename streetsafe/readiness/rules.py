"""Whether the database keeps the rules its migrations gave it: a copy or a faked migration can leave them out."""

from django.db import Error, connection

from streetsafe.readiness import NotReady

# By the table they stand on, as the migrations leave them; a test compares.
_EVERYWHERE = {
    "reports_auditentry": {"audit_never_changed"},
    "reports_closedquarter": {"reports_closedquarter_never_changed"},
    "reports_decision": {"decision_never_changed"},
    "reports_frozenblock": {"reports_frozenblock_never_changed"},
    "reports_publishedleaf": {"reports_publishedleaf_never_changed"},
    "reports_publishedtable": {"reports_publishedtable_never_changed"},
    "reports_quartercut": {"reports_quartercut_never_changed"},
    "reports_release": {"reports_release_never_changed"},
    "reports_report": {"report_arrives_waiting", "report_erased_waits_no_more", "report_moves"},
    "reports_response": {"response_keeps_its_words", "response_never_deleted"},
    "reports_standing": {"standing_changed", "standing_gone", "standing_made"},
}
_MORE = {
    "sqlite": {
        "reports_auditentry": {"audit_never_deleted", "audit_never_replaced"},
        "reports_decision": {"decision_never_deleted", "decision_never_replaced"},
        "reports_response": {"response_never_replaced"},
    },
    "postgresql": {"reports_auditentry": {"audit_never_emptied"}},
}
# On SQLite a hidden row number would keep the order in which rows came.
WITHOUT_ROW_NUMBERS = {
    "reports_aboutyoutally",
    "reports_incomingreport",
    "reports_report",
    "reports_sealedaboutyou",
    "reports_spent",
    "reports_submission",
    "reports_takenback",
}
_TRIGGERS = {
    "sqlite": "SELECT tbl_name, name FROM sqlite_master WHERE type = 'trigger'",
    # One that is switched off is as good as none.
    "postgresql": "SELECT relname, tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
    "WHERE NOT tgisinternal AND tgenabled IN ('O', 'A') "
    "AND relnamespace = ANY (SELECT oid FROM pg_namespace WHERE nspname = ANY (current_schemas(false)))",
}
_ROW_NUMBERS_LEFT_OUT = (
    "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%WITHOUT ROWID' "
    "AND name NOT GLOB 'reports_place_words_*'"  # SQLite's own, of the index of places
)


def keeps_every_rule() -> None:
    """Refuses a database in which what is written once could be changed, or rows tell their order."""
    try:
        missing = sorted(expected() - found())
    except Error as fault:
        raise NotReady("The database does not answer.", f"It says: {str(fault).strip()}.") from fault
    if missing:
        raise NotReady(
            "The database lacks rules.",
            f"Missing: {', '.join(missing)}. A migration was marked as done and not run (--fake), or a copy left them "
            "behind: restore a backup of before, whole, and run: manage.py migrate",
        )


def expected() -> set[str]:
    """Each rule as table and name."""
    triggers = [*_EVERYWHERE.items(), *_MORE[connection.vendor].items()]
    named = {f"{table}.{name}" for table, names in triggers for name in names}
    if connection.vendor == "sqlite":
        named |= {f"{table} WITHOUT ROWID" for table in WITHOUT_ROW_NUMBERS}
    return named


def found() -> set[str]:
    """The same, as the database has them."""
    with connection.cursor() as cursor:
        cursor.execute(_TRIGGERS[connection.vendor])
        named = {f"{table}.{name}" for table, name in cursor.fetchall()}
        if connection.vendor == "sqlite":
            cursor.execute(_ROW_NUMBERS_LEFT_OUT)
            named |= {f"{table} WITHOUT ROWID" for (table,) in cursor.fetchall()}
    return named
