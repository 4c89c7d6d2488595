"""Suggestions in the thread of a clause: who writes, supports and decides them, what comes of them, and who must not see."""

import html
import io
import json
import re
import zipfile

import pytest
from sqlalchemy import func, select

from tests.audit.noted import noted
from tests.following.inboxes import things
from tests.positions.test_positions import agree_on
from tests.positions.test_told_in_confidence import listed as listed
from tests.redaction.test_redaction import redact, where
from tests.suggestions.acts import (
    CLAUSE,
    JSON,
    NEW,
    OLD,
    TOPIC,
    WID,
    accept,
    act,
    decline,
    plain,
    propose,
    shown,
    suggest,
    suggested,
    support,
    take_back,
)
from wgcop.accounts.models import Membership, Person
from wgcop.contributions.models import Contribution
from wgcop.database import db
from wgcop.privacy.queries import handed_over
from wgcop.proposals.models import Proposal
from wgcop.resolutions.models import Clause, Wording
from wgcop.search.indexer import drain_all
from wgcop.threads.comments.suggestions import SuggestionSupport
from wgcop.threads.models import Comment, topic_name

OUTSIDERS = ("haruko", "helena", "ines", "elke", "ruth")


def kenyas(world):
    return world.delegation("Kenya").audience


def fresh(visitor, comment):
    return shown(visitor.get(CLAUSE).text, comment)


def the_same(heard, page, comment):
    """What an open page heard last of the comment is what a fresh page shows."""
    return shown(heard["html"] + "</article>", comment) == shown(page, comment)


def indexed(app):
    """Search has everything that was said."""
    with app.app_context():
        drain_all()


# Writing


def test_the_words_stand_as_a_difference_in_the_sentence_of_the_clause(world, http):
    comment = suggested(http(world.amina))
    said = fresh(http(world.teresa), comment)
    assert "Suggests other words:" in said
    assert "[ deleted: youth programmes ]" in said or "deleted: youth" in said
    assert "young people" in said and "Bureau (BDT)" in said and "Say who is meant." in said


def test_nothing_in_place_of_the_words_leaves_them_out(world, http):
    comment = suggested(http(world.amina), instead="")
    assert "Suggests leaving words out:" in fresh(http(world.teresa), comment)


def test_what_cannot_be_suggested_comes_back_with_a_sentence_and_the_form_filled_in(world, http):
    kenya = http(world.amina)
    for quote, instead, says in (
        ("words of another clause", NEW, "These words are not in the clause."),
        ("", NEW, "Quote the words for which you suggest others."),
        ("of", "for", "These words stand more than once in the clause."),
        (OLD, OLD, "These are the words of the clause."),
    ):
        data = {"body": "Kept words.", "quote": quote, "instead": instead, "suggests": "y"}
        page = kenya.post(f"{CLAUSE}/comments", data={**data, "key": f"k{quote}"})
        assert page.status_code == 422
        assert says in plain(page.text), quote
        for kept in ("Kept words.", quote, instead):
            assert kept in page.text
        assert re.search(r'name="suggests" value="y" checked', page.text)
    assert "Suggests" not in plain(kenya.get(CLAUSE).text)


def test_words_without_the_tick_are_a_quote(world, http):
    answer = suggest(http(world.amina), suggests="")
    assert answer.status_code == 201
    assert "Suggests" not in fresh(http(world.teresa), answer.json["id"])


def test_papers_and_proposals_take_no_suggestions(world, http, session):
    """Only clauses have words that proposals are about."""
    kenya = http(world.amina)
    papers = [f"document:{key}" for key in session.scalars(select(Contribution.id))]
    read = [each for each in papers if kenya.get(f"/threads/{each}").status_code == 200]
    proposal = session.scalars(select(Proposal).where(Proposal.released_at.is_not(None))).first()
    for name in (read[0], f"proposal:{proposal.id}"):
        data = {"body": "Other words.", "instead": "x", "suggests": "y", "key": name}
        answer = kenya.post(f"/threads/{name}/comments", data=data, headers=JSON)
        assert answer.status_code == 422, name
        assert "for the words of a clause only" in answer.json["error"]
        assert 'name="suggests"' not in kenya.get(f"/threads/{name}/thread").text


