"""The rolling text in print: made once for each text, ordered when it is long, and never longer than the printer can."""

import re
from urllib.parse import unquote

import pytest

from tests.brackets.acts import act as act_on_bracket
from tests.brackets.acts import opened
from tests.positions.test_positions import agree_on
from tests.proposals.acts import act
from tests.proposals.test_rolling_page import ROLLING, plain, release
from tests.rolling_files.made import Negotiation
from wgcop.database import db
from wgcop.printing import shelf
from wgcop.proposals.models import Proposal
from wgcop.rolling_files.filed import filed
from wgcop.rolling_files.views import files
from wgcop.rolling_files.volumes import in_volumes
from wgcop.takeaway import rolling
from wgcop.takeaway.jobs import make_waiting

PDF = f"{ROLLING}.pdf"
OF = "rolling:67-hyderabad-2010"


@pytest.fixture
def printed(monkeypatch):
    """The pages that the printer was given; it answers at once."""
    pages = []

    def take(html, _pictures):
        pages.append(plain(html.partition("<body>")[2]))
        return b"%PDF-1.7 page " + str(len(pages)).encode()

    monkeypatch.setattr(shelf, "print_page", take)
    return pages


@pytest.fixture
def long(monkeypatch):
    """Two proposals are many."""
    for module in (files, rolling):
        monkeypatch.setattr(module, "LONG_TO_PRINT", 1)


def as_at(page):
    return re.search(r"As at (.*? UTC)", page)[1]


def test_the_same_text_is_printed_once_however_late_somebody_asks(world, http, clock, printed):
    kenya, reader = http(world.amina), http(world.ruth)
    clock.stop()
    release(kenya, change=("many", "all"))
    for _hour in range(3):
        assert reader.get(PDF).data == b"%PDF-1.7 page 1"
        clock.advance(minutes=60)
    assert len(printed) == 1
    release(http(world.teresa), change=("many", "most"))
    assert reader.get(PDF).data == b"%PDF-1.7 page 2"
    assert as_at(printed[0]) != as_at(printed[1])


def test_it_says_when_the_text_last_changed_whatever_changed_it(world, http, clock, printed, app):
    kenya, reader = http(world.amina), http(world.ruth)
    clock.stop()
    address = release(kenya, change=("many", "all"))
    bracket = opened(kenya, "them", alternative_1="others")
    moments = []
    for change in (
        lambda: act(kenya, address, "withdrawal"),
        lambda: act(kenya, address, "restoration"),
        lambda: act_on_bracket(kenya, bracket, "leaving"),
        lambda: agree_on("that all of them are young;", app, world),
        lambda: agree_on("", app, world),
    ):
        clock.advance(minutes=7)
        change()
        reader.get(PDF)
        moments.append(as_at(printed[-1]))
    assert len(set(moments)) == len(printed) == 5
    clock.advance(minutes=7)
    kenya.post(f"{address}/comments", data={"body": "We insist.", "audience": "members"})
    reader.get(PDF)
    assert len(printed) == 5


def test_a_long_one_is_ordered_and_then_stands_ready_for_everybody(
    world, http, app, printed, long, clock
):
    clock.stop()
    release(http(world.amina), change=("many", "all"))
    release(http(world.teresa), change=("many", "most"))
    reader = http(world.ruth)
    answer = reader.get(PDF)
    assert answer.status_code == 303 and printed == []
    page = reader.get(answer.location).text
    assert "Rolling text of Resolution 67" in plain(page)
    assert "made in the background" in page and 'name="form" value="pdf"' in page
    ordered = reader.post("/takeaway", data={"of": OF, "form": "pdf"})
    waiting = reader.get(ordered.location).text
    assert "waits for its turn" in waiting and "Proposals printed" in waiting
    with app.app_context():
        assert make_waiting() == 1
    assert "Download" in reader.get(ordered.location).text
    with reader.get(f"{ordered.location}/file") as taken:
        assert taken.data == b"%PDF-1.7 page 1"
    # nobody else gets the file, and all members get the same print at once
    assert http(world.amina).get(f"{ordered.location}/file").status_code == 404
    assert http(world.amina).get(PDF).data == b"%PDF-1.7 page 1"
    assert len(printed) == 1
    release(http(world.amina), change=("them", "others"))
    assert http(world.amina).get(PDF).status_code == 303


