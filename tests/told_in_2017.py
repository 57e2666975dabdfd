"""What the story of 2017 tells people, written into a folder: two versions are compared by two such folders.

`.venv/bin/python -m tests.told_in_2017 FOLDER`, run in each checkout, and then `diff -r`. The store's id is fixed, and
with it every id that is derived from it; the clock is each command's `--as-of`. What only the real clock or chance
decides is blotted out. What may differ between versions, and why, stands in CHANGELOG.md.
"""

import os
import re
import sqlite3
import subprocess
import sys
import tempfile
from email import message_from_bytes, policy
from pathlib import Path

from notifications.rehearsal_server import Sink

ROOT = Path(__file__).parent.parent
STORE = "00000000-0000-4000-8000-000000002017"
HLPF, REPORT = "hlpf-contribution/2017", "annual-report/2016"
FILES = [f"examples/2017/{name}" for name in ("1-bodies.yaml", "2-contacts.csv", "3-annual-report.yaml")]
DRAFTS = "https://www.itu.int/wg-wsis"
ACTS = (
    ("2017-01-09T09:00", "load", *FILES),
    ("2017-01-30T17:00", "met", REPORT, "to-cwg", "--url", DRAFTS),
    ("2017-02-09T08:00", "load", "examples/2017/4-hlpf-contribution.yaml"),
    ("2017-02-09T10:00", "issue", HLPF),
    (
        "2017-02-09T10:05",
        "outbox",
        "allow",
        "hlpf-contribution",
        "reminder",
        "--because",
        "the Group agreed the timeline",
    ),
    ("2017-02-09T10:10", "outbox", "release", "--all"),
    ("2017-02-24T11:00", "met", HLPF, "revised-draft", "--url", DRAFTS),
    ("2017-03-06T11:00", "agree", HLPF, "comments", "2017-03-13", "--because", "the chair asked", "--later", "shift"),
    ("2017-03-07T09:10", "outbox", "release", "--all"),
    ("2017-03-24T11:00", "met", HLPF, "final-draft", "--url", DRAFTS),
    ("2017-03-27T11:00", "move", HLPF, "un-deadline", "2017-05-05", "--because", "the UN moved it", "--apply"),
    ("2017-04-20T11:00", "waive", HLPF, "final-comments", "--because", "none came"),
)
READINGS = (
    ("status", HLPF, "--json"), ("status", REPORT, "--json"), ("explain", HLPF, "comments", "--json"),
    ("tasks", "--json"), ("outbox", "list", "--json"), ("obligations", "--json"), ("year", "2017", "--json"),
    ("items", "--json"), ("meetings", "--json"),
)  # fmt: skip
BLOTTED = (
    (rb"(?m)^Date: .*$", b"Date: blotted"),
    (rb'"(hash|written_at|id|act)": "[^"]*"', b'"\\1": "blotted"'),
    (rb"DTSTAMP:\d+T\d+Z", b"DTSTAMP:blotted"),
)


def write(folder: Path) -> None:
    """Write the mails, the feeds and the readings of the year into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home, Sink() as sink:
        council = Council(Path(home), sink.url)
        council("db", "upgrade")
        with sqlite3.connect(Path(home) / "council.db") as store:
            store.execute("UPDATE store SET public_id = ?, created_at = '2017-01-01 00:00:00.000000'", (STORE,))
        for number, (at, *words) in enumerate(ACTS):
            council(*words, "--as-of", at)
            council("remind", "--as-of", _evening(at))
            cycles = (HLPF, REPORT) if number > 1 else (REPORT,)
            _keep(folder / f"feed-{number:02}.ics", council("feed", *cycles, "--as-of", at).encode())
        for words in READINGS:
            _keep(folder / f"{'-'.join(words[:-1]).replace('/', '-')}.json", council(*words, *_then(words)).encode())
        _keep_mails(folder, sink)


class Council:
    """The commands of this checkout, over one home."""

    def __init__(self, home: Path, mail_url: str) -> None:
        self.environment = {name: value for name, value in os.environ.items() if not name.startswith("COUNCIL_")}
        self.environment |= {"COUNCIL_HOME": str(home), "COUNCIL_MAIL_URL": mail_url, "COUNCIL_OFFICER": "WSIS desk"}
        self.environment |= {"COUNCIL_BASE_URL": "https://council.example", "COUNCIL_MAIL_FROM": "c@council.example"}
        self.environment |= {"COUNCIL_SECRET": "what the links of this story are signed with"}

    def __call__(self, *words: str) -> str:
        """Return what a command prints; a refusal ends the story."""
        command = [sys.executable, "-P", "-m", "cli.main", *words]
        done = subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False)
        if done.returncode:
            raise SystemExit(f"council {' '.join(words)}: {done.stderr.strip()}")
        return done.stdout


def _then(words: tuple[str, ...]) -> tuple[str, ...]:
    return () if words[0] == "outbox" else ("--as-of", "2017-04-21T12:00")


def _evening(at: str) -> str:
    return f"{at[:10]}T17:30"


def _keep(file: Path, text: bytes) -> None:
    for pattern, instead in BLOTTED:
        text = re.sub(pattern, instead, text)
    file.write_bytes(text)


def _keep_mails(folder: Path, sink: Sink) -> None:
    """Write each mail's headers and parts, decoded, in the order of their readers and Message-IDs."""
    mails = [message_from_bytes(mail.data, policy=policy.default) for mail in sink.mails]
    for number, mail in enumerate(sorted(mails, key=lambda mail: (str(mail["To"]), str(mail["Message-ID"])))):
        parts = [part.get_content() for part in mail.walk() if part.get_content_maintype() == "text"]
        heads = [f"{name}: {value}" for name, value in mail.items() if name not in ("Content-Type", "Date")]
        _keep(folder / f"mail-{number:02}.txt", "\n".join((*heads, "", *parts)).encode())


if __name__ == "__main__":
    if len(sys.argv) != 2 or (Path(sys.argv[1]).exists() and any(Path(sys.argv[1]).iterdir())):
        sys.exit("name a folder that is empty or not there yet: .venv/bin/python -m tests.told_in_2017 FOLDER")
    write(Path(sys.argv[1]))
