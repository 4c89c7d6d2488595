import csv
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import pytest
from sqlalchemy import select

from wgcop.accounts import passwords, tokens
from wgcop.accounts.models import Invitation, Person
from wgcop.database import db

MIRA = {"name": "Mira Okello", "password": "copper lantern walks"}
HEADER = "email,name,delegation,role,group_roles\n"


def stored(app, model=Invitation):
    with app.app_context():
        return len(db.session.scalars(select(model)).all())


def upload(visitor, content, name="people.csv"):
    content = content.encode() if isinstance(content, str) else content
    return visitor.post(
        "/people/invitations/list", data={"file": (BytesIO(content), name), "people": ""}
    )


# One person


def test_the_link_makes_an_account_and_signs_in(http, world, invited, letters, links):
    link = invited("Mira@Example.org", delegation="Kenya", role="head", name="Mira O.")
    assert links(letters("mira@example.org")[0].text) == [link]
    browser = http()
    page = browser.get(link)
    assert all(words in page.text for words in ("mira@example.org", "Kenya", "Head of delegation"))
    assert 'value="Mira O."' in page.text
    assert browser.post(link, data=MIRA).location == "/"
    assert "Welcome" in browser.get("/account").text
    mira = world.mira
    assert (mira.name, mira.email) == ("Mira Okello", "mira@example.org")
    assert mira.heads(world.delegation("Kenya"))
    again = http().post("/sign-in", data={"email": mira.email, "password": MIRA["password"]})
    assert again.status_code == 303


def test_an_invitation_to_an_office_names_its_scope(http, world, invited):
    link = invited("mira@example.org", office="rapporteur", scope="Question 22-2/1")
    http().post(link, data=MIRA)
    assert [c.label for c in world.mira.capacities] == ["Rapporteur, Question 22-2/1"]


def test_looking_at_a_link_does_not_use_it(http, world, invited):
    """Mail programs follow links on their own."""
    link = invited("mira@example.org", delegation="Kenya")
    for _ in range(3):
        answer = http().get(link)
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "no-store"


def test_a_link_works_once(http, world, invited):
    link = invited("mira@example.org", delegation="Kenya")
    assert http().post(link, data=MIRA).status_code == 303
    assert http().get(link).status_code == 410
    second = http().post(link, data=MIRA | {"name": "Somebody Else"})
    assert second.status_code == 410
    assert world.mira.name == "Mira Okello"


@pytest.mark.databases
def test_only_one_of_two_simultaneous_uses_succeeds(app, http, world, invited):
    link = invited("mira@example.org", delegation="Kenya")
    visitors = [http() for _ in range(6)]
    names = [f"Mira Number{n}" for n in range(6)]
    with ThreadPoolExecutor(6) as pool:
        answers = list(
            pool.map(
                lambda v, n: v.post(link, data=MIRA | {"name": n}).status_code, visitors, names
            )
        )
    assert answers.count(303) == 1
    assert set(answers) <= {303, 409, 410, 422}
    winner = names[answers.index(303)]
    assert world["mira@example.org"].name == winner
    assert len(world["mira@example.org"].memberships) == 1
    signed_in = [v.get("/account").status_code == 200 for v in visitors]
    assert signed_in == [a == 303 for a in answers]


def test_others_may_write_while_a_password_is_hashed(http, world, invited, monkeypatch):
    link, hash_of, writes = invited("mira@example.org", delegation="Kenya"), passwords.hash_of, []

    def hashing(password):
        writes.append(db.session.in_transaction())
        return hash_of(password)

    monkeypatch.setattr(passwords, "hash_of", hashing)
    assert http().post(link, data=MIRA).status_code == 303
    assert writes == [False]


def test_a_link_works_for_two_weeks(http, world, invited, clock):
    clock.stop()
    link = invited("mira@example.org", delegation="Kenya")
    clock.advance(days=13, hours=23)
    assert http().get(link).status_code == 200
    clock.advance(hours=1)
    assert http().get(link).status_code == 410
    assert http().post(link, data=MIRA).status_code == 410


def test_only_the_hash_of_a_link_is_stored(app, http, world, invited):
    token = invited("mira@example.org", delegation="Kenya").rpartition("/")[2]
    with app.app_context():
        invitation = db.session.scalar(select(Invitation))
        assert invitation.token_hash == tokens.hash_of(token)
        assert token not in str(vars(invitation))
    assert token not in http(world.ines).get("/people/invitations").text


def test_a_poor_password_leaves_the_link_open(app, http, world, invited):
    link = invited("mira@example.org", delegation="Kenya")
    answer = http().post(link, data=MIRA | {"password": "mira@example.org"})
    assert answer.status_code == 422
    assert 'value="Mira Okello"' in answer.text
    assert http().get(link).status_code == 200


