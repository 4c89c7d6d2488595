"""The rolling text is cut as a numbered temporary document, and later cuts are its revisions."""

import re

import pytest

from tests.brackets.acts import opened
from tests.positions.test_positions import agree_on
from tests.proposals.acts import RESOLUTION, act, hidden, proposed
from tests.proposals.test_rolling_page import ROLLING, open_places, plain, release
from tests.redaction.test_redaction import redact
from wgcop.contributions.models import Contribution
from wgcop.database import db
from wgcop.numbering.kinds import DocumentKind
from wgcop.printing import shelf

CUT = f"{ROLLING}/cut"


def form_of(visitor, meeting=""):
    page = visitor.get(f"{CUT}?meeting={meeting}" if meeting else CUT).text
    return {name: hidden(page, name) for name in ("seen", "key", "meeting")}


def cut(visitor, form=None):
    return visitor.post(CUT, data=form or form_of(visitor))


def documents(app):
    with app.app_context():
        return [
            (str(each.symbol), len(each.issued))
            for each in db.session.query(Contribution)
            if each.kind == DocumentKind.TEMPORARY and "olling text" in each.title
        ]


@pytest.fixture
def chair(world, http):
    return http(world.helena)


def test_the_chair_cuts_three_times_and_two_people_read_each_cut(world, http, chair, app):
    release(http(world.amina), change=("many", "all"))
    first = cut(chair)
    assert first.status_code == 303
    [(symbol, issued)] = documents(app)
    assert issued == 1 and "TD" in symbol
    for reader in (http(world.ruth), http(world.teresa)):
        page = plain(reader.get(first.location).text)
        assert "[many / all (Kenya)]" in page
        assert "MOD recognizing b)" in page

    release(http(world.teresa), change=("many", "most"))
    second = cut(http(world.ines))
    assert second.location.endswith("/Rev.1")
    changes = http(world.ruth).get(f"{second.location}/changes").text
    assert "most" in changes

    address = release(http(world.teresa), change=("many", "no"))
    act(http(world.teresa), address, "withdrawal")
    release(http(world.amina), words="to train teachers;", place="after")
    third = cut(chair)
    assert third.location.endswith("/Rev.2")
    assert documents(app) == [(symbol + " Rev.2", 3)] or documents(app)[0][1] == 3
    rolling = http(world.ruth).get(ROLLING).text
    for address in (first.location, second.location, third.location):
        assert f'href="{address}"' in rolling
    assert "[many / all (Kenya)]" in plain(http(world.ruth).get(first.location).text)


def test_pressing_twice_makes_one_cut(world, http, chair, app):
    release(http(world.amina), change=("many", "all"))
    form = form_of(chair)
    one, other = cut(chair, form), cut(chair, form)
    assert one.location == other.location
    assert [issued for _symbol, issued in documents(app)] == [1]


def test_nothing_new_makes_no_cut_and_says_so(world, http, chair, app):
    release(http(world.amina), change=("many", "all"))
    form = form_of(chair)
    cut(chair, form)
    assert "Nothing has changed since" in chair.get(CUT).text
    again = cut(chair, form | {"key": "another"})
    assert again.status_code == 409
    assert "Nothing has changed since" in again.text
    assert [issued for _symbol, issued in documents(app)] == [1]


def test_what_changed_while_the_page_was_open_is_shown_before_it_is_cut(world, http, chair, app):
    release(http(world.amina), change=("many", "all"))
    form = form_of(chair)
    release(http(world.teresa), change=("many", "most"))
    answer = cut(chair, form)
    assert answer.status_code == 409
    assert "changed while you were looking" in answer.text
    assert "most (Brazil)" in plain(answer.text)
    assert documents(app) == []


def test_agreed_words_and_proposals_on_earlier_ones_are_in_the_cut(world, http, chair, app):
    release(http(world.amina), change=("many", "all"))
    agree_on("that most children are online;", app, world)
    page = plain(chair.get(cut(chair).location).text)
    assert "that most children are online;" in page
    assert "written on an earlier wording" in page


def open_in(page):
    return int(re.search(r"(\d+) places? (?:is|are) open", page)[1])


def open_in_print(visitor):
    """The places that a PDF counts, which is not made of its page here."""
    return open_in(plain(visitor.get(f"{ROLLING}.pdf").text))


def test_open_brackets_stand_in_the_cut_as_they_are_counted(world, http, chair, app, monkeypatch):
    monkeypatch.setattr(shelf, "print_page", lambda html, _pictures: html.encode())
    before, printed = open_places(http(world.ruth)), open_in_print(http(world.ruth))
    opened(http(world.amina), alternative_1="all")
    page = plain(chair.get(cut(chair).location).text)
    assert "that [many / all (Kenya)] of them" in page
    release(http(world.teresa), change=("many", "most"))
    opened(chair, "many of them")
    opened(http(world.amina), place="after", alternative_1="to train teachers;")
    page = plain(chair.get(cut(chair).location).text)
    assert "that [[many / all (Kenya) / most (Brazil)] of them]" in page
    assert "[ADD to train teachers; (Kenya)]" in page
    assert open_in(page) == open_places(http(world.ruth)) == before + 3
    # Files show what sources change, and count nothing else.
    assert open_in_print(http(world.ruth)) == printed + 1
    agree_on("that children are online;", app, world)
    page = plain(chair.get(cut(chair).location).text)
    assert "Bracket 1 in recognizing b) is open, but its words are gone" in page
    assert open_in(page) == open_places(http(world.ruth))


