"""The keys of this secretariat, the newest first: what is made now uses that one, what was made before keeps its own.

From COUNCIL_SECRET, separated by commas, or from a file in the data folder that only its owner may read, one a line. A
key is known by its id, which gives nothing away, so that what was made with it can say so.
"""

import hmac
import os
import secrets
from base64 import b64encode
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from planning.errors import CouncilError, among
from planning.remedies import Call
from record import store_faults
from record.settings import Settings, secrets_in

FILE = "secret.key"
ID = 8  # letters of an id


class NotOurFile(CouncilError):
    """The keys stand in the environment, which no command can change."""

    def __init__(self) -> None:
        super().__init__(
            "the keys are in COUNCIL_SECRET; put a new one before them, with a comma between, on every machine",
            Call("channels/seal", words="and start all of it again, then seal the channels with it"),
        )


class NoSuchKey(CouncilError):
    """No key of the ring has that id."""

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        super().__init__(f"there is no older key {name!r}; those that may be dropped are {among(known)}")


class NoKey(CouncilError):
    """With an empty secret anybody could sign our links, and open what is sealed."""

    def __init__(self, file: Path) -> None:
        super().__init__(f"{file} holds no key; bring back the file that was there, or delete it for a new one")


@dataclass(frozen=True)
class Key:
    """One secret, and what it is known by."""

    secret: str

    @cached_property
    def id(self) -> str:
        """Eight letters that give nothing away."""
        return self.derived("id").hex()[:ID]

    def derived(self, purpose: str) -> bytes:
        """Return the key for one purpose: whoever learns it learns no other."""
        return hmac.digest(self.secret.encode(), f"council {purpose}".encode(), "sha256")


@dataclass(frozen=True, slots=True)
class Ring:
    """The keys, the newest first; there is always one."""

    keys: tuple[Key, ...]

    @property
    def newest(self) -> Key:
        """The key that seals and signs now."""
        return self.keys[0]

    def named(self, name: str) -> tuple[Key, ...]:
        """Return the keys that may have made what names that id: one, or none; without an id any of them."""
        return tuple(key for key in self.keys if name in ("", key.id))


def ring(settings: Settings) -> Ring:
    """Return the keys; without any in the environment those of the data folder, one being made on first use.

    Raises NoKey.
    """
    file = settings.home / FILE
    try:
        text = settings.secret or secret_in(file, _drawn).decode()
    except UnicodeDecodeError as why:
        raise NoKey(file) from why
    if not (keys := tuple(Key(secret) for secret in secrets_in(text))):
        raise NoKey(file)
    return Ring(keys)


def in_hand(settings: Settings) -> Settings:
    """Return the settings with the keys read, so that ten thousand uses of them read their file once."""
    return replace(settings, secret=",".join(key.secret for key in ring(settings).keys))


def rotate(settings: Settings) -> Key:
    """Put a new key before the others in the file, and return it. Raises NotOurFile."""
    if settings.secret:
        raise NotOurFile
    new = Key(_drawn().decode())
    _replace(settings.home / FILE, (new, *ring(settings).keys))
    return new


def check_older(settings: Settings, name: str) -> None:
    """Return nothing for the id of an older key of the file. Raises NotOurFile, NoSuchKey."""
    if settings.secret:
        raise NotOurFile
    older = tuple(key.id for key in ring(settings).keys[1:])
    if name not in older:
        raise NoSuchKey(name, older)


def drop(settings: Settings, name: str) -> None:
    """Take an older key out of the file: links that it signed end. Raises NotOurFile, NoSuchKey."""
    check_older(settings, name)
    _replace(settings.home / FILE, tuple(key for key in ring(settings).keys if key.id != name))


def secret_in(file: Path, draw: Callable[[], bytes]) -> bytes:
    """Return the secret that a file keeps for its owner alone; drawn on first use."""
    if not file.exists():
        draft = _draft(file, draw())
        with suppress(FileExistsError):  # of two processes that make one, the first wins
            os.link(draft, file)
        draft.unlink()
    if not (file.is_file() or file.is_dir()):  # a pipe would be waited for without end; a folder is told of as one
        raise NoKey(file)
    return file.read_bytes().strip()


def _drawn() -> bytes:
    return b64encode(secrets.token_bytes(32))


def _replace(file: Path, keys: tuple[Key, ...]) -> None:
    _draft(file, "\n".join(key.secret for key in keys).encode()).rename(file)


def _draft(file: Path, secret: bytes) -> Path:
    """Return a file beside that one with the secret, whole on the disk; it is to get the other's name, or to go."""
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f".{file.name}.{secrets.token_hex(8)}")
    with (
        store_faults.writing(file, draft),
        os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as written,
    ):
        written.write(secret)
        written.flush()
        os.fsync(written.fileno())
    return draft
