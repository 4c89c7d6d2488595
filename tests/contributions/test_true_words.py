"""What the pages of a paper say of it is true in every state: who sees it, what is missing, and what happens next."""

import io
import re

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from tests.contributions.test_word_in import bring, word_file

NOBODY = "Nobody else sees it"


def test_who_sees_a_paper_is_said_as_it_is(world, http, draft, meeting):
    address = draft(world.amina)
    amina = http(world.amina)
    assert NOBODY in amina.get(address).text
    meeting.after()
    amina.post(f"{address}/submission")
    waiting = amina.get(address).text
    assert NOBODY not in waiting and "the officers of the group see it too" in waiting
    http(world.ines).post(f"{address}/change-requests", data={"words": "Say in which districts."})
    asked = amina.get(address).text
    assert NOBODY not in asked and "not what you are writing now" in asked
    assert "Changes from what was submitted" in asked


def test_a_draft_that_cannot_be_submitted_does_not_say_what_would_happen(world, http, draft):
    lacking = http(world.amina).get(draft(world.amina, action_required="")).text
    assert "It cannot be submitted yet." in lacking and "If you submit it now" not in lacking
    complete = http(world.amina).get(draft(world.amina)).text
    assert "It cannot be submitted yet." not in complete and "If you submit it now" in complete


def marked_file() -> bytes:
    file = docx.Document()
    run = file.add_paragraph("Calls rose ").add_run("by a third")
    inserted = OxmlElement("w:ins")
    inserted.set(qn("w:id"), "1")
    inserted.set(qn("w:author"), "Luc")
    run._element.addprevious(inserted)
    inserted.append(run._element)
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def test_marked_changes_are_pointed_out_before_they_are_submitted(world, http, meeting):
    amina = http(world.amina)
    marked = amina.post(f"{bring(amina, marked_file()).location.partition('?')[0]}/use").location
    assert "has marked changes" in amina.get(marked.removesuffix("/edit")).text
    plain = bring(amina, word_file()).location.partition("?")[0]
    unmarked = amina.post(f"{plain}/use").location
    assert "has marked changes" not in amina.get(unmarked.removesuffix("/edit")).text


def test_the_conversation_is_called_after_the_other_side(world, http, draft, meeting):
    address = draft(world.amina)
    meeting.after()
    http(world.amina).post(f"{address}/submission")
    titles = {
        name: re.search(r"<h1>(.*?)</h1>", http(person).get(f"{address}/conversation").text)[1]
        for name, person in (("source", world.amina), ("secretariat", world.ines))
    }
    assert titles == {
        "source": "Conversation with the secretariat",
        "secretariat": "Conversation with the source",
    }


def test_the_first_page_says_that_a_change_is_asked_for(world, http, draft, meeting):
    address = draft(world.amina)
    meeting.after()
    http(world.amina).post(f"{address}/submission")
    http(world.ines).post(f"{address}/change-requests", data={"words": "Say in which districts."})
    row = http(world.amina).get("/").text.partition(f'href="{address}"')[2].partition("</li>")[0]
    assert "Asked for a change" in row and "Draft" not in row


def test_a_comparison_explains_what_the_paper_itself_marks(world, http, draft):
    """The text that the draft had before the file came is its first version."""
    amina, work = http(world.amina), draft(world.amina)
    brought = bring(amina, marked_file(), contribution=work.rpartition("/")[2])
    amina.post(f"{brought.location.partition('?')[0]}/use")
    page = amina.get(f"{work}/compare?from=v1&to=draft").text
    assert "marked in the paper itself" in page