def test_it_is_edited_with_the_comment_three_times_and_every_wording_is_kept(world, http, listen):
    kenya, hears = http(world.amina), listen(world.teresa, TOPIC)
    comment = suggested(kenya)
    for number in (1, 2, 3):
        form = kenya.get(f"/comments/{comment}/edit").text
        seen = re.search(r'name="seen" value="(\w+)"', form)[1]
        words = f"programmes number {number}"
        data = {"body": "Say who.", "quote": OLD, "instead": words, "seen": seen}
        answer = kenya.post(f"/comments/{comment}", data=data, headers=JSON)
        assert answer.status_code == 200, answer.text
        assert the_same(hears()[-1], http(world.caio).get(CLAUSE).text, comment)
        assert f"number {number}" in fresh(http(world.caio), comment)
    page = plain(http(world.caio).get(f"/comments/{comment}").text)
    for words in (NEW.split()[-1], "number 1", "number 2", "number 3"):
        assert words.split()[-1] in page.split("Wordings")[1]


def test_an_edit_from_an_older_page_is_refused_beside_the_new_words(world, http):
    kenya = http(world.amina)
    comment = suggested(kenya)
    form = kenya.get(f"/comments/{comment}/edit").text
    seen = re.search(r'name="seen" value="(\w+)"', form)[1]
    for words, status in (("first words", 200), ("second words", 409)):
        data = {"body": "Say who is meant.", "quote": OLD, "instead": words, "seen": seen}
        assert kenya.post(f"/comments/{comment}", data=data, headers=JSON).status_code == status
    assert "first" in fresh(kenya, comment) and "second" not in fresh(kenya, comment)


def test_whoever_edits_only_the_text_keeps_what_was_suggested(world, http):
    kenya = http(world.amina)
    comment = suggested(kenya)
    data = {"body": "Other reasons."}
    assert kenya.post(f"/comments/{comment}", data=data, headers=JSON).status_code == 200
    said = fresh(kenya, comment)
    assert "Other reasons." in said and "young people" in said


def test_what_was_suggested_is_searched_taken_away_and_handed_over(world, http, app):
    comment = suggested(http(world.amina), instead="Quokkason of tomorrow")
    support(http(world.teresa), comment)
    decline(http(world.helena), comment, "Nobody asked for them.")
    indexed(app)
    assert "of tomorrow" in http(world.luc).get("/search?q=Quokkason").text
    for form in ("json", "docx", "xlsx"):
        asked = {"of": TOPIC, "form": form, "private": ""}
        content = http(world.luc).get("/takeaway/file", query_string=asked).data
        for words in (
            "Suggests “Quokkason of tomorrow” instead of “youth programmes”.",
            "Teresa Vilhena (Brazil)",
            "Declined · Helena Tavira",
            "Nobody asked for them.",
        ):
            assert words in text_in(content), (form, words)
    data = {"body": "Say who is meant.", "quote": OLD, "instead": "people"}
    http(world.amina).post(f"/comments/{comment}", data=data, headers=JSON)
    with app.app_context():
        [said] = [
            each
            for each in handed_over(db.session.get(Person, world.amina.id))["comments"]
            if each["suggested"]
        ]
    assert "“people”" in said["suggested"]
    assert "Quokkason of tomorrow" in said["suggested_earlier"][0]
    with app.app_context():
        [decided] = handed_over(db.session.get(Person, world.helena.id))["decisions on suggestions"]
    assert decided["reason"] == "Nobody asked for them."


def text_in(content):
    """All text of a JSON file, or of a Word file or a workbook."""
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return json.dumps(json.loads(content), ensure_ascii=False)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = (archive.read(name).decode("utf-8", "ignore") for name in archive.namelist())
        return html.unescape(re.sub(r"<[^>]+>", "", "".join(parts)))


# Support, decisions and proposals


def test_two_support_decide_and_propose_three_times(world, http, listen):
    """As members see it: on a page that stays open, and on one that is opened now."""
    brazil, japan, chair, reader = (
        http(world[name]) for name in ("teresa", "haruko", "helena", "ruth")
    )
    hears = listen(world.luc, TOPIC)
    comment = suggested(http(world.amina))
    for number in (1, 2, 3):
        for visitor in (brazil, japan, brazil):
            assert support(visitor, comment).status_code == 303
        said = fresh(reader, comment)
        assert "supported by Teresa Vilhena ( Brazil ), Haruko Minase ( Japan )" in said
        assert accept(chair, comment).status_code == 303
        assert "Accepted into the text under discussion" in fresh(reader, comment)
        assert take_back(chair, comment).status_code == 303
        assert decline(chair, comment, f"Reason {number}.").status_code == 303
        said = fresh(reader, comment)
        assert "Declined" in said and f"Reason {number}." in said and "Helena Tavira" in said
        assert the_same(hears()[-1], reader.get(CLAUSE).text, comment)
        assert take_back(chair, comment).status_code == 303
        for visitor in (brazil, japan):
            answer = act(visitor, comment, "suggestion/support/withdrawal")
            assert answer.status_code == 303
        said = fresh(reader, comment)
        assert "supported by" not in said and "Declined" not in said
        assert the_same(hears()[-1], reader.get(CLAUSE).text, comment)
    history = plain(reader.get(f"/comments/{comment}/suggestion").text)
    assert history.count("The decision was taken back") == 6
    assert all(f"Reason {number}." in history for number in (1, 2, 3))


