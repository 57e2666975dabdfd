"""Every act of the pages: what it refuses is a page that says so, its status one of 400 to 499; and nothing changes."""

from collections.abc import Callable, Mapping
from html import unescape

from kernel import registry
from kernel.grants import Grant
from planning.chain import Anchor, Chain, Step
from tests.cli.test_remedy_words import COMMAND, OPTION
from tests.kernel.stories import contents
from tests.web.conftest import WebDesk
from tests.web.live_server import Reply
from tests.web.test_personal_act import link as to_step
from tests.web.test_personal_links import DELEGATE, FOCAL
from tests.web.test_personal_links import link as to_choices

LETTER, SEND = "letter/2017", Step("send", "Send the letter", due="on reply", confirmation=True)
NOWHERE = "/nobody-signed-this"
REFUSED: Mapping[str, Callable[[WebDesk], Reply]] = {
    "deadline/met": lambda web: web.web.post(to_step(web, FOCAL, "revised-draft"), document="CWG-WSIS-30/7"),
    "deadline/confirm": lambda web: web.web.post(to_step(web, FOCAL, SEND.slug, LETTER), do="confirm"),
    "answer/give": lambda web: web.web.post(to_step(web, DELEGATE, "comments"), url="ftp://draft"),
    "choices/set": lambda web: web.web.post(to_choices(web, DELEGATE, "choices"), zone="Mars/Olympus"),
    "choices/mute": lambda web: web.web.post(f"/unsubscribe{NOWHERE}"),
    "choices/unmute": lambda web: web.web.post(f"/unsubscribe{NOWHERE}", do="again"),
    "tokens/offer": lambda web: web.web.post("/subscribe", email="nobody", what="mine"),
    "tokens/issue": lambda web: web.web.post(f"/address{NOWHERE}"),
    "tokens/revoke": lambda web: web.web.post(f"/subscription{NOWHERE}"),
    "sign-in/end": lambda web: web.web.post("/desk/account"),
}


def test_every_act_of_the_pages_refuses_with_a_page_and_changes_nothing(web: WebDesk) -> None:
    assert set(REFUSED) == {act.name for act in registry.acts() if Grant.LINK in act.who}
    anchor = Anchor("reply", "the day on which the other side wants it")
    web.desk.chains["letter"] = Chain("letter", 1, "A letter", "none: of a test", (anchor,), (SEND,))
    web.desk.opens(LETTER, on="2017-02-01", reply="2017-03-20")
    assert web.web.post(to_step(web, FOCAL, SEND.slug, LETTER)).status == 303  # and may not confirm it
    before = contents(web.desk.engine)
    for name, ask in REFUSED.items():
        reply = ask(web)
        text = unescape(reply.body.decode())
        assert 400 <= reply.status < 500, (name, reply.status)
        assert "<h1" in text, (name, text)
        assert not COMMAND.search(text), (name, text)
        assert not OPTION.search(text.partition("<body")[2]), (name, text)
    assert contents(web.desk.engine) == before
