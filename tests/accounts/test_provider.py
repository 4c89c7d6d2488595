"""Signing in by an organization's own accounts, at a provider that runs for these tests."""

import base64
import json
import re
import subprocess
from collections.abc import Iterator
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest
import requests
from authlib.integrations.flask_client.apps import FlaskOAuth2App
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey
from sqlalchemy import func, select
from structlog.testing import capture_logs

from tests.accounts.apps import APP, KEY, now_of
from tests.accounts.test_secret_addresses import address_in
from tests.accounts.test_sign_in import AMINA
from tests.architecture.reading import ROOT
from tests.conftest import program
from tests.servers import free_port
from wgcop.accounts.factors import ProviderAccount
from wgcop.accounts.models import Person
from wgcop.audit.models import AuditRow
from wgcop.database import db
from wgcop.signing_in.actions.credentials import request_reset
from wgcop.signing_in.provider import STATE

BACK = "http://localhost/sign-in/provider/return"
PEOPLE = {
    "amina": {"email": "amina@example.org", "email_verified": True, "amr": ["pwd", "mfa"]},
    "plain": {"email": "caio@example.org", "email_verified": True, "amr": ["pwd"]},
    "successor": {"email": "amina@example.org", "email_verified": True},
    "claims-to-be-amina": {"email": "amina@example.org", "email_verified": False},
    "says-so-in-words": {"email": "amina@example.org", "email_verified": "true"},
    "stranger": {"email": "stranger@example.org", "email_verified": True},
    "fresh": {"email": "Fresh@example.org", "email_verified": True, "name": "Fresh  Hand"},
}
SIGNS = RSAKey.generate_key(2048, {"kid": "tests", "alg": "RS256", "use": "sig"})
"""The provider's key. Nobody else has it but these tests."""
FIELD = re.compile(r'name="prompt" value="(\w+)"')
ABORT = re.compile(r'href="([^"]+/abort)"')
ACTION = re.compile(r'action="([^"]+)"')


@pytest.fixture(scope="session")
def provider() -> Iterator[str]:
    """Its address."""
    node, port = program("node", of="Node"), free_port()
    script = str(ROOT / "tests/accounts/provider.mjs")
    if not (ROOT / "node_modules/oidc-provider").is_dir():
        pytest.fail("scripts/node-packages installs the provider.")
    command = [
        node,
        script,
        str(port),
        BACK,
        json.dumps(PEOPLE),
        json.dumps(SIGNS.as_dict(private=True)),
    ]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdout is not None
        assert "ready" in process.stdout.readline()
        yield f"http://127.0.0.1:{port}"
        process.kill()


@pytest.fixture
def settings(request, provider):
    asked = {}
    for marker in request.node.iter_markers("settings"):
        asked = {**marker.kwargs, **asked}
    return {
        "OIDC_ISSUER": provider,
        "OIDC_CLIENT_ID": "workspace",
        "OIDC_CLIENT_SECRET": "between-the-two-of-us",
        "OIDC_NAME": "Blue Ministry",
        "OIDC_SECOND_FACTOR": "",
        **asked,
    }


def at_provider(address, login):
    """Signs in there and agrees, as a person with a browser would; the address that one is sent back to."""
    with requests.Session() as there:
        answer = there.get(address, allow_redirects=False)
        for _each in range(12):
            if answer.is_redirect:
                wanted = urljoin(answer.url, answer.headers["Location"])
                if wanted.startswith(BACK):
                    return wanted.removeprefix("http://localhost")
                answer = there.get(wanted, allow_redirects=False)
                continue
            form = {"prompt": FIELD.search(answer.text)[1], "login": login, "password": "any"}
            answer = there.post(
                urljoin(answer.url, ACTION.search(answer.text)[1]), data=form, allow_redirects=False
            )
    raise AssertionError(answer.text)


def sent(browser, start="/sign-in/provider?next=/people/"):
    answer = browser.get(start)
    assert answer.status_code == 302, answer.text
    return answer.location


def go(browser, login, start="/sign-in/provider?next=/people/"):
    return browser.get(at_provider(sent(browser, start), login))


