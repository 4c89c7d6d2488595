"""A key of the browser: made, used beside the password and in its place, copied, and removed."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from wgcop.accounts.factors import Passkey
from wgcop.database import db
from wgcop.demo.people import PASSWORD

KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def at_desk(enter, server):
    """Amina at a browser with a key in it. Keys are bound to a name, so the workspace is reached by one."""
    reader = enter(None, base_url=server.url.replace("127.0.0.1", "localhost"))
    reader.site = server.url.replace("127.0.0.1", "localhost")
    cdp = reader.context.new_cdp_session(reader.page)
    cdp.send("WebAuthn.enable")
    reader.key = cdp.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})["authenticatorId"]
    reader.cdp = cdp
    return reader


def sign_in_by_password(reader):
    page = reader.page
    page.goto(reader.site + "/sign-in")
    page.get_by_label("E-mail").fill("amina@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    return page


def sign_out(reader):
    reader.context.clear_cookies()


def counted(app):
    with app.app_context():
        return db.session.scalars(select(Passkey)).one()


def test_a_passkey_is_made_used_refused_as_a_copy_and_removed(
    at_desk, enter, axe, no_sideways_scroll
):
    app = enter._app
    page = sign_in_by_password(at_desk)
    page.wait_for_url("**/")
    page.goto(at_desk.site + "/account/second-factor")
    page.get_by_label("Name of the key").fill("Laptop")
    page.get_by_role("button", name="Add a passkey").click()
    page.get_by_role("heading", name="Recovery codes").wait_for()
    expect(page.locator("code")).to_have_count(10)
    axe(page)
    page.get_by_role("link", name="I have saved them").click()
    page.get_by_role("button", name="Remove the passkey Laptop").wait_for()
    axe(page)

    # Beside the password.
    sign_out(at_desk)
    page = sign_in_by_password(at_desk)
    page.wait_for_url("**/sign-in/second**")
    axe(page)
    page.set_viewport_size({"width": 390, "height": 800})
    no_sideways_scroll(page)
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(at_desk.site + "/")

    # In place of it, and led on to where one wanted to go.
    sign_out(at_desk)
    page.goto(at_desk.site + "/sign-in?next=/people/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url("**/people/")

    # A copy of the key has counted less.
    with app.app_context():
        db.session.scalars(select(Passkey)).one().sign_count += 100
        db.session.commit()
    sign_out(at_desk)
    page.goto(at_desk.site + "/sign-in")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.get_by_text("The key was not accepted").wait_for()
    assert counted(app).doubted_at is not None

    # Whoever cancels is told what else to do, and stays where they are.
    at_desk.cdp.send(
        "WebAuthn.setUserVerified", {"authenticatorId": at_desk.key, "isUserVerified": False}
    )
    page.goto(at_desk.site + "/sign-in")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.get_by_text("No passkey was used").wait_for()
    at_desk.complaints.clear()  # the browser notes each answer of 422


def test_where_none_can_be_made_the_page_says_why_and_what_to_use_instead(enter, server):
    # Keys are bound to a name, and this address is a number.
    page = enter("amina").open("/account/second-factor")
    expect(page.get_by_text("Here they are not offered")).to_be_visible()
    expect(page.get_by_role("button", name="Add a passkey")).to_be_hidden()

    # Without scripts.
    reader = enter(None, java_script_enabled=False)
    reader.site = server.url.replace("127.0.0.1", "localhost")
    page = sign_in_by_password(reader)
    page.wait_for_url(reader.site + "/")
    page.goto(reader.site + "/account/second-factor")
    # The browser of these tests parses <noscript> as if scripts ran, and shows nothing of it.
    assert "Without JavaScript no passkey can be made" in page.content()
    expect(page.get_by_role("button", name="Add a passkey")).to_be_hidden()
    page.get_by_role("link", name="Set up an app").click()
    expect(page.get_by_role("img", name="The key as a picture to scan")).to_be_visible()
