"""Words that nobody would type who means well: for the stories in which each parameter of each act gets them."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from kernel.kinds import Parameter

SIGNS = (
    "", " ", "\t\n", "\x00", "a\x00b", "\ud800", "\x1b[2J", "\u202eabc", "\u200f", "\u2028", "\ufeff", "\u00a0",
    "\u3000", "%", "_", "'", '"', "\\", "a\nb", "\r\n", "--", "-", "/", "//", "a/b/c", "../..", "{0}", "{{x}}",
    "${x}", "[[", "<b>", "'; DROP TABLE person; --", "$(id)", "`id`", "%s%n", "=1+1", "@SUM(A1)", "+1", "-1",
    "e\u0301", "\u00df", "\u0130", "\ufb00", "\u2167", "\u0663", "\u00bd", "\U0001f916", "NULL", "None", "nan",
    "true", "x" * 10**6, "\u0301" * 3000,
)  # fmt: skip
NUMBERS = (
    "0", "-0", "1e400", "Infinity", "1.5", "0x10", "1_000", str(2**31), str(2**63), f"-{2**63}", "9" * 400,
)  # fmt: skip
DAYS = (
    "0001-01-01", "9999-12-31", "10000-01-01", "0000-00-00", "2017-02-30", "9999-12-31/0001-01-01",
    "2017-01-01/9999-12-31", "2017-03-10 24:00", "2017-03-10 25:99", "2017-03-10 18:00 Mars/Olympus",
    "2017-03-26 02:30 Europe/Zurich", "end of October 9999", "beginning of January 0001", "week of 0001-01-01",
    "week of 9999-12-31", "in 3652059 days", "in -1 days", "999999999 days before un-deadline",
    "0 days after nothing", "tomorrow", "2120-12-31", "1865-01-01",
)  # fmt: skip
PAIRS = (
    "=", "a=", "=2017-01-01", "a=b=c", "un-deadline=", "un-deadline=9999-12-31", "review=2017-02-08/2017-02-07",
    "hlpf-contribution/", "/2017", "hlpf-contribution/9999999999", "hlpf-contribution/x/y", "@", "a@", "@b", "a@b@c",
    f"x@{'y' * 300}.example", "http://[", "http://a b", "javascript:alert(1)", "file:///etc/passwd",
)  # fmt: skip
WORDS = (*SIGNS, *NUMBERS, *DAYS, *PAIRS)
A_FEW = (
    "a\x00b", "\ud800", "x" * 10**6, "\u202eabc", "%", "'\"", "a\nb", "=1+1", " ", "9" * 400, "9999-12-31",
    "0001-01-01",
)  # fmt: skip
NO_WORDS: dict[Any, tuple[Any, ...]] = {
    int: (0, -1, 2**31, 2**63, 10**40),
    date: (date.min, date.max),
}
"""What a form or a machine gives in place of words, by the type of the field."""


def values(parameter: Parameter, words: tuple[str, ...]) -> Iterator[Any]:
    """Yield what a parameter is given: each of the words, as one of several where it takes several."""
    for value in (*words, *NO_WORDS.get(parameter.kind.type, ())):
        if parameter.kind.words > 1:
            yield from ([("hlpf-contribution/2018", value)], [(value, "un-deadline=2018-04-27")])
        else:
            yield [value] if parameter.kind.is_many else value
