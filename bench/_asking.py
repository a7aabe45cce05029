"""What one request costs: processor time and queries, through the whole stack, without the socket."""

from __future__ import annotations

import statistics
import time
from http import HTTPStatus

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

ROUNDS = 15


def cost(client: Client, url: str) -> float:
    """Processor time of one request, in ms; the median of some, after one to warm up."""
    client.get(url)
    found: list[float] = []
    for _ in range(ROUNDS):
        before = time.process_time()
        answer = client.get(url)
        found.append((time.process_time() - before) * 1000)
        assert answer.status_code == HTTPStatus.OK, answer.status_code
    return statistics.median(found)


def asked(client: Client, url: str, mark: str) -> tuple[int, int]:
    """How many queries a page costs, and how many rows it shows, each known by a mark."""
    with CaptureQueriesContext(connection) as caught:
        text = client.get(url).content.decode()
    return len(caught), text.count(mark)
