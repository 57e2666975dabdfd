"""What is told of a finished round: one line in the log, and a sign of life to whoever waits for one."""

import logging
from collections.abc import Mapping

from actions.settings import Settings
from actions.watch.logs import NAME
from notifications.channels.ping import PATIENCE, ping

LOG = logging.getLogger(f"{NAME}.round")


def finished(settings: Settings, counts: Mapping[str, int], patience: float = PATIENCE) -> None:
    """Log the counts, and ask COUNCIL_PING_URL; that it fails never harms the round, which is over."""
    LOG.info("round finished", extra={"facts": counts})
    if settings.ping_url and (fault := ping(settings.ping_url, patience)):
        LOG.warning("the ping after the round failed", extra={"facts": {"because": fault}})
