"""What waits for an organization, by a signed link: what is answered is gone from it, and it shows what is issued."""

import re

import pytest

from kernel.runner import do
from notifications.language import OFFICIAL
from record.people import signed_links
from tests.web.test_pages import Page
from tests.web.test_personal_act import link, seen
from tests.web.test_personal_links import DELEGATE, FOCAL, own
from tests.web.test_personal_links import link as other_link
from web.personal_pages import Speaker


def waiting(web, email: str) -> str:
    until = signed_links.last_day((), web.web.now)
    return signed_links.links(web.desk.settings).waiting(own(web, email), until).removeprefix("https://council.example")


def test_a_delegate_finds_the_open_window_and_answers_it_from_there(web) -> None:
    web.desk.meets("revised-draft", on="2017-02-24")
    web.on("2017-02-27 10:00")
    web.desk.knows("Delegate C", "c@other.example", "membership", of="Another organization")
    path = waiting(web, DELEGATE)
    before = seen(web, path)
    assert "An organization" in before
    assert "Friday 24 February to Friday 10 March 2017" in before
    assert before.count("not open yet") == 1  # the other window
    act = re.search(r'href="https://council.example(/act/[^"]+)">Answer', before)[1]
    assert "All that waits for you" in seen(web, act)
    assert web.web.post(act, says="We agree.").status == 303
    after = seen(web, path)
    assert "Comment on the revised draft" not in after
    assert "Comment on the final draft" in after
    assert "Comment on the revised draft" in seen(web, waiting(web, "c@other.example"))
    assert "Comment on the revised draft" not in seen(web, waiting(web, "b@state.example"))  # of the same one


def test_who_owes_something_finds_it_and_members_find_no_date_that_is_not_issued(web) -> None:
    assert "Post the revised draft" in seen(web, waiting(web, FOCAL))
    web.desk.sets("comments", "2017-03-13", on="2017-02-20", sure=True)
    assert "13 March" not in seen(web, waiting(web, DELEGATE))
    web.on("2017-06-30 10:00")
    assert "Comment on" not in seen(web, waiting(web, DELEGATE))


def test_the_links_on_other_pages_lead_there_and_end_as_these_do(web) -> None:
    for path in (link(web, DELEGATE, "comments"), other_link(web, DELEGATE, "choices")):
        found = re.search(r'href="https://council.example(/waiting/[^"]+)"', seen(web, path))[1]
        assert "What waits for you" in seen(web, found)
    assert "/waiting/" not in "".join(path for path, _, _ in web.web.asked if "***" in path)
    web.on("2017-06-30 10:00")
    assert web.web.ask(found).status == 410
    assert web.web.ask(found[:-3]).status == 404
    assert web.web.ask(found.replace("waiting", "choices")).status == 404  # signed for one purpose


@pytest.mark.few(2, "the same in another language; others of each story are told in every run")
@pytest.mark.parametrize("language", OFFICIAL)
def test_it_speaks_every_language(web, language) -> None:
    text = seen(web, f"{waiting(web, DELEGATE)}?language={language}")
    assert Speaker(language)("waiting_lead") in text
    Page(text)


def test_whose_last_role_has_ended_finds_nothing_by_a_link(web) -> None:
    paths = (waiting(web, DELEGATE), other_link(web, DELEGATE, "choices"))
    with web.desk.acting() as session:
        asked = {"person": DELEGATE, "role": "membership", "on": "2017-02-19"}
        do(session, "people/end-role", **asked, now=web.web.now, by="Focal Point")
    assert [web.web.ask(path).status for path in paths] == [410, 410]
    assert web.web.ask(other_link(web, DELEGATE, "unsubscribe")).status == 200
