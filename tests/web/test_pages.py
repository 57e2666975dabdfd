"""The page to subscribe on: understood at once, in six languages, without a script and without an account."""

import re
from html import unescape
from html.parser import HTMLParser
from itertools import product
from urllib.parse import parse_qs, urlsplit

import pytest

from notifications.language import OFFICIAL, speak
from web.page_words import preferred, words_of
from web.pages import Pages

FILES = ("/style.css", "/{kind}/{public_id}.ics")
ADDRESSES = sorted({route.path for route in Pages(None, None).router().routes}.difference(FILES))
VOID = {"meta", "link", "input", "br", "img", "path"}


class Page(HTMLParser):
    """A page as its tags: refuses one that is not closed, and remembers what links, forms and labels it has."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open, self.links, self.ids, self.labelled, self.fields, self.names = [], {}, set(), set(), [], []
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        self.names.append(tag)
        if tag not in VOID:
            self.open.append(tag)
        if "id" in attributes:
            assert attributes["id"] not in self.ids
            self.ids.add(attributes["id"])
        if tag == "a" and "button" in (attributes.get("class") or ""):
            self.links[attributes["href"].partition(":")[0] + str(len(self.links))] = attributes["href"]
        if tag == "label" and "for" in attributes:
            self.labelled.add(attributes["for"])
        if tag in ("select", "input") and attributes.get("type") not in ("hidden", "radio", "checkbox"):
            self.fields.append(attributes["id"])

    def handle_endtag(self, tag):
        if tag not in VOID:
            assert self.open.pop() == tag


def asked(web, path="/subscribe", **headers):
    response = web.web.ask(path, **headers)
    return response, response.body.decode()


def test_every_page_speaks_every_language_and_can_be_heard(web):
    named = {"chain": "hlpf-contribution", "edition": "2017", "body": "council", "year": "2017"}
    named["token"] = web.subscribes("a@state.example")[3:-4]
    for address, language in product(ADDRESSES, OFFICIAL):
        response, text = asked(web, f"{address.format_map(named)}?language={language}")
        assert (response.status, response.kind) == (200, "text/html"), f"{address} in {language}"
        assert f'<html lang="{language}" dir="{speak(language).direction}">' in text
        page = Page(text)
        assert set(page.fields) <= page.labelled
        assert page.names.count("h1") == page.names.count("main") == 1
        assert "script" not in page.names
        assert {"Set-Cookie", "Location"}.isdisjoint(response.headers)
        assert "default-src 'none'" in response.headers["Content-Security-Policy"]


def test_the_page_to_subscribe_on_begins_with_its_lead(web):
    for language in OFFICIAL:
        text = asked(web, f"/subscribe?language={language}")[1]
        assert unescape(words_of(language)["lead"]) in unescape(text)


def test_the_buttons_lead_to_the_chosen_feed(web):
    asked_for = "/subscribe?what=body/council&option=deadlines&windows=closing-days&option=alarms&language=fr"
    page = Page(asked(web, asked_for)[1])
    address = "council.example/feeds/fr/body/council~deadlines~closing-days~alarms.ics"
    apple, google, work, home = page.links.values()
    assert apple == f"webcal://{address}"
    assert parse_qs(urlsplit(google).query)["cid"] == [f"webcal://{address}"]
    assert {parse_qs(urlsplit(link).query)["url"][0] for link in (work, home)} == {f"https://{address}"}
    assert web.web.ask(address.removeprefix("council.example")).status == 200


def test_every_choice_on_the_page_leads_to_a_feed(web):
    values = re.findall(r'<option value="([^"]+)"', asked(web)[1])
    assert {"everything", "body/council", "meetings/council", "chain/hlpf-contribution", "role/membership"} <= set(
        values
    )
    for value in values:
        assert web.web.ask(f"/feeds/en/{value}.ics").status == 200
        assert web.web.ask(f"/subscribe?what={value}").status == 200


def test_the_preview_shows_what_is_coming_in_words(web):
    text = asked(web, "/subscribe?language=fr")[1]
    rows = re.findall(r"<time[^>]*>([^<]+)</time>\s*<span[^>]*><bdi lang=\"([a-z]+)\">([^<]+)", text)
    assert rows[0] == ("vendredi 24 février 2017", "fr", "Publier le projet révisé")
    said = "Formuler des observations sur le projet révisé"
    assert rows[1] == ("du vendredi 24 février au vendredi 10 mars 2017", "fr", said)
    assert "cwg-wsis-30" not in text.partition("preview")[2]


@pytest.mark.parametrize(
    ("now", "first"),
    [
        ("2017-02-24 00:00", "Post the revised draft"),
        ("2017-02-24 23:59", "Post the revised draft"),  # its own day
        ("2017-02-25 00:00", "Comment on the revised draft"),  # the day after; 23:00 of that day by UTC
    ],
)
def test_the_preview_begins_with_the_deadline_of_today_and_leaves_that_of_yesterday_out(web, now, first):
    web.on(now)
    text = asked(web, "/subscribe?language=en")[1]
    assert re.findall(r"<bdi lang=\"en\">([^<]+)", text.partition("<time")[2])[0] == first


def test_the_preview_tells_a_stated_hour_on_its_own_clock(web):
    web.desk.agrees("comments", "2017-03-10 18:00 America/New_York", on="2017-02-20 11:50")
    text = asked(web, "/subscribe?language=en")[1]
    assert "Friday 24 February to Friday 10 March 2017, 18:00 New York time (Saturday 00:00 in Geneva)" in text


def test_a_title_that_is_markup_stays_text(web):
    from sqlalchemy import text as sql

    with web.desk.acting() as session:
        session.execute(sql("UPDATE deadline SET title = '<script>alert(1)</script>' WHERE step = 'submission'"))
    for path in ("/subscribe", "/cycles/hlpf-contribution/2017"):
        assert "&lt;script&gt;" in asked(web, path)[1]
        assert "<script" not in asked(web, path)[1]


def test_the_links_in_a_feed_lead_to_a_page_with_that_date(web):
    feed = web.web.ask("/feeds/en/everything.ics").body.decode().replace("\r\n ", "")
    for path, step in re.findall(r"^URL:https://council.example(/cycles/\S+)#(\S+)\r$", feed, re.MULTILINE):
        response, text = asked(web, path)
        assert response.status == 200
        assert step in Page(text).ids


@pytest.mark.parametrize("language", OFFICIAL)
def test_who_decided_a_date_is_marked_on_the_page_where_that_is_english(web, language):
    text = asked(web, f"/cycles/hlpf-contribution/2017?language={language}")[1]
    lines = re.findall(r'<small class="help"><bdi>(.*?)</bdi>', text)
    assert lines
    marked = [line for line in lines if '<span lang="en">the 30th meeting, C17/8</span>' in line]
    assert bool(marked) == (language != "en")


@pytest.mark.parametrize(
    "path", ["/subscribe?what=body/none", "/subscribe?what=x", "/cycles/none/2017", "/subscription/none"]
)
def test_a_page_that_is_not_there_says_so_in_words(web, path):
    response, text = asked(web, path, Accept_Language="es")
    assert (response.status, response.kind) == (404, "text/html")
    assert words_of("es")["missing"] in text


def test_the_owner_sees_the_subscription_in_its_language(web):
    path = web.subscribes("a@state.example", "role/membership", "fr")
    text = asked(web, f"/subscription/{path[3:-4]}")[1]
    assert words_of("fr")["mine"] in text
    assert f"webcal://council.example{path}" in text
    Page(text)


def test_the_owner_sees_what_has_moved_since_the_last_fetch(web):
    path = web.subscribes("a@state.example")
    page = f"/subscription/{path[3:-4]}?language=en"
    web.web.ask(path)
    assert f"<dd>{words_of('en')['moved_nothing']}</dd>" in asked(web, page)[1]
    web.on("2017-03-02")
    web.desk.moves("un-deadline", "2017-05-05", on="2017-03-02")
    assert '<dd><bdi lang="en">Submit the text to the UN</bdi></dd>' in asked(web, page)[1]
    web.on("2017-03-03")
    web.web.ask(path)
    assert f"<dd>{words_of('en')['moved_nothing']}</dd>" in asked(web, page)[1]


def test_the_browsers_language_is_taken_when_none_is_asked_for():
    assert preferred(None, "de, ru;q=0.7, fr;q=0.9") == "fr"
    assert preferred("zh-Hans", "fr") == "zh"
    assert preferred("xx", "") == "en"
    assert preferred(None, "fr;q=x, es;q=0.1") == "es"


@pytest.mark.parametrize("language", OFFICIAL)
def test_no_sentence_of_these_pages_has_a_blank(language):
    assert [key for key, sentence in words_of(language).items() if "{" in sentence] == []


def test_one_date_is_added_to_google_or_outlook_by_a_link(web):
    web.desk.agrees("comments", "2017-03-10 18:00", on="2017-02-20")
    text = asked(web, "/cycles/hlpf-contribution/2017?language=fr")[1]
    links = [unescape(link) for link in re.findall(r'href="(https://[^"]*)"', text)]
    google = [parse_qs(urlsplit(link).query) for link in links if link.startswith("https://calendar.google.com/")]
    outlook = [parse_qs(urlsplit(link).query) for link in links if link.startswith("https://outlook.live.com/")]
    draft = next(query for query in google if query["text"] == ["Publier le projet révisé"])
    assert draft["dates"] == ["20170224/20170225"]
    draft = next(query for query in outlook if query["subject"] == ["Publier le projet révisé"])
    assert (draft["startdt"], draft["enddt"], draft["allday"]) == (["2017-02-24"], ["2017-02-25"], ["true"])
    window = next(query for query in google if query["text"] == ["Formuler des observations sur le projet révisé"])
    assert window["dates"] == ["20170224/20170311"]


def test_a_document_that_is_not_there_is_not_yet_available_and_nothing_else_is_said_to_be_late(web):
    web.desk.agrees("submission", "2017-03-03", on="2017-02-20", accept_conflicts="of a test")
    title = words_of("fr")["absent"]

    def absent(on):
        web.on(on)
        text = asked(web, "/cycles/hlpf-contribution/2017?language=fr")[1]
        return re.findall(r"<bdi[^>]*>([^<]+)</bdi> <span class=.note.>" + title, text)

    assert absent("2017-02-24 22:00") == []  # it was due by midnight
    assert absent("2017-02-25 12:00") == absent("2017-03-11 12:00")[:1] == ["Publier le projet révisé"]
    assert not any("observations" in window for window in absent("2017-04-20 12:00"))
    web.desk.meets("revised-draft", on="2017-04-20 12:00")
    assert "Publier le projet révisé" not in absent("2017-04-20 13:00")
