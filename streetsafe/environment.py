"""Values from the environment, each refused by name when missing or unreadable."""

import contextlib
import os
import secrets
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

# True in a process that `manage.py` began: an operator's command. Set there alone, and not by a variable, so that no
# server can inherit it.
IS_COMMAND = False
SEES_EVERYTHING = "-c streetsafe.everything=on"  # passes the rows' policies: see reports/staff/second_wall.py


def value(name: str, default: str | None = None) -> str:
    """The variable's text, or the default; a variable without a default is required."""
    found = os.environ.get(name, default)
    if found is None:
        raise ImproperlyConfigured(f"Set the environment variable {name}: production does not start without it.")
    return found


def flag(name: str, *, default: bool) -> bool:
    """True for 1, true, yes or on; false for 0, false, no or off."""
    text = os.environ.get(name, "").strip().lower()
    if not text:
        return default
    if text in {"1", "true", "yes", "on"}:
        return True
    if text in {"0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"{name} is {text!r}; write 1 or 0.")


def made_once(file: Path) -> str:
    """A secret made once here, so that a newcomer need not invent one; of two that make it the first wins."""
    if file.exists() and not file.stat().st_size:
        file.unlink()  # of a first start that was killed: an empty secret is none
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        unfinished = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
        unfinished.touch(mode=0o600)
        unfinished.write_text(secrets.token_urlsafe(50), encoding="ascii")
        with contextlib.suppress(FileExistsError):
            os.link(unfinished, file)
        unfinished.unlink()
    return file.read_text(encoding="ascii")


def address_with(name: str, *parts: str, may_have: str = "") -> str:
    """The address of another service with {these parts} in it, and perhaps one more; or nothing."""
    text = value(name, "")
    if not text:
        return ""
    known = {part: f"-{part}-" for part in (*parts, may_have)}
    try:
        filled = text.format(**known)
    except (LookupError, ValueError):
        filled = ""
    is_secure = text.startswith(("https://", "http://127.0.0.1:"))  # the latter for a stand-in on this machine
    if not is_secure or not all(known[part] in filled for part in parts):
        wanted = " and ".join(f"{{{part}}}" for part in parts)
        raise ImproperlyConfigured(f"{name} is {text!r}; write an https:// address with {wanted} in it.")
    return text


def words(name: str, default: str = "") -> list[str]:
    """A comma-separated list, blanks dropped."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def languages(name: str, known: dict[str, "_StrPromise"]) -> list[tuple[str, "_StrPromise"]]:
    """Codes and names in the order the variable lists them, such as `cy,en-gb`; all of them, once each."""
    order = words(name) or list(known)
    if sorted(order) != sorted(known):
        raise ImproperlyConfigured(f"{name} is {','.join(order)!r}; write {' and '.join(known)} in the order you want.")
    return [(code, known[code]) for code in order]


def database(url: str | None, *, sqlite_file: Path) -> dict[str, object]:
    """Django's settings for the database a URL names; SQLite in a file when there is none.

    SQLite runs with a write-ahead log and FULL synchronisation: with NORMAL the last reports can be
    lost on power failure, and an anonymous reporter cannot be asked again. IMMEDIATE takes the write
    lock at the start of a transaction, so that two writers wait instead of failing half way.
    """
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": sqlite_file,
            "CONN_MAX_AGE": 600,  # reopening the file for each request halves the rate of reports
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 5,
                "init_command": (
                    "PRAGMA journal_mode=WAL;"
                    "PRAGMA synchronous=FULL;"
                    "PRAGMA foreign_keys=ON;"
                    "PRAGMA secure_delete=ON;"
                    "PRAGMA trusted_schema=OFF;"
                ),
            },
        }
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured(f"DATABASE_URL begins with {parts.scheme}://; only postgresql:// is known.")
    return {
        "ENGINE": "streetsafe.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        # A folder holds the server's socket; an address cannot spell one where the host stands.
        "HOST": parts.hostname or parse_qs(parts.query).get("host", [""])[0],
        "PORT": str(parts.port or ""),
        "OPTIONS": {"options": SEES_EVERYTHING} if IS_COMMAND else {},
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,  # a restart of the server must not cost each thread one report
    }