def test_support_is_for_the_words_that_were_seen(world, http, session):
    kenya, brazil = http(world.amina), http(world.teresa)
    comment = suggested(kenya)
    page = brazil.get(f"/comments/{comment}/suggestion").text
    data = {"body": "Say who.", "quote": OLD, "instead": "other words"}
    kenya.post(f"/comments/{comment}", data=data, headers=JSON)
    for what in ("suggestion/support", "proposal"):
        assert act(brazil, comment, what, page=page).status_code == 409
    assert accept(http(world.helena), comment, page=page).status_code == 409
    assert support(brazil, comment).status_code == 303
    kenya.post(f"/comments/{comment}", data={**data, "instead": "further words"}, headers=JSON)
    assert "Supported an earlier wording:" in fresh(brazil, comment)
    assert (
        session.scalar(
            select(func.count())
            .select_from(SuggestionSupport)
            .join(Comment, Comment.id == SuggestionSupport.comment_id)
            .where(Comment.name == comment)
        )
        == 1
    )


@pytest.mark.parametrize(
    "name, supports, decides, proposes",
    [
        ("amina", 403, 403, 303),  # who wrote it
        ("wanjiru", 303, 403, 303),
        ("teresa", 303, 403, 303),
        ("elke", 303, 303, 303),  # a rapporteur who speaks for an academic
        ("salma", 303, 403, 303),  # a vice-chair who is not in the chair
        ("ruth", 403, 403, 403),  # an observer
        ("helena", 403, 303, 403),
        ("ines", 403, 303, 403),
    ],
)
def test_who_may(world, http, name, supports, decides, proposes):
    comment, visitor = suggested(http(world.amina)), http(world[name])
    page = visitor.get(f"/comments/{comment}/suggestion").text
    for offered, status in (
        ("Support these words", supports),
        ("Record the decision", decides),
        ("Make it a proposal", proposes),
    ):
        assert (offered in page) is (status == 303), offered
    assert support(visitor, comment).status_code == supports
    assert decline(visitor, comment).status_code == decides
    assert propose(visitor, comment).status_code == proposes
    # On its page the comment itself is not supported beside its words.
    assert visitor.post(f"/comments/{comment}/support").status_code == 403


def test_a_vice_chair_decides_while_in_the_chair(world, http, listed):
    comment, salma = suggested(http(world.amina)), http(world.salma)
    for _turn in range(3):
        assert accept(salma, comment).status_code == 403
        assert salma.post(f"{listed.room}/chair", data={"chair": ""}).status_code == 303
        assert accept(salma, comment).status_code == 303
        assert take_back(salma, comment).status_code == 303
        assert salma.post(f"{listed.room}/chair/return").status_code == 303
    assert take_back(salma, comment).status_code == 403


def test_within_a_delegation_its_head_or_a_deputy_decides(world, http, session):
    comment = suggested(http(world.wanjiru), audience=kenyas(world))
    assert accept(http(world.wanjiru), comment).status_code == 403
    for name in ("helena", "ines", "elke"):
        assert accept(http(world[name]), comment, page="").status_code == 404
    assert accept(http(world.amina), comment).status_code == 303
    assert "Accepted" in fresh(http(world.wanjiru), comment)
    membership = session.scalar(select(Membership).where(Membership.person_id == world.wanjiru.id))
    membership.is_deputy = True
    session.commit()
    assert take_back(http(world.wanjiru), comment).status_code == 303
    assert "data-deputy-of" in http(world.wanjiru).get(CLAUSE).text


def test_a_decision_without_a_choice_or_a_reason_comes_back(world, http):
    comment, chair = suggested(http(world.amina)), http(world.helena)
    answer = act(chair, comment, "suggestion/decision", outcome="declined", reason="")
    assert answer.status_code == 422 and "Say why the suggestion is declined." in answer.text
    answer = act(chair, comment, "suggestion/decision", reason="Because.")
    assert answer.status_code == 422 and "Because." in answer.text
    assert accept(chair, comment).status_code == 303
    assert accept(chair, comment).status_code == 409


