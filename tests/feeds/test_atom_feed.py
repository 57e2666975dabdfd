"""An Atom feed of what was issued and changed: the newest first, a new entry for each visible change."""

from xml.etree import ElementTree

from feeds.feed_cache import Shelf
from tests.secretariat import moment

ATOM = "{http://www.w3.org/2005/Atom}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def atom(desk, on, language="en"):
    data = Shelf(desk.engine, desk.settings).public(language, "everything", "atom", now=moment(on)).data
    return ElementTree.fromstring(data)  # our own bytes


def entries(root):
    return [(each.findtext(f"{ATOM}title"), each.findtext(f"{ATOM}id")) for each in root.iter(f"{ATOM}entry")]


def test_it_has_what_rfc_4287_asks_for(desk):
    desk.opens_agreed()
    root = atom(desk, "2017-02-20", "fr")
    assert root.get(LANG) == "fr"
    assert all(root.findtext(f"{ATOM}{name}") for name in ("id", "title", "updated", f"author/{ATOM}name"))
    links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    assert links["self"] == "https://council.example/feeds/fr/everything.atom"
    entry = root.find(f"{ATOM}entry")
    assert all(entry.findtext(f"{ATOM}{name}") for name in ("id", "title", "updated", "summary"))
    titles = [title for title, _ in entries(root)]
    assert "Publier le projet révisé" in titles
    ids = [id_ for _, id_ in entries(root)]
    assert len(set(ids)) == len(ids)


def test_a_changed_date_is_the_newest_entry_and_a_new_one(desk):
    desk.opens_agreed()
    before = dict(entries(atom(desk, "2017-02-20")))
    desk.agrees("comments", "2017-03-13", on="2017-02-21 09:00")
    desk.issues("comments", on="2017-02-21 09:30")
    after = entries(atom(desk, "2017-02-22"))
    assert after[0][0] == "Comment on the revised draft"
    assert after[0][1] != before["Comment on the revised draft"]
    assert dict(after)["Post the revised draft"] == before["Post the revised draft"]


def test_an_empty_one_is_a_feed_all_the_same(desk):
    root = atom(desk, "2017-02-20")
    assert entries(root) == []
    assert root.findtext(f"{ATOM}updated") == "2000-01-01T00:00:00Z"


def test_of_a_postponed_meeting_it_says_that_its_days_are_to_come(desk):
    desk.schedules("council-17", "2017-05-15", "2017-05-25")
    desk.postpones("council-17", on="2017-02-19 08:00")
    desk.issues_meeting("council-17", on="2017-02-19 08:00")
    for language, words in (("en", "New dates to come"), ("fr", "Nouvelles dates à déterminer"), ("zh", "新日期待定")):
        (summary,) = (
            each.findtext(f"{ATOM}summary") for each in atom(desk, "2017-02-20", language).iter(f"{ATOM}entry")
        )
        assert summary.splitlines()[0] == words
