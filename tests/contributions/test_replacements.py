"""A document may take the place of an earlier one, and is compared with it."""

import re

from tests.contributions.test_comparisons import summary_of, words_of
from wgcop.contributions.models import Contribution
from wgcop.database import db


def symbol(url: str) -> str:
    return url.removeprefix("/documents/")


def test_both_documents_say_that_one_replaces_the_other(world, http, document, draft):
    _, old = document(world.amina)
    address = draft(world.amina, text="A trial in nine districts.")
    amina = http(world.amina)
    assert (
        amina.post(f"{address}/replacement", data={"replaces": f"{symbol(old)}-E"}).headers[
            "Location"
        ]
        == address
    )
    assert f'href="{old}">{symbol(old)}' in amina.get(address).text
    assert "replaces this document" not in amina.get(old).text, "a draft is nobody else's business"
    new = amina.post(f"{address}/submission").headers["Content-Location"]
    visitor = http(world.haruko)
    assert f'Replaces <a class="symbol" href="{old}">{symbol(old)}' in visitor.get(new).text
    banner = visitor.get(old).text.split('class="banner"')[1].split("</div>")[0]
    assert f"{symbol(new)} replaces this document." in banner
    assert "This is the latest wording." not in visitor.get(old).text
    assert re.findall(r'<a [^>]*href="([^"]+)"', banner) == [
        f"{new}/changes?from={symbol(old)}",
        new,
    ]


def test_the_comparison_works_across_the_two(world, http, document):
    _, old = document(world.amina)
    address, new = document(world.amina, text="# Background\n\nA trial in nine districts.")
    ines = http(world.ines)
    assert ines.post(f"{address}/replacement", data={"replaces": symbol(old)}).status_code == 303
    visitor = http(world.haruko)
    for way in (f"{new}/changes", f"{new}/changes?from={symbol(old)}"):
        page = visitor.get(way).text
        assert "A trial in[- four][+ nine] districts." in words_of(page), way
    assert "1 paragraph changed" in summary_of(visitor.get(new).text)


def test_a_picture_that_only_the_earlier_one_has_comes_from_there(world, http, app, document):
    old_address, old = document(world.amina)
    with app.app_context():
        revision = db.session.get_one(Contribution, int(old_address.split("/")[-1])).current
        image = {"type": "image", "attrs": {"file": "f" * 64, "alt": "Calls"}}
        picture = {"type": "paragraph", "attrs": {"id": "aaaaaaaa"}, "content": [image]}
        revision.text = {**revision.text, "content": [*revision.text["content"], picture]}
        db.session.commit()
    address, new = document(world.amina, title="Another")
    http(world.ines).post(f"{address}/replacement", data={"replaces": symbol(old)})
    page = http(world.haruko).get(f"{new}/changes").text
    assert f'src="{old_address}/pictures/{"f" * 64}"' in page


def test_a_document_that_the_reader_may_not_see_cannot_be_named(world, http, draft):
    other = draft(world.haruko)
    address = draft(world.amina)
    for words in ("WG-COP/3/999", other.removeprefix("/contributions/"), "nonsense"):
        answer = http(world.amina).post(f"{address}/replacement", data={"replaces": words})
        assert answer.status_code == 422, words
        assert "There is no document with this symbol." in answer.text


def test_a_document_replaces_neither_itself_nor_what_replaces_it(world, http, document):
    first_address, first = document(world.amina)
    second_address, second = document(world.amina, title="Another")
    ines = http(world.ines)
    ines.post(f"{second_address}/replacement", data={"replaces": symbol(first)})
    for address, other in ((first_address, first), (first_address, second)):
        answer = ines.post(f"{address}/replacement", data={"replaces": symbol(other)})
        assert answer.status_code == 409, other


def test_what_it_replaces_can_be_taken_back(world, http, document):
    _, old = document(world.amina)
    address, new = document(world.amina, title="Another")
    ines = http(world.ines)
    ines.post(f"{address}/replacement", data={"replaces": symbol(old)})
    ines.post(f"{address}/replacement", data={"replaces": ""})
    assert "replaces this document" not in ines.get(old).text
    assert "Replaces <a" not in ines.get(new).text


def test_once_it_is_submitted_the_secretariat_alone_says_what_it_replaces(world, http, document):
    address, _ = document(world.amina)
    for reader, code in (
        (world.amina, 403),
        (world.haruko, 403),
        (world.helena, 403),
        (world.ines, 200),
    ):
        assert http(reader).get(f"{address}/replacement").status_code == code, reader.name