def test_one_source_is_ordered_by_itself(world, http, app, printed, long):
    kenya = http(world.amina)
    release(kenya, change=("many", "all"))
    release(kenya, change=("them", "others"))
    release(http(world.teresa), change=("many", "most"))
    source = world.delegation("Kenya").id
    answer = kenya.get(f"{PDF}?source={source}")
    of = f"{OF}?source={source}"
    assert of in unquote(answer.location)
    ordered = kenya.post("/takeaway", data={"of": of, "form": "pdf"})
    with app.app_context():
        make_waiting()
    with kenya.get(f"{ordered.location}/file") as taken:
        assert taken.status_code == 200
    [page] = printed
    assert "Kenya" in page and "Brazil" not in page


def test_the_file_of_one_source_has_what_it_brings_with_others_and_nothing_that_it_does_not(
    world, http, app, printed, long
):
    """One that others bring with it counts for the length, stands in the file, and may be taken."""
    kenya = http(world.amina)
    release(kenya, change=("them", "others"))
    common = release(http(world.teresa), change=("many", "most"))
    release(http(world.luc), change=("many", "several"))
    with app.test_request_context():
        of_kenya = rolling.rolling_scope(
            f"67-hyderabad-2010?source={world.delegation('Kenya').id}", world.ruth
        )
        before = of_kenya.count()
        proposal = db.session.get(Proposal, int(common.rpartition("/")[2]))
        proposal.sources = ["Brazil", "Kenya"]
        db.session.commit()
        assert of_kenya.count() == before + 1
    for turn, name in enumerate(("Kenya", "Brazil")):
        of = f"{OF}?source={world.delegation(name).id}"
        ordered = http(world.ruth).post("/takeaway", data={"of": of, "form": "pdf"})
        with app.app_context():
            make_waiting()
        with http(world.ruth).get(f"{ordered.location}/file") as taken:
            assert taken.status_code == 200
        assert "most" in printed[turn] and "several" not in printed[turn]
        assert ("others" in printed[turn]) == (name == "Kenya")


def test_guests_order_nothing_and_no_other_form_is_made(world, http):
    assert http().get(PDF).status_code == 303
    assert http().get(f"/takeaway?of={OF}").status_code == 303
    member = http(world.ruth)
    assert member.post("/takeaway", data={"of": OF, "form": "json"}).status_code == 422
    for of in ("rolling:nothing", f"{OF}?source=0", f"{OF}?source=x"):
        assert member.get("/takeaway", query_string={"of": of}).status_code == 404


@pytest.mark.parametrize("most", [1, 2, 3, 100])
def test_volumes_have_each_clause_and_each_proposal_once(most):
    made = Negotiation("to study;", "to report;", "to train;", "to inform;")
    for clause, number in ((0, 2), (1, 0), (2, 3), (3, 1)):
        for each in range(number):
            made.propose(("Kenya", "Brazil", "Japan")[each], clause, f"to do {each};")
    whole = filed(made.rolling())
    volumes = in_volumes(whole, most)
    assert [clause for each in volumes for clause in each.clauses] == whole.clauses
    assert [each for volume in volumes for each in volume.listed] == list(whole.listed)
    for volume in volumes:
        clauses = {each.proposal.clause_id for each in volume.listed}
        assert len(volume.listed) <= most or len(clauses) == 1
        assert volume.volumes == len(volumes)
        assert all(section.clauses for section in volume.sections)
    assert [each.volume for each in volumes] == list(range(1, len(volumes) + 1))
