"""What the tests of the served site share: a clone started by `make run`, browsers, windows and an exit site."""

import contextlib
import fcntl
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Playwright, expect, sync_playwright

from tests.served import browsers
from tests.served.browsers import Visit, Visitor
from tests.served.checkout import scratch_clone
from tests.served.exit_site import ExitSite, an_exit_site
from tests.served.production import ADDRESS, HOST, NGINX, Production, a_production
from tests.served.service import Site, people_printed, start_by_make_run
from tests.served.walking import Walk
from tests.served.windows import Window, a_window

IMPORTED: list[str] = []  # of the project, by the processes of a run in parallel
expect.set_options(timeout=browsers.PATIENCE)


@pytest.fixture(scope="session")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for the whole run."""
    return tmp_path_factory.mktemp("served")


@pytest.fixture(scope="session")
def running_exit_site() -> Iterator[ExitSite]:
    """The place that the served site's way out leads to."""
    with an_exit_site(int(os.environ.get("SERVED_EXIT_PORT", "0"))) as site:
        yield site


@pytest.fixture
def exit_site(running_exit_site: ExitSite) -> ExitSite:
    """The same, quick and with no visits yet."""
    running_exit_site.begin_anew()
    return running_exit_site


@contextlib.contextmanager
def the_clone_of_all(scratch: Path) -> Iterator[tuple[Path, bool]]:
    """The scratch clone, and whether it was made now; processes of a run in parallel share it, one at a time."""
    shared = scratch.parents[1] if "PYTEST_XDIST_WORKER" in os.environ else scratch
    folder = shared / "clone"
    with (shared / "clone.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        is_first = not folder.exists()
        if is_first:
            scratch_clone(folder, commit=os.environ.get("SERVED_COMMIT", ""))
        yield folder, is_first


@pytest.fixture(scope="session")
def site(scratch: Path, running_exit_site: ExitSite) -> Iterator[Site]:
    """The demonstration as `make run` serves it from a scratch clone.

    SERVED_COMMIT names another commit than the checkout as it stands. SERVED_SITE names a running site instead, for
    who writes tests: started with EXIT_URL=http://127.0.0.1:PORT/weather, that port in SERVED_EXIT_PORT, and with what
    its `make run` printed in the file SERVED_LOG.
    """
    if running := os.environ.get("SERVED_SITE"):
        log = Path(os.environ.get("SERVED_LOG", os.devnull))
        yield Site(running, Path.cwd(), log, people=people_printed(log.read_text(encoding="utf-8")))
        return
    with the_clone_of_all(scratch) as (folder, is_first):
        # Whoever comes second keeps the service's state in a folder of its own: nothing one does is met by the other.
        state = {} if is_first else {"STREETSAFE_VAR": str(scratch / "var")}
        started = start_by_make_run(folder, exit_url=running_exit_site.url, log=scratch / "make-run.log", **state)
    yield started
    started.stop()


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Playwright, for the whole run."""
    with sync_playwright() as started:
        yield started


@pytest.fixture
def visit(playwright: Playwright, site: Site, tmp_path: Path) -> Iterator[Visit]:
    """Makes visitors of the site; at the end none of their browsers may have complained."""
    visitors: list[Visitor] = []
    with contextlib.ExitStack() as opened:

        def make(**options: Any) -> Visitor:
            profile = tmp_path / f"profile-{len(visitors)}"
            visitor = opened.enter_context(browsers.a_visitor(playwright, site.url, profile, **options))
            visitors.append(visitor)
            return visitor

        yield make
    assert [line for visitor in visitors for line in visitor.complaints] == []


@pytest.fixture(scope="session")
def production(site: Site, scratch: Path) -> Iterator[Production]:
    """The same clone under production settings behind nginx with TLS, in a folder of its own, with a quarter in it."""
    if not Path(NGINX).exists() or os.geteuid() != 0:
        pytest.skip("needs nginx, and root to listen on port 443 of loopback")
    folder = scratch / "production"
    folder.mkdir()
    with a_production(site.folder, folder, exit_url="https://www.bbc.co.uk/weather") as made:
        yield made


@pytest.fixture
def visit_production(playwright: Playwright, production: Production, tmp_path: Path) -> Iterator[Visit]:
    """As `visit`, of the site behind its proxy."""
    visitors: list[Visitor] = []
    rule = f"--host-resolver-rules=MAP {HOST} {ADDRESS}"
    with contextlib.ExitStack() as opened:

        def make(**options: Any) -> Visitor:
            profile, url = tmp_path / f"profile-{len(visitors)}", production.site.url
            visitor = opened.enter_context(browsers.a_visitor(playwright, url, profile, arguments=[rule], **options))
            visitors.append(visitor)
            return visitor

        yield make
    assert [line for visitor in visitors for line in visitor.complaints] == []


@pytest.fixture
def window(site: Site, tmp_path: Path) -> Iterator[Callable[..., Window]]:
    """Opens real windows of an engine on the site."""
    with contextlib.ExitStack() as opened:
        made: list[Window] = []

        def make(engine: str, *, script: bool = True) -> Window:
            profile = tmp_path / f"{engine}-{len(made)}"
            made.append(opened.enter_context(a_window(engine, site.url, profile, script=script)))
            return made[-1]

        yield make


@pytest.fixture
def stated(record_property: Callable[[str, object], None]) -> Callable[[Walk, str], None]:
    """Says at the end of the run what a walk came to."""

    def tell(walk: Walk, name: str) -> None:
        requests = len(walk.visitor.requests)
        record_property(
            "walked",
            f"{name}: {len(walk.screens)} screens, {len(walk.touched)} things touched, {requests} requests guarded, "
            f"{len(walk.files)} files",
        )

    return tell


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Tells how much was walked, touched and guarded."""
    for outcome in ("passed", "failed"):
        for report in terminalreporter.getreports(outcome):
            for name, value in report.user_properties:
                terminalreporter.write_line(f"{name}: {value}")


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """A run that had imported the project would look at itself, not at what is served."""
    ours = sorted(name for name in sys.modules if name.split(".")[0] in {"django", "reports", "streetsafe"})
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["imported"] = ours
    elif ours or IMPORTED:
        session.exitstatus = 3
        named = ", ".join([*ours, *IMPORTED][:3])
        print(f"\nThe tests of the served site have imported {named}", file=sys.stderr)  # noqa: T201


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """What a process of a run in parallel had imported at its end."""
    IMPORTED.extend(getattr(node, "workeroutput", {}).get("imported", ()))
