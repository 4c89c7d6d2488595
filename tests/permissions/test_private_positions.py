"""What a delegation keeps within it of its positions reaches nobody else, by any route, file, event or search."""

import io
import zipfile

import pytest

from tests.architecture.reading import report
from tests.permissions.matrix import rows
from tests.positions.test_positions import hidden
from tests.proposals.acts import act, proposed

WORDS = {
    "within": "Our ibex is wavering.",
    "red-line": "The lynx is unbending.",
    "notice": "The marmot is a stumblingblock.",
}
SIGNS = ("wavering", "unbending", "stumblingblock")
"""They stand nowhere else. Searches ask for the other words, since a page of results repeats those."""

OUTSIDE = (
    "guest",
    "observer",
    "other",
    "partner",
    "rapporteur",
    "vice-chair",
    "chair",
    "secretariat",
)
ADDRESSES = (
    "/catch-up",
    "/clauses/{wid}",
    "/clauses/{wid}/positions",
    "/clauses/{wid}/biography",
    "/clauses/{wid}/positions/groups/atu",
    "/clauses/{wid}/positions/history",
    "/clauses/{wid}/proposals",
    "/delegation",
    "/delegation.docx",
    "/delegation/people",
    "/proposals/{offered}",
    "/proposals/{offered}/positions",
    "/proposals/{offered}/positions/groups/atu",
    "/proposals/{offered}/positions/history",
    "/resolutions/{slug}",
    "/resolutions/{slug}/counts",
    "/resolutions/{slug}/positions",
    "/resolutions/{slug}/positions?show=all&open=atu",
    "/resolutions/{slug}/positions.csv",
    "/resolutions/{slug}/positions.xlsx",
    "/resolutions/{slug}/positions/earlier-wordings",
    "/resolutions/{slug}/rolling-text",
    "/takeaway/file?of=proposal:{offered}&form=json",
    "/search?q=ibex",
    "/search?q=lynx",
    "/search?q=marmot",
    "/audit",
)


@pytest.fixture
def places(world, http, named):
    """Where Kenya takes positions: on a clause, and on a proposal of its own that all members read."""
    kenya = http(world.amina)
    proposal = proposed(kenya, change=("many of them", "all of them"))
    assert act(kenya, proposal, "release").status_code == 303
    named["offered"] = proposal.rpartition("/")[2]
    return f"/clauses/{named['wid']}/positions", f"{proposal}/positions"


def record(visitor, page, stance, layer, reason):
    form = visitor.get(page).text
    fields = {name: hidden(form, name) for name in ("seen", "words_seen", "speaking_as")}
    answer = visitor.post(page, data={"stance": stance, "layer": layer, "reason": reason} | fields)
    assert answer.status_code == 303, answer.text


@pytest.fixture
def kept(world, http, places, index):
    """Kenya has recorded a position within the delegation and a red line on each of these, told the
    chair a word in confidence, and released something else.
    """
    kenya, page = http(world.amina), places[0]
    for each in places:
        record(kenya, each, "agrees", "released", "In the interest of all.")
        record(kenya, each, "objects", "within", WORDS["within"])
        record(kenya, each, "objects", "red-line", WORDS["red-line"])
    told = {"line": WORDS["notice"], "group": hidden(kenya.get(page).text, "group")}
    assert kenya.post(f"{page}/notice", data=told).status_code == 303
    index()


def words_in(answer):
    """All that an answer holds, also within the parts of a packed file."""
    if not answer.data.startswith(b"PK"):
        return answer.data.decode(errors="replace")
    with zipfile.ZipFile(io.BytesIO(answer.data)) as parts:
        return " ".join(parts.read(name).decode(errors="replace") for name in parts.namelist())


def leaks(visit, addresses, readers, named):
    for address in addresses:
        for reader in readers:
            with visit(reader).get(address.format(**named)) as answer:
                words = words_in(answer)
            if told := [each for each in SIGNS if each in words]:
                yield f"{address} tells the {reader}: {', '.join(told)}"


def test_nobody_outside_the_delegation_finds_what_it_keeps_within(visit, kept, named):
    for address in ("/delegation", "/delegation.docx", "/clauses/{wid}/positions"):
        own = words_in(visit("head").get(address.format(**named)))
        assert all(line in own for line in WORDS.values()), address
    for address in ("/proposals/{offered}", "/proposals/{offered}/positions"):
        own = words_in(visit("member").get(address.format(**named)))
        assert WORDS["within"] in own and WORDS["red-line"] in own, address
    grid = words_in(visit("member").get(f"/resolutions/{named['slug']}/positions"))
    assert "wavering" in grid and "unbending" not in grid and "Red line" in grid
    report("These leave the delegation.", list(leaks(visit, ADDRESSES, OUTSIDE, named)))


def test_not_even_its_own_people_get_it_in_files_that_travel(visit, kept, named):
    files = [each for each in ADDRESSES if each.endswith((".csv", ".xlsx"))]
    report(
        "These hold what was not released.", list(leaks(visit, files, ("head", "member"), named))
    )


def test_no_open_page_outside_the_delegation_hears_of_it(
    world, http, listen, people, named, places
):
    topics = (
        f"clause:{named['wid']}",
        f"proposal:{named['offered']}",
        f"resolution:{named['slug']}",
    )
    hears = {
        reader: [listen(people[reader], topic) for topic in topics]
        for reader in OUTSIDE
        if people[reader]
    }
    kenya, page = http(world.amina), places[0]
    for again in range(3):
        for layer in ("within", "red-line"):
            for each in places:
                record(kenya, each, "objects", layer, f"{WORDS[layer]} {again}")
        group = hidden(kenya.get(page).text, "group")
        told = {"line": f"{WORDS['notice']} {again}", "group": group}
        assert kenya.post(f"{page}/notice", data=told).status_code == 303
    for reader, pages in hears.items():
        assert [entry for each in pages for entry in each()] == [], reader


@pytest.mark.rest
@pytest.mark.parametrize("reader", ["other", "chair", "secretariat"])
def test_no_page_at_all_shows_it_outside_the_delegation(visit, kept, named, reader):
    """Those who preside read the word in confidence in the room, and nowhere else."""
    pages = [row.address for row in rows("routes.txt") if row.method == "GET"]
    told_in_the_room = "/meetings/{meeting}/live tells the chair: stumblingblock"
    found = [each for each in leaks(visit, pages, [reader], named) if each != told_in_the_room]
    report("These leave the delegation.", found)
