"""What chains declare in English is there in the five other languages, and what nobody translated is marked."""

import re
import tomllib
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest
import yaml

import flows.chains
from notifications.language import OFFICIAL, is_english, speak
from notifications.letter import Milestone
from notifications.letter_text import write
from planning.basis import Basis
from planning.chain import INVITEES
from planning.roles import BODIES, ROLES
from planning.standing import Standing
from tests.notifications.samples import item, letter

EXAMPLES = Path(__file__).parents[2] / "examples"
CHAINS = [import_module(f"flows.chains.{module.name}").CHAIN for module in iter_modules(flows.chains.__path__)]
DECLARED = {
    text
    for chain in CHAINS
    for text in (chain.title, chain.mandate, *(each.title for each in (*chain.steps, *chain.anchors)))
}
SOURCES = {step.source for chain in CHAINS for step in chain.steps if step.source}
FORMER = {"Celebrate the Day"}  # titles that cycles opened before have
NOTES = {step.note for chain in CHAINS for step in chain.steps if step.note and step.by in INVITEES}
ACTORS = {actor for chain in CHAINS for step in chain.steps for actor in (step.by, step.to, step.via) if actor}
TRANSLATED = [code for code in OFFICIAL if code != "en"]
LANGUAGES = Path(__file__).parents[2] / "notifications" / "languages"


@pytest.mark.parametrize("code", TRANSLATED)
def test_all_that_members_read_of_a_declared_chain_is_translated_and_nothing_else_is(code: str) -> None:
    file = LANGUAGES / f"titles.{code}.toml"
    titles = tomllib.loads(file.read_text(encoding="utf-8"))
    told = DECLARED | SOURCES | NOTES | FORMER
    lacking = "\n".join(f'"{english}" = ""' for english in sorted(told - {*titles}))
    assert not lacking, f"translate in {file.name}:\n{lacking}"
    assert {*titles} <= told, f"no chain says these any more: take them out of {file.name}"
    assert not [english for english, said in titles.items() if not said.strip() or said == english]


@pytest.mark.parametrize("code", OFFICIAL)
def test_every_purpose_of_a_declared_chain_has_a_word(code: str) -> None:
    purposes = {step.purpose for chain in CHAINS for step in chain.steps if step.purpose}
    lacking = purposes - set(speak(code).says["purpose"])
    assert not lacking, f"[purpose] of {code}.toml needs a word for {', '.join(sorted(lacking))}"


def test_the_text_that_a_date_rests_on_is_told_in_the_readers_language() -> None:
    rule = item(basis=Basis.RULE, source="Rule 20 of the Council's Rules of Procedure, in principle")
    assert "Règlement intérieur du Conseil, article 20, en principe\n" in write(letter(rule, language="fr")).text


@pytest.mark.parametrize("code", OFFICIAL)
def test_every_actor_of_a_declared_chain_and_every_known_role_has_a_name(code: str) -> None:
    """A loaded timeline may have any role that is known do a step."""
    lacking = (ACTORS | BODIES | {*ROLES}) - set(speak(code).says["role"])
    assert not lacking, f"[role] of {code}.toml needs a word for {', '.join(sorted(lacking))}"


@pytest.mark.parametrize("code", OFFICIAL)
def test_every_body_of_the_shipped_examples_has_a_name(code: str) -> None:
    files = (yaml.safe_load(path.read_text(encoding="utf-8")) for path in EXAMPLES.rglob("*.yaml"))
    keys = {body["key"] for file in files if isinstance(file, dict) for body in file.get("bodies") or ()}
    assert len(keys) > 7
    assert {key for key in keys if not key.startswith("example-")} - set(speak(code).says["role"]) == set()


def test_an_offices_own_title_stays_as_it_is_and_is_known_for_english() -> None:
    own = speak("fr").title("Post the second draft")
    assert (own, is_english(own)) == ("Post the second draft", True)
    assert not is_english(speak("fr").title("Post the revised draft"))
    assert not is_english(speak("en").title("Post the second draft"))
    assert not is_english(speak("fr").title(""))


@pytest.mark.parametrize("code", OFFICIAL)
def test_a_meeting_that_an_officer_typed_is_marked_in_a_letter_where_it_is_not_of_its_language(code: str) -> None:
    typed = letter(item(basis=Basis.AGREED, source="30th meeting of CWG-WSIS, C17/8"), language=code)
    marked = re.search(r'<span lang="en">\u2068?30th meeting of CWG-WSIS, C17/8\u2069?</span>', write(typed).html)
    assert (marked is None) == (code == "en")
    own = write(letter(item(basis=Basis.AGREED, source=typed.office), language=code)).html
    assert not re.search(rf'lang="en">[^<]*{typed.office}', own)


def test_what_stays_english_in_a_letter_is_marked() -> None:
    path = tuple(Milestone(title, item().due, Standing.OPEN) for title in ("Post the revised draft", "Our own step"))
    html = write(letter(item(path=path), language="fr")).html
    assert "Publier le projet révisé" in html
    assert '<span lang="en">Our own step</span>' in html
    assert '<span lang="en">Publier' not in html
    assert 'lang="en"' not in write(letter(item(path=path))).html.replace('<html lang="en"', "")


def test_a_body_is_told_by_its_name() -> None:
    assert "\nDestinataire : Forum politique de haut niveau\n" in write(letter(item(to="hlpf"), language="fr")).text
