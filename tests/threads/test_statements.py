"""How many statements the pages of a thread take, for each who opens them, with a long thread of many delegations."""

import pytest

from tests.threads.test_comments import CLAUSE, WID, say
from wgcop.paper.anchor import Passages
from wgcop.threads.page.window import ThreadPlace, thread_part_at

REPLY = {"audience": "members", "type": "substantive"}
READERS = ("haruko", "farid", "ines", "helena")
"""A delegate, a delegate, the secretariat, the chair."""


@pytest.fixture
def long_thread(world, http):
    amina, teresa = http(world.amina), http(world.teresa)
    comments = [say(amina, f"Comment {number}", f"l{number}").json["id"] for number in range(6)]
    for number, comment in enumerate(comments):
        say(teresa, f"Reply {number}", f"r{number}", parent=comment)
        teresa.post(f"/comments/{comment}/support")
    kenya = world.delegation("Kenya").audience
    private = say(amina, "Kenya alone.", "private", audience=kenya).json["id"]
    amina.post(f"/comments/{private}/release")
    return comments


@pytest.mark.parametrize("name", READERS)
def test_a_clause_and_its_thread(world, http, statements, long_thread, name):
    reader = http(getattr(world, name))
    with statements() as page:
        assert "Reply 5" in reader.get(CLAUSE).text
    with statements() as thread:
        assert "Reply 5" in reader.get(f"{CLAUSE}/thread").text

    leads = name in ("ines", "helena")  # who may set times types them in the zone of the meeting
    # One for the marks of positions, one for the numbers of proposals, one for those of brackets.
    assert len(page) <= 13 + leads, "\n".join(page)
    assert len(thread) <= 6 + leads, "\n".join(thread)


@pytest.mark.parametrize("names_a_comment", [False, True])
def test_a_part_of_a_thread_is_one_statement_and_one_more_to_find_a_comment(
    app, statements, long_thread, names_a_comment
):
    place = ThreadPlace(around=long_thread[0] if names_a_comment else None)
    readers = frozenset({"public", "members"})
    with statements() as sent, app.app_context():
        part = thread_part_at(f"clause:{WID}", readers, place, None, Passages)

    assert long_thread[0] in [comment.name for comment in part.comments]
    assert len(sent) == 1 + names_a_comment, "\n".join(sent)


def test_a_guest_reads_the_text_alone(http, statements, long_thread):
    with statements() as sent:
        page = http().get(CLAUSE).text

    assert "Comment 5" not in page
    assert len(sent) <= 2, "\n".join(sent)


@pytest.mark.parametrize("name", READERS)
def test_posting_and_replying(world, http, statements, long_thread, name):
    writer = http(getattr(world, name))
    with statements() as posting:
        assert say(writer, "One more.", "more").status_code == 201
    with statements() as replying:
        assert say(writer, "To you.", "to-you", parent=long_thread[0]).status_code == 201

    assert len(posting) <= 9, "\n".join(posting)
    # Whoever is answered is told, also by e-mail and on their devices.
    assert len(replying) <= 16, "\n".join(replying)


def test_what_is_posted_is_shown_as_everybody_will_see_it(world, http, long_thread):
    html = say(http(world.amina), "As all see it.", "as-all").json["html"]

    assert " ".join(html.split()) in " ".join(http(world.haruko).get(CLAUSE).text.split())
