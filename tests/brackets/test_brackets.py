"""Brackets on a clause: who opens, joins, rewords and lifts them, and what others see of it."""

import re

import pytest
from sqlalchemy import func, select

from tests.audit.noted import noted
from tests.brackets.acts import (
    CLAUSE,
    LIST,
    PAGE,
    TOPIC,
    WID,
    act,
    count,
    hidden,
    open_bracket,
    opened,
    plain,
    typed_in,
)
from tests.positions.test_positions import agree_on
from tests.redaction.test_redaction import redact
from wgcop.agenda.models import AgendaClause, AgendaItem
from wgcop.bodies.models import Meeting
from wgcop.brackets.models import Bracket
from wgcop.resolutions.models import Clause

REASON = "Our capital has not answered."


def stored(session):
    here = select(func.count(Bracket.id)).join(Bracket.clause).where(Clause.wid == WID)
    return session.scalar(here)


def owners(page):
    return re.search(r'id="owners-title">.*?<p[^>]*>(.*?)</p>', page, re.DOTALL)[1]


def test_two_delegations_own_a_bracket_and_the_last_lifts_it_three_times(world, http):
    kenya, brazil, reader = http(world.amina), http(world.teresa), http(world.ruth)
    bracket = opened(kenya, reason=REASON, alternative_1="all")
    assert count(reader) == 1
    for _ in range(3):
        assert act(brazil, bracket, "joining", reason="So has ours.").status_code == 303
        assert plain(owners(reader.get(bracket).text)) in ("Kenya, Brazil", "Brazil, Kenya")
        assert act(kenya, bracket, "leaving").status_code == 303
        assert plain(owners(reader.get(bracket).text)) == "Brazil"
        assert count(reader) == 1
        assert "No other delegation owns this bracket" in brazil.get(f"{bracket}/leaving").text
        assert act(brazil, bracket, "leaving", reason="Agreed.").status_code == 303
        assert count(reader) == 0
        assert "The words stand as they are" in plain(reader.get(bracket).text)
        assert act(kenya, bracket, "reopening", reason=REASON).status_code == 303
        assert count(reader) == 1 and plain(owners(reader.get(bracket).text)) == "Kenya"
    page = plain(reader.get(bracket).text)
    assert page.count("Opened again") == 3 and page.count("Joined by another owner") == 3
    assert page.count("So has ours.") == 3
    assert http().get(PAGE).status_code == http().get(bracket).status_code == 303


def test_the_chair_opens_for_everybody_and_lifts_by_consensus_with_each_outcome(world, http):
    chair, secretariat, reader = http(world.helena), http(world.ines), http(world.caio)
    bracket = opened(
        chair,
        alternative_1="all",
        source_1="KEN",
        nothing="y",
        source_of_nothing="BRA",
        owners=["KEN", "BRA"],
    )
    page = plain(reader.get(bracket).text)
    assert "Alt. 1 all (Kenya)" in page and "Or nothing (Brazil)" in page
    form = chair.get(f"{bracket}/lifting").text
    alternative = re.search(r'value="(alternative-\d+)"', form)[1]
    for visitor, outcome, said in (
        (chair, alternative, "An alternative stands: all"),
        (secretariat, "words", "The words stand as they are"),
        (chair, "nothing", "Nothing stands there"),
    ):
        answer = act(visitor, bracket, "lifting", outcome=outcome, reason="Agreed in the corridor.")
        assert answer.status_code == 303
        page = plain(reader.get(bracket).text)
        assert said in page and "Agreed in the corridor." in page and count(reader) == 0
        assert act(visitor, bracket, "reopening").status_code == 303
        assert {*plain(owners(reader.get(bracket).text)).split(", ")} == {"Kenya", "Brazil"}
        assert count(reader) == 1


