"""The bare answer of row 10: the same 304 from the server that `council web` is, with nothing behind it.

python -m benchmarks.bare_server PORT
"""

import sys

import uvicorn
from starlette.types import Receive, Scope, Send

from web.connections import options
from web.feeds import ALWAYS

HEADERS = [(b"etag", b'"' + b"0" * 64 + b'"'), (b"last-modified", b"Sun, 01 Nov 2026 12:00:00 GMT"), *ALWAYS]


async def answer(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer 304 with a feed's headers, whatever was asked."""
    await send({"type": "http.response.start", "status": 304, "headers": HEADERS})
    await send({"type": "http.response.body", "body": b""})


if __name__ == "__main__":
    uvicorn.run(
        answer, host="127.0.0.1", port=int(sys.argv[1]), log_config=None, access_log=False, lifespan="off", **options()
    )
