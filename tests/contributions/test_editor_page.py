"""What the server gives the editor of a draft: its place on the page, and clauses to quote."""

import re

import pytest

from wgcop.paper.schema import SCHEMA_HASH


def test_the_page_of_a_draft_has_the_editor_and_the_form_for_whoever_wants_it(world, http, draft):
    address = draft(world.amina)
    page = http(world.amina).get(f"{address}/edit").text
    assert f'data-schema="{SCHEMA_HASH}"' in page and "build/editor" in page
    assert 'name="text"' in page
    plain = http(world.amina).get(f"{address}/edit?plain=1").text
    assert "data-editor " not in plain and "build/editor" not in plain and 'name="text"' in plain


def test_a_title_begins_on_the_side_of_its_script(world, http, draft):
    page = http(world.amina).get(f"{draft(world.amina)}/edit").text
    [title] = re.findall(r'<textarea[^>]*name="title"[^>]*>', page)
    assert 'dir="auto"' in title


def test_clauses_are_found_by_their_name_and_by_their_words(world, http):
    def found(words):
        return http(world.amina).get(f"/contributions/clauses?q={words}").get_json()["clauses"]

    by_words = found("child online")
    assert by_words and all("child" in each["words"].casefold() for each in by_words)
    first = by_words[0]
    assert first["wid"] in [each["wid"] for each in found(first["wid"])]
    assert found("") == [] and found("no-such-word-anywhere") == []
    assert len(found("the")) <= 12


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("recalling e", "recalling e)"),
        ("invites Member States 2", "invites Member States 2"),
        ("INSTRUCTS BDT 2", "instructs the Director of the Telecommunication Development Bureau 2"),
        ("invites Member", "invites Member States 1"),
    ],
)
def test_a_clause_that_is_cited_as_delegates_say_it_comes_first(world, http, typed, first):
    answer = http(world.amina).get("/contributions/clauses", query_string={"q": typed})
    clauses = [each["citation"].partition(" · ")[0] for each in answer.get_json()["clauses"]]
    assert clauses[0] == first


def test_the_page_on_which_a_paper_is_written_leads_to_agreed_language(world, http, draft):
    page = http(world.amina).get(f"{draft(world.amina)}/edit").text
    assert page.count('href="/agreed-language" target="_blank"') == 1
