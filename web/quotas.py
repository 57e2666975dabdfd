"""Quotas: how often private addresses may be asked for in an hour, by one client, for one mailbox, and in all.

Each process of `council web` counts for itself, in memory: what one person may get in a day is counted in the store.
"""

import ipaddress
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum, auto
from typing import NamedTuple

HOUR = timedelta(hours=1)


class Verdict(Enum):
    """What becomes of a request."""

    TAKEN = auto()
    IGNORED = auto()  # the mailbox has enough: the page says what it always says, for its owner may not be who asks
    REFUSED = auto()  # this client, or all together, ask too much: the page may say so, whoever is on record


class _Request(NamedTuple):
    at: datetime
    client: str
    mailbox: str


@dataclass(slots=True)
class Quota:
    """The requests of the last hour, and how many there may be."""

    per_client: int = 20  # the people of a mission often share one address
    per_mailbox: int = 5  # as many as link_requests.A_DAY
    in_all: int = 600
    _requests: deque[_Request] = field(default_factory=deque)

    def ask(self, address: str, mailbox: str, *, now: datetime) -> Verdict:
        """Return what becomes of a request from that address for that mailbox; one that is refused is not counted."""
        while self._requests and self._requests[0].at <= now - HOUR:
            self._requests.popleft()
        client, mailbox = client_of(address), mailbox.strip().casefold()
        by_client = sum(request.client == client for request in self._requests)
        if by_client >= self.per_client or len(self._requests) >= self.in_all:
            return Verdict.REFUSED
        for_mailbox = sum(request.mailbox == mailbox for request in self._requests)
        self._requests.append(_Request(now, client, mailbox))
        return Verdict.IGNORED if for_mailbox >= self.per_mailbox else Verdict.TAKEN


def client_of(address: str) -> str:
    """Return what counts as one client: an IPv4 address, or the network of 64 bits that one IPv6 customer has."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return ""  # a socket of this machine, or a proxy that names nobody
    if parsed.version == 4:
        return str(parsed)
    return str(parsed.ipv4_mapped or ipaddress.ip_network((int(parsed) >> 64 << 64, 64)))