@pytest.mark.parametrize("name", ["ruth", "caio", "wanjiru", "priya", "salma"])
def test_others_only_read(world, http, session, name):
    """An observer, delegates, an academic, and a deputy who is not in the chair."""
    bracket = opened(http(world.helena), alternative_1="all", owners=["KEN"])
    form, visitor = http(world.amina).get(f"{PAGE}/new").text, http(world[name])
    page = visitor.get(bracket).text
    assert visitor.get(PAGE).status_code == 200 and "Alt. 1" in page
    for words in ("Lift by consensus", "Join as an owner", "Change the alternatives"):
        assert words not in page
    assert "Put words in brackets" not in visitor.get(PAGE).text
    assert visitor.get(f"{PAGE}/new").status_code == 403
    assert open_bracket(visitor, "will", page=form).status_code == 403
    for what in ("joining", "leaving", "lifting", "reopening", "edit"):
        assert visitor.get(f"{bracket}/{what}").status_code == 403, what
        assert visitor.post(f"{bracket}/{what}", data={"seen": "1"}).status_code == 403, what
    assert stored(session) == 1


def test_a_rapporteur_leads_where_a_meeting_has_the_clause_on_its_agenda(world, http, session):
    listed = session.scalars(
        select(Clause.wid)
        .join(AgendaClause, AgendaClause.clause_id == Clause.id)
        .join(AgendaClause.item)
        .join(AgendaItem.meeting)
        .where(Meeting.slug == "wg-cop-3")
    ).first()
    others = select(AgendaClause.clause_id)
    unlisted = session.scalars(select(Clause.wid).where(Clause.id.not_in(others))).first()
    elke = http(world.elke)
    assert elke.get(f"/clauses/{unlisted}/brackets/new").status_code == 403
    page = elke.get(f"/clauses/{listed}/brackets/new").text
    word = typed_in(page).split()[2]
    bracket = opened(elke, word, wid=listed, page=page)
    assert act(elke, bracket, "lifting", outcome="words").status_code == 303
    assert "Rapporteur" in plain(http(world.ruth).get(bracket).text)


def test_a_head_lifts_nothing_for_others(world, http):
    bracket = opened(http(world.helena), owners=["BRA"])
    kenya = http(world.amina)
    for what in ("lifting", "edit"):
        assert kenya.get(f"{bracket}/{what}").status_code == 403
    page = kenya.get(f"{bracket}/joining").text
    answer = act(kenya, bracket, "leaving", page=page)
    assert answer.status_code == 409 and "Your delegation does not own this bracket" in answer.text


def test_what_is_typed_wrongly_is_refused_and_the_form_comes_back(world, http, session):
    kenya = http(world.amina)
    page = kenya.get(f"{PAGE}/new").text
    words = typed_in(page)
    for typed, said in (
        (words, "Type [ before and ] after"),
        (words.replace("many", "[all]"), "Type only one pair of brackets"),
        ("x" * 10_003, "at most 10002 characters"),
    ):
        data = hidden(page) | {"typed": typed, "reason": REASON, "alternative_2": "most"}
        answer = kenya.post(PAGE, data=data)
        assert answer.status_code == 422 and said in answer.text, said
        assert REASON in answer.text and ">most</textarea>" in answer.text.replace("\r\n", "")
    answer = kenya.post(PAGE, data={"reason": REASON})  # no words were seen, and none are marked
    assert answer.status_code == 422 and "Type [ before and ] after" in answer.text
    answer = open_bracket(kenya, page=page, alternative_1="many", reason=REASON)
    assert answer.status_code == 422 and REASON in answer.text
    assert "An alternative has other words" in answer.text
    assert stored(session) == 0


def test_a_second_bracket_around_the_same_words_is_refused_and_leads_to_the_first(world, http):
    opened(http(world.amina))
    answer = open_bracket(http(world.teresa), reason=REASON)
    assert answer.status_code == 409 and REASON in answer.text
    assert "is already around these words" in plain(answer.text)
    assert opened(http(world.teresa), "many of them")
    assert count(http(world.ruth)) == 2


