"""Without a carrier the secretariat hands invitations over, and can sign in as nobody else."""

import pytest

from wgcop import mail


@pytest.fixture
def written(http, world, invited):
    """An invitation, and a link for a new password that Amina asked for."""
    invited("mira@example.org", delegation="Kenya")
    answer = http().post("/forgotten-password", data={"email": "amina@example.org"})
    assert "cannot send mail" in answer.text


def test_only_invitations_are_shown_with_a_hint_for_other_letters(http, world, written, links):
    page = http(world.ines).get("/mail")
    assert page.headers["Cache-Control"] == "no-store"
    assert [link.split("/")[1] for link in links(page.text)] == ["invitations"]
    assert "amina@example.org" not in page.text
    assert "wgcop people reset" in page.text


@pytest.mark.settings(DEVELOPMENT=True)
def test_a_demo_shows_all(http, world, written, links):
    page = http(world.ines).get("/mail").text
    assert [link.split("/")[1] for link in links(page)] == ["reset", "invitations"]


@pytest.mark.settings(MAIL_URL="smtp://localhost")
def test_with_a_mail_server_unsent_letters_are_shown_until_they_are_sent(
    app, http, world, invited, links
):
    app.config["MAIL_URL"] = ""
    invited("mira@example.org", delegation="Kenya")
    app.config["MAIL_URL"] = "smtp://localhost"
    page = http(world.ines).get("/mail")
    assert "have not been sent yet" in page.text and len(links(page.text)) == 1
    left = []
    app.extensions["mail_carrier"] = left.append
    with app.app_context():
        assert mail.send_waiting() == 1
    assert [message.recipient for message in left] == ["mira@example.org"]
    page = http(world.ines).get("/mail").text
    assert links(page) == []
    assert "Nothing is kept here" in page and "has been written yet" not in page
    assert "Kept mail" in http(world.ines).get("/people/").text
