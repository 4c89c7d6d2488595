"""A proposal that a delegation has not released reaches nobody else, by any route, file, event or search."""

import pytest

from tests.architecture.reading import report
from tests.permissions.matrix import rows
from tests.permissions.test_private_positions import OUTSIDE, words_in
from tests.proposals.acts import act, edit, hidden, words_of

WORDS, REASONS = "that the ocelot takes part,", "The tapir is asleep."
SAID = "The numbat is for us alone."
SIGNS = ("ocelot", "tapir", "numbat")
ADDRESSES = (
    "/catch-up",
    "/clauses/{wid}",
    "/clauses/{wid}/thread",
    "/clauses/{wid}/proposals",
    "/clauses/{wid}/biography",
    "/clauses/{wid}/proposals/new",
    "/clauses/{wid}/feed.atom",
    "/resolutions/{slug}",
    "/resolutions/{slug}/counts",
    "/resolutions/{slug}/discussion",
    "/resolutions/{slug}/feed.atom",
    "/resolutions/{slug}/proposals",
    "/resolutions/{slug}/proposals?clauses=all&withdrawn=with",
    "/resolutions/{slug}/proposals.csv",
    "/resolutions/{slug}/proposals.xlsx",
    "/takeaway/file?of=clause:{wid}&form=json",
    "/takeaway/file?of=resolution:{slug}&form=json",
    "/search?q=taking+part",
    "/search?q=MOD",
    "/inbox",
    "/",
    "/audit",
)


@pytest.fixture
def kept(world, http, named, index):
    """The address of Kenya's proposal, which was changed once; and a released one beside it."""
    kenya, page = http(world.amina), f"/clauses/{named['wid']}/proposals"

    def write(words, reasons):
        form = kenya.get(f"{page}/new").text
        fields = {name: hidden(form, name) for name in ("key", "words_seen", "speaking_as")}
        data = fields | {"words": words, "symbol": "", "reasons": reasons, "seen": ""}
        answer = kenya.post(page, data=data)
        assert answer.status_code == 303, answer.text
        return answer.location

    address = write("that the first ocelot takes part,", REASONS)
    assert edit(kenya, address, WORDS, reasons=REASONS).status_code == 303
    within = {"body": SAID, "audience": f"delegation:{named['kenya']}", "key": "said"}
    said = kenya.post(f"/threads/proposal:{address.rpartition('/')[2]}/comments", data=within)
    assert said.status_code == 303
    assert act(kenya, write("that all take part,", ""), "release").status_code == 303
    index()
    return address


def leaks(visit, addresses, readers, named):
    for address in addresses:
        for reader in readers:
            with visit(reader).get(address.format(**named)) as answer:
                words = words_in(answer)
            if told := [each for each in SIGNS if each in words]:
                yield f"{address} tells the {reader}: {', '.join(told)}"


def test_nobody_outside_the_delegation_finds_it(visit, kept, named):
    for reader in ("head", "member"):
        assert all(sign in words_in(visit(reader).get(kept)) for sign in SIGNS), reader
        here = words_in(visit(reader).get(f"/clauses/{named['wid']}/proposals"))
        assert all(sign in here for sign in SIGNS[:2]), reader
    assert kept in words_in(visit("head").get("/search?q=ocelot"))
    assert kept in words_in(visit("head").get("/search?q=numbat"))
    for reader in OUTSIDE:
        assert kept not in words_in(visit(reader).get("/search?q=ocelot")), reader
        assert kept not in words_in(visit(reader).get("/search?q=numbat")), reader
        for part in ("", "/edit"):
            expected = (303,) if reader == "guest" else (404,)
            assert visit(reader).get(f"{kept}{part}").status_code in expected, reader
    report("These leave the delegation.", list(leaks(visit, ADDRESSES, OUTSIDE, named)))


def test_who_redacts_words_does_not_learn_what_is_proposed(world, http, kept):
    key = kept.rpartition("/")[2]
    for page in (f"/redactions/discussion/proposal:{key}", f"/redactions/proposal/{key}"):
        answer = http(world.ines).get(page)
        assert "recognizing b)" not in answer.text and "Kenya" not in answer.text, page


def test_no_act_tells_that_there_is_one(visit, kept):
    for reader in OUTSIDE:
        for what in ("", "/preview", "/release", "/withdrawal", "/restoration", "/confirmation"):
            answer = visit(reader).post(f"{kept}{what}", data={"seen": "1"})
            assert answer.status_code in ((303,) if reader == "guest" else (404,)), (reader, what)


def test_no_open_page_outside_the_delegation_hears_of_it(world, http, listen, people, named):
    topics = (f"clause:{named['wid']}", f"resolution:{named['slug']}")
    hears = {
        reader: [listen(people[reader], topic) for topic in topics]
        for reader in OUTSIDE
        if people[reader]
    }
    kenya, page = http(world.amina), f"/clauses/{named['wid']}/proposals"
    for again in range(3):
        form = kenya.get(f"{page}/new").text
        fields = {name: hidden(form, name) for name in ("key", "words_seen", "speaking_as")}
        data = fields | {"symbol": "", "reasons": REASONS, "seen": ""}
        address = kenya.post(page, data=data | {"words": f"{WORDS} {again}"}).location
        assert edit(kenya, address, f"{WORDS} again {again}").status_code == 303
        assert act(kenya, address, "withdrawal").status_code == 303
    for reader, pages in hears.items():
        assert [entry for each in pages for entry in each()] == [], reader


@pytest.mark.rest
@pytest.mark.parametrize("reader", ["other", "chair", "secretariat"])
def test_no_page_at_all_shows_it_outside_the_delegation(visit, kept, named, reader):
    pages = [row.address for row in rows("routes.txt") if row.method == "GET"]
    report("These leave the delegation.", list(leaks(visit, pages, [reader], named)))


def test_nothing_of_it_is_in_the_words_of_the_form_that_others_open(visit, kept, named):
    form = words_in(visit("other").get(f"/clauses/{named['wid']}/proposals/new"))
    assert words_of(form) and "ocelot" not in form
