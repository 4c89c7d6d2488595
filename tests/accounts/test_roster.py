import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wgcop.accounts import addresses, delegation_names, roster
from wgcop.accounts.models import Category, Delegation
from wgcop.errors import Invalid

DELEGATIONS = [
    Delegation(id=1, name="Kenya", code="KEN", category=Category.MEMBER_STATE),
    Delegation(id=2, name="Côte d’Ivoire", code="CTI", category=Category.MEMBER_STATE),
    Delegation(id=3, name="Ondara Telecom", code="ONDARA", category=Category.SECTOR_MEMBER),
]
HEADER = "email,name,delegation,role,group_roles\n"


def problems(text):
    return [(p.number, p.reason) for p in roster.parse(text, DELEGATIONS).problems]


def test_a_plain_list_is_read():
    read = roster.parse(
        HEADER
        + "Ada@Example.org,Ada Surname,KEN,head,\n"
        + '\n"ben@example.org","Surname, Ben",kenya,,"rapporteur (Question 22-2/1); chair"\n'
        + "cleo@example.org,,,,secretariat\n",
        DELEGATIONS,
    )
    assert not read.problems
    ada, ben, cleo = read.lines
    assert (ada.number, ada.email, ada.delegation.code, ada.role) == (
        2,
        "ada@example.org",
        "KEN",
        "head",
    )
    assert (ben.number, ben.name, ben.role) == (4, "Surname, Ben", "member")
    assert [str(office) for office in ben.offices] == ["rapporteur (Question 22-2/1)", "chair"]
    assert cleo.delegation is None


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_spreadsheets_of_all_kinds_are_read(separator, ending, mark):
    rows = [["Email", "Name", "Delegation", "Role"], ["a@b.org", "Zoë", "Côte d’Ivoire", "member"]]
    text = mark + ending.join(separator.join(row) for row in rows) + ending
    read = roster.parse(roster.decode(text.encode()), DELEGATIONS)
    assert not read.problems
    assert [line.name for line in read.lines] == ["Zoë"]


def test_columns_may_stand_in_any_order_and_the_last_may_be_missing():
    read = roster.parse("role,delegation,email,name\nhead,CTI,a@b.org,A\n", DELEGATIONS)
    assert read.lines[0].role == "head"


def test_every_bad_line_is_reported_with_its_number_and_no_line_is_taken():
    text = (
        HEADER
        + "a@b.org,A,KEN,head,\n"
        + "nonsense,B,Kena,boss,\n"
        + "c@d.org,C,,,\n"
        + "d@e.org,D,KEN,member,emperor\n"
        + ",E,KEN,member,\n"
        + "a@b.org,A again,Kenya,member,\n"
        + "f@g.org,F,KEN,member,,surplus\n"
    )
    reported = problems(text)
    assert roster.parse(text, DELEGATIONS).lines == ()
    assert [number for number, _ in reported] == [3, 3, 3, 4, 5, 6, 7, 8]
    words = " ".join(reason for _, reason in reported)
    for sentence in (
        "“nonsense” is not an e-mail address",
        "similar names: Kenya",
        "write head or member",
        "neither a delegation nor a role",
        "“emperor” is not a role in the group",
        "address is missing",
        "are already on line 2",
        "“surplus” is after the last one",
    ):
        assert sentence in words


def test_a_missing_column_is_named():
    ((number, reason),) = problems("email,name,role\na@b.org,A,head\n")
    assert number == 0
    assert "Missing: delegation" in reason


def test_an_unknown_column_is_named():
    ((_, reason),) = problems("email,name,delegation,role,shoe size\n")
    assert "shoe_size" in reason


@pytest.mark.parametrize("text", ["", "\n\n", HEADER])
def test_an_empty_list_says_so(text):
    assert problems(text)


def test_an_open_quotation_mark_is_located():
    ((_, reason),) = problems(HEADER + 'a@b.org,"A,KEN,head,\n')
    assert "quotation mark" in reason


@pytest.mark.parametrize(
    "content, said",
    [
        (b"PK\x03\x04rest", "workbook"),
        ("email".encode("utf-16"), "UTF-16"),
        (b"email\nok\nM\xfcller", "Line 3"),
        (b"\x89PNG\r\n\x1a\n\x00", "UTF-8"),
        (b"email\x00name", "not a text file"),
        (b"e" * (roster.LARGEST + 1), "256 KB"),
    ],
)
def test_a_file_that_is_no_list_is_recognized_by_its_content(content, said):
    with pytest.raises(Invalid, match=said):
        roster.decode(content)


def test_a_thousand_people_fit_and_no_more():
    lines = [f"p{n}@b.org,P,KEN,member,\n" for n in range(roster.MOST + 1)]
    assert len(roster.parse(HEADER + "".join(lines[:-1]), DELEGATIONS).lines) == roster.MOST
    assert problems(HEADER + "".join(lines))


@given(st.binary(max_size=400))
def test_whatever_is_uploaded_becomes_lines_or_reasons(content):
    try:
        text = roster.decode(content)
    except Invalid:
        return
    read = roster.parse(text, DELEGATIONS)
    assert bool(read.lines) != bool(read.problems)


@given(st.text(alphabet='aé@.,;"\n\r\t KEN', max_size=200))
def test_whatever_follows_the_header_becomes_lines_or_reasons(text):
    read = roster.parse(HEADER + text, DELEGATIONS)
    assert bool(read.lines) != bool(read.problems)


def test_delegations_are_found_by_name_or_code_however_typed():
    assert delegation_names.find(" cote  d’ivoire", DELEGATIONS).code == "CTI"
    assert delegation_names.find("ken", DELEGATIONS).name == "Kenya"
    assert delegation_names.find("Ken ya", DELEGATIONS) is None


def test_near_names_are_offered_the_likeliest_first():
    assert delegation_names.near("Kenia", DELEGATIONS) == ["Kenya"]
    assert delegation_names.near("Ondara", DELEGATIONS) == ["Ondara Telecom"]
    assert delegation_names.near("", DELEGATIONS) == []


@pytest.mark.parametrize(
    "email", ["a@[b.org", "[a]@b.org", "a@b..org", "a\\@b.org", "a\u200b@b.org", "a\x7f@b.org"]
)
def test_an_address_that_mail_cannot_carry_is_refused(email):
    assert not addresses.is_plausible(email)


@pytest.mark.parametrize(
    "email", ["a.b+c@d-e.example.org", "o'neill@example.org", "zoë@exämple.org"]
)
def test_uncommon_addresses_are_addresses(email):
    assert addresses.is_plausible(email)


def test_a_hostile_list_does_not_take_long():
    many = [
        Delegation(id=n, name=f"Delegation of the country {n}", code=f"C{n}") for n in range(190)
    ]
    misspelt = "".join(f"a{n}@b.org,,Dexegatiox of the countri,x,\n" for n in range(1500))
    begun = time.perf_counter()
    assert len(roster.parse(HEADER + misspelt, many).problems) == 2 * roster.MOST + 1
    assert not roster.parse(HEADER + f"a@b.org,,,,{'|' * 60_000}\n", many).lines
    assert time.perf_counter() - begun < 10


@pytest.mark.parametrize(
    ("roles", "reason"),
    [
        ("chair;" * 80, "the roles in the group are longer than 400 characters"),
        (f"rapporteur ({'Question ' * 20})", "what a role is for is longer than 150 characters"),
    ],
)
def test_roles_that_are_too_long_are_reported(roles, reason):
    assert problems(HEADER + f"a@b.org,,KEN,member,{roles}\n") == [(2, reason)]
