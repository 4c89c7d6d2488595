"""Nothing of Kenya's own shows to anybody else: not on the page, in its forms, counts, facets, pages or suggestions."""

import csv
import io

import pytest

from tests.search.world import adopt, record
from wgcop.search_engines import choice

OTHERS = ["guest", "ruth", "salma", "farid", "elke", "helena", "ines"]
"""A guest, an observer, a delegate, a head, the rapporteur, the chair, the secretariat."""
WORDS = ("zanzibar", "kilifi", "Mombasa", "Lamu", "Turkana", "tag-sw", "Nakuru", "1893", "Kisumu")
ADDRESSES = [
    f"{path}?{asked}"
    for path in ("/search", "/search.json", "/search.csv", "/search.atom", "/api/v1/search")
    for asked in (
        "q=bureau",
        "q=bureau&sort=date",
        "q=bureau&kind=comment",
        "q=bureau&kind=contribution&page=2",
        "kind=contribution",
        "q=bur*",
        "q=bureua",
    )
]


@pytest.fixture
def library(request, app, world):
    """A comment and a draft of Kenya's private layer whose every field is its own, beside what all may see."""
    engine = app.extensions[choice.EXTENSION]
    kenya = world.delegation("Kenya").audience
    own = {
        "audience": kenya, "body": "Mombasa", "level": "Lamu", "region": "Turkana", "language": "sw",
        "source": "kilifi", "symbol": "Nakuru", "state": "Kisumu", "year": 1893, "subjects": ("tag-sw",),
        "clauses": ("zanzibar.z",),
    }  # fmt: skip
    with engine.writing() as index:
        index.put(
            [
                record("k1", "The bureau of zanzibar", "zanzibar", kind="comment", url="/zanzibar/1", **own),
                record("k2", "The bureau of zanzibar", "zanzibar", kind="contribution", url="/zanzibar/2", **own),
            ]
        )  # fmt: skip
    if "indexed" not in request.fixturenames:
        adopt(app)
    return engine


def reader(world, http, name):
    return http() if name == "guest" else http(world.person(name))


def seen(http, world, name, address):
    answer = reader(world, http, name).get(address)
    assert answer.status_code == 200
    return answer.text


def test_no_form_of_any_page_holds_a_trace(http, world, library):
    for name in OTHERS:
        for address in ADDRESSES:
            shown = seen(http, world, name, address)
            assert not [word for word in WORDS if word in shown], f"{name} at {address}"


def test_counts_are_as_if_it_were_not_there(http, world, library):
    asked = ("q=bureau", "q=bureau&kind=comment", "kind=contribution", "year=1893", "state=Kisumu")

    def counts(name):
        visitor = reader(world, http, name)
        return [visitor.get(f"/search.json?{words}").get_json() for words in asked]

    def table(name):
        answer = reader(world, http, name).get("/search.csv?q=bureau")
        return answer.headers["X-Total-Count"], list(csv.reader(io.StringIO(answer.text)))

    with_it = {name: (counts(name), table(name)) for name in OTHERS}
    with library.writing() as index:
        index.drop(["comment:k1", "contribution:k2"])
    for name, (counted, rows) in with_it.items():
        assert counts(name) == counted, name
        assert table(name) == rows, name
        assert counted[3]["total"] == counted[4]["total"] == 0, name


def test_nothing_is_suggested_or_spelled_from_it(http, world, library):
    for name in OTHERS:
        for typed in ("zanz", "kilif", "nakur", "mombas", "lamu"):
            found = reader(world, http, name).get(f"/search/suggestions?q={typed}").get_json()
            assert found == {"suggestions": []}, f"{name} typing {typed}"
        for misspelt in ("zanzibra", "kiliif"):
            shown = seen(http, world, name, f"/search?q={misspelt}")
            assert "Results for" not in shown, f"{name} typing {misspelt}"


def test_kenya_itself_finds_all_of_it(http, world, indexed, library):
    wanjiru = http(world.wanjiru)
    page = wanjiru.get("/search?q=bureau").text
    assert not [word for word in WORDS if word not in page]
    assert len(wanjiru.get("/search/suggestions?q=zanz").get_json()["suggestions"]) == 1
    assert "Results for" in wanjiru.get("/search?q=zanzibra").text