def test_of_two_at_once_the_second_is_told_what_changed_and_keeps_what_it_typed(world, http):
    chair, kenya, brazil = http(world.helena), http(world.amina), http(world.teresa)
    bracket = opened(kenya, alternative_1="all")
    before = brazil.get(f"{bracket}/joining").text, chair.get(f"{bracket}/lifting").text
    edit = chair.get(f"{bracket}/edit").text
    assert act(kenya, bracket, "edit", alternative_1="most", kept=[]).status_code == 303
    for visitor, what, page, typed in (
        (brazil, "joining", before[0], {"reason": "For our colleagues."}),
        (chair, "lifting", before[1], {"outcome": "words", "reason": "For our colleagues."}),
        (chair, "edit", edit, {"alternative_1": "For our colleagues."}),
    ):
        answer = act(visitor, bracket, what, page=page, **typed)
        assert answer.status_code == 409, what
        page = plain(answer.text)
        assert "Somebody else changed this bracket" in page and "Alternatives changed" in page
        assert "For our colleagues." in answer.text
        again = visitor.post(f"{bracket}/{what}", data=hidden(answer.text) | typed)
        assert again.status_code == 303, what
        if what == "lifting":
            assert act(chair, bracket, "reopening").status_code == 303


def ticked(page):
    """The alternatives that stay, as the form has them."""
    boxes = re.findall(r'<input[^>]*name="kept"[^>]*>', page)
    return [re.search(r'value="([^"]*)"', each)[1] for each in boxes if "checked" in each]


def test_an_alternative_that_came_meanwhile_stays_when_the_form_is_sent_again(world, http):
    kenya, chair = http(world.amina), http(world.helena)
    bracket = opened(kenya, alternative_1="all")
    for number, word in enumerate(("most", "several", "few"), start=1):
        pages = {visitor: visitor.get(f"{bracket}/edit").text for visitor in (kenya, chair)}
        kept = ticked(pages[kenya])
        sent = act(kenya, bracket, "edit", page=pages[kenya], kept=kept, alternative_1=word)
        assert sent.status_code == 303
        typed = {"alternative_1": f"number {number}"}
        answer = act(chair, bracket, "edit", page=pages[chair], kept=ticked(pages[chair]), **typed)
        assert answer.status_code == 409
        kept = ticked(answer.text)
        again = act(chair, bracket, "edit", page=answer.text, kept=kept, **typed)
        assert again.status_code == 303
        shown = plain(chair.get(bracket).text)
        assert f" {word} (Kenya)" in shown and "Taken out" not in shown


def test_an_owner_changes_its_own_alternatives_and_no_others(world, http):
    kenya, brazil, chair = http(world.amina), http(world.teresa), http(world.helena)
    bracket = opened(kenya, alternative_1="all")
    assert act(brazil, bracket, "joining").status_code == 303
    page = brazil.get(f"{bracket}/edit").text
    assert 'name="kept"' not in page
    assert act(brazil, bracket, "edit", page=page, alternative_1="most").status_code == 303
    shown = plain(chair.get(bracket).text)
    assert "Alt. 1 all (Kenya) Alt. 2 most (Brazil)" in shown
    assert act(brazil, bracket, "edit", kept=[]).status_code == 303
    shown = plain(chair.get(bracket).text)
    assert "Alt. 1 all (Kenya)" in shown and "Alt. 2" not in shown and "Taken out: most" in shown
    assert act(chair, bracket, "edit", kept=[], nothing="y").status_code == 303
    shown = plain(chair.get(bracket).text)
    assert "Alt. 1" not in shown and "Or nothing" in shown and "Taken out: all" in shown


