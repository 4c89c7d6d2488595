import pytest
from lxml import html
from sqlalchemy import select

from wgcop.accounts import queries
from wgcop.accounts.models import Category, Delegation, Membership, Person
from wgcop.accounts.sessions import SignedInBrowser
from wgcop.bodies.levels import Region
from wgcop.events.models import Entry, Topic
from wgcop.signing_in.actions.credentials import request_reset


def names_on(page):
    start = page.text.index("<main")
    return page.text[start:]


# The directory


def test_the_directory_lists_delegations_with_heads_first(http, world):
    page = names_on(http(world.ruth).get("/people/"))
    order = [
        page.index(words) for words in ("Helena Tavira", "Brazil", "Teresa Vilhena", "Caio Marandu")
    ]
    assert order == sorted(order)
    assert "Member State" in page
    assert "Head of delegation" in page
    assert "Rapporteur, Question 22-2/1" in page


@pytest.mark.parametrize(
    "query, there, absent",
    [
        ("region=africa", "Amina Barasa", "Luc Ansermoz"),
        ("category=observer", "Ruth Adelabi", "Amina Barasa"),
        ("region=europe&category=academia", "Elke Brunnhof", "Luc Ansermoz"),
        ("name=aMiNa", "Amina Barasa", "Wanjiru Tende"),
        ("name=kenya", "Wanjiru Tende", "Luc Ansermoz"),
        ("region=atlantis", "Amina Barasa", "No person matches"),
        ("name=nobody+of+this+name", "No person matches these choices", "Amina Barasa"),
    ],
)
def test_the_directory_is_filtered_by_region_category_and_name(http, world, query, there, absent):
    page = names_on(http(world.luc).get(f"/people/?{query}"))
    assert there in page
    assert absent not in page


def test_a_name_is_found_without_its_accents(http, session, world):
    world.luc.name = "Łuç Änsermöz"
    session.commit()
    assert "Änsermöz" in names_on(http(world.amina).get("/people/?name=ansermoz"))


@pytest.mark.parametrize(
    "reader, sees, does_not_see",
    [
        ("amina", ["amina@", "wanjiru@"], ["luc@", "helena@", "ruth@"]),
        ("odile", ["odile@", "luc@", "elke@"], ["amina@"]),
        ("ruth", ["ruth@", "gabriel@"], ["amina@", "helena@"]),
        ("helena", ["amina@", "luc@", "ruth@"], []),
        ("elke", ["amina@", "luc@"], []),
        ("ines", ["amina@", "luc@"], []),
    ],
)
def test_officers_and_fellow_delegates_see_e_mail_addresses(
    http, world, reader, sees, does_not_see
):
    page = http(world[reader]).get("/people/").text
    assert all(address in page for address in sees)
    assert not any(address in page for address in does_not_see)
    if does_not_see:
        stranger = world[does_not_see[0].rstrip("@")]
        assert stranger.email not in http(world[reader]).get(f"/people/{stranger.id}").text


def test_the_directory_costs_the_same_for_many_people(http, session, world, statements):
    amina = http(world.amina)

    def cost():
        with statements() as sent:
            assert amina.get("/people/").status_code == 200
        return len(sent)

    cost()  # the first page of a process reads what is kept of the floor for all pages
    before = cost()
    kenya = session.scalar(select(Delegation).where(Delegation.code == "KEN"))
    for n in range(40):
        person = Person(email=f"p{n}@example.org", name=f"Person {n}")
        session.add(Membership(person=person, delegation=kenya))
    session.commit()
    assert cost() == before
    # Who asks (3), delegations with people (3), officers (2), the rest (1).
    assert before <= 9


def test_the_directory_query_says_what_it_costs(session, world, statements):
    with statements() as sent:
        result = queries.directory(region=None, category=None, name="")
    assert len(sent) <= 6
    assert result.count == len(list(session.scalars(select(Person))))


def test_a_filter_leaves_officers_out_whose_region_is_unknown(session, world):
    result = queries.directory(region=Region.AFRICA, category=Category.MEMBER_STATE, name="")
    assert [group.delegation.name for group in result.groups] == ["Kenya"]
    assert result.officers == []


def test_the_list_of_invitations_costs_one_statement(http, session, world, statements, invited):
    for n in range(5):
        invited(f"p{n}@example.org", delegation="Kenya")
    with statements() as sent:
        queries.invitations()
    assert len(sent) == 1


# What the secretariat changes