def test_a_decision_on_words_that_changed_meanwhile_comes_back_with_its_reason(world, http):
    kenya, chair = http(world.amina), http(world.helena)
    comment = suggested(kenya)
    page = chair.get(f"/comments/{comment}/suggestion").text
    data = {"body": "Say who.", "quote": OLD, "instead": "other words"}
    kenya.post(f"/comments/{comment}", data=data, headers=JSON)
    reason = "The budget says it."
    answer = decline(chair, comment, reason, page=page)
    assert answer.status_code == 409
    assert reason in answer.text and "Read the new words first." in answer.text
    assert decline(chair, comment, reason, page=answer.text).status_code == 303
    assert reason in fresh(kenya, comment)


def test_the_writer_is_told_in_the_inbox_and_the_trail_notes_decisions(world, http, session):
    comment = suggested(http(world.amina))
    support(http(world.teresa), comment)
    accept(http(world.helena), comment)
    take_back(http(world.helena), comment)
    decline(http(world.helena), comment)
    rows = [row for rows in things(http(world.amina)).values() for row in rows]
    assert any("Your suggestion is declined" in row and "youth programmes" in row for row in rows)
    for name in ("wanjiru", "teresa", "haruko"):
        assert "our suggestion" not in plain(http(world[name]).get("/inbox").text)
    deeds = ("suggestion.accepted", "suggestion.declined", "suggestion.taken-back")
    assert [row[0] for row in noted(session, *deeds)] == [deeds[0], deeds[2], deeds[1]]


# Becoming a proposal


def stored(session, delegation):
    here = select(Proposal).join(Proposal.clause).join(Proposal.delegation)
    return session.scalars(
        here.where(Clause.wid == WID, Proposal.delegation.has(name=delegation))
    ).all()


def test_one_click_makes_one_proposal_whoever_clicks_and_however_often(world, http, session):
    comment = suggested(http(world.teresa), body="Say **who** is meant.")
    addresses = {
        propose(http(world[name]), comment).location
        for name in ("amina", "wanjiru", "amina", "wanjiru")
    }
    [address] = addresses
    [proposal] = stored(session, "Kenya")
    assert proposal.reasons == "Say who is meant." and not proposal.is_released
    assert NEW in proposal.words and OLD not in proposal.words
    assert NEW in proposal.words.replace("\n", " ") and proposal.symbol == "MOD"
    page = http(world.wanjiru).get(address).text
    assert "It came of a suggestion:" in page and f"comment={comment}" in page
    assert propose(http(world.caio), comment).location not in addresses
    assert len(stored(session, "Brazil")) == 1


def test_only_its_delegation_learns_of_the_proposal_until_it_is_released(world, http, listen):
    kenya, reader = http(world.amina), http(world.haruko)
    inside = listen(world.wanjiru, topic_name(TOPIC, kenyas(world)))
    public = listen(world.haruko, TOPIC)
    comment = suggested(http(world.teresa))
    public()
    address = propose(kenya, comment).location
    assert public() == []
    heard = [each for each in inside() if each["kind"] == "suggestion.proposed"]
    assert address in heard[-1]["html"]
    own = http(world.wanjiru).get(CLAUSE).text
    assert "Your delegation made a proposal of it" in own
    assert plain(heard[-1]["html"]) in plain(own)
    for name in OUTSIDERS:
        for page in (CLAUSE, f"/comments/{comment}/suggestion", f"/comments/{comment}"):
            assert address not in http(world[name]).get(page).text, (name, page)
    form = {"seen": re.search(r'name="seen" value="(\d+)"', kenya.get(address).text)[1]}
    assert kenya.post(f"{address}/release", data=form).status_code == 303
    assert the_same(
        [each for each in public() if each["kind"] == "suggestion.proposed"][-1],
        reader.get(CLAUSE).text,
        comment,
    )
    assert "Kenya made a proposal of it" in fresh(reader, comment)
    assert "Your delegation made" not in plain(http(world.wanjiru).get(CLAUSE).text)


def test_words_that_changed_in_the_clause_become_no_wrong_proposal(world, http, app, session):
    comment = suggested(http(world.teresa))
    agree_on("that young people will join", app, world)
    answer = propose(http(world.amina), comment)
    assert answer.status_code == 409 and "no longer in the clause" in plain(answer.text)
    agree_on(f"that {OLD} and again {OLD} are many of them will participate in the", app, world)
    answer = propose(http(world.amina), comment)
    assert answer.status_code == 409 and "more than once" in plain(answer.text)
    assert stored(session, "Kenya") == []


