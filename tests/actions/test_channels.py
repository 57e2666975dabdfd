"""A contact who is reached by a webhook too: each channel is owed, sent and recorded by itself."""

from tests.notifications.web import Hook


def test_a_person_hears_by_each_of_their_channels_once(desk):
    with Hook() as hook:
        address = f"json://127.0.0.1:{hook.port}/200"
        desk.knows("An Officer", "officer@itu.example", "secretariat", channels=("email", address))
        desk.opens_agreed()
        desk.assigns("final-draft", "officer@itu.example", on="2017-02-10")
        desk.round("2017-03-10 09:00")
        desk.round("2017-03-10 09:15")
        told = [body for _, body in hook.posts if "Post the final draft: due Friday 24 March" in body]
        assert len(told) == 1
    by_mail = [
        mail for mail in desk.sink.mails if mail.recipient == "officer@itu.example" and "final draft" in mail.subject
    ]
    assert len(by_mail) == 1


def test_the_ledger_never_holds_a_channels_url(desk):
    desk.knows("An Officer", "officer@itu.example", "secretariat", channels=("json://127.0.0.1:9/secret",))
    desk.opens_agreed()
    desk.assigns("final-draft", "officer@itu.example", on="2017-02-10")
    desk.round("2017-03-10 09:00")
    kept = [(message.address, message.detail or "") for message in desk.messages()]
    assert not any("secret" in word for pair in kept for word in pair)
    assert ("channel-4", "retry") in [(message.address, str(message.state)) for message in desk.messages()]