def test_the_secretariat_moves_people_between_delegations(http, world, listen):
    ines, amina = http(world.ines), world.amina
    egypt, kenya = world.delegation("Egypt"), world.delegation("Kenya")
    page = listen(amina, amina.topic)
    ines.post(f"/people/{amina.id}/memberships", data={"delegation": egypt.id, "role": "member"})
    assert [m.delegation.name for m in world.amina.memberships] == ["Kenya", "Egypt"]
    assert not page.is_connected
    (of_kenya,) = [m for m in world.amina.memberships if m.delegation_id == kenya.id]
    ines.post(f"/people/{amina.id}/memberships/{of_kenya.id}/end")
    assert world.amina.audiences == {
        *("public", "members", amina.topic, egypt.audience),
        *(f"chapter:{egypt.id}.1", "regional:asmg", "regional:atu"),
    }
    ines.post(f"/people/{amina.id}/memberships", data={"delegation": egypt.id, "role": "head"})
    assert world.amina.heads(egypt)
    assert len(world.amina.memberships) == 1


def test_the_secretariat_appoints_and_ends_offices(http, world):
    ines, amina = http(world.ines), world.amina
    ines.post(
        f"/people/{amina.id}/offices", data={"office": "rapporteur", "scope": "Question 22-2/1"}
    )
    assert "officers:WG-COP" in world.amina.audiences
    ines.post(f"/people/{amina.id}/offices", data={"office": "rapporteur", "scope": "Question 5/2"})
    (office,) = world.amina.offices
    assert office.scope == "Question 5/2"
    ines.post(f"/people/{amina.id}/offices/{office.id}/end")
    assert world.amina.offices == []


def test_a_role_that_a_colleague_has_ended_meanwhile_is_told_so(http, world):
    ines, jonas, caio, elke = http(world.ines), http(world.jonas), world.caio, world.elke
    membership = f"/people/{caio.id}/memberships/{caio.memberships[0].id}"
    office = f"/people/{elke.id}/offices/{elke.offices[0].id}"
    for address in (f"{membership}/end", f"{office}/end"):
        assert ines.post(address).status_code == 303
        for stale in (jonas, ines, jonas):
            late = stale.post(address)
            assert late.status_code == 409
            assert "Somebody has already ended this role." in late.text
    assert "has already ended" in jonas.post(f"{membership}/earlier").text
    assert http(world.amina).post(f"{office}/end").status_code == 403


def test_a_role_is_ended_on_the_page_of_its_own_person_alone(http, world):
    of_luc, of_helena = world.luc.memberships[0].id, world.helena.offices[0].id
    for part in (f"memberships/{of_luc}", f"offices/{of_helena}"):
        assert http(world.ines).post(f"/people/{world.amina.id}/{part}/end").status_code == 404


def test_changes_are_recorded_with_who_made_them(http, session, world):
    ines, amina = http(world.ines), world.amina
    ines.post(f"/people/{amina.id}/offices", data={"office": "chair", "scope": ""})
    ines.post(f"/people/{amina.id}/deactivation")
    entries = session.execute(
        select(Entry.kind, Entry.actor_id)
        .join(Topic)
        .where(Topic.name == amina.topic)
        .order_by(Entry.seq)
    ).all()
    assert [tuple(entry) for entry in entries[-2:]] == [
        ("person.appointed", world.ines.id),
        ("person.deactivated", world.ines.id),
    ]


def test_the_last_person_in_the_secretariat_cannot_leave(http, world):
    ines, jonas = world.ines, world.jonas
    first = http(ines).post(f"/people/{jonas.id}/offices/{jonas.offices[0].id}/end")
    assert first.status_code == 303
    last = http(ines).post(f"/people/{ines.id}/offices/{ines.offices[0].id}/end")
    assert last.status_code == 409
    assert "only person in the secretariat" in last.text
    assert world.ines.is_secretariat


def test_a_deactivated_person_does_not_count_as_the_last_in_the_secretariat(http, world):
    ines, jonas = http(world.ines), world.jonas
    ines.post(f"/people/{jonas.id}/deactivation")
    ended = ines.post(f"/people/{jonas.id}/offices/{jonas.offices[0].id}/end")
    assert ended.status_code == 303
    assert not world.jonas.offices


def test_a_deactivated_person_is_out_at_once(http, listen, world):
    browser, page = http(world.amina), listen(world.amina, world.amina.topic)
    assert http(world.ines).post(f"/people/{world.amina.id}/deactivation").status_code == 303
    assert browser.get("/account").status_code == 303
    assert not page.is_connected
    assert http(world.luc).get(f"/people/{world.amina.id}").status_code == 404
    assert "Amina" not in http(world.luc).get("/people/").text
    seen = http(world.ines).get("/people/").text
    assert seen.index("Deactivated accounts") < seen.index("Amina")
    http(world.ines).post(f"/people/{world.amina.id}/reactivation")
    assert browser.get("/account").status_code == 303
    assert http(world.amina).get("/account").status_code == 200


