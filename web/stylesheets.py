"""Style sheets of ours: files that all may keep for an hour, and that are zipped for whoever takes that."""

import gzip
from functools import cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from web.conditional_requests import takes_gzip

KEPT = {"cache-control": "public, max-age=3600", "vary": "Accept-Encoding"}


def sheet(request: Request, file: Path, kind: str = "text/css") -> Response:
    """Return a file of ours."""
    if takes_gzip(request.headers.get("accept-encoding", "").encode("latin-1")):
        return Response(_zipped(file), media_type=kind, headers=KEPT | {"content-encoding": "gzip"})
    return Response(file.read_bytes(), media_type=kind, headers=KEPT)


@cache
def _zipped(file: Path) -> bytes:
    return gzip.compress(file.read_bytes(), mtime=0)