def test_a_new_wording_without_the_words_says_so_and_offers_no_proposal(world, http, session):
    comment = suggested(http(world.teresa))
    wording = session.scalar(select(Wording).join(Clause).where(Clause.wid == WID))
    wording.text = wording.text.replace(OLD, "courses")
    session.commit()
    page = http(world.amina).get(CLAUSE).text
    assert 'data-suggestion="gone"' in page
    assert "no longer in the clause" in shown(page, comment)
    assert propose(http(world.amina), comment).status_code == 409


# Who must not see


def test_what_a_delegation_suggests_to_itself_stays_there(world, http, app, listen, session):
    outside = [listen(world[name], TOPIC) for name in OUTSIDERS]
    comment = suggested(http(world.amina), instead="Quokkason of Juma", audience=kenyas(world))
    assert support(http(world.wanjiru), comment).status_code == 303
    assert accept(http(world.amina), comment).status_code == 303
    assert propose(http(world.amina), comment).status_code == 303
    assert [each() for each in outside] == [[] for _ in OUTSIDERS]
    indexed(app)
    assert "of Juma" in http(world.wanjiru).get("/search?q=Quokkason").text
    for name in OUTSIDERS:
        visitor = http(world[name])
        for page in (CLAUSE, "/inbox", "/search?q=Quokkason", f"{CLAUSE}/thread"):
            assert "of Juma" not in visitor.get(page).text, (name, page)
        for what in ("suggestion", "edit"):
            assert visitor.get(f"/comments/{comment}/{what}").status_code == 404
        for what in ("suggestion/support", "suggestion/support/withdrawal", "proposal"):
            assert act(visitor, comment, what, page="").status_code == 404
    assert noted(session, "suggestion.accepted") == []
    assert "Your delegation" not in fresh(http(world.wanjiru), comment)
    assert "Kenya made a proposal of it" in fresh(http(world.wanjiru), comment)


def test_the_words_of_a_regional_group_stay_in_it_until_its_coordinators_accept_them(
    world, http, session
):
    comment = suggested(
        http(world.wanjiru), body="Quokkason says so within the group.", audience="regional:atu"
    )
    egypt = http(world.farid)
    for _turn in range(3):
        page = egypt.get(f"/comments/{comment}/suggestion").text
        assert "These words stay within ATU until its coordinators accept them." in plain(page)
        assert "/proposal" not in page
        answer = propose(egypt, comment)
        assert answer.status_code == 409 and "stay within ATU" in plain(answer.text)
        assert accept(http(world.amina), comment).status_code == 303
        page = egypt.get(f"/comments/{comment}/suggestion").text
        assert "stays with its readers: write the reasons yourself" in plain(page)
        assert take_back(http(world.amina), comment).status_code == 303
    assert stored(session, "Egypt") == []
    assert accept(http(world.amina), comment).status_code == 303
    address = propose(egypt, comment).location
    assert "Write its reasons." in egypt.get(address).text
    [proposal] = stored(session, "Egypt")
    assert NEW in proposal.words.replace("\n", " ") and proposal.reasons == ""
    form = {"seen": re.search(r'name="seen" value="(\d+)"', egypt.get(address).text)[1]}
    assert egypt.post(f"{address}/release", data=form).status_code == 303
    for name in OUTSIDERS:
        page = http(world[name]).get(address).text
        assert "programmes for young people" in plain(page), name
        for within in ("Quokkason", "Wanjiru", "It came of a suggestion", comment):
            assert within not in page, (name, within)


def test_a_new_wording_within_a_regional_group_has_to_be_accepted_too(world, http, session):
    kenya = http(world.wanjiru)
    comment = suggested(kenya, body="Said within the group.", audience="regional:atu")
    assert accept(http(world.amina), comment).status_code == 303
    data = {"body": "Said within the group.", "quote": OLD, "instead": "further words"}
    data |= {"suggests": "y", "wording": "1"}
    assert kenya.post(f"/comments/{comment}", data=data, headers=JSON).status_code == 200
    assert propose(http(world.farid), comment).status_code == 409
    # Whoever suggested them may propose them, without what the comment says beside them.
    assert propose(kenya, comment).status_code == 303
    [proposal] = stored(session, "Kenya")
    assert "further words" in proposal.words and proposal.reasons == ""


