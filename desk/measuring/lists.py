"""What a page of a long list costs: of the processor, in the web process and in its database session together."""

import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import override_settings

from accounts.models import User
from desk.measuring import plain
from listings.counting import COUNTS

# By list: the page and the API's answer, each with its plain view and the rows on it.
LISTS = {
    "startups": (("/startups/", "/plain/startups/", 24), ("/api/v1/startups/", "/plain/api/startups/", 20)),
    "needs": (("/needs/", "/plain/needs/", 24), ("/api/v1/needs/", "/plain/api/needs/", 20)),
}
LATE_PAGE = 4_000
IN_A_ROUND = 10


@dataclass(frozen=True)
class Cost:
    """Milliseconds of the processor for one request, and by the clock."""

    web: float
    database: float
    wall: float

    @property
    def cpu(self) -> float:
        return self.web + self.database


@dataclass(frozen=True)
class ListCosts:
    """Of one list, as page or API. `cold`: the first page where nothing was counted yet; `late_page`: its number."""

    rows: int
    late_page: int
    cold: Cost
    first: Cost
    late: Cost
    plain: Cost

    def figures(self) -> dict[str, Any]:
        """As printed: ratios first, milliseconds behind them."""
        costs = {"cold": self.cold, "first": self.first, "late": self.late, "plain": self.plain}
        return {
            "rows": self.rows,
            "late_page": self.late_page,
            "late_to_first": round(self.late.cpu / self.first.cpu, 2),
            "first_to_plain": round(self.first.cpu / self.plain.cpu, 2),
        } | {name: {key: round(value, 1) for key, value in vars(one).items()} for name, one in costs.items()}


def measure(kind: str, is_api: bool, reader: User | None, rounds: int) -> ListCosts:
    """The list of `kind` (a key of `LISTS`) as `reader`, or a visitor, asks for it, beside the plain view of its rows.

    Each of `rounds` asks for each address `IN_A_ROUND` times; the best round counts. ValueError where an address does
    not answer, or where the database runs on another machine, whose processor cannot be asked.
    """
    address, plain_address, on_a_page = LISTS[kind][is_api]
    settings = override_settings(ROOT_URLCONF=plain.__name__, ALLOWED_HOSTS=["testserver"], DEBUG=False)
    with settings, connection.cursor() as cursor:
        # Parallel workers are processes of their own, which nobody would count.
        cursor.execute("SET max_parallel_workers_per_gather = 0")
        # An address for documentation, new each time: counting for a limit is part of the cost, reaching one is not.
        client = Client(REMOTE_ADDR=f"2001:db8::{secrets.token_hex(2)}")
        if reader:
            client.force_login(reader)
        rows = client.get(LISTS[kind][True][0]).json()["count"]
        caches[COUNTS].clear()
        cold = cost(client, address, 1)
        late_page = min(LATE_PAGE, max(1, rows // on_a_page))
        addresses = (address, f"{address}?page={late_page}", plain_address)
        costs = [[cost(client, one, IN_A_ROUND) for one in addresses] for _ in range(rounds)]
        return ListCosts(rows, late_page, cold, *(_best(own) for own in zip(*costs, strict=True)))


def cost(client: Client, address: str, times: int) -> Cost:
    """The mean of that many requests: the handler and all middleware are in it, a socket is not."""
    started = time.perf_counter(), time.process_time(), _database_seconds()
    for _ in range(times):
        answer = client.get(address)
        if answer.status_code != 200:
            raise ValueError(f"{address} answered {answer.status_code}.")
    ended = time.perf_counter(), time.process_time(), _database_seconds()
    wall, web, database = (1_000 * (end - start) / times for start, end in zip(started, ended, strict=True))
    return Cost(web, database, wall)


def _best(costs: Sequence[Cost]) -> Cost:
    """Of several rounds the one that other work disturbed least."""
    return min(costs, key=lambda one: one.cpu)


def _database_seconds() -> float:
    """Of the processor, since this connection's session began."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        [pid] = cursor.fetchone()
    account = Path(f"/proc/{pid}/schedstat")
    if not connection.settings_dict["HOST"].startswith("/") or not account.exists():
        raise ValueError("The database does not run on this machine, so that its processor cannot be asked.")
    nanoseconds, *_ = account.read_text().split()
    return int(nanoseconds) / 1e9
