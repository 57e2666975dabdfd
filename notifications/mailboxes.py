"""Mail that lies in a file, a folder or on a pipe: an mbox, a Maildir, one mail, or what a mail server hands over."""

import mailbox
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from planning.errors import CouncilError


class NoMailThere(CouncilError):
    """A path that holds no mail."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"{path} cannot be read as mail: {why}; give an mbox file, a Maildir folder, or one mail")


def mails_in(path: Path) -> Iterator[bytes]:
    """Yield each mail of an mbox, of a Maildir's `new` and `cur`, or of a file that is one mail. Changes nothing there.

    Raises NoMailThere.
    """
    try:
        if path.is_dir():
            yield from _maildir(path)
            return
        with path.open("rb") as file:
            is_mbox = file.read(5) == b"From "
        if is_mbox:
            yield from _mbox(path)
        else:
            yield path.read_bytes()
    except OSError as why:
        raise NoMailThere(path, why.strerror or type(why).__name__) from why


def mail_from(pipe: BinaryIO) -> Iterator[bytes]:
    """Yield the mails on a pipe: the one that a mail server delivers, or a whole mbox."""
    data = pipe.read()
    if not data.startswith(b"From "):
        yield data
        return
    first, *others = data.split(b"\nFrom ")
    yield from (_without_line(mail) for mail in (first, *others))


def _without_line(data: bytes) -> bytes:
    return data.partition(b"\n")[2]


def _maildir(path: Path) -> Iterator[bytes]:
    if not (path / "cur").is_dir():
        raise NoMailThere(path, "it is a folder without `cur`, so no Maildir")
    for folder in ("new", "cur"):
        for file in sorted((path / folder).glob("[!.]*")):
            yield file.read_bytes()


def _mbox(path: Path) -> Iterator[bytes]:
    box = mailbox.mbox(path, create=False)
    try:
        for key in box.iterkeys():
            yield box.get_bytes(key)
    finally:
        box.close()
