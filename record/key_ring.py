"""The keys of this secretariat, newest first: the newest seals and signs, the older ones still open what they sealed.

They are read from COUNCIL_SECRET, separated by commas, or from a file of the data folder, one a line, which only its
owner may read. A key has an id that reveals nothing of it; what is sealed with the key names that id.
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
        super().__init__(f"there is no older key {name!r}; those that may be taken out are {among(known)}")


class NoKey(CouncilError):
    """With an empty secret anybody could sign our links, and open what is sealed."""

    def __init__(self, file: Path) -> None:
        super().__init__(f"{file} holds no key; bring back the file that was there, or delete it for a new one")


@dataclass(frozen=True)
class Key:
    """One secret, with its id."""

    secret: str

    @cached_property
    def id(self) -> str:
        """Return the key's id: eight letters that reveal nothing of the key."""
        return self.derived("id").hex()[:ID]

    def derived(self, purpose: str) -> bytes:
        """Return the key derived for one purpose, from which no other can be derived."""
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
        """Return the keys that may have sealed a text with that id: one or none; all of them for an empty id."""
        return tuple(key for key in self.keys if name in ("", key.id))


def ring(settings: Settings) -> Ring:
    """Return the keys from the environment, else from the data folder, where the first use makes one. Raises NoKey."""
    file = settings.home / FILE
    try:
        text = settings.secret or secret_in(file, _drawn).decode()
    except UnicodeDecodeError as why:
        raise NoKey(file) from why
    if not (keys := tuple(Key(secret) for secret in secrets_in(text))):
        raise NoKey(file)
    return Ring(keys)


def in_hand(settings: Settings) -> Settings:
    """Return the settings with the keys already read, so that their file is read once for many uses."""
    return replace(settings, secret=",".join(key.secret for key in ring(settings).keys))


def rotate(settings: Settings) -> Key:
    """Put a new key before the others in the file, and return it. Raises NotOurFile."""
    if settings.secret:
        raise NotOurFile
    new = Key(_drawn().decode())
    _replace(settings.home / FILE, (new, *ring(settings).keys))
    return new


def check_older(settings: Settings, name: str) -> None:
    """Check that the id names an older key of the file. Raises NotOurFile, NoSuchKey."""
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
    """Return the secret in a file that only its owner may read; the first use makes the file with `draw`."""
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
    """Write the secret to a new file beside that one, synced to disk, and return its path; the caller renames it."""
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
