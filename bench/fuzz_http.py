"""Mutated bodies into the door for alarms over HTTP, with good alarms among them.

A whole installation of its own in a folder that is thrown away: its database takes what the
door lets through. What is no alarm is refused with a problem (400, 413, 415, 422), each good
alarm is kept once, and nothing is answered with a breakdown. Seeded.

    .venv/bin/python -m bench.fuzz_http [--inputs 20000] [--seed 1]
"""

import argparse
import json
import os
import random
import resource
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from bench.fuzz import JSON_VALUE, ODD_TIMES, revalued

ALARM = json.dumps(
    {
        "id": "a",
        "received_at": "2026-03-02T12:00:00+01:00",
        "protocol": "SIA-DCS",
        "raw": "#0028|Nri1/BA05",
        "account": "0028",
        "sequence": "0001",
        "code": "BA",
        "area": "1",
        "zone": "05",
        "text": "Hall",
        "extended": {"V": "1"},
        "position": [13.0, 55.6],
        "occurred_at": "2026-03-02T11:59:58Z",
        "encrypted": True,
        "duplicate_of": "b",
        "deviations": ["binary-crc"],
    },
    # As the values are looked for.
    separators=(",", ": "),
).encode()
ODD = (*ODD_TIMES, b'"9999-12-31T23:59:59-12:00"', b'"0001-01-01T00:00:00+12:00"', b'"\\u0000"')
REFUSED = {400, 413, 415, 422}

# Posts a body to a path with an idempotency key; returns the status and the body of the answer.
Post = Callable[[str, bytes, str], tuple[int, bytes]]


def fuzz_http(
    post: Post, inputs: int, seed: int, *, told: Callable[[int], None] = lambda done: None
) -> Counter[str]:
    """Post so many mutated alarms, alone or in batches, and a good one after every tenth.

    :raises AssertionError: when an answer is neither taken nor refused, or a good alarm is not
        kept, or kept twice.
    """
    draw, found = random.Random(seed), Counter[str]()
    for done in range(inputs):
        body = revalued(draw, ALARM, JSON_VALUE, ODD)
        if draw.random() < 0.5:
            status, _ = post("/api/alarms", body, f"odd-{seed}-{done}")
            assert status in {200, 201, *REFUSED}, (status, body)
            found["taken" if status < 300 else "refused"] += 1
        else:
            status, answer = post("/api/alarm-batches", b"[" + body + b"]", "")
            assert status in {200, *REFUSED}, (status, body)
            taken = status == 200 and not any(one["problem"] for one in json.loads(answer))
            found["taken" if taken else "refused"] += 1
        if done % 10 == 0:
            key = f"good-{seed}-{done}"
            assert [post("/api/alarms", ALARM, key)[0] for _ in range(2)] == [201, 200]
        told(done)
    return found


def run(inputs: int, seed: int) -> None:
    """Fuzz a new installation, and print what was found."""
    from django.conf import settings
    from django.test import Client

    client = Client(raise_request_exception=False, SERVER_NAME="127.0.0.1")
    bearer = {"Authorization": f"Bearer {settings.EDGE_TOKEN}"}
    early: list[int] = []

    def post(path: str, body: bytes, key: str) -> tuple[int, bytes]:
        headers = bearer | ({"Idempotency-Key": key} if key else {})
        answer = client.post(path, body, content_type="application/json", headers=headers)
        return answer.status_code, answer.content

    def note(done: int) -> None:
        if not early and done > inputs / 10:
            early.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)

    begun = time.perf_counter()
    found = fuzz_http(post, inputs, seed, told=note)
    took = time.perf_counter() - begun
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - early[0]
    told = {
        "benchmark": "fuzz",
        "subject": "vaka, http",
        "inputs": inputs,
        "inputs_per_second": round(inputs / took),
        "memory_grown_kb": grown,
        "found": dict(found),
    }
    print(json.dumps(told), flush=True)


def main() -> None:
    """Fuzz an installation that is thrown away."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--inputs", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    told = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="vaka-fuzz-") as folder:
        os.environ |= {"VAKA_DATA_DIR": str(Path(folder)), "VAKA_DEVELOPMENT": "yes"}
        from vaka.servers import database

        database.ready()
        run(told.inputs, told.seed)


if __name__ == "__main__":
    main()