def test_whoever_is_signed_in_becomes_the_invited_one(http, world, invited):
    link = invited("mira@example.org", delegation="Kenya")
    browser = http(world.luc)
    assert "You are signed in as" in browser.get(link).text
    browser.post(link, data=MIRA)
    assert "mira@example.org" in browser.get("/account").text


# Somebody who has an account


def test_inviting_somebody_who_has_an_account_adds_to_it(http, world, letters):
    jura = world.delegation("Jura Institute of Communication Studies")
    data = {
        "email": "amina@example.org",
        "delegation": jura.id,
        "role": "member",
        "office": "chair",
    }
    page = http(world.ines).post("/people/invitations", data=data)
    assert "already has an account" in page.text
    assert [c.label for c in world.amina.capacities] == [
        "Kenya · Head of delegation",
        "Jura Institute of Communication Studies · Delegate",
        "Chair",
    ]
    assert "Jura Institute of Communication Studies; Chair" in letters("amina@example.org")[0].text


def test_a_second_link_of_one_person_adds_what_it_promises(http, world, invited):
    first = invited("mira@example.org", delegation="Kenya")
    second = invited("mira@example.org", delegation="Egypt")
    mira = http()
    mira.post(first, data=MIRA)
    assert "Accept the invitation" in mira.get(second).text
    assert mira.post(f"{second}/addition").location == "/account"
    assert [m.delegation.name for m in world.mira.memberships] == ["Kenya", "Egypt"]
    assert mira.post(f"{second}/addition").status_code == 410


def test_a_link_for_an_existing_account_opens_it_for_nobody_else(http, world, invited):
    first = invited("mira@example.org", delegation="Kenya")
    second = invited("mira@example.org", delegation="Egypt")
    http().post(first, data=MIRA)
    finder, luc = http(), http(world.luc)
    assert "Sign in to accept" in finder.get(second).text
    assert finder.post(second, data=MIRA | {"password": "another good password"}).status_code == 422
    assert finder.post(f"{second}/addition").status_code == 303
    assert "This invitation is for" in luc.get(second).text
    assert luc.post(f"{second}/addition").status_code == 409
    assert [m.delegation.name for m in world.mira.memberships] == ["Kenya"]


def test_a_deactivated_person_is_not_invited_again(http, world):
    http(world.ines).post(f"/people/{world.amina.id}/deactivation")
    data = {"email": "amina@example.org", "delegation": "", "role": "member", "office": "chair"}
    answer = http(world.ines).post("/people/invitations", data=data)
    assert answer.status_code == 409
    assert "Reactivate" in answer.text
    assert 'value="amina@example.org"' in answer.text


# Keeping track


def test_the_list_tells_open_used_and_expired(http, world, invited, clock):
    clock.stop()
    invited("late@example.org", delegation="Kenya")
    clock.advance(days=15)
    invited("open@example.org", delegation="Egypt")
    http().post(invited("used@example.org", delegation="Brazil"), data=MIRA)
    page = http(world.ines).get("/people/invitations").text
    order = [page.index(words) for words in ("open@", "Expired or withdrawn", "late@", "used@")]
    assert order == sorted(order)
    assert world.ines.name in page


def test_a_withdrawn_invitation_is_closed(http, world, invited):
    link = invited("mira@example.org", delegation="Kenya")
    ines = http(world.ines)
    assert ines.post("/people/invitations/1/withdrawal").status_code == 303
    assert "no longer works" in ines.get("/people/invitations").text
    assert http().post(link, data=MIRA).status_code == 410


def test_renewing_gives_a_new_link_and_ends_the_old_one(
    http, world, invited, links, letters, clock
):
    clock.stop()
    old = invited("mira@example.org", delegation="Kenya")
    clock.advance(days=15)
    (new,) = links(http(world.ines).post("/people/invitations/1/renewal").text)
    assert new != old
    assert links(letters("mira@example.org")[0].text) == [new]
    assert http().get(old).status_code == 410
    assert http().post(new, data=MIRA).status_code == 303
    assert http(world.ines).post("/people/invitations/1/renewal").status_code == 409
    assert http(world.ines).post("/people/invitations/1/withdrawal").status_code == 409


def test_inviting_again_replaces_the_open_invitation(http, world, invited):
    first = invited("mira@example.org", delegation="Kenya")
    second = invited("mira@example.org", delegation="Kenya", role="head")
    assert http().get(first).status_code == 410
    assert http().get(second).status_code == 200