@pytest.mark.parametrize(
    "writer, audience, says",
    [
        ("amina", "", "These words stay within Kenya. Speak for it to propose them."),
        ("farid", "regional:atu", "within ATU. Speak for one of its Member States to propose"),
    ],
)
def test_words_of_a_layer_come_into_no_other_delegation_of_whoever_reads_them(
    world, http, session, writer, audience, says
):
    kenya, brazil = world.delegation("Kenya"), world.delegation("Brazil")
    session.add(Membership(person_id=world.wanjiru.id, delegation_id=brazil.id))
    session.commit()
    comment = suggested(
        http(world[writer]), body="Quokkason says so.", audience=audience or kenya.audience
    )
    assert accept(http(world.amina), comment).status_code == 303
    wanjiru = http(world.wanjiru)
    for _turn in range(3):
        wanjiru.post("/account/capacity", data={"capacity": f"delegation-{brazil.id}"})
        page = wanjiru.get(f"/comments/{comment}/suggestion").text
        assert says in plain(page) and "/proposal" not in page
        answer = propose(wanjiru, comment, speaking_as=f"delegation-{brazil.id}")
        assert answer.status_code == 409 and says in plain(answer.text)
        wanjiru.post("/account/capacity", data={"capacity": f"delegation-{kenya.id}"})
        page = wanjiru.get(f"/comments/{comment}/suggestion").text
        assert says not in plain(page) and f"/comments/{comment}/proposal" in page
    assert stored(session, "Brazil") == []
    assert "young people" not in http(world.caio).get("/delegation").text
    assert propose(wanjiru, comment).status_code == 303
    [proposal] = stored(session, "Kenya")
    assert NEW in proposal.words.replace("\n", " ")


def test_a_release_takes_the_words_along_and_nothing_that_was_said_within(world, http):
    comment = suggested(http(world.wanjiru), audience=kenyas(world))
    support(http(world.amina), comment)
    accept(http(world.amina), comment)
    answer = http(world.amina).post(f"/comments/{comment}/release", headers=JSON)
    public = answer.json["id"]
    said = fresh(http(world.haruko), public)
    assert "young people" in said
    for private in ("Amina", "Wanjiru", "Accepted", "supported"):
        assert private not in said
    assert support(http(world.haruko), public).status_code == 303
    assert support(http(world.wanjiru), comment, page="").status_code == 404


def test_a_retracted_comment_suggests_nothing(world, http):
    comment = suggested(http(world.amina))
    page = http(world.teresa).get(f"/comments/{comment}/suggestion").text
    http(world.amina).post(f"/comments/{comment}/retraction", headers=JSON)
    assert "young people" not in fresh(http(world.teresa), comment)
    for what in ("suggestion/support", "proposal"):
        assert act(http(world.teresa), comment, what, page=page).status_code == 404


def test_a_redaction_takes_the_words_out_everywhere(world, http, app):
    kenya = http(world.amina)
    comment = suggested(kenya, instead="the child Quokkason", body="As said.")
    data = {"body": "As said.", "quote": OLD, "instead": "Quokkason and others"}
    kenya.post(f"/comments/{comment}", data=data, headers=JSON)
    propose(http(world.teresa), comment)
    assert len(where(app, "Quokkason")) >= 4
    redact(http(world.ines), "comment", comment)
    assert where(app, "Quokkason") == []


# Statements


@pytest.mark.parametrize("name", ["haruko", "helena", "wanjiru"])
def test_pages_take_no_more_statements_for_more_suggestions(world, http, statements, name):
    reader, writer = http(world[name]), http(world.amina)

    def sent_for(page, key):
        writer.post(f"{CLAUSE}/comments", data={"body": "One more.", "key": key}, headers=JSON)
        with statements() as sent:
            assert "One more." in reader.get(page).text
        return len(sent)

    def suggest_all(number):
        comment = suggested(writer, key=f"s{number}", instead=f"words {number}")
        for supporter in ("teresa", "haruko"):
            support(http(world[supporter]), comment)
        accept(http(world.helena), comment)
        propose(writer, comment)

    suggest_all(0)
    pages = (CLAUSE, f"{CLAUSE}/thread")
    few = [sent_for(page, f"few{page}") for page in pages]
    for number in (1, 2, 3, 4):
        suggest_all(number)
    many = [sent_for(page, f"many{page}") for page in pages]
    assert all(now <= before for now, before in zip(many, few, strict=True)), (few, many)