def test_a_bracket_follows_its_words_and_says_when_they_are_gone(world, http, app):
    reader = http(world.ruth)
    bracket = opened(http(world.amina))
    agree_on(
        "that, as everybody knows, many of them will take part in the youth programmes;", app, world
    )
    assert "[many]" in plain(reader.get(bracket).text)
    assert "Its words are gone" not in reader.get(bracket).text
    agree_on("that most children are online;", app, world)
    for page in (bracket, PAGE, LIST):
        assert "Its words are gone from the clause" in reader.get(page).text
    assert count(reader) == 1
    assert act(http(world.helena), bracket, "lifting", outcome="nothing").status_code == 303
    assert act(http(world.helena), bracket, "reopening").status_code == 409
    agree_on("", app, world)
    assert act(http(world.helena), bracket, "reopening").status_code == 303


def test_a_form_on_an_earlier_wording_is_told_and_keeps_what_was_typed(world, http, app, session):
    kenya = http(world.amina)
    page = kenya.get(f"{PAGE}/new").text
    agree_on("that most of many children are online;", app, world)
    answer = open_bracket(kenya, page=page, reason=REASON)
    assert answer.status_code in (409, 422) and REASON in answer.text
    assert stored(session) == 0


def test_a_bracket_for_an_insertion_and_one_for_a_new_clause(world, http):
    chair, reader = http(world.helena), http(world.ruth)
    page = chair.get(f"{PAGE}/new").text
    data = hidden(page) | {
        "typed": typed_in(page).replace("many of", "many [] of"),
        "alternative_1": "young",
    }
    bracket = chair.post(PAGE, data=data).location
    assert "many []of" in plain(reader.get(bracket).text)
    answer = open_bracket(chair, place="after")
    assert answer.status_code == 422 and "Enter the words of the new clause" in answer.text
    after = opened(chair, place="after", alternative_1="to train teachers;", source_1="KEN")
    page = plain(reader.get(after).text)
    assert "a new clause after this one" in page and "to train teachers; (Kenya)" in page
    assert count(reader) == 2


def test_all_brackets_of_a_text_open_first_by_section_and_only_mine(world, http):
    kenya, chair, reader = http(world.amina), http(world.helena), http(world.ruth)
    before = count(reader, LIST)
    mine = opened(kenya, reason=REASON)
    other = opened(chair, "them", owners=["BRA"])
    page = reader.get(LIST).text
    assert count(reader, LIST) == before + 2
    assert f'href="{mine}"' in page and f'href="{other}"' in page
    assert "Show only mine" in kenya.get(LIST).text and "Show only mine" not in page
    narrowed = kenya.get(f"{LIST}?owner=KEN").text
    assert f'href="{mine}"' in narrowed and f'href="{other}"' not in narrowed
    assert act(chair, other, "lifting", outcome="words").status_code == 303
    page = reader.get(LIST).text
    assert (
        page.index(f'href="{mine}"') < page.index("Lifted brackets") < page.index(f'href="{other}"')
    )
    shown = re.search(r'data-shown="([^"]+)"', page)[1]
    assert reader.get(LIST, headers={"X-Shown": shown}).status_code == 204
    assert act(kenya, mine, "leaving").status_code == 303
    assert reader.get(LIST, headers={"X-Shown": shown}).status_code == 200
    assert http().get(LIST).status_code == 303


def test_the_clause_and_its_thread_show_them(world, http):
    reader = http(world.ruth)
    assert "only-with-brackets" in reader.get(CLAUSE).text
    assert (
        'class="clause__brackets" href="/clauses/wtdc-67.recs_recognizing__rec_b'
        not in reader.get(CLAUSE).text
    )
    opened(http(world.amina), reason=REASON)
    page = reader.get(CLAUSE).text
    assert "1 open bracket in recognizing b)" in page and REASON in page
    assert (
        "1 open bracket in" not in http().get(CLAUSE).text and REASON not in http().get(CLAUSE).text
    )


