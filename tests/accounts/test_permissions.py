"""Who may open which page about people, and do what."""

import pytest

from wgcop.accounts import identity, policy

READERS = {
    "guest": None,
    "observer": "gabriel",
    "delegate": "wanjiru",
    "head": "amina",
    "rapporteur": "elke",
    "vice-chair": "salma",
    "chair": "helena",
    "secretariat": "ines",
}
EVERYBODY = frozenset(READERS)
SIGNED_IN = EVERYBODY - {"guest"}
SECRETARIAT = frozenset({"secretariat"})

PAGES = {
    "GET /sign-in": EVERYBODY,
    "GET /forgotten-password": EVERYBODY,
    "GET /invitations/unknown": EVERYBODY,
    "GET /reset/unknown": EVERYBODY,
    "GET /people/": SIGNED_IN,
    "GET /people/{luc}": SIGNED_IN,
    "GET /account": SIGNED_IN,
    "GET /people/invitations": SECRETARIAT,
    "GET /people/invitations/new": SECRETARIAT,
    "GET /delegations/new": SECRETARIAT,
    "GET /delegations/{kenya}": SECRETARIAT,
    "GET /mail": SECRETARIAT,
    "POST /sign-in": EVERYBODY,
    "POST /forgotten-password": EVERYBODY,
    "POST /invitations/unknown": EVERYBODY,
    "POST /reset/unknown": EVERYBODY,
    "POST /language": EVERYBODY,
    "POST /sign-out": EVERYBODY,
    "GET /people/suggest": SIGNED_IN,
    "POST /invitations/unknown/addition": SIGNED_IN,
    "POST /sign-out/everywhere": SIGNED_IN,
    "POST /account": SIGNED_IN,
    "POST /account/password": SIGNED_IN,
    "POST /account/capacity": SIGNED_IN,
    "POST /people/invitations": SECRETARIAT,
    "POST /people/invitations/list": SECRETARIAT,
    "POST /people/invitations/{invitation}/renewal": SECRETARIAT,
    "POST /people/invitations/{invitation}/withdrawal": SECRETARIAT,
    "POST /people/{luc}/memberships": SECRETARIAT,
    "POST /people/{luc}/memberships/{membership}/end": SECRETARIAT,
    "POST /people/{luc}/offices": SECRETARIAT,
    "POST /people/{elke}/offices/{office}/end": SECRETARIAT,
    "POST /people/{luc}/deactivation": SECRETARIAT,
    "POST /people/{luc}/reactivation": SECRETARIAT,
    "POST /delegations/": SECRETARIAT,
    "POST /delegations/{kenya}": SECRETARIAT,
}


def browser_of(http, world, reader):
    return http(world[READERS[reader]] if READERS[reader] else None)


def is_turned_away(browser, answer):
    """Signing out leads to the sign-in page too, but there it says so."""
    with browser.session_transaction() as kept:
        said = kept.pop("_flashes", None)
    to_sign_in = answer.status_code == 303 and answer.location.startswith("/sign-in")
    return answer.status_code == 403 or (to_sign_in and not said)


@pytest.fixture
def ids(world, invited):
    invited("mira@example.org", delegation="Kenya")
    return {
        "luc": world.luc.id,
        "elke": world.elke.id,
        "kenya": world.delegation("Kenya").id,
        "membership": world.luc.memberships[0].id,
        "office": world.elke.offices[0].id,
        "invitation": 1,
    }


@pytest.mark.parametrize("reader", READERS)
def test_who_may_open_and_do_what(http, world, ids, reader):
    found = {}
    # What ends the reader's own session comes last.
    for page in sorted(PAGES, key=lambda page: "sign-out" in page):
        method, _, address = page.partition(" ")
        browser = browser_of(http, world, reader)
        answer = browser.open(address.format(**ids), method=method)
        assert answer.status_code < 500, page
        found[page] = not is_turned_away(browser, answer)
    assert found == {page: reader in may for page, may in PAGES.items()}


def test_the_matrix_leaves_no_page_out(app):
    adapter = app.url_map.bind("localhost")
    asked = set()
    for page in PAGES:
        method, _, address = page.partition(" ")
        numbers = dict.fromkeys(("luc", "elke", "kenya", "membership", "office", "invitation"), 1)
        asked.add(adapter.match(address.format(**numbers), method=method)[0])
    there = {
        rule.endpoint for rule in app.url_map.iter_rules() if rule.endpoint.startswith("accounts.")
    }
    assert asked == there


@pytest.mark.parametrize("reader", sorted(EVERYBODY - SECRETARIAT))
def test_who_may_not_change_changes_nothing(http, world, ids, reader):
    for page in PAGES:
        method, _, address = page.partition(" ")
        if method == "POST" and PAGES[page] == SECRETARIAT:
            data = {
                "delegation": ids["kenya"],
                "role": "head",
                "office": "chair",
                "email": "intruder@example.org",
                "people": "email,name,delegation,role\nintruder@example.org,I,KEN,head\n",
                "name": "Atlantis",
                "code": "ATL",
                "category": "observer",
            }
            browser_of(http, world, reader).post(address.format(**ids), data=data)
    assert [c.label for c in world.luc.capacities] == ["Switzerland · Head of delegation"]
    assert [c.label for c in world.elke.capacities][-1] == "Rapporteur, Question 22-2/1"
    assert world.luc.active
    assert "intruder" not in http(world.ines).get("/people/invitations").text
    assert world.delegation("Kenya").code == "KEN"


@pytest.mark.parametrize(
    "reader, may",
    [(name, name in {"rapporteur", "vice-chair", "chair", "secretariat"}) for name in READERS],
)
def test_officers_see_every_address(session, world, reader, may):
    asking = world[READERS[reader]] if READERS[reader] else identity.Guest()
    assert policy.can_see_email(asking, world.teresa) is may


def test_a_guest_is_shown_the_way_back(http, world):
    assert http().get("/people/?name=a").location == "/sign-in?next=/people/?name%3Da"


def test_the_directory_is_not_for_scripts_of_guests(http, world):
    assert http().get("/people/", headers={"Accept": "application/json"}).status_code == 403
