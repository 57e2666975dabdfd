"""An attempt to sign in at an identity provider: all of it is drawn from the cookie of one browser, and kept nowhere.

The provider sends `state` back, and puts `nonce` into its token; the verifier of PKCE (RFC 7636) is said to it alone.
Whoever has not the cookie makes none of these; signing in draws another cookie, so that no answer counts twice.
"""

import hmac
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from secrets import token_urlsafe

LIVES = timedelta(minutes=10)
LONGEST = 2000  # characters of a state


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt: its state, what it rests on, where it leads, and whether a proof is asked for anew."""

    state: str
    cookie: str
    onward: str
    is_anew: bool
    at: datetime

    @property
    def nonce(self) -> str:
        """What the token must hold."""
        return _drawn(self.cookie, "nonce", self.state)

    @property
    def verifier(self) -> str:
        """What proves to the provider that who has the code began the attempt."""
        return _drawn(self.cookie, "verifier", self.state)


def begin(cookie: str, onward: str, *, is_anew: bool, now: datetime) -> Attempt:
    """Return a new attempt of the browser with this cookie."""
    words = json.dumps([token_urlsafe(16), int(now.timestamp()), is_anew, onward])
    said = urlsafe_b64encode(words.encode()).decode()
    return Attempt(f"{said}.{_drawn(cookie, 'state', said)}", cookie, onward, is_anew, now)


def of(cookie: str, state: str, *, now: datetime) -> Attempt | None:
    """Return the attempt to which this state belongs; None for another browser's, a forged one, and after its time."""
    said, _, mark = state[:LONGEST].partition(".")
    if not hmac.compare_digest(mark.encode(), _drawn(cookie, "state", said).encode()):
        return None
    _, seconds, is_anew, onward = json.loads(urlsafe_b64decode(said))
    at = datetime.fromtimestamp(seconds, UTC)
    return Attempt(state, cookie, onward, is_anew, at) if at <= now < at + LIVES else None


def _drawn(cookie: str, purpose: str, words: str) -> str:
    return hmac.new(cookie.encode(), f"{purpose} {words}".encode(), sha256).hexdigest()
