"""What a delegation keeps within it of its positions reaches nobody else, by any event, search or file."""

from tests.answers import words_in
from tests.architecture.reading import report
from tests.permissions.kept import (
    NOTICE,
    POSITION,
    RED_LINE,
    SECRETS,
    leaks,
    position_pages,
    record,
    tell_chair,
)

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
COMMON = (
    "/catch-up",
    "/clauses/{wid}",
    "/clauses/{wid}/positions",
    "/clauses/{wid}/proposals",
    "/clauses/{wid}/thread",
    "/resolutions/{slug}",
    "/resolutions/{slug}/positions",
    "/resolutions/{slug}/positions.xlsx",
    "/resolutions/{slug}/proposals.csv",
    "/resolutions/{slug}/rolling-text",
    "/inbox",
    "/",
)
"""Of the pages of the table those in the most common places. The walk of `test_matrix.py` asks all of them, for all readers."""

NOT_IN_THE_TABLE = (
    "/live/clause:{wid}?after=0",
    "/live/resolution:{slug}?after=0",
    "/proposals/{offered}",
    "/proposals/{offered}/positions",
    "/proposals/{offered}/positions/groups/atu",
    "/proposals/{offered}/positions/history",
    "/resolutions/{slug}/positions?show=all&open=atu",
    "/resolutions/{slug}/proposals?clauses=all&withdrawn=with",
    "/takeaway/file?of=proposal:{offered}&form=json",
    "/takeaway/file?of=resolution:{slug}&form=json",
    "/search?q=MOD",
    *(f"/search?q={each.sought.replace(' ', '+')}" for each in SECRETS),
)
"""What people ask for with a query, or of a thing that the table does not name."""


def told(visit, addresses, readers, named):
    found = []
    for address in addresses:
        for reader in readers:
            with visit(reader).get(address.format(**named)) as answer:
                found += leaks(reader, address, answer)
    return found


def test_its_own_people_find_all_of_it(visit, kept, named):
    """Lest nothing be found elsewhere because nothing is there."""
    for each in SECRETS:
        for reader in each.readers:
            shown = words_in(visit(reader).get(each.shown_at.format(**named)))
            if not (each is NOTICE and reader != "head"):
                assert each.sign in shown, (reader, each.what)
    for address in ("/delegation", "/delegation.docx"):
        own = words_in(visit("head").get(address))
        assert all(each.sign in own for each in (POSITION, RED_LINE, NOTICE)), address
    for address in ("/proposals/{offered}", "/proposals/{offered}/positions"):
        own = words_in(visit("member").get(address.format(**named)))
        assert POSITION.words in own and RED_LINE.words in own, address
    grid = words_in(visit("member").get(f"/resolutions/{named['slug']}/positions"))
    assert POSITION.sign in grid and RED_LINE.sign not in grid and "Red line" in grid


def test_nobody_outside_finds_what_is_kept_within(visit, kept, named):
    found = told(visit, NOT_IN_THE_TABLE, OUTSIDE, named)
    found += told(visit, COMMON, ("other", "vice-chair", "chair"), named)
    report("These show what others keep within.", found)


def test_not_even_its_own_people_get_it_in_files_that_travel(visit, kept, named):
    for name in ("positions.csv", "positions.xlsx"):
        for reader in ("head", "member"):
            file = words_in(visit(reader).get(f"/resolutions/{named['slug']}/{name}"))
            assert not any(each.sign in file for each in (POSITION, RED_LINE, NOTICE)), name


def test_no_open_page_outside_the_delegation_hears_of_it(world, http, listen, people, named, kept):
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
    kenya = http(world.amina)
    for again in range(3):
        for secret, layer in ((POSITION, "within"), (RED_LINE, "red-line")):
            for page in position_pages(named):
                record(kenya, page, "objects", layer, f"{secret.words} {again}")
        assert tell_chair(kenya, named, f"{NOTICE.words} {again}").status_code == 303
    for reader, pages in hears.items():
        assert [entry for each in pages for entry in each()] == [], reader