def test_open_pages_hear_of_each_act_and_show_what_a_fresh_page_shows(world, http, listen):
    kenya, chair = http(world.amina), http(world.helena)
    heard, guest = listen(world.ruth, TOPIC), listen(None, TOPIC)
    for _ in range(3):
        bracket = opened(kenya, alternative_1="all")
        act(http(world.teresa), bracket, "joining")
        act(chair, bracket, "edit", alternative_1="most")
        act(kenya, bracket, "leaving")
        act(chair, bracket, "lifting", outcome="words")
        entries = heard()
        assert [each["kind"] for each in entries] == [
            f"bracket.{kind}" for kind in ("opened", "joined", "reworded", "left", "lifted")
        ]
        fresh = http(world.ruth).get(PAGE).text
        assert plain(entries[-1]["html"]) in plain(fresh)
    assert guest() == []


def test_search_finds_a_bracket_for_members_alone(world, http, index):
    opened(http(world.amina), reason="zebrafish", alternative_1="quokkas")
    index()
    for word in ("zebrafish", "quokkas"):
        assert "Bracket 1 in recognizing b)" in http(world.ruth).get(f"/search?q={word}").text
        assert "Bracket 1 in recognizing b)" not in http().get(f"/search?q={word}").text


def test_deeds_are_in_the_audit_trail(world, http, session):
    kenya, chair = http(world.amina), http(world.helena)
    bracket = opened(kenya)
    act(http(world.teresa), bracket, "joining")
    act(kenya, bracket, "leaving")
    act(chair, bracket, "edit", alternative_1="most")
    act(chair, bracket, "lifting", outcome="words")
    act(chair, bracket, "reopening")
    kinds = ("opened", "joined", "left", "reworded", "lifted", "reopened")
    trail = noted(session, *(f"bracket.{kind}" for kind in kinds))
    assert [deed for deed, *_ in trail[-6:]] == [f"bracket.{kind}" for kind in kinds]
    assert {name for *_, name, _detail in trail[-6:]} == {"Bracket 1 in recognizing b)"}


def test_the_secretariat_redacts_what_a_bracket_says_everywhere(world, http):
    bracket = opened(http(world.amina), reason="zebrafish", alternative_1="quokka")
    for words in ("zebrafish", "quokka"):
        redact(http(world.ines), "bracket", bracket.rpartition("/")[2], passage=words)
        for page in (bracket, PAGE, LIST, CLAUSE):
            assert words not in http(world.ruth).get(page).text


def test_an_open_list_asks_again_after_a_redaction(world, http):
    reader = http(world.ruth)
    bracket = opened(http(world.amina), reason="zebrafish", alternative_1="quokka")
    for words in ("zebrafish", "quokka"):
        shown = {"X-Shown": re.search(r'data-shown="([^"]*)"', reader.get(LIST).text)[1]}
        assert reader.get(LIST, headers=shown).status_code == 204
        redact(http(world.ines), "bracket", bracket.rpartition("/")[2], passage=words)
        answer = reader.get(LIST, headers=shown)
        assert answer.status_code == 200 and words not in answer.text


def test_verbs_of_brackets_on_either_database(world, http):
    kenya, chair = http(world.amina), http(world.helena)
    bracket = opened(kenya)
    assert act(http(world.teresa), bracket, "joining").status_code == 303
    assert act(kenya, bracket, "leaving").status_code == 303
    assert act(chair, bracket, "edit", alternative_1="most").status_code == 303
    assert act(chair, bracket, "lifting", outcome="words").status_code == 303
    assert act(chair, bracket, "reopening").status_code == 303


def test_more_brackets_cost_no_more_statements(world, http, statements):
    chair, reader = http(world.helena), http(world.ruth)
    opened(chair, owners=["KEN"], alternative_1="all", source_1="KEN")
    sent = {}
    for address in (PAGE, LIST):
        reader.get(address)
        with statements() as few:
            reader.get(address)
        sent[address] = len(few)
    for word in ("them", "will", "youth"):
        opened(chair, word, owners=["BRA"], alternative_1="all", source_1="BRA")
    for address in (PAGE, LIST):
        with statements() as more:
            reader.get(address)
        assert len(more) == sent[address] <= 28, address