def cancelled(browser, start):
    """Goes there and presses *Cancel*; the address that one is sent back to."""
    with requests.Session() as there:
        page = there.get(sent(browser, start))
        answer = there.get(urljoin(page.url, ABORT.search(page.text)[1]), allow_redirects=False)
        while not answer.headers["Location"].startswith(BACK):
            answer = there.get(
                urljoin(answer.url, answer.headers["Location"]), allow_redirects=False
            )
    return answer.headers["Location"].removeprefix("http://localhost")


def failures(session):
    return session.scalars(
        select(AuditRow.detail).where(AuditRow.deed == "person.sign-in-failed")
    ).all()


def test_whoever_cancels_there_is_back_at_the_sign_in_page_and_told_so(http, world, session):
    browser = http()
    back = browser.get(cancelled(browser, "/sign-in/provider?next=/people/"))
    assert (back.status_code, back.location) == (303, "/sign-in?next=/people/")
    page = browser.get(back.location).text
    assert "You were not signed in. It was cancelled at Blue Ministry" in page
    assert failures(session) == []
    assert go(browser, "amina").location == "/people/"
    linking = http()
    linking.post("/sign-in", data=AMINA)
    assert linking.get(cancelled(linking, "/account/provider")).location == "/account"
    assert "Nothing was linked. It was cancelled" in linking.get("/account").text


@pytest.mark.parametrize(
    "code, said",
    [
        ("temporarily_unavailable", "Try again in a few minutes"),
        ("login_required", "wants to ask you something first"),
        ("invalid_scope", "Tell the secretariat"),
        ("<b>made up</b>", "without saying who you are"),
    ],
)
def test_every_error_of_the_provider_is_said_in_plain_words_and_logged(
    http, world, session, code, said
):
    browser = http()
    state = parse_qs(urlsplit(sent(browser)).query)["state"][0]
    told = {"error": code, "error_description": "AADSTS50105 <i>secret</i>", "state": state}
    with capture_logs() as logged:
        back = browser.get("/sign-in/provider/return", query_string=told)
    page = browser.get(back.location).text
    assert said in page and "AADSTS50105" not in page and "made up" not in page
    [line] = [each for each in logged if each["event"] == "provider_refused"]
    assert line["reason"] == (code if code.isidentifier() else "unknown")
    assert failures(session) == ["provider"]
    # An address that somebody else wrote adds nothing to the trail.
    http().get("/sign-in/provider/return", query_string=told)
    assert failures(session) == ["provider"]


@pytest.mark.settings(OIDC_SECOND_FACTOR="mfa")
def test_a_calendar_goes_on_for_whoever_has_their_second_factor_at_the_provider(app, http, world):
    addresses = {}
    for login in ("amina", "plain"):
        browser = http()
        go(browser, login)
        addresses[login] = address_in(browser.post("/calendar/address"))
    app.config["SECOND_FACTOR"] = "everybody"
    assert http().get(addresses["amina"]).status_code == 200
    assert http().get(addresses["plain"]).status_code == 403


