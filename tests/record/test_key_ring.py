"""Rotating the secret: links that were sent and channels that were sealed go on working until their key is dropped."""

from base64 import urlsafe_b64encode
from dataclasses import replace
from datetime import date
from hashlib import sha256

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import select, update

from delivery import sealed_channels
from delivery.keys import StillSealing
from models.engine import reading
from models.people import Channel, Person
from record import key_ring, seals
from record.key_ring import NoSuchKey, NotOurFile
from record.people import signed_links
from record.people.signed_links import UNSUBSCRIBE
from record.refusals import BadSetting, OutOfTime, WrongJournalKey
from record.seals import BadLink, WrongSecret
from record.settings import read
from tests.secretariat import Desk, moment

OLD, NEW = "an-old-key-of-the-office", "a-new-key-of-the-office"
URL = "json://127.0.0.1:9/t0ken"
ON = moment("2017-02-09")
SOMEBODY = Person(public_id="somebody", name="S", email="s@x.example", organization_id=None)


@pytest.fixture
def office(desk: Desk) -> Desk:
    """A desk with one channel besides mail, sealed with the key of the file."""
    loads(desk)
    return desk


def loads(desk: Desk) -> str:
    file = desk.home / "contacts.yaml"
    file.write_text(f"contacts:\n- {{name: Anna, email: anna@itu.example, channels: [email, '{URL}']}}\n")
    return str(desk.loads(file, on="2017-02-09"))


def sealed(desk: Desk) -> Channel:
    with reading(desk.engine) as session:
        return session.scalars(select(Channel).where(Channel.address != "email")).one()


def rotates(desk: Desk) -> str:
    return desk.performs("secret/rotate", on=ON).sentence.partition("; ")[2]


def token(desk: Desk) -> str:
    links = signed_links.links(desk.settings)
    assert links is not None
    return links.unsubscribe(SOMEBODY, "a-chain", date(2017, 3, 26)).rpartition("/")[2]


def test_after_a_rotation_old_links_and_sealed_channels_work_and_new_ones_use_the_new_key(office):
    old_link, old_row = token(office), sealed(office)
    assert rotates(office) == "1 channel sealed anew"
    new_link, new_row = token(office), sealed(office)
    assert old_link != new_link
    assert old_row.address.split(":")[1] != new_row.address.split(":")[1]
    for link in (old_link, new_link):
        assert signed_links.said_by(office.settings, UNSUBSCRIBE, link).person == "somebody"
    for address in (old_row.address, new_row.address):
        assert seals.unseal(office.settings, address) == URL
    assert loads(office) == "1 unchanged"
    assert (office.home / "secret.key").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in office.home.glob("*secret.key*")] == ["secret.key"]


def test_a_rotation_that_would_count_as_done_in_the_future_leaves_the_key_as_it_was(office):
    kept = (office.home / "secret.key").read_bytes()
    with pytest.raises(OutOfTime, match="still to come"):
        office.performs("secret/rotate", on=moment("2099-01-01"))
    assert (office.home / "secret.key").read_bytes() == kept


def test_a_channel_sealed_with_an_older_key_is_known_again_before_it_is_sealed_anew(office):
    key_ring.rotate(office.settings)
    before = sealed(office)
    assert loads(office) == "1 unchanged"
    assert sealed(office).address == before.address
    assert office.performs("channels/seal", on=ON).sentence == "1 channel sealed"
    assert office.performs("channels/seal", on=ON).sentence == "0 channels sealed"
    assert loads(office) == "1 unchanged"


def test_an_older_key_is_dropped_once_no_channel_needs_it_and_its_links_end(office):
    link = token(office)
    (old,) = key_ring.ring(office.settings).keys
    key_ring.rotate(office.settings)

    with pytest.raises(StillSealing, match="1 channel may need that key"):
        office.performs("secret/drop", key=old.id, on=ON)
    office.performs("channels/seal", on=ON)
    newest = key_ring.ring(office.settings).newest.id
    for wrong in (newest, "nonsense"):
        with pytest.raises(NoSuchKey, match=f"those that may be taken out are {old.id}"):
            office.performs("secret/drop", key=wrong, on=ON)
    office.performs("secret/drop", key=old.id, on=ON)
    assert [key.id for key in key_ring.ring(office.settings).keys] == [newest]
    with pytest.raises(BadLink):
        signed_links.said_by(office.settings, UNSUBSCRIBE, link)
    assert seals.unseal(office.settings, sealed(office).address) == URL


def test_what_was_sealed_and_signed_before_keys_had_ids_still_works(office):
    settings = replace(office.settings, secret=OLD)
    bare = "sealed:" + Fernet(urlsafe_b64encode(key_ring.Key(OLD).derived("seal"))).encrypt(URL.encode()).decode()
    assert seals.unseal(settings, bare) == URL
    assert seals.unseal(replace(settings, secret=f"{NEW},{OLD}"), bare) == URL
    with office.acting() as session:
        session.execute(update(Channel).where(Channel.address != "email").values(address=bare))
    with office.acting() as session:
        assert sealed_channels.by_key(session) == {"": 1}
        (row,) = sealed_channels.unsealed(session, replace(settings, secret=f"{NEW},{OLD}"))
        sealed_channels.seal(session, replace(settings, secret=f"{NEW},{OLD}"), row)
        session.flush()
        assert sealed_channels.by_key(session) == {key_ring.Key(NEW).id: 1}


def test_a_channel_whose_key_is_lost_is_left_as_it_is(office):
    before = sealed(office).address
    (office.home / "secret.key").write_text(NEW)
    with pytest.raises(WrongJournalKey):
        rotates(office)
    assert sealed(office).address == before
    with pytest.raises(WrongSecret):
        seals.unseal(office.settings, before)


def test_keys_of_the_environment_come_newest_first_and_are_no_commands_to_change(office):
    ours = replace(office.settings, secret=f"{NEW},\n {OLD} ")
    assert [key.secret for key in key_ring.ring(ours).keys] == [NEW, OLD]
    assert seals.seal(ours, "x").split(":")[1] == key_ring.Key(NEW).id
    for change in (lambda: key_ring.rotate(ours), lambda: key_ring.drop(ours, key_ring.Key(OLD).id)):
        with pytest.raises(NotOurFile, match="put a new one before them"):
            change()


def test_a_phrase_that_a_comma_would_break_into_short_keys_is_refused():
    for good in ("short", "a phrase of several words", f"{NEW},{OLD}", f"{'x' * 16},{'y' * 16}"):
        assert read({"COUNCIL_SECRET": good}).secret == good
    for bad in ("a phrase, with a comma", f"{NEW},{'y' * 15}"):
        with pytest.raises(
            BadSetting, match="COUNCIL_SECRET cannot be used: it holds a comma, so that it is 2 keys"
        ) as refusal:
            read({"COUNCIL_SECRET": bad})
        assert "phrase" not in str(refusal.value)


def test_an_id_gives_nothing_away(office):
    key = key_ring.Key(NEW)
    assert len(key.id) == 8
    assert not sha256(NEW.encode()).hexdigest().startswith(key.id)
    assert key.id != key.derived("seal").hex()[:8]
