"""The desk has words for all that it shows: acts, readings, nouns, kinds of letters."""

from kernel import registry
from kernel.done import CHANGE, GONE, UNTIL_ISSUED, WITHDRAWN
from models.outbox import MessageKind
from web.desk import words
from web.desk.render import MORE_PLACES, PLACES


def test_everything_that_is_named_has_its_word_in_the_catalog() -> None:
    catalog = words.catalog()
    of_the_shell = {"journal/accept", "secret/drop", "secret/rotate"}
    listed, acts = {each.name for each in registry.listed_readings()}, {*registry.names()} - of_the_shell
    nouns = {each.noun for each in (*registry.acts(), *registry.readings())}
    for section, there in (("act", acts), ("reading", listed), ("noun", nouns)):
        missing = sorted(there - catalog[section].keys())
        assert not missing, f"{missing} have no title in [{section}] of web/desk/languages/en.toml"
    assert (catalog["act"].keys(), catalog["reading"].keys()) == (acts, listed)
    missing = sorted({f"place_{key}" for key, _, _ in (*PLACES, *MORE_PLACES)} - catalog["page"].keys())
    assert not missing, f"{missing} are in the menu, and have no word in [page] of web/desk/languages/en.toml"
    assert {kind.value for kind in MessageKind} <= set(catalog["letter"])
    assert {f"notice_{kind}" for kind in (CHANGE, GONE, WITHDRAWN, UNTIL_ISSUED)} <= set(catalog["page"])
    assert all(sentence.strip() for section in catalog.values() for sentence in section.values())