def test_what_stays_within_a_delegation_is_in_no_cut_and_in_no_file(world, http, chair):
    proposed(http(world.amina), change=("many", "confidentially"))
    release(http(world.amina), change=("many", "all"))
    page = chair.get(cut(chair).location).text
    assert "confidentially" not in page
    for visitor in (chair, http(world.amina)):
        assert b"confidentially" not in visitor.get(f"{ROLLING}.akn.xml").data


def test_only_officers_cut_and_only_members_read(world, http):
    for person in (world.amina, world.teresa, world.ruth):
        assert http(person).get(CUT).status_code == 403
        assert http(person).post(CUT, data={"meeting": "", "key": "k"}).status_code == 403
        assert "Cut as a document" not in http(person).get(ROLLING).text
    assert "Cut as a document" in http(world.helena).get(ROLLING).text
    assert http().get(CUT).status_code in (302, 303)


def test_a_meeting_of_another_group_or_none_is_refused(world, http, chair):
    form = form_of(chair) | {"meeting": "no-such-meeting"}
    answer = cut(chair, form)
    assert answer.status_code == 422
    assert "Choose one of these meetings." in answer.text


def test_an_open_rolling_text_hears_of_the_cut_and_learns_it(world, http, chair, listen):
    release(http(world.amina), change=("many", "all"))
    heard = listen(world.ruth, "resolution:67-hyderabad-2010")
    reader = http(world.ruth)
    for words in ("some", "few", "most"):
        shown = re.search(r'data-shown="([^"]+)"', reader.get(ROLLING).text)[1]
        assert reader.get(ROLLING, headers={"X-Shown": shown}).status_code == 204
        location = cut(chair).location
        assert heard.hear("changed")
        answer = reader.get(ROLLING, headers={"X-Shown": shown})
        assert answer.status_code == 200
        assert f'href="{location}"' in answer.text
        release(http(world.teresa), change=("many", words))


def test_guests_hear_of_no_cut(world, http, chair, listen):
    heard = listen(None, "resolution:67-hyderabad-2010")
    release(http(world.amina), change=("many", "all"))
    cut(chair)
    assert heard() == heard.hear("changed") == []


def test_files_are_sent_to_members_and_to_nobody_else(world, http):
    release(http(world.amina), change=("many", "all"))
    kenya = world.amina.memberships[0].delegation_id
    for ending in ("docx", "akn.xml"):
        for query in ("", f"?source={kenya}"):
            answer = http(world.ruth).get(f"{ROLLING}.{ending}{query}")
            assert answer.status_code == 200
            assert "attachment" in answer.headers["Content-Disposition"]
            assert http().get(f"{ROLLING}.{ending}{query}").status_code in (302, 303)
        assert http(world.ruth).get(f"{ROLLING}.{ending}?source=x").status_code == 404
    assert http(world.ruth).get(f"{RESOLUTION}/rolling-text.docx").status_code == 200


def test_the_print_names_the_sources_of_each_change(world, http, monkeypatch):
    release(http(world.amina), change=("many", "all"))
    monkeypatch.setattr(shelf, "print_page", lambda html, _pictures: html.encode())
    page = plain(http(world.ruth).get(f"{ROLLING}.pdf").text)
    assert "many all (Kenya)" in page
    assert "MOD recognizing b)" in page
    assert "invites Member States" in page


def test_the_print_is_a_pdf(world, http):
    release(http(world.amina), change=("many", "all"))
    assert http(world.ruth).get(f"{ROLLING}.pdf").data.startswith(b"%PDF")


def test_files_of_more_proposals_cost_no_more_statements(world, http, statements):
    reader = http(world.ruth)
    release(http(world.amina), change=("many", "all"))
    for ending in ("docx", "akn.xml"):
        reader.get(f"{ROLLING}.{ending}")
        with statements() as few:
            reader.get(f"{ROLLING}.{ending}")
        for number in range(3):
            release(http(world.teresa), change=("many", f"all {ending} {number}"))
        with statements() as more:
            reader.get(f"{ROLLING}.{ending}")
        assert len(more) == len(few) <= 18, ending


def test_a_passage_that_is_redacted_in_a_proposal_goes_from_its_cuts_too(world, http, chair):
    address = release(http(world.amina), change=("many", "all marmots"))
    first = cut(chair).location
    assert "marmots" in http(world.ruth).get(first).text
    redact(http(world.ines), "proposal", address.rpartition("/")[2], passage="marmots")
    for page in (first, address, ROLLING, f"{ROLLING}.akn.xml"):
        assert "marmots" not in http(world.ruth).get(page).text, page
    assert "[many" in plain(http(world.ruth).get(first).text)


def test_a_passage_that_is_redacted_in_a_bracket_goes_from_the_cuts_too(world, http, chair):
    bracket = opened(http(world.amina), alternative_1="all marmots")
    first = cut(chair).location
    assert "marmots" in http(world.ruth).get(first).text
    redact(http(world.ines), "bracket", bracket.rpartition("/")[2], passage="marmots")
    for page in (first, bracket, ROLLING):
        assert "marmots" not in http(world.ruth).get(page).text, page
