"""Asks a server for a page again and again: a few in turn as fast as it answers, or a crowd at a rate of its own.

Run as a program it is the crowd, in a process of its own: `PORT PATH RATE SECONDS`.
"""

import asyncio
import json
import statistics
import sys
import time
from dataclasses import asdict, dataclass

MOST_WAITING = 400  # of a crowd: as many as a proxy would keep waiting
PATIENCE = 60


@dataclass(frozen=True)
class Answers:
    """What a stretch of asking came to: answers and refusals in a second, and the time 99 in 100 answers took."""

    rate: float
    refused: float
    ninety_ninth: float


async def asked_in_turn(port: int, path: str, *, connections: int, seconds: float) -> Answers:
    """Each connection asks as soon as it was answered."""
    taken, refused, began = list[float](), 0, time.perf_counter()

    async def one() -> None:
        nonlocal refused
        while time.perf_counter() - began < seconds:
            started = time.perf_counter()
            status = await _status(port, path)
            if status == 503:
                refused += 1
            elif status == 200:
                taken.append(time.perf_counter() - started)

    await asyncio.gather(*(one() for _ in range(connections)))
    return _answers(taken, refused, time.perf_counter() - began)


async def asked_by_a_crowd(port: int, path: str, *, rate: float, seconds: float) -> Answers:
    """So many ask in each second, whether those before them were answered or not."""
    taken, refused, waiting, began = list[float](), 0, set[asyncio.Task[None]](), time.perf_counter()

    async def one() -> None:
        nonlocal refused
        started = time.perf_counter()
        status = await _status(port, path)
        if status == 503:
            refused += 1
        elif status == 200:
            taken.append(time.perf_counter() - started)

    number = 0
    while (now := time.perf_counter() - began) < seconds:
        while number < now * rate:
            number += 1
            if len(waiting) < MOST_WAITING:
                task = asyncio.create_task(one())
                waiting.add(task)
                task.add_done_callback(waiting.discard)
        await asyncio.sleep(0.005)
    took = time.perf_counter() - began
    answers = _answers(taken, refused, took)
    for task in waiting:  # they go: nobody draws for them
        task.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
    return answers


def _answers(taken: list[float], refused: int, seconds: float) -> Answers:
    ninety_ninth = statistics.quantiles(taken, n=100)[98] if len(taken) > 1 else float("inf")
    return Answers(len(taken) / seconds, refused / seconds, ninety_ninth)


async def _status(port: int, path: str) -> int:
    """The status of an answer that was read to its end; 0 where the line broke."""
    words = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept-Encoding: gzip\r\nConnection: close\r\n\r\n"
    writer = None
    try:
        async with asyncio.timeout(PATIENCE):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(words.encode("ascii"))
            answer = await reader.read()
        return int(answer.split(b" ", 2)[1])
    except (OSError, TimeoutError, IndexError, ValueError):
        return 0
    finally:
        if writer is not None:
            writer.close()


if __name__ == "__main__":
    port, path, rate, seconds = sys.argv[1:]
    print(json.dumps(asdict(asyncio.run(asked_by_a_crowd(int(port), path, rate=float(rate), seconds=float(seconds))))))
