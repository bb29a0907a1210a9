"""A thank-you leaves when its report is synchronised, and the look at the system calls can tell."""

import shutil
from pathlib import Path

import pytest

from tests.bench.sync_order import Order, order_in, order_of_calls
from tests.deployment import Deployment

WRITE = '71 pwrite64(9</var/streetsafe.sqlite3-wal>, "\\0\\0"..., 24, 32) = 24\n'
SYNC = "71 fdatasync(9</var/streetsafe.sqlite3-wal>) = 0\n"
CUT_SYNC = (
    "71 fdatasync(9</var/streetsafe.sqlite3-wal> <unfinished ...>\n"
    '72 pwrite64(9</var/streetsafe.sqlite3>, "\\0"..., 4096, 0) = 4096\n'
    "71 <... fdatasync resumed>) = 0\n"
)
ANSWER = '71 sendto(12<socket:[5]>, "HTTP/1.1 200 OK\\r\\nServer: gunicorn"..., 900, 0, NULL, 0) = 900\n'


@pytest.mark.parametrize(
    ("trace", "found"),
    [
        (WRITE + SYNC + ANSWER, Order(1, 1, 1)),
        (WRITE + CUT_SYNC + ANSWER, Order(1, 1, 1)),
        (SYNC + WRITE + ANSWER, Order(1, 1, 0)),
        (WRITE + SYNC + WRITE + ANSWER, Order(1, 1, 0)),  # written again after it
        (WRITE + ANSWER + SYNC, Order(1, 1, 0)),
        (WRITE + CUT_SYNC.splitlines(keepends=True)[0] + ANSWER, Order(1, 1, 0)),  # begun and not ended
        (WRITE + SYNC + ANSWER + ANSWER, Order(2, 1, 1)),  # one sync is for one answer
        (WRITE + SYNC + WRITE.replace("71", "73") + ANSWER, Order(1, 1, 1)),  # another thread's write
        (WRITE + SYNC.replace("71", "73") + ANSWER, Order(1, 1, 0)),  # another thread's synchronisation
        (WRITE + SYNC.replace("-wal", "") + ANSWER, Order(1, 1, 0)),  # another file
    ],
)
def test_an_answer_counts_as_synchronised_when_the_last_write_was_before_it(trace: str, found: Order) -> None:
    assert order_in(trace) == found


@pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace to see system calls")
def test_a_report_is_synchronised_before_its_thank_you_leaves(tmp_path: Path) -> None:
    deployment = Deployment(tmp_path / "var", {"PROXY_COUNT": "1"})
    deployment.begin(with_areas=False)
    deployment.manage("load_builtin_geography")
    assert order_of_calls(deployment, 20) == Order(20, 20, 20)
    control = order_of_calls(deployment, 20, application="tests.bench.unsynced")
    assert (control.answered, control.written) == (20, 20)
    assert control.synced <= 1  # the log begins anew now and then
