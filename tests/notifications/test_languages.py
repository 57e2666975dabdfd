"""Six catalogs that say the same, key by key; and every place that lists the languages lists the same six."""

import json
import re
import string
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from calendars.feed_words import WORDS
from notifications.language import OFFICIAL, PLURALS, speak
from planning.basis import Basis
from planning.standing import Standing
from planning.window import Precision

ROOT = Path(__file__).parents[2]
OURS = [file.stem for file in (ROOT / "notifications" / "languages").glob("*.toml")]
CATALOGS = [file.stem for file in (ROOT / "web" / "languages").glob("*.toml")]
SCHEDULE = json.loads((ROOT / "docs" / "schedule.schema.json").read_text(encoding="utf-8"))
FEEDS = (ROOT / "docs" / "feeds.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")
LISTED = {
    "calendars/feed_words.py": [*WORDS],
    "README.md": ["en", *(tag.lower() for tag in re.findall(r"`COUNCIL_OFFICE_([A-Z]+)`", README))],
    "docs/feeds.md": re.findall(r"[a-z]+", FEEDS.partition("Languages: `")[2].partition("`")[0]),
    "docs/schedule.schema.json": SCHEDULE["properties"]["language"]["enum"],
    "notifications/languages/titles": ["en", *(name.removeprefix("titles.") for name in OURS if "." in name)],
    "web/languages/": [name for name in CATALOGS if "." not in name],
    "web/languages/personal": [name.removeprefix("personal.") for name in CATALOGS if "." in name],
}
"""The languages of each place that lists them."""

PAGES = ("web/languages/{}.toml", "web/languages/personal.{}.toml")
"""The catalogs of the pages, and of the pages behind personal links, by language."""

FIELD = re.compile(r"{(\w+)}")
PLURAL_FORMS = {"zero", "one", "two", "few", "many", "other"}
DATE_FORMS = {"by", "on", "until", "date", "plain", "weekday", "span", "day"}  # each language picks the one it needs
OPTIONAL = {"weekdays_from", "weekdays_to"}  # of a language whose weekdays change with their place in a span


def leaves(table: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, Any]]:
    """Yield every sentence with its path; the plural forms of one sentence are one leaf."""
    for key, value in table.items():
        if isinstance(value, dict) and not set(value) <= PLURAL_FORMS:
            yield from leaves(value, f"{path}{key}.")
        else:
            yield f"{path}{key}", value


def sentences(catalog: str, code: str) -> dict[str, Any]:
    """Return the sentences of a catalog in a language, by their paths."""
    return dict(leaves(tomllib.loads((ROOT / catalog.format(code)).read_text(encoding="utf-8"))))


def blanks(sentence: str) -> set[str]:
    names = {name for _, name, _, _ in string.Formatter().parse(sentence) if name}
    return {"a date" if name in DATE_FORMS else name for name in names}


@pytest.mark.parametrize("place", LISTED)
def test_every_place_that_lists_the_languages_lists_each_of_them(place: str) -> None:
    lacking, surplus = sorted({*OFFICIAL} - {*LISTED[place]}), sorted({*LISTED[place]} - {*OFFICIAL})
    assert not lacking, f"{place} lacks {', '.join(lacking)}"
    assert not surplus, f"{place} lists {', '.join(surplus)}, in which we do not write"
    assert len(LISTED[place]) == len(OFFICIAL), f"{place} lists one twice"


@pytest.mark.parametrize("code", OFFICIAL)
@pytest.mark.parametrize("catalog", ["notifications/languages/{}.toml", *PAGES])
def test_a_catalog_holds_every_key_and_no_other(catalog: str, code: str) -> None:
    ours, english = sentences(catalog, code), sentences(catalog, "en")
    lacking = "\n".join(f"{path} = {json.dumps(english[path])}" for path in english if path not in ours)
    assert not lacking, f"add to {catalog.format(code)}, in its language:\n{lacking}"
    surplus = ours.keys() - english.keys() - OPTIONAL
    assert not surplus, f"take out of {catalog.format(code)}, or add to the English one: {', '.join(sorted(surplus))}"


@pytest.mark.parametrize("code", OFFICIAL)
@pytest.mark.parametrize("catalog", PAGES)
def test_a_sentence_of_a_page_has_the_blanks_of_the_english_one(catalog: str, code: str) -> None:
    english = sentences(catalog, "en")
    for key, sentence in sentences(catalog, code).items():
        assert sentence.strip(), key
        assert set(FIELD.findall(sentence)) == set(FIELD.findall(english.get(key, sentence))), key


@pytest.mark.parametrize("code", OFFICIAL)
def test_the_blanks_of_a_sentence_are_those_of_the_english_one(code: str) -> None:
    english = dict(leaves(speak("en").says))
    for path, value in leaves(speak(code).says):
        if isinstance(value, dict):
            allowed = blanks(english[path]["other"])
            # "no dates" needs no blank, "two dates" no number
            assert all(allowed - {"n"} <= blanks(form) for name, form in value.items() if name != "zero"), path
            assert all(blanks(form) <= allowed for form in value.values()), path
        elif isinstance(value, str) and not path.startswith(("date.", "span.", "on.", "by.", "until.")):
            assert blanks(value) == blanks(english[path]), path


@pytest.mark.parametrize("code", OFFICIAL)
def test_every_plural_form_that_the_rule_asks_for_is_there(code: str) -> None:
    says = speak(code).says
    asked = {PLURALS[says["plural"]](n) for n in range(200)}
    for path, value in leaves(says):
        if isinstance(value, dict):
            assert asked <= set(value), path


@pytest.mark.parametrize("code", OFFICIAL)
def test_weekdays_months_and_the_words_of_the_plan_are_complete(code: str) -> None:
    says = speak(code).says
    assert (len(set(says["weekdays"])), len(set(says["months"]))) == (7, 12)
    assert set(says["standing"]) == set(Standing)
    assert set(says["basis"]) == set(Basis)
    assert all(set(says[form]) == {*Precision, "hour", "brief"} for form in ("on", "by", "until"))


def test_plurals_are_those_of_the_language() -> None:
    def ahead(code: str, *numbers: int) -> list[str]:
        return [speak(code).count("distance", "ahead", n) for n in numbers]

    assert ahead("ru", 1, 2, 5, 11, 12, 21, 22, 25, 111) == [
        "через 1 день",
        "через 2 дня",
        "через 5 дней",
        "через 11 дней",
        "через 12 дней",
        "через 21 день",
        "через 22 дня",
        "через 25 дней",
        "через 111 дней",
    ]
    assert ahead("ar", 2, 3, 10, 11, 99, 100, 103) == [
        "بعد يومين",
        "بعد 3 أيام",
        "بعد 10 أيام",
        "بعد 11 يوماً",
        "بعد 99 يوماً",
        "بعد 100 يوم",
        "بعد 103 أيام",
    ]
    assert ahead("fr", 2) == ["dans 2 jours"]
    assert ahead("zh", 2) == ["2天后"]


def test_a_language_is_found_by_its_tag_and_english_stands_in() -> None:
    codes = {tag: speak(tag).code for tag in ("fr-CH", "ZH_hans", "ar", "tlh", "", "../en")}
    assert codes == {"fr-CH": "fr", "ZH_hans": "zh", "ar": "ar", "tlh": "en", "": "en", "../en": "en"}
