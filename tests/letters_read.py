"""Letters as their readers have them: of which deadlines they tell, and in which words."""

import re
from dataclasses import dataclass
from datetime import date

from tests.secretariat import text_of

DETAILS = re.compile(r"^.*https?://\S+/cycles/(?P<cycle>\S+)#(?P<step>\S+)$", re.MULTILINE)
DAY = re.compile(r"\b(\d{1,2}) ([A-Z][a-z]+) (\d{4})\b")


@dataclass(frozen=True, slots=True)
class Part:
    """What a letter tells of one deadline: it ends with the address of that deadline."""

    cycle: str
    step: str
    words: str

    @property
    def first_day(self) -> str:
        """The first day that it names, such as `10 March 2017`, but for that on which the window opens."""
        lines = [line for line in self.words.splitlines() if not line.startswith("Opens")]
        day = DAY.search("\n".join(lines))
        return day[0] if day else ""

    def names(self, day: date) -> bool:
        """Whether it names that day."""
        return f"{day.day} {day:%B}" in self.words


def parts(mail: bytes) -> list[Part]:
    """Return each part of an English letter, in its order."""
    text, start, found = text_of(mail).replace("\r\n", "\n"), 0, []
    for address in DETAILS.finditer(text):
        found.append(Part(address["cycle"], address["step"], text[start : address.start()]))
        start = address.end()
    return found
