"""An identity provider on this machine: it gives codes, wants PKCE, and signs whatever a test has it sign."""

import base64
import hashlib
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT = "desk"
OURS, FOREIGN = RSAKey.generate_key(2048, {"kid": "ours"}), RSAKey.generate_key(2048, {"kid": "ours"})
Forge = Callable[["Provider", dict[str, Any]], str]


def signed(_provider: "Provider", claims: dict[str, Any]) -> str:
    """Return a token as the provider makes it."""
    return jwt.encode({"alg": "RS256", "kid": "ours"}, claims, OURS)


@dataclass
class Provider:
    """What it knows, and what it was asked."""

    port: int = 0
    claims: dict[str, Any] = field(default_factory=dict)  # beside, or in place of, the usual ones
    forge: Forge = signed
    codes: dict[str, dict[str, str]] = field(default_factory=dict)  # each with what it was asked for
    forgets: bool = True  # a code that was exchanged
    wants_pkce: bool = True
    now: int = 0
    documents: dict[str, Any] = field(default_factory=dict)  # in place of what it says of itself

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def authorizes(self, address: str, code: str = "code-1") -> str:
        """Return the query with which a browser is sent back that came by this address."""
        asked = dict(parse_qsl(urlsplit(address).query))
        assert asked["client_id"] == CLIENT
        assert asked["response_type"] == "code"
        assert asked["code_challenge_method"] == "S256"
        self.codes[code] = asked
        return f"code={code}&state={asked['state']}"

    def token(self, sent: dict[str, str]) -> tuple[int, dict[str, Any]]:
        """Return the answer to a code."""
        asked = self.codes.pop(sent["code"], None) if self.forgets else self.codes.get(sent["code"])
        if asked is None:
            return 400, {"error": "invalid_grant"}
        digest = hashlib.sha256(sent.get("code_verifier", "").encode()).digest()
        if self.wants_pkce and base64.urlsafe_b64encode(digest).decode().rstrip("=") != asked["code_challenge"]:
            return 400, {"error": "invalid_grant"}
        usual = {
            "iss": self.issuer, "aud": CLIENT, "sub": "42", "nonce": asked["nonce"], "iat": self.now,
            "exp": self.now + 300, "email": "focal@itu.example", "email_verified": True,
        }  # fmt: skip
        claims = {name: value for name, value in (usual | self.claims).items() if value is not None}
        return 200, {"access_token": "x", "token_type": "Bearer", "id_token": self.forge(self, claims)}

    def page(self, path: str) -> dict[str, Any]:
        """Return what stands at an address."""
        said: dict[str, dict[str, Any]] = {
            "/.well-known/openid-configuration": {
                "issuer": self.issuer, "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token", "jwks_uri": f"{self.issuer}/keys",
            },
            "/keys": {"keys": [OURS.as_dict(private=False)]},
        }  # fmt: skip
        return said[path] | self.documents.get(path, {})


@contextmanager
def provided() -> Iterator[Provider]:
    """Yield the provider while it answers."""
    provider = Provider()

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.answer(200, provider.page(self.path))

        def do_POST(self) -> None:
            sent = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            self.answer(*provider.token({name: value for name, (value, *_) in sent.items()}))

        def answer(self, status: int, said: dict[str, Any]) -> None:
            data = json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_words: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    provider.port = server.server_address[1]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
