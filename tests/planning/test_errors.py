"""Refusals say what they are about, and what ends them, in one sentence."""

from datetime import date

import pytest

from planning import errors
from planning.errors import QUOTED, CouncilError, among, quoted
from planning.remedies import Argument

SENTENCES = [
    (lambda: errors.NotARule("soon", "so"), "'soon' is not a date rule: so"),
    (lambda: errors.NotADate("soon"), "'soon' is not a day such as 2017-04-28"),
    (lambda: errors.NotADate("soon", "an hour"), "'soon' is not an hour"),
    (lambda: errors.UnbelievableDay("0207-01-01", "1 to 2"), "0207-01-01 lies outside the years 1 to 2; correct it"),
    (
        lambda: errors.UnknownZone("Mars"),
        "the time zone 'Mars' is not known; write an IANA name such as Europe/Zurich",
    ),
    (
        lambda: errors.OffsetForZone("UTC+1", "Europe/Zurich", "Etc/GMT-1"),
        "'UTC+1' is an offset, and an offset is no zone; write a place such as Europe/Zurich, or 'Etc/GMT-1'",
    ),
    (
        lambda: errors.HourSkipped("02:30", date(2027, 3, 28), "Europe/Zurich", "01:59", "03:00"),
        "no clock in Europe/Zurich shows 02:30 on 2027-03-28: after 01:59 comes 03:00; state one of these two",
    ),
    (lambda: errors.NaiveInstant("now"), "now has no time zone; give one, for instance UTC"),
    (lambda: errors.BadChain("c", "so"), "the procedure 'c' has a fault: so; correct that"),
    (
        lambda: errors.BadChainFile("c", "c.py, line 3,", "so"),
        "c.py, line 3, cannot be used: so; mend the file; until then its open cycles keep their dates, "
        "and no new one can be opened",
    ),
    (lambda: errors.NoSuchChain("d", ["a", "b"]), "there is no procedure 'd'; the procedures are a, b"),
    (lambda: errors.AnchorMissing("c", "x", "the X"), "'c' depends on 'x' (the X); give it"),
    (lambda: errors.UnknownAnchor("c", "x", ["y"]), "'c' has no reference date 'x'; it has y"),
    (lambda: errors.NotASingleDay("x"), "'x' must be a single day, not an interval: a step is due on it; give one day"),
    (
        lambda: errors.EditionMissing("24 February"),
        "'24 February' needs the year of an edition; name one, for instance",
    ),
    (lambda: errors.ImpossibleDate("29 February", "so"), "'29 February' leads to no day: so; correct it"),
]


@pytest.mark.parametrize(("refusal", "sentence"), SENTENCES)
def test_a_refusal_is_one_sentence(refusal, sentence):
    assert str(refusal()) == sentence


def test_every_refusal_has_its_sentence_here():
    kinds = {kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, CouncilError)}
    assert {type(refusal()) for refusal, _ in SENTENCES} == kinds - {CouncilError}


def test_what_was_left_out_is_data_beside_the_sentence():
    missing, edition = errors.AnchorMissing("c", "x", "the X"), errors.EditionMissing("24 February")
    assert missing.sentence == "'c' depends on 'x' (the X)"
    assert missing.remedies == (Argument("anchor", "give it", "x=YYYY-MM-DD"),)
    assert errors.NotASingleDay("x").remedies == (Argument("anchor", "give one day", "x=YYYY-MM-DD"),)
    assert edition.remedies == (Argument("edition", "name one, for instance", "2017"),)


def test_a_refusal_knows_what_it_is_about():
    assert errors.NotARule("soon", "so").text == errors.NotADate("soon").text == "soon"
    assert errors.UnbelievableDay("0207-01-01", "1 to 2").day == "0207-01-01"
    assert errors.UnknownZone("Mars").zone == "Mars"
    assert errors.BadChain("c", "so").chain == "c"
    file = errors.BadChainFile("c", "c.py", "so")
    assert (file.chain, file.place) == ("c", "c.py")
    assert errors.NoSuchChain("d", []).name == "d"
    assert [kind.anchor for kind in (errors.AnchorMissing("c", "x", ""), errors.UnknownAnchor("c", "x", []))] == [
        "x"
    ] * 2
    assert errors.NotASingleDay("x").anchor == "x"


def test_a_very_long_word_is_quoted_by_its_beginning():
    assert quoted("x" * QUOTED) == repr("x" * QUOTED)
    assert quoted("x" * (QUOTED + 1)) == repr("x" * QUOTED + "…")
    assert quoted(7) == "'7'"
    assert among([]) == "none"
    assert among(iter("ab")) == "a, b"
