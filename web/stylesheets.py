"""What all may keep: style sheets and scripts of ours, zipped for whoever takes that."""

import gzip
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from web.conditional_requests import takes_gzip

KEPT = {"cache-control": "public, max-age=3600", "vary": "Accept-Encoding"}


def sheet(request: Request, file: Path, kind: str = "text/css") -> Response:
    """Return a file of ours."""
    return packed(request, file.read_bytes(), kind, KEPT)


def packed(request: Request, data: bytes, kind: str, headers: Mapping[str, str]) -> Response:
    """Return what is the same for all, zipped once."""
    kept = {"vary": "Accept-Encoding", **headers}
    if takes_gzip(request.headers.get("accept-encoding", "").encode("latin-1")):
        return Response(_zipped(data), media_type=kind, headers=kept | {"content-encoding": "gzip"})
    return Response(data, media_type=kind, headers=kept)


@cache
def _zipped(data: bytes) -> bytes:
    return gzip.compress(data, mtime=0)
