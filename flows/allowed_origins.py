"""The addresses under which a Prefect server of ours is asked: those of this machine, and that of a proxy before it."""

from urllib.parse import urlsplit

from flows.refusals import BadPagesAddress

IMPLIED = {"http": ":80", "https": ":443"}


def own_origins(host: str, port: int, pages: str | None) -> tuple[str, ...]:
    """Return the origins of the server's pages; `pages` is where people reach them, if a proxy stands before them.

    They are written as browsers write them: in small letters, without the port that the scheme implies.
    Raises BadPagesAddress.
    """
    ours = tuple(_origin(f"http://{name}:{port}") for name in (host, "localhost"))
    return (*ours, _origin(pages)) if pages else ours


def _origin(address: str) -> str:
    try:
        parts = urlsplit(address.lower().rstrip("/"))
        valid = parts.scheme in IMPLIED and parts.hostname and (parts.port or True)
    except ValueError:
        raise BadPagesAddress(address) from None
    if not valid or parts.path or parts.query or parts.fragment or set(parts.netloc) & set("@*,"):
        raise BadPagesAddress(address)
    return f"{parts.scheme}://{parts.netloc.removesuffix(IMPLIED[parts.scheme])}"
