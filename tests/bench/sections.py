"""The sections of the benchmarks, by the names that `make bench ARGS=...` takes."""

import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from tests.bench.figures import Figure
from tests.deployment import ROOT, Deployment, Server, serve

_OWN_FOLDER = tempfile.TemporaryDirectory(prefix="bench-")  # gone with the process
DATA = Path(os.environ.get("STREETSAFE_DATA", ROOT.parent / "shared" / "data"))


def main_job() -> list[Figure]:
    """304,927 real points imported, accepted, counted and published."""
    from tests.bench.flow import flow_figures

    if not _has_data():
        return []
    with tempfile.TemporaryDirectory() as folder:
        return flow_figures(Deployment(Path(folder) / "var"), DATA)


def counting() -> list[Figure]:
    """A million reports counted, beside a sort and PostgreSQL."""
    from tests.bench.counting import counting_figures

    return counting_figures()


def reading() -> list[Figure]:
    """What a phone reads of the map, beside an empty view and PostGIS."""
    from tests.bench.reading import reading_figures

    return reading_figures()


def submission() -> list[Figure]:
    """Reports sent over 64 connections, beside the same view without the write."""
    from tests.bench.submitting import submitting_figures

    return submitting_figures()


def signing_in() -> list[Figure]:
    """Reports sent while others post names and passwords, beside the same in quiet."""
    from tests.bench.signing_in import signing_in_figures

    return signing_in_figures()


def exports() -> list[Figure]:
    """Extracts as files, beside a plain write, a queryset and json.dumps."""
    from tests.bench.exporting import exporting_figures

    return exporting_figures()


def journey() -> list[Figure]:
    """How a person gets through the journey, on a made-up town."""
    from tests.bench.journey import journey_figures

    with _made_up_town() as server:
        return journey_figures(server)


def desk() -> list[Figure]:
    """The moderator's desk."""
    from tests.bench.desk import desk_figures

    return desk_figures()


def durability() -> list[Figure]:
    """What stays when the power goes."""
    from tests.bench.durability import durability_figures

    return durability_figures()


def pages() -> list[Figure]:
    """First pages in Lighthouse's phone, beside a page that says hello."""
    from tests.bench.pages import page_figures

    with _made_up_town() as server:
        return page_figures(server)


def public_pages() -> list[Figure]:
    """What a public page costs the service with every council published, prepared and drawn."""
    from tests.bench.public_pages import public_page_figures

    return public_page_figures(DATA) if _has_data() else []


def overload() -> list[Figure]:
    """Each kind of page alone and while the map is overloaded, with one pool of workers and with two."""
    from tests.bench.overload import overload_figures

    return overload_figures()


def moving_map() -> list[Figure]:
    """The map that moves: bytes and requests after the touch, long tasks and frames, beside a blank page."""
    from tests.bench.moving_map import moving_figures

    return moving_figures(DATA) if _has_data() else []


def accessible() -> list[Figure]:
    """Every public page in both languages, as Lighthouse judges its accessibility."""
    from tests.bench.accessible import accessibility_figures

    with _made_up_town() as server:
        return accessibility_figures(server)


def guesses() -> list[Figure]:
    """The adversary's guesses at full size (A1, A2)."""
    from tests.bench.mechanism import membership_figures

    return membership_figures()


def noise() -> list[Figure]:
    """The noise, two years of releases and all sizes together (A3 to A5)."""
    from tests.bench.mechanism import numbers_figures

    return numbers_figures()


def games() -> list[Figure]:
    """The adversary's games that are tests (A6 to A13)."""
    from tests.bench.mechanism import tested_figures

    return tested_figures()


def utility() -> list[Figure]:
    """What maps of real points of Bristol show."""
    from tests.bench.mechanism import utility_figures

    return utility_figures(DATA) if _has_data() else []


def tried() -> list[Figure]:
    """Other ways to spend the map's epsilon, on the same points."""
    from tests.bench.bristol import Bristol
    from tests.bench.tried import tried_figures

    return tried_figures(Bristol(DATA)) if _has_data() else []


def volume() -> list[Figure]:
    """Five years of a police force's councils at the volume there really is, and at five times that."""
    from tests.bench.volume import Force, volume_figures

    return volume_figures(Force(DATA)) if _has_data() else []


def searching() -> list[Figure]:
    """Searches with known answers, with Rutland's streets and with 900,000 more."""
    from tests.bench.searching import searching_figures

    return searching_figures(DATA) if _has_data() else []


SECTIONS: dict[str, Callable[[], list[Figure]]] = {
    section.__name__.replace("_", "-"): section
    for section in (
        *(main_job, counting, reading, submission, signing_in, exports, pages, public_pages, overload, moving_map),
        *(accessible, journey, desk, durability, guesses, noise, games, utility, tried, volume, searching),
    )
}
# These measure what stands in files of their own; where one is not there, neither is its section.
for name in ("journey", "desk", "durability"):
    if find_spec(f"tests.bench.{name}") is None:
        del SECTIONS[name]


@contextmanager
def _made_up_town() -> Iterator[Server]:
    """A server of a deployment of its own, with the demonstration in it."""
    with tempfile.TemporaryDirectory() as folder:
        deployment = Deployment(Path(folder) / "var")
        deployment.manage("prepare")
        server = serve(deployment)
        try:
            yield server
        finally:
            server.stop()


def _has_data() -> bool:
    if not DATA.exists():
        print(f"The real data are not at {DATA} (set STREETSAFE_DATA): left out.", file=sys.stderr)
    return DATA.exists()


def set_up_django() -> None:
    """With a folder of its own: no section may touch the checkout's database."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "streetsafe.settings")
    os.environ.setdefault("STREETSAFE_VAR", _OWN_FOLDER.name)
    django.setup()
