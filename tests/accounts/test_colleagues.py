"""A head of delegation invites colleagues and names deputies; the secretariat sees it and may undo it."""

import re

import pytest

from tests.accounts.test_invitations import MIRA
from tests.positions.test_positions import PAGE as CLAUSE_POSITIONS
from tests.positions.test_positions import released, take

PEOPLE = "/delegation/people"
INVITE = f"{PEOPLE}/invitations"


@pytest.fixture
def invite(http, world, links):
    """`invite("mira@example.org")`: the link that the head of Kenya was shown."""

    def invite(email, **more):
        page = http(world.amina).post(INVITE, data={"email": email, "name": "", **more})
        assert page.status_code == 200, page.text
        (link,) = links(page.text)
        return link

    return invite


def membership_of(person):
    return person.memberships[0].id


def test_a_head_invites_a_colleague_who_joins_as_a_member(http, world, invite, letters, links):
    link = invite("Mira@Example.org", name="Mira O.")
    letter = letters("mira@example.org")[0]
    assert links(letter.text) == [link]
    assert "Amina Barasa invites you" in letter.text and "Kenya" in letter.text
    assert "secretariat" not in letter.text
    assert "Mira O." in http(world.amina).get(PEOPLE).text
    assert http().post(link, data=MIRA).status_code == 303
    kenya = world.delegation("Kenya")
    assert world.mira.belongs_to(kenya) and not world.mira.heads(kenya)
    assert "Mira Okello" in http(world.wanjiru).get(PEOPLE).text
    assert "mira@example.org" not in part_invited(http(world.amina).get(PEOPLE).text)


def part_invited(page):
    return page.split('id="invited"')[1].split("</section>")[0]


def test_the_secretariat_sees_the_invitation_and_withdraws_it(http, world, invite):
    link = invite("mira@example.org")
    page = http(world.ines).get("/people/invitations").text
    assert "mira@example.org" in page and "Amina Barasa" in page
    number = re.search(r"/people/invitations/(\d+)/withdrawal", page)[1]
    assert http(world.ines).post(f"/people/invitations/{number}/withdrawal").status_code == 303
    assert http().get(link).status_code == 410


def test_a_head_withdraws_what_the_delegation_invited_to_and_nothing_more(
    http, world, invite, invited
):
    link = invite("mira@example.org")
    office = invited("otto@example.org", delegation="Kenya", office="rapporteur", scope="Q 1")
    head = invited("hana@example.org", delegation="Kenya", role="head")
    other = invited("bia@example.org", delegation="Brazil")
    numbers = re.findall(
        r"/people/invitations/(\d+)/renewal", http(world.ines).get("/people/invitations").text
    )
    codes = {
        number: http(world.amina).post(f"{INVITE}/{number}/withdrawal").status_code
        for number in numbers
    }
    assert sorted(codes.values()) == [303, 403, 403, 404]
    assert http().get(link).status_code == 410
    for kept in (office, head, other):
        assert http().get(kept).status_code == 200


def test_nobody_with_an_account_is_brought_in_unasked(http, world, invite):
    """Nor does the head learn that there is an account."""
    link = invite("caio@example.org")
    kenya = world.delegation("Kenya")
    assert not world.caio.belongs_to(kenya)
    caio = http(world.caio)
    assert caio.post(f"{link}/addition").status_code == 303
    assert world.caio.belongs_to(kenya) and world.caio.belongs_to(world.delegation("Brazil"))


@pytest.mark.parametrize("name", ["amina", "wanjiru"])
def test_whoever_is_in_the_delegation_keeps_their_role(http, world, name):
    answer = http(world.amina).post(INVITE, data={"email": f"{name}@example.org", "name": ""})
    assert answer.status_code == 409
    assert "in your delegation already" in answer.text
    assert f"{name}@example.org" in answer.text
    assert world.amina.heads(world.delegation("Kenya"))


