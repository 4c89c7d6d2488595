"""What a delegation keeps within it of its positions reaches nobody else, by any route, file, event or search."""

import io
import zipfile

import pytest

from tests.architecture.reading import report
from tests.permissions.matrix import rows
from tests.positions.test_positions import hidden

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
    "/clauses/{wid}/positions/history",
    "/delegation",
    "/delegation.docx",
    "/delegation/people",
    "/resolutions/{slug}",
    "/resolutions/{slug}/counts",
    "/resolutions/{slug}/positions",
    "/resolutions/{slug}/positions?show=all&open=atu",
    "/resolutions/{slug}/positions.csv",
    "/resolutions/{slug}/positions.xlsx",
    "/resolutions/{slug}/positions/earlier-wordings",
    "/search?q=ibex",
    "/search?q=lynx",
    "/search?q=marmot",
    "/audit",
)


@pytest.fixture
def kept(world, http, named, index):
    """Kenya has recorded one position within the delegation and one red line, told the chair a word
    in confidence, and released something else.
    """
    kenya, page = http(world.amina), f"/clauses/{named['wid']}/positions"
    for layer, stance, reason in (
        ("released", "agrees", "In the interest of all."),
        ("within", "objects", WORDS["within"]),
        ("red-line", "objects", WORDS["red-line"]),
    ):
        form = kenya.get(page).text
        fields = {name: hidden(form, name) for name in ("seen", "words_seen", "speaking_as")}
        answer = kenya.post(
            page, data={"stance": stance, "layer": layer, "reason": reason} | fields
        )
        assert answer.status_code == 303, answer.text
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
    grid = words_in(visit("member").get(f"/resolutions/{named['slug']}/positions"))
    assert "wavering" in grid and "unbending" not in grid and "Red line" in grid
    report("These leave the delegation.", list(leaks(visit, ADDRESSES, OUTSIDE, named)))


def test_not_even_its_own_people_get_it_in_files_that_travel(visit, kept, named):
    files = [each for each in ADDRESSES if each.endswith((".csv", ".xlsx"))]
    report(
        "These hold what was not released.", list(leaks(visit, files, ("head", "member"), named))
    )


def test_no_open_page_outside_the_delegation_hears_of_it(world, http, listen, people, named):
    topics = (f"clause:{named['wid']}", f"resolution:{named['slug']}")
    hears = {
        reader: [listen(people[reader], topic) for topic in topics]
        for reader in OUTSIDE
        if people[reader]
    }
    kenya, page = http(world.amina), f"/clauses/{named['wid']}/positions"
    for again in range(3):
        for layer in ("within", "red-line"):
            form = kenya.get(page).text
            fields = {name: hidden(form, name) for name in ("seen", "words_seen", "speaking_as")}
            kept = {"stance": "objects", "layer": layer, "reason": f"{WORDS[layer]} {again}"}
            assert kenya.post(page, data=kept | fields).status_code == 303
        told = {"line": f"{WORDS['notice']} {again}", "group": hidden(form, "group")}
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