@pytest.mark.parametrize(
    "wrong, said",
    [
        ({"email": "nonsense"}, "Enter an e-mail address"),
        ({"email": ""}, "Enter an e-mail address"),
        ({"delegation": ""}, "Choose a delegation, a role in the group, or both."),
        ({"delegation": "9999"}, "Choose one from the list."),
        ({"role": "emperor"}, "Choose one from the list."),
        ({"office": "chair", "scope": "a; b"}, "Do not use brackets"),
    ],
)
def test_a_wrong_form_comes_back_filled(app, http, world, wrong, said):
    data = {
        "email": "mira@example.org",
        "name": "Mira",
        "delegation": str(world.delegation("Kenya").id),
        "role": "member",
        "office": "",
    }
    answer = http(world.ines).post("/people/invitations", data=data | wrong)
    assert answer.status_code == 422
    assert said in answer.text
    assert 'value="Mira"' in answer.text
    assert stored(app) == 0


# A list of many


def test_a_file_invites_many(app, http, world, links, letters):
    content = (
        HEADER
        + "ada@example.org,Ada Surname,KEN,head,\n"
        + "ben@example.org,Ben Surname,Egypt,member,rapporteur (Question 22-2/1)\n"
        + "luc@example.org,,Jura Institute of Communication Studies,member,\n"
    )
    page = upload(http(world.ines), content)
    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "no-store"
    assert len(links(page.text)) == 2
    assert "already has an account" in page.text
    for link, person in zip(links(page.text), ("ada", "ben"), strict=True):
        assert links(letters(f"{person}@example.org")[0].text) == [link]
    assert len(world.luc.memberships) == 2


def test_one_bad_line_keeps_all_from_being_stored(app, http, world, letters):
    content = HEADER + "ada@example.org,Ada,KEN,head,\nben@,Ben,Egipt,boss,\n"
    people = stored(app, Person)
    answer = upload(http(world.ines), content)
    assert answer.status_code == 422
    assert answer.text.count("Line 3:") == 3
    assert "similar names: Egypt" in answer.text
    assert "ben@,Ben,Egipt,boss" in answer.text
    assert stored(app) == 0
    assert stored(app, Person) == people
    assert letters("ada@example.org") == []


def test_pasted_text_works_too(http, world, links):
    text = "\ufeffemail;name;delegation;role\r\nada@example.org;Ada;KEN;head\r\n"
    answer = http(world.ines).post("/people/invitations/list", data={"people": text})
    assert len(links(answer.text)) == 1


def test_a_refusal_in_the_middle_stores_nothing(app, http, world):
    http(world.ines).post(f"/people/{world.amina.id}/deactivation")
    text = HEADER + "ada@example.org,Ada,KEN,head,\namina@example.org,,Egypt,member,\n"
    answer = http(world.ines).post("/people/invitations/list", data={"people": text})
    assert answer.status_code == 409
    assert "Reactivate" in answer.text
    assert stored(app) == 0


@pytest.mark.parametrize(
    "content", [b"PK\x03\x04rest of a workbook", b"\x89PNG\r\n\x1a\n\x00", b"e" * 300_000]
)
def test_a_file_that_is_no_list_is_refused_whatever_its_name(app, http, world, content):
    answer = upload(http(world.ines), content)
    assert answer.status_code == 422
    assert "Nobody has been invited yet" in answer.text
    assert stored(app) == 0


def test_nothing_chosen_and_nothing_pasted_says_so(http, world):
    assert upload(http(world.ines), b"", name="").status_code == 422


def test_the_links_can_be_downloaded_as_a_table(http, world, invited, links):
    """Names that begin a formula are words in it; who made the links up gets nothing of them."""
    ines = http(world.ines)
    text = HEADER + "mira@example.org,=Mira,KEN,head,\nobi@example.org,Obi,,,secretariat"
    page = ines.post("/people/invitations/list", data={"people": text}).text
    shown_links = links(page)
    tokens_shown = [link.rpartition("/")[2] for link in shown_links]
    assert all(f'name="token" value="{token}"' in page for token in tokens_shown)

    answer = ines.post("/people/invitations/links.csv", data={"token": [*tokens_shown, "made-up"]})
    assert answer.mimetype == "text/csv" and answer.headers["Cache-Control"] == "no-store"
    rows = list(csv.DictReader(answer.text.splitlines()))
    assert [(row["email"], row["name"], row["delegation"]) for row in rows] == [
        ("mira@example.org", "'=Mira", "Kenya"),
        ("obi@example.org", "Obi", ""),
    ]
    assert [row["link"].endswith(link) for row, link in zip(rows, shown_links, strict=True)] == [
        True
    ] * 2
    refused = http(world.amina).post("/people/invitations/links.csv", data={"token": tokens_shown})
    assert refused.status_code == 403 and "mira@example.org" not in refused.text