def test_somebody_known_signs_in_and_is_known_by_their_number_from_then_on(
    app, http, world, session, letters
):
    browser = http()
    assert "Sign in with Blue Ministry" in browser.get("/sign-in").text
    asked = parse_qs(urlsplit(sent(browser)).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert {"state", "nonce", "code_challenge"} <= set(asked)
    answer = go(browser, "amina")
    assert (answer.status_code, answer.location) == (303, "/people/")
    assert browser.get("/api/v1/session").json["person"] == world.amina.id
    assert "was linked" in letters("amina@example.org")[0].text
    amina = session.get(Person, world.amina.id)
    amina.email = "amina.barasa@example.org"  # what counts now is the number, not the address
    session.commit()
    again = http()
    assert go(again, "amina").location == "/people/"
    assert again.get("/api/v1/session").json["person"] == world.amina.id


def test_nobody_is_let_in_by_an_address_that_is_not_verified(http, world):
    browser = http()
    for login in ("claims-to-be-amina", "says-so-in-words"):
        answer = go(browser, login)
        assert answer.status_code == 409
        assert "does not confirm your e-mail address" in answer.text
        assert browser.get("/api/v1/session").json["person"] is None


def test_nobody_is_made_from_nothing_but_somebody_invited_comes_in(http, world, session, invited):
    before = session.scalar(select(func.count(Person.id)))
    answer = go(http(), "stranger")
    assert answer.status_code == 409
    assert "Ask the secretariat" in answer.text
    assert session.scalar(select(func.count(Person.id))) == before
    invited("fresh@example.org", delegation="Kenya")
    browser = http()
    assert go(browser, "fresh").status_code == 303
    fresh = world["fresh@example.org"]
    assert (fresh.name, fresh.password_hash) == ("Fresh Hand", "")
    assert [m.delegation.name for m in fresh.memberships] == ["Kenya"]
    no_password = {"email": "fresh@example.org", "password": "anything at all"}
    assert http().post("/sign-in", data=no_password).status_code == 422
    assert browser.post("/account/provider/removal").status_code == 409


def test_an_account_is_linked_by_its_owner_and_by_nobody_else(http, world, session):
    browser = http()
    browser.post("/sign-in", data=AMINA)
    assert go(browser, "claims-to-be-amina", "/account/provider").location == "/account"
    other = http()
    assert go(other, "claims-to-be-amina").status_code == 303
    caio = http()
    caio.post("/sign-in", data=AMINA | {"email": "caio@example.org"})
    refused = go(caio, "claims-to-be-amina", "/account/provider")
    assert refused.status_code == 409
    assert "linked to somebody else" in refused.text
    assert browser.post("/account/provider/removal").status_code == 303
    assert not session.scalar(select(func.count(ProviderAccount.id)))
    assert go(http(), "claims-to-be-amina").status_code == 409


def test_whoever_has_an_address_after_somebody_does_not_become_them(http, world):
    go(http(), "amina")
    successor = http()
    refused = go(successor, "successor")
    assert refused.status_code == 409 and "Another account of your organization" in refused.text
    assert successor.get("/api/v1/session").json["person"] is None
    amina = http()
    amina.post("/sign-in", data=AMINA)  # who has the password may change over
    assert go(amina, "successor", "/account/provider").location == "/account"
    assert go(http(), "successor").status_code == 303


def test_an_answer_that_does_not_hold_lets_nobody_in(app, http, world):
    """Another browser's, another's nonce, for another workspace, from another provider, and one used before."""

    def is_refused(browser, address):
        answer = browser.get(address)
        assert answer.status_code == 503, answer.text
        assert "could not be completed" in answer.text
        assert browser.get("/api/v1/session").json["person"] is None

    is_refused(http(), at_provider(sent(http()), "amina"))

    planted = http()
    address = at_provider(sent(planted), "amina")
    with planted.session_transaction() as cookie:
        [state] = [name for name in cookie if name.startswith(STATE)]
        cookie[state] = {**cookie[state], "data": {**cookie[state]["data"], "nonce": "another"}}
    is_refused(planted, address)

    for setting, other in (("OIDC_CLIENT_ID", "other"), ("OIDC_ISSUER", "http://127.0.0.1:1")):
        browser, right = http(), app.config[setting]
        address = at_provider(sent(browser), "amina").partition("&iss=")[0]
        app.config[setting] = other
        is_refused(browser, address)
        app.config[setting] = right

    browser = http()
    address = at_provider(sent(browser), "amina")
    is_refused(browser, re.sub(r"iss=[^&]+", "iss=http%3A%2F%2Fevil.example", address))

    browser = http()
    address = at_provider(sent(browser), "amina")
    with browser.session_transaction() as cookie:
        kept = dict(cookie)
    assert browser.get(address).status_code == 303
    again = http()
    with again.session_transaction() as cookie:
        cookie.update(kept)
    is_refused(again, address)


def claims_of(token):
    return jwt.decode(token, SIGNS, algorithms=["RS256"]).claims


def signed(claims, key=SIGNS, alg="RS256"):
    return jwt.encode({"alg": alg, "kid": "tests"}, claims, key, algorithms=[alg])


def unsigned(claims):
    head, said = (
        base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=")
        for part in ({"alg": "none"}, claims)
    )
    return f"{head}.{said}."


FORGED = {
    "for another workspace": lambda claims: signed({**claims, "aud": "another"}),
    "for several others": lambda claims: signed({**claims, "aud": ["another", "third"]}),
    "handed out to another": lambda claims: signed(
        {**claims, "aud": ["workspace", "another"], "azp": "another"}
    ),
    "of another provider": lambda claims: signed({**claims, "iss": "https://evil.example"}),
    "for another sign-in": lambda claims: signed({**claims, "nonce": "another"}),
    "for no sign-in": lambda claims: signed(
        {name: value for name, value in claims.items() if name != "nonce"}
    ),
    "of an hour ago": lambda claims: signed({**claims, "exp": claims["iat"] - 3600}),
    "of nobody": lambda claims: signed(
        {name: value for name, value in claims.items() if name != "sub"}
    ),
    "signed by somebody else": lambda claims: signed(claims, RSAKey.generate_key(2048)),
    "signed by nobody": unsigned,
    "signed with what both know": lambda claims: signed(
        claims, OctKey.import_key("between-the-two-of-us"), "HS256"
    ),
    "signed with the public key": lambda claims: signed(
        claims, OctKey.import_key(SIGNS.as_pem(private=False)), "HS256"
    ),
    "absent": lambda _claims: None,
}


@pytest.fixture
def provider_says(monkeypatch):
    """`provider_says(forge)` changes what the provider hands out to the workspace itself, whom nobody stands between."""
    fetch = FlaskOAuth2App.fetch_access_token

    def says(forge):
        def fetched(app, **asked):
            token = fetch(app, **asked)
            token["id_token"] = forge(claims_of(token["id_token"]))
            return {name: value for name, value in token.items() if value is not None}

        monkeypatch.setattr(FlaskOAuth2App, "fetch_access_token", fetched)

    return says


@pytest.mark.parametrize("what", FORGED)
def test_a_token_that_says_something_else_lets_nobody_in(http, world, session, provider_says, what):
    provider_says(FORGED[what])
    browser = http()
    answer = go(browser, "amina")
    assert answer.status_code == 503, answer.text
    assert browser.get("/api/v1/session").json["person"] is None
    assert failures(session) == ["provider"]
    assert session.scalars(select(ProviderAccount.id)).all() == []


@pytest.mark.parametrize("what", ["signed by nobody", "signed with what both know"])
def test_a_provider_cannot_choose_that_its_tokens_prove_nothing(
    http, world, provider_says, what, app
):
    client = app.extensions["authlib.integrations.flask_client"].provider
    with app.app_context():
        client.load_server_metadata()
    client.server_metadata["id_token_signing_alg_values_supported"] = ["none", "HS256", "RS256"]
    provider_says(FORGED[what])
    browser = http()
    assert go(browser, "amina").status_code == 503
    assert browser.get("/api/v1/session").json["person"] is None


def test_what_the_tests_sign_in_the_name_of_the_provider_is_believed_if_it_is_true(
    http, world, provider_says
):
    provider_says(signed)
    browser = http()
    assert go(browser, "amina").location == "/people/"
    assert browser.get("/api/v1/session").json["person"] == world.amina.id


def test_while_the_provider_does_not_give_the_token_nobody_is_in_and_the_next_try_works(
    http, world, monkeypatch
):
    browser = http()
    address = at_provider(sent(browser), "amina")
    with monkeypatch.context() as patch:

        def away(*_asked, **_more):
            raise requests.ConnectionError("away")

        patch.setattr(FlaskOAuth2App, "fetch_access_token", away)
        assert browser.get(address).status_code == 503
    assert browser.get("/api/v1/session").json["person"] is None
    assert go(browser, "amina").location == "/people/"


@pytest.mark.parametrize("first", ["linked", "not linked"])
def test_nobody_comes_in_by_the_provider_after_their_account_here_has_ended(
    http, world, session, first
):
    if first == "linked":
        assert go(http(), "amina").status_code == 303
    http(world.ines).post(f"/people/{world.amina.id}/deactivation")
    browser = http()
    assert go(browser, "amina").status_code == 409
    assert browser.get("/api/v1/session").json["person"] is None


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_no_other_site_begins_to_link_an_account(http, world, session, site):
    """It could have signed her browser in at the provider as somebody else before, who would then be her here."""
    amina = http()
    amina.post("/sign-in", data=AMINA)
    led = amina.get("/account/provider", headers={"Sec-Fetch-Site": site})
    assert (led.status_code, led.location) == (303, "/account")
    assert "Press “Link the account”" in amina.get("/account").text
    assert not session.scalar(select(func.count(ProviderAccount.id)))
    own = amina.get("/account/provider", headers={"Sec-Fetch-Site": "same-origin"})
    assert own.location.startswith("http://127.0.0.1:")


def test_what_one_person_began_to_link_is_not_linked_to_the_next_in_the_same_browser(
    http, world, session
):
    browser = http()
    browser.post("/sign-in", data=AMINA)
    back = at_provider(sent(browser, "/account/provider"), "amina")
    browser.post("/sign-out")
    browser.post("/sign-in", data=AMINA | {"email": "caio@example.org"})
    assert browser.get(back).status_code == 503
    assert not session.scalar(select(func.count(ProviderAccount.id)))


@pytest.mark.parametrize("outside", ["https://evil.example/", "//evil.example", "/\t/evil.example"])
def test_nobody_is_sent_to_another_site_afterwards(http, world, outside):
    browser = http()
    answer = go(browser, "amina", "/sign-in/provider?next=" + requests.utils.quote(outside))
    assert (answer.status_code, answer.location) == (303, "/")


@pytest.mark.settings(OIDC_SECOND_FACTOR="mfa", SECOND_FACTOR="everybody")
def test_a_second_factor_there_counts_here_where_the_setting_says_so(http, world, clock):
    there = http()
    assert go(there, "amina").location == "/people/"
    assert there.get("/people/").status_code == 200
    plain = http()
    assert go(plain, "plain").location == "/people/"
    assert plain.get("/people/").location == "/account/second-factor"
    secret = KEY.search(plain.get(APP).text)[1].replace(" ", "")
    assert plain.post(APP, data={"code": now_of(secret, clock)}).status_code == 200
    assert go(http(), "plain").location.startswith("/sign-in/second")
    assert go(http(), "amina").location == "/people/"


@pytest.mark.settings(OIDC_ISSUER="http://127.0.0.1:9")
def test_while_the_provider_is_down_the_page_says_so_and_the_password_works(http, world):
    browser = http()
    answer = browser.get("/sign-in/provider")
    assert answer.status_code == 503
    assert "sign in with your password" in answer.text
    assert browser.post("/sign-in", data=AMINA).status_code == 303


@pytest.mark.settings(OIDC_ISSUER="http://127.0.0.1:9", OIDC_ONLY=True)
def test_nobody_is_sent_to_a_password_that_is_switched_off(http, world):
    answer = http().get("/sign-in/provider")
    assert answer.status_code == 503
    assert "Try again in a few minutes" in answer.text and "password" not in answer.text


@pytest.mark.settings(OIDC_ISSUER="")
def test_without_a_provider_there_is_no_way_there(http, world):
    assert http().get("/sign-in/provider").status_code == 404
    assert "Blue Ministry" not in http().get("/sign-in").text


@pytest.mark.settings(OIDC_ONLY=True)
def test_where_the_provider_is_the_only_way_no_password_lets_anybody_in(http, world, app):
    browser = http()
    page = browser.get("/sign-in").text
    assert "Sign in with Blue Ministry" in page and 'name="password"' not in page
    assert browser.post("/sign-in", data=AMINA).status_code == 409
    assert browser.get("/forgotten-password").location == "/sign-in"
    assert browser.post("/forgotten-password", data=AMINA).status_code == 409
    assert browser.post("/sign-in/passkey").status_code == 409
    assert go(browser, "plain").status_code == 303
    account = browser.get("/account").text
    assert 'name="current_password"' not in account
    changed = {"current_password": "x", "new_password": "y", "repeated": "y"}
    assert browser.post("/account/password", data=changed).status_code == 409


@pytest.mark.settings(OIDC_ONLY=True)
def test_while_the_provider_is_away_a_link_of_the_administrator_signs_in_once(http, world, app):
    with app.app_context():
        token = request_reset(world.ines.email)
        db.session.commit()
    browser = http()
    page = browser.get(f"/reset/{token}").text
    assert world.ines.email in page and "new_password" not in page
    assert browser.post(f"/reset/{token}").status_code == 303
    assert browser.get("/audit").status_code == 200
    assert http().post(f"/reset/{token}").status_code == 410
