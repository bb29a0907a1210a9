"""Values from the environment, each refused by name when missing or unreadable."""

import os
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

T = TypeVar("T")

SECRET_LENGTH = 50  # characters, as Django's own check of a deployment asks
WELL_KNOWN = ("django-insecure",)  # what `startproject` writes
_HOST = re.compile(r"\.?[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:]+\]")
_MAILBOX = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?")

# True in a process that `manage.py` began: an operator's command, and no server. Set there alone.
IS_COMMAND = False
IS_DOCTOR = False  # set by `manage.py doctor` alone: it tells of every setting that is wrong, so none may stop it
SEES_EVERYTHING = "-c streetsafe.everything=on"  # passes the rows' policies: see reports/staff/row_level_security.py


class Refused(ImproperlyConfigured):
    """A variable that is missing or cannot be used, and what to do about it."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(f"{what} {remedy}")
        self.what, self.remedy = what, remedy


class NotStarted(ImproperlyConfigured):
    """Everything that keeps the service from starting, each with its remedy: a message for people, no traceback."""

    def __init__(self, refused: Sequence[Refused]) -> None:
        super().__init__("\n".join(["The service does not start:", *(f"  - {one}" for one in refused)]))
        self.refused = list(refused)


found_wrong: list[Refused] = []  # by the settings of this process


def gathered(otherwise: T, read: Callable[..., T], *given: object, **named: object) -> T:
    """What a reader gives; where it refuses, notes that and gives the stand-in, so that the rest is read too."""
    try:
        return read(*given, **named)
    except Refused as refused:
        found_wrong.append(refused)
        return otherwise


def refuse_what_was_gathered() -> None:
    """Raises NotStarted with all that the settings found wrong; the doctor goes on and tells it beside the rest."""
    if found_wrong and not IS_DOCTOR:
        raise NotStarted(found_wrong)


def value(name: str, default: str | None = None) -> str:
    """The variable's text, or the default; an empty one counts as none. Without a default it is required."""
    found = os.environ.get(name, "").strip()
    if any(not letter.isprintable() for letter in found):  # bytes that are no UTF-8 too: no page could be sent
        raise Refused(f"{name} holds something that cannot be printed.", "Write it again, as UTF-8 and on one line.")
    if found:
        return found
    if default is None:
        raise Refused(f"{name} is missing.", f"Set the environment variable {name}.")
    return default


def filled(name: str, default: str) -> str:
    """As `value`, and refuses one that was set and left empty: it would leave a hole in every page."""
    if name in os.environ and not os.environ[name].strip():
        raise Refused(f"{name} is empty.", f"Write a value, or leave {name} out for {default!r}.")
    return value(name, default)


def number(name: str, default: int, *, least: int, most: int) -> int:
    """A whole number within bounds."""
    text = value(name, str(default))
    if not text.isascii() or not text.isdecimal() or not least <= int(text[:9]) <= most:
        raise Refused(f"{name} is {text!r}.", f"Write a whole number from {least} to {most}.")
    return int(text)


def one_of(name: str, *known: str) -> str:
    """One of these words, the first where there is none."""
    text = value(name, known[0])
    if text not in known:
        raise Refused(f"{name} is {text!r}.", f"Write {' or '.join(known)}.")
    return text


def flag(name: str, *, default: bool) -> bool:
    """True for 1, true, yes or on; false for 0, false, no or off."""
    text = value(name, "").lower()
    if not text:
        return default
    if text in {"1", "true", "yes", "on"}:
        return True
    if text in {"0", "false", "no", "off"}:
        return False
    raise Refused(f"{name} is {text!r}.", "Write 1 or 0.")


def secret(name: str) -> str:
    """A secret nobody can guess: long, and none that stands in a project's first settings."""
    text = value(name)
    if len(text) < SECRET_LENGTH:
        raise Refused(
            f"{name} has {len(text)} characters.",
            f"Set one of at least {SECRET_LENGTH}: "
            "python3 -c 'import secrets; print(secrets.token_urlsafe(50))' makes one.",
        )
    if text.startswith(WELL_KNOWN):
        raise Refused(
            f"{name} is one that everybody can look up.",
            "Set one of your own: python3 -c 'import secrets; print(secrets.token_urlsafe(50))' makes one.",
        )
    return text


def hosts(name: str) -> list[str]:
    """The names the site is asked by: names alone, for with anything else every page would be refused or anybody's."""
    found = words(name)
    if not found:
        raise Refused(f"{name} is missing.", f"Set {name} to the site's host names, such as places.example.")
    if wrong := [word for word in found if not _HOST.fullmatch(word)]:
        raise Refused(
            f"{name} holds {', '.join(map(repr, wrong))}.",
            "Write host names alone, with commas between: no *, no https://, no port.",
        )
    return found


def origins(name: str) -> list[str]:
    """Addresses of the site itself, each `https://` with a host and perhaps a port, and nothing after it."""
    found = words(name)
    for one in found:
        scheme, _, host = one.partition("://")
        bare = re.sub(r":\d{1,5}\Z", "", host)
        if scheme != "https" or not _HOST.fullmatch(bare) or bare.startswith("."):
            raise Refused(f"{name} holds {one!r}.", "Write each as https://places.example:8443, nothing after it.")
    return found


