"""The office's identity provider (OpenID Connect): where people are sent, and what its tokens prove.

Authlib exchanges the code, and nothing else; joserfc verifies the token, against what is written here and not against
what the token says of itself. Both are imported when somebody signs in so.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock
from typing import Any
from urllib.parse import urlsplit

from planning.errors import CouncilError
from record.settings import Settings
from web.desk.attempts import Attempt

ALGORITHMS = ("RS256", "PS256", "ES256")  # of a key that only the provider has: no shared secret, and never none
SCOPE = "openid email profile"
LEEWAY = 60  # seconds by which two clocks may differ
PATIENCE = 10  # seconds
LARGEST = 256 * 1024  # bytes of what it says of itself
KEPT_FOR, ASKED_AT_MOST = timedelta(hours=1), timedelta(minutes=1)
WELL_KNOWN = "/.well-known/openid-configuration"


class NotProved(CouncilError):
    """What the identity provider said does not prove who somebody is."""

    def __init__(self, why: str) -> None:
        super().__init__(f"nobody was signed in: {why}; sign in anew, and tell an administrator if it happens again")


@dataclass(slots=True)
class Provider:
    """What the provider says of itself, kept for an hour; keys are asked for anew where a token names another."""

    settings: Settings
    _said: dict[str, Any] = field(default_factory=dict)
    _keys: dict[str, Any] = field(default_factory=dict)
    _said_at: datetime | None = None
    _keys_at: datetime | None = None
    _lock: Lock = field(default_factory=Lock)

    def address(self, attempt: Attempt, back: str, *, now: datetime) -> str:
        """Return where the browser is sent. Raises NotProved."""
        anew = {"prompt": "login", "max_age": "0"} if attempt.is_anew else {}
        endpoint = self._endpoint("authorization_endpoint", now)
        with self._client(back) as client:
            asked = {"state": attempt.state, "nonce": attempt.nonce, "code_verifier": attempt.verifier}
            address: str = client.create_authorization_url(endpoint, **asked, **anew)[0]
        return address

    def proved(self, attempt: Attempt, code: str, back: str, *, now: datetime) -> Mapping[str, Any]:
        """Return the claims of the token that a code is exchanged for, once they are verified. Raises NotProved."""
        token = self._exchanged(self._endpoint("token_endpoint", now), attempt, code, back)
        claims = self._verified(token, attempt, now)
        if attempt.is_anew and not _is_recent(claims.get("auth_time"), attempt.at):
            raise NotProved("the identity provider did not ask anew who you are")
        return claims

    def _exchanged(self, endpoint: str, attempt: Attempt, code: str, back: str) -> str:
        from authlib.common.errors import AuthlibBaseError
        from requests import RequestException

        try:
            with self._client(back) as client:
                said = client.fetch_token(
                    endpoint, code=code, code_verifier=attempt.verifier, grant_type="authorization_code",
                    allow_redirects=False, timeout=PATIENCE,
                )  # fmt: skip
        except (AuthlibBaseError, RequestException, ValueError, KeyError, TypeError) as why:
            raise NotProved("the identity provider did not take the code") from why
        token = said.get("id_token")
        if not isinstance(token, str):
            raise NotProved("the identity provider sent no token")
        return token

    def _verified(self, token: str, attempt: Attempt, now: datetime) -> Mapping[str, Any]:
        from joserfc import jwt
        from joserfc.errors import InvalidKeyIdError, JoseError, MissingKeyError

        issuer, client = str(self.settings.oidc_issuer), str(self.settings.oidc_client)
        registry = jwt.JWTClaimsRegistry(
            now=int(now.timestamp()), leeway=LEEWAY,
            iss={"essential": True, "value": issuer},
            aud={"essential": True, "value": client}, nonce={"essential": True, "value": attempt.nonce},
            sub={"essential": True}, exp={"essential": True}, iat={"essential": True},
        )  # fmt: skip
        try:
            try:
                read = jwt.decode(token, self._key_set(now), algorithms=ALGORITHMS)
            except (InvalidKeyIdError, MissingKeyError):  # it may have changed its keys
                read = jwt.decode(token, self._key_set(now, is_anew=True), algorithms=ALGORITHMS)
            registry.validate(read.claims)
        except (JoseError, ValueError, TypeError) as why:
            raise NotProved("the token of the identity provider is not valid") from why
        if (read.claims["iss"], read.claims["nonce"]) != (issuer, attempt.nonce):  # a list that holds them is neither
            raise NotProved("the token of the identity provider is not valid")
        if isinstance(read.claims["aud"], list) and len(read.claims["aud"]) > 1 and read.claims.get("azp") != client:
            raise NotProved("the token of the identity provider is for others")
        return read.claims

    def _client(self, back: str) -> Any:
        from authlib.integrations.requests_client import OAuth2Session

        own = self.settings
        method = "client_secret_basic" if own.oidc_secret else "none"
        return OAuth2Session(
            own.oidc_client, own.oidc_secret, token_endpoint_auth_method=method, scope=SCOPE, redirect_uri=back,
            code_challenge_method="S256",
        )  # fmt: skip

    def _endpoint(self, name: str, now: datetime) -> str:
        """Return an address of the provider's, encrypted as its own is. Raises NotProved."""
        issuer = str(self.settings.oidc_issuer)
        with self._lock:
            if self._said_at is None or now >= self._said_at + KEPT_FOR:
                said = _fetched(f"{issuer.rstrip('/')}{WELL_KNOWN}")
                if said.get("issuer") != issuer:
                    raise NotProved("the identity provider calls itself otherwise than COUNCIL_OIDC_ISSUER does")
                self._said, self._said_at = said, now
        address = str(self._said.get(name, ""))
        if urlsplit(address).scheme != urlsplit(issuer).scheme:
            raise NotProved(f"the identity provider has no safe {name.replace('_', ' ')}")
        return address

    def _key_set(self, now: datetime, *, is_anew: bool = False) -> Any:
        from joserfc.jwk import KeySet

        endpoint = self._endpoint("jwks_uri", now)
        with self._lock:
            age = now - self._keys_at if self._keys_at else KEPT_FOR
            if age >= KEPT_FOR or (is_anew and age >= ASKED_AT_MOST):
                self._keys, self._keys_at = _fetched(endpoint), now
        return KeySet.import_key_set(_of_signatures(self._keys))


def _of_signatures(said: Mapping[str, Any]) -> Any:
    """Return the keys that can have signed a token: a shared secret among them is none of these."""
    keys = [key for key in said.get("keys", ()) if key.get("kty") in ("RSA", "EC") and key.get("use", "sig") == "sig"]
    return {"keys": keys}


def _is_recent(at: object, since: datetime) -> bool:
    return isinstance(at, int | float) and at >= since.timestamp() - LEEWAY


def _fetched(address: str) -> dict[str, Any]:
    """Return the JSON object behind an address; nothing leads elsewhere, and nothing is endless. Raises NotProved."""
    import requests

    try:
        with requests.get(address, timeout=PATIENCE, allow_redirects=False, stream=True) as answer:
            data = answer.raw.read(LARGEST + 1, decode_content=True)
        said = json.loads(data) if answer.status_code == 200 and len(data) <= LARGEST else None
    except (requests.RequestException, ValueError, OSError) as why:
        raise NotProved("the identity provider does not answer") from why
    if not isinstance(said, dict):
        raise NotProved("the identity provider does not say how one signs in")
    return said