def test_whom_the_secretariat_invited_to_lead_is_not_invited_as_a_member(http, world, invited):
    link = invited("mira@example.org", delegation="Kenya", role="head")
    answer = http(world.amina).post(INVITE, data={"email": "mira@example.org", "name": ""})
    assert answer.status_code == 409 and "The secretariat has invited" in answer.text
    http().post(link, data=MIRA)
    assert world.mira.heads(world.delegation("Kenya"))


def test_an_address_that_is_none_comes_back_with_what_was_typed(http, world):
    answer = http(world.amina).post(INVITE, data={"email": "mira", "name": "Mira O."})
    assert answer.status_code == 422
    assert "Mira O." in answer.text and "Enter an e-mail address" in answer.text


def test_one_delegation_has_only_so_many_open_invitations(http, world, invite, monkeypatch):
    monkeypatch.setattr("wgcop.accounts.actions.invitations.MOST_OPEN", 2)
    for number in range(2):
        invite(f"one{number}@example.org")
    invite("one1@example.org")  # takes the place of the one before
    answer = http(world.amina).post(INVITE, data={"email": "more@example.org", "name": ""})
    assert answer.status_code == 409 and "Too many invitations" in answer.text


def test_a_page_of_one_delegation_invites_nobody_to_another(http, world):
    amina, other = http(world.amina), world.odile.capacities[0].key
    assert f'name="speaking_as" value="{world.amina.capacities[0].key}"' in amina.get(PEOPLE).text
    data = {"email": "mira@example.org", "name": "", "speaking_as": other}
    address = f"{PEOPLE}/{membership_of(world.wanjiru)}/deputy"
    for _time in range(3):
        assert amina.post(INVITE, data=data).status_code == 409
        assert "mira@example.org" not in part_invited(amina.get(PEOPLE).text)
        assert amina.post(address, data={"speaking_as": other}).status_code == 409


def test_members_see_who_is_there_and_no_invitation(http, world, invite):
    invite("mira@example.org")
    page = http(world.wanjiru).get(PEOPLE).text
    assert "Amina Barasa" in page and "mira@example.org" not in page
    assert "<form" not in page.split("<main")[1].split("</main>")[0]


def test_a_deputy_records_positions_until_the_head_ends_it(http, world):
    amina, wanjiru = http(world.amina), http(world.wanjiru)
    page = amina.get(CLAUSE_POSITIONS).text
    address = f"{PEOPLE}/{membership_of(world.wanjiru)}/deputy"
    for stance, said in (
        ("objects", "Objects"),
        ("reserves", "Reserves its position"),
        ("agrees", "Agrees"),
    ):
        assert take(wanjiru, stance, page=page).status_code == 403
        assert amina.post(address).status_code == 303
        assert "Deputy" in wanjiru.get(PEOPLE).text
        assert take(wanjiru, stance).status_code == 303
        assert released(http(world.teresa).get(CLAUSE_POSITIONS).text) == {"Kenya": said}
        assert amina.post(f"{address}/end").status_code == 303
        assert "Deputy" not in wanjiru.get(PEOPLE).text


def test_a_deputy_leads_nothing_else(http, world):
    amina, wanjiru = http(world.amina), http(world.wanjiru)
    address = f"{PEOPLE}/{membership_of(world.wanjiru)}/deputy"
    amina.post(address)
    assert wanjiru.post(INVITE, data={"email": "mira@example.org"}).status_code == 403
    assert wanjiru.post(f"{address}/end").status_code == 403
    assert not world.wanjiru.heads(world.delegation("Kenya"))


def test_deputies_are_named_only_where_positions_are_recorded(http, world):
    gabriel = membership_of(world.gabriel)
    assert http(world.ruth).post(f"{PEOPLE}/{gabriel}/deputy").status_code == 409
    assert "Name deputy" not in http(world.ruth).get(PEOPLE).text
    amina = membership_of(world.amina)
    assert http(world.amina).post(f"{PEOPLE}/{amina}/deputy").status_code == 409


def test_the_trail_says_who_named_a_deputy(http, world):
    http(world.amina).post(f"{PEOPLE}/{membership_of(world.wanjiru)}/deputy")
    trail = http(world.ines).get("/audit").text
    assert "Named a deputy of a delegation" in trail