def secure_address(name: str, default: str, *, also: Sequence[str] = ()) -> str:
    """An https:// address of a host, or one that begins with something else that is allowed."""
    text = filled(name, default) if default else value(name, "")
    try:
        host = urlsplit(text).hostname if text.startswith("https://") else ""
    except ValueError:
        host = ""
    if not text or (not any(letter.isspace() for letter in text) and (host or text.startswith(tuple(also)))):
        return text
    raise Refused(f"{name} is {text!r}.", f"Write an address that begins with {' or '.join(('https://', *also))}.")


def address_with(name: str, *parts: str, may_have: str = "") -> str:
    """The address of another service with {these parts} in it, and perhaps one more; or nothing."""
    text = value(name, "")
    if not text:
        return ""
    known = {part: f"-{part}-" for part in (*parts, may_have)}
    try:
        filled_in = text.format(**known)
    except (LookupError, ValueError):
        filled_in = ""
    is_secure = text.startswith(("https://", "http://127.0.0.1:"))  # the latter for a stand-in on this machine
    if not is_secure or not all(known[part] in filled_in for part in parts):
        wanted = " and ".join(f"{{{part}}}" for part in parts)
        raise Refused(f"{name} is {text!r}.", f"Write an https:// address with {wanted} in it.")
    return text


def mail_address(name: str) -> str:
    """One address of a mailbox, or none."""
    text = value(name, "")
    if not text or _MAILBOX.fullmatch(text):
        return text
    raise Refused(f"{name} is {text!r}.", "Write one address alone, such as analysts@force.example.")


def mail_server(name: str, default: str) -> tuple[str, int]:
    """Host and port of a mail server."""
    text = value(name, default)
    host, _separator, port = text.partition(":")
    if _HOST.fullmatch(host) and (not port or (port.isascii() and port.isdigit() and 0 < int(port) < 65_536)):
        return host, int(port or 25)
    raise Refused(f"{name} is {text!r}.", "Write a host's name, and perhaps a port: relay.example:25.")


def words(name: str, default: str = "") -> list[str]:
    """A comma-separated list, blanks dropped."""
    return [word.strip() for word in value(name, default).split(",") if word.strip()]


def folder(name: str, default: Path, *, is_production: bool) -> Path:
    """A folder by its whole path: a relative one would be another folder for each program that starts elsewhere."""
    found = Path(value(name, str(default)))
    if is_production and not found.is_absolute():
        raise Refused(f"{name} is {str(found)!r}.", "Write the folder's whole path, from / on.")
    if "\0" in str(found) or (_looked_at(name, found).exists() and not found.is_dir()):
        raise Refused(f"{name} is {str(found)!r}, which is no folder.", "Name a folder the service may write to.")
    return found


def _looked_at(name: str, path: Path) -> Path:
    """The path itself, when this user may know what is there."""
    try:
        path.exists()
    except OSError as fault:
        raise Refused(
            f"{name} is {str(path)!r}, which cannot be looked at ({fault.strerror}).",
            "Name another, or let the service's user pass through the folders above it.",
        ) from fault
    return path


def file(name: str) -> str:
    """The path of a file that is there; or nothing."""
    text = value(name, "")
    if text and not _looked_at(name, Path(text)).is_file():
        raise Refused(f"{name} is {text!r}, and no file is there.", f"Name a file, or leave {name} out.")
    return text


def one_at_least(*names: str, reason: str) -> None:
    """Refuses when all of these are empty."""
    if not any(value(name, "") for name in names):
        raise Refused(f"{' and '.join(names)} are missing.", f"Set one of them at least: {reason}.")


def languages(name: str, known: dict[str, "_StrPromise"]) -> list[tuple[str, "_StrPromise"]]:
    """Codes and names in the order the variable lists them, such as `cy,en-gb`; all of them, once each."""
    order = words(name) or list(known)
    if sorted(order) != sorted(known):
        raise Refused(f"{name} is {','.join(order)!r}.", f"Write {' and '.join(known)} in the order you want.")
    return [(code, known[code]) for code in order]


def database(url: str | None, *, sqlite_file: Path) -> dict[str, object]:
    """Django's settings for the database a URL names; SQLite in a file when there is none.

    SQLite runs with a write-ahead log and FULL synchronisation: with NORMAL the last reports can be
    lost on power failure, and an anonymous reporter cannot be asked again. IMMEDIATE takes the write
    lock at the start of a transaction, so that two writers wait instead of failing half way.
    """
    if not url:
        return {
            "ENGINE": "streetsafe.sqlite",
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
    try:
        parts = urlsplit(url)
        port = str(parts.port or "")
    except ValueError:
        raise Refused("DATABASE_URL cannot be read.", "Write postgresql://user:password@host/name.") from None
    if parts.scheme not in {"postgres", "postgresql"}:
        raise Refused(f"DATABASE_URL begins with {parts.scheme}://.", "Only postgresql:// is known.")
    if not parts.path.strip("/"):
        raise Refused("DATABASE_URL names no database.", "Write postgresql://user:password@host/name.")
    return {
        "ENGINE": "streetsafe.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        # A folder holds the server's socket; an address cannot spell one where the host stands.
        "HOST": parts.hostname or parse_qs(parts.query).get("host", [""])[0],
        "PORT": port,
        "OPTIONS": {},
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,  # a restart of the server must not cost each thread one report
    }
