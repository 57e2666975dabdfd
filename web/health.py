"""Health of the server for machines: is it alive, is it ready, and how much waits. No answer holds personal data.

`/healthz` says that the process answers; `/readyz` that reminders leave; `/metrics` is for Prometheus. They stand apart
from the feeds: a calendar is never refused because mail does not leave.
"""

import hmac
import ipaddress
import platform
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version

from fastapi import APIRouter, Request, Response
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.registry import Collector
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from models import schema
from models.engine import reading
from planning.errors import CouncilError
from record.sending.lateness import BOUNDS, MORE, PROMISED, Late
from record.settings import Settings
from watch import metrics, silence
from watch.metrics import Measured
from web.statuses import plain

HANDED_ON = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip", "via")
DOWN = "the store does not answer; see why with: council doctor"


@dataclass(frozen=True, slots=True)
class Watching:
    """The handlers, over one store and one clock. They are plain functions: FastAPI runs them in threads."""

    engine: Engine
    settings: Settings
    clock: Callable[[], datetime]

    def router(self) -> APIRouter:
        """Return the routes."""
        router = APIRouter(redirect_slashes=False)
        for path, handler in (("/healthz", self.alive), ("/readyz", self.ready), ("/metrics", self.metrics)):
            router.add_api_route(path, handler, methods=["GET", "HEAD"], include_in_schema=False)
        return router

    def alive(self) -> Response:
        """Return 200: the process answers, whatever the store does."""
        return plain(200, "alive")

    def ready(self) -> Response:
        """Return 200 while the store answers and mail leaves, else 503 and why, in one sentence."""
        try:
            schema.check(self.engine)
            with reading(self.engine) as session:
                why = silence.not_ready(session, now=self.clock())
        except CouncilError as refusal:
            why = str(refusal)
        except SQLAlchemyError:
            why = DOWN
        return plain(503, why) if why else plain(200, "ready")

    def metrics(self, request: Request) -> Response:
        """Return the metrics to whoever may have them; a store that does not answer is a metric too."""
        if refusal := self._refusal(request):
            return refusal
        registry = CollectorRegistry(auto_describe=False)
        registry.register(Store(self._measured()))
        return Response(
            generate_latest(registry), media_type=CONTENT_TYPE_LATEST, headers={"cache-control": "no-store"}
        )

    def _measured(self) -> Measured | None:
        try:
            with reading(self.engine) as session:
                return metrics.measure(session, now=self.clock())
        except SQLAlchemyError:
            return None

    def _refusal(self, request: Request) -> Response | None:
        """Return None for the bearer of the token; without a token, for a caller on this machine."""
        if token := self.settings.metrics_token:
            bearer = request.headers.get("authorization", "").encode()
            if hmac.compare_digest(bearer, f"Bearer {token}".encode()):
                return None
            return plain(401, "send COUNCIL_METRICS_TOKEN as a bearer token", **{"www-authenticate": "Bearer"})
        if _is_here(request):
            return None
        return plain(403, "metrics are read on this machine; set COUNCIL_METRICS_TOKEN to read them from another")


def _is_here(request: Request) -> bool:
    """Return True if a program on this machine asks for itself: a proxy on it hands on what others ask."""
    if request.client is None or any(name in request.headers for name in HANDED_ON):
        return False
    try:
        return ipaddress.ip_address(request.client.host).is_loopback
    except ValueError:
        return False


class Store(Collector):
    """The measured store as metrics; None where it did not answer."""

    def __init__(self, measured: Measured | None) -> None:
        self.measured = measured

    def collect(self) -> Iterator[Metric]:
        """Yield every family."""
        yield _gauge("council_store_up", "Whether the store answered (1) or not (0).", float(self.measured is not None))
        yield _by(
            "council_build_info", "What runs.", ("version", "python"), {(_read_version(), platform.python_version()): 1}
        )
        if self.measured:
            yield from _families(self.measured)


def _families(measured: Measured) -> Iterator[Metric]:
    messages: dict[tuple[str, ...], float] = {
        (str(state), kind): count for (state, kind), count in measured.messages.items()
    }
    yield _by("council_messages", "Letters that wait or need a hand, by state and kind.", ("state", "kind"), messages)
    yield _gauge(
        "council_oldest_due_seconds", "How long the oldest due letter has waited to leave.", measured.oldest_due
    )
    yield _by(
        "council_tick_age_seconds", "Since a sender last finished a round.", ("sender",), _keyed(measured.tick_ages)
    )
    yield _by("council_ticks", "Rounds that a sender has finished.", ("sender",), _keyed(measured.ticks))
    yield _gauge(
        "council_breakers_open",
        "Servers that failed, and have taken nothing since.",
        measured.breakers_open,
    )
    yield _gauge("council_holds", "Reasons for which no mail leaves.", measured.holds)
    yield _by(
        "council_deadlines", "Open deadlines that have a date, by standing.", ("standing",), _keyed(measured.deadlines)
    )
    yield from _promptness(measured.accepted)
    yield _gauge("council_feeds", "Living subscriptions to calendars.", measured.feeds)
    yield _gauge(
        "council_feeds_fetched", "Living subscriptions that were fetched within a day.", measured.feeds_fetched
    )


def _promptness(accepted: Mapping[str, Mapping[int, Late]]) -> Iterator[Metric]:
    """Yield the histogram of all that was ever accepted, and what came in time of the last two months."""
    total, buckets = 0, []
    for bound in BOUNDS:
        total += sum(month[bound].letters for month in accepted.values() if bound in month)
        buckets.append(("+Inf" if bound == MORE else f"{bound}.0", total))
    seconds = sum(late.seconds for month in accepted.values() for late in month.values())
    what = "How long after it was due a letter was accepted by the server."
    yield HistogramMetricFamily("council_letter_lateness_seconds", what, buckets=buckets, sum_value=seconds)
    shares: dict[tuple[str, ...], float] = {}
    for name, month in sorted(accepted.items())[-2:]:
        in_time = sum(late.letters for bound, late in month.items() if bound <= PROMISED)
        shares[(name,)] = in_time / sum(late.letters for late in month.values())
    words = "The share of the letters of a month that were accepted within 30 minutes."
    yield _by("council_letters_in_time_ratio", words, ("month",), shares)


def _keyed(counts: Mapping[str, float]) -> dict[tuple[str, ...], float]:
    return {(key,): value for key, value in counts.items()}


def _gauge(name: str, what: str, value: float) -> Metric:
    return GaugeMetricFamily(name, what, value=value)


def _by(name: str, what: str, labels: tuple[str, ...], values: Mapping[tuple[str, ...], float]) -> Metric:
    family = GaugeMetricFamily(name, what, labels=labels)
    for key, value in values.items():
        family.add_metric(list(key), value)
    return family


def _read_version() -> str:
    try:
        return version("council-cycle")
    except PackageNotFoundError:
        return "unknown"
