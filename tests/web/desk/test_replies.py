"""Replies of a window: who replied, late or not, what they remarked, who has not; and the acts on each."""

from html import unescape

from kernel.runner import do
from models.engine import writing
from tests.secretariat import HLPF, OFFICER, moment
from tests.web.desk.browser import Fields
from tests.web.desk.test_desk_pages import words_of

PAGE = "/desk/cycles/hlpf-contribution/2017/replies/comments"


def test_replies_and_remarks_are_shown_by_organization_with_what_can_be_done(web, enter) -> None:
    viewer = enter("viewer", "b@state.example")
    assert "0 of 1 organization replied. Closes Fri 10 Mar 2017." in words_of(viewer.get(PAGE))
    assert "No reply yet An organization" in words_of(viewer)
    web.desk.meets("revised-draft", on="2017-02-24")
    web.on("2017-03-13 10:00")
    given = {"cycle": HLPF, "step": "comments", "organization": "An organization"}
    with writing(web.desk.engine) as session:
        said = {"on": "2017-03-12", "says": ["Name the Sectors in paragraph 3."]}
        do(session, "answer/give", **given, **said, now=moment("2017-03-13 09:00"), by=OFFICER)
    page = enter("secretariat").get(PAGE)
    said = words_of(page)
    assert "1 of 1 organization replied. Closed Fri 10 Mar 2017." in said
    assert "An organization Sun 12 Mar 2017" in said
    assert "1. Name the Sectors in paragraph 3. Open" in said
    assert "No reply yet" not in said
    links = Fields(page.text).links
    assert {"Extend", "Accept although late", "Say what became of a remark", "As a file (CSV)"} <= set(links)
    for label in ("Extend", "Accept although late", "Say what became of a remark"):
        assert page.get(unescape(links[label])).status == 200, label
    form = page.get(unescape(links["Say what became of a remark"]))
    assert "An organization: Name the Sectors in paragraph 3." in words_of(form)  # its words, rather than its number
    form.send({"for_chair": "which of the two", "do": "check"})
    assert "For the Chair: which of the two · Say what became of a remark" in words_of(page.get(PAGE))
    listed = page.get("/desk/readings/comment/list?cycle=hlpf-contribution/2017&step=comments")
    assert "An organization For the Chair Name the Sectors" in words_of(listed)
    assert "/desk/acts/" not in enter("viewer", "b@state.example").get(PAGE).text
    assert page.get(PAGE.replace("comments", "no-such")).status == 404
    with writing(web.desk.engine) as session:
        do(session, "answer/withdraw", **given, because="sent by mistake", now=moment("2017-03-13 10:30"), by=OFFICER)
    web.on("2017-03-13 11:00")
    said = words_of(enter("secretariat").get(PAGE))
    assert "0 of 1 organization replied. Closed Fri 10 Mar 2017." in said  # what was withdrawn counts for nothing
    assert "withdrawn: sent by mistake" in said
    assert "No reply yet An organization" in said
    assert "Withdraw a reply" not in said
