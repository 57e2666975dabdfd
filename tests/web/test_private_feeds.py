"""Private addresses of feeds: shown once, stored as a hash, withdrawn for good, with the rights of today."""

from datetime import UTC

import pytest
from sqlalchemy import text

from feeds import selected, subscriptions, token_list
from tests.web.polled import EVERYTHING, names


def test_a_withdrawn_address_is_gone_for_good_and_the_others_stay(web):
    kept, gone = web.subscribes("a@state.example"), web.subscribes("a@state.example", language="fr")
    assert (web.web.ask(kept).status, web.web.ask(gone).status) == (200, 200)
    web.desk.unsubscribes(gone[3:-4], on=web.web.now)
    assert (web.web.ask(kept).status, web.web.ask(gone).status, web.web.ask(gone).kind) == (200, 410, "text/plain")


def test_who_asks_a_withdrawn_address_again_hears_that_it_is_gone_whatever_they_hold(web):
    kept, gone = web.subscribes("a@state.example"), web.subscribes("a@state.example", language="fr")
    held = {coding: web.web.ask(gone, Accept_Encoding=coding).tag for coding in ("gzip", "identity")}
    asked = [(coding, tag.format(held[coding])) for coding in held for tag in ("{}", "W/{}", '"x", {}', "*")]
    for coding, tag in asked:
        assert web.web.ask(gone, If_None_Match=tag, Accept_Encoding=coding).status == 304
    web.desk.unsubscribes(gone[3:-4], on=web.web.now)
    for coding, tag in asked:
        for method in ("GET", "HEAD"):
            assert web.web.ask(gone, method, If_None_Match=tag, Accept_Encoding=coding).status == 410
    assert web.web.ask(kept).status == 200


def test_a_token_is_long_shown_once_and_stored_as_its_hash_only(web):
    token = web.subscribes("a@state.example")[3:-4]
    assert len(token) * 6 >= 128
    with web.desk.acting() as session:
        dump = str(session.execute(text("SELECT * FROM subscription")).all())
        dump += str(session.execute(text("SELECT text FROM journal")).all())
    assert token not in dump
    assert subscriptions.hash_of(token) in dump


def test_no_log_ever_holds_a_token(web):
    path = web.subscribes("a@state.example")
    token = path[3:-4]
    for asked in (
        path,
        path.replace(".ics", ".json"),
        f"/subscription/{token}",
        f"/f/{token}",
        f"{path}?x={token[:5]}",
    ):
        web.web.ask(asked)
    web.web.ask(path, "POST")
    assert token not in web.web.log.getvalue()
    assert web.web.log.getvalue().count("***") == 6


def test_the_last_use_is_shown_to_the_owner_and_in_the_list(web):
    path = web.subscribes("a@state.example")
    page = f"/subscription/{path[3:-4]}"
    assert "not yet" in web.web.ask(page, Accept_Language="en").body.decode()
    web.web.ask(path)
    assert "Monday 20 February 2017 at 12:00" in web.web.ask(page, Accept_Language="en").body.decode()
    web.web.app.shelf.write_uses()
    with web.desk.acting() as session:
        assert [line.used_at for line in token_list.lines(session, now=web.web.now)] == [web.web.now.astimezone(UTC)]


def test_an_owner_withdraws_without_an_account(web):
    path = web.subscribes("a@state.example")
    page = f"/subscription/{path[3:-4]}"
    assert web.web.ask(page, "POST").status == 200
    assert (web.web.ask(path).status, web.web.ask(page).status) == (410, 410)


def test_rights_are_looked_up_again_when_a_role_ends(web):
    path = web.subscribes("focal@itu.example")
    assert b"STATUS:TENTATIVE" in web.web.ask(path).body
    with web.desk.acting() as session:
        ended = "UPDATE role SET to_on = '2017-02-20' WHERE role = 'secretariat'"
        session.execute(text(ended))
    web.on("2017-02-21")
    assert b"STATUS:TENTATIVE" not in web.web.ask(path).body


def test_members_never_see_a_proposed_date(web):
    private, public = web.web.ask(web.subscribes("a@state.example")), web.web.ask(EVERYTHING)
    assert private.body == public.body
    assert b"TENTATIVE" not in public.body


def test_what_an_organization_owes_is_shown_to_its_own_people(web):
    web.desk.knows("Stranger", "x@other.example", "membership")
    with web.desk.acting() as session:
        session.execute(text("UPDATE person SET organization_id = NULL WHERE email = 'x@other.example'"))
    response = web.web.ask(web.subscribes("a@state.example", "organization/An%20organization"))
    assert "Comment on the final draft" in names(response.body)
    with pytest.raises(selected.NotTheirs):
        web.subscribes("x@other.example", "organization/An%20organization")