def test_nobody_can_deactivate_themselves(http, world):
    answer = http(world.ines).post(f"/people/{world.ines.id}/deactivation")
    assert answer.status_code == 409
    assert "Ask a colleague" in answer.text


# Delegations

PERU = {"name": "Peru", "code": "per", "category": "member-state", "region": "americas"}


def test_the_secretariat_makes_a_delegation(http, world):
    answer = http(world.ines).post("/delegations/", data=PERU, follow_redirects=True)
    assert "Peru" in answer.text
    assert "Nobody yet." in answer.text
    assert world.delegation("Peru").code == "PER"


def test_the_secretariat_corrects_a_delegation(http, world):
    kenya = world.delegation("Kenya")
    page = http(world.ines).get(f"/delegations/{kenya.id}")
    assert 'value="KEN"' in page.text
    data = {
        "name": "Republic of Kenya",
        "code": "KEN",
        "category": "member-state",
        "region": "africa",
        "version": "1",
    }
    assert http(world.ines).post(f"/delegations/{kenya.id}", data=data).status_code == 303
    assert world.delegation("Republic of Kenya").id == kenya.id


def test_of_two_officers_at_one_delegation_the_second_reads_what_the_first_saved(http, world):
    ines, jonas = http(world.ines), http(world.jonas)
    address = f"/delegations/{world.delegation('Kenya').id}"

    def filled(officer, **changes):
        [form] = html.fromstring(officer.get(address).text).xpath("//form[@data-keep]")
        return {**dict(form.fields), **changes}

    for turn in range(3):
        hers = filled(ines, name=f"Republic of Kenya {turn}")
        his = filled(jonas, code=f"KE{turn}")
        assert ines.post(address, data=hers).status_code == 303
        refused = jonas.post(address, data=his)
        assert refused.status_code == 409
        assert "Somebody else changed this delegation while you were writing." in refused.text
        page = html.fromstring(refused.text)
        assert [
            each.text_content() for each in page.xpath("//*[contains(@class, 'notice')]//dd")
        ] == [
            f"Republic of Kenya {turn}",
            "KEN" if turn == 0 else f"KE{turn - 1}",
        ]
        [form] = page.xpath("//form[@data-keep]")
        assert form.fields["code"] == f"KE{turn}", "what he typed is lost"
        assert filled(ines)["name"] == f"Republic of Kenya {turn}"

        again = {**dict(form.fields), "name": hers["name"]}
        assert jonas.post(address, data=again).status_code == 303
        assert (filled(ines)["name"], filled(ines)["code"]) == (hers["name"], f"KE{turn}")
    assert jonas.post(address, data=again | {"version": "x"}).status_code == 409


@pytest.mark.parametrize(
    "wrong, status, said",
    [
        ({"name": " "}, 422, "Enter the name."),
        ({"region": ""}, 422, "one of the six regions"),
        ({"category": "club"}, 422, "Choose one from the list."),
        ({"name": "kenya"}, 409, "There is already a delegation Kenya (KEN)"),
        ({"code": "ken"}, 409, "There is already a delegation Kenya (KEN)"),
    ],
)
def test_a_wrong_delegation_comes_back_filled(http, world, wrong, status, said):
    answer = http(world.ines).post("/delegations/", data=PERU | wrong)
    assert answer.status_code == status
    assert said in answer.text
    assert 'name="code"' in answer.text


def test_a_role_is_ended_only_at_the_address_of_whoever_has_it(http, session, world):
    ines, luc = http(world.ines), world.luc.id
    (membership,) = world.amina.memberships
    ines.post(f"/people/{world.amina.id}/offices", data={"office": "chair", "scope": ""})
    (office,) = world.amina.offices
    assert ines.post(f"/people/{luc}/memberships/{membership.id}/end").status_code == 404
    assert ines.post(f"/people/{luc}/offices/{office.id}/end").status_code == 404
    session.expire_all()
    assert (world.amina.memberships, world.amina.offices) == ([membership], [office])


def test_whoever_is_active_again_comes_in_by_no_earlier_link_or_browser(http, session, world):
    amina = world.amina
    token = request_reset(amina.email)
    session.add(SignedInBrowser(person_id=amina.id, epoch=amina.epoch, number="1234567890abcdef"))
    session.commit()
    http(world.ines).post(f"/people/{amina.id}/deactivation")
    http(world.ines).post(f"/people/{amina.id}/reactivation")
    session.expire_all()
    assert amina.is_active and not queries.reset_of(token).is_open
    browsers = select(SignedInBrowser).where(SignedInBrowser.person_id == amina.id)
    assert all(browser.ended_at for browser in session.scalars(browsers))
