"""Proposals on a clause: who writes them, what is refused, and what stands at the clause."""

import re

import pytest
from sqlalchemy import func, select

from tests.audit.noted import noted
from tests.positions.test_positions import agree_on
from tests.proposals.acts import (
    CLAUSE,
    HIDDEN,
    PAGE,
    RESOLUTION,
    TOPIC,
    WID,
    act,
    edit,
    hidden,
    listed,
    proposed,
    words_of,
    write,
)
from tests.redaction.test_redaction import redact
from wgcop.proposals.models import Proposal
from wgcop.resolutions.models import Clause
from wgcop.threads.models import topic_name

CHANGE = ("youth programmes", "programmes for young people")
NAME = "MOD recognizing b)"


def stored(session):
    here = select(func.count(Proposal.id)).join(Proposal.clause).where(Clause.wid == WID)
    return session.scalar(here)


def plain(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


@pytest.fixture
def mine(world, http):
    """The address of a proposal that stays within Kenya."""
    return proposed(http(world.amina), change=CHANGE)


@pytest.fixture
def released(world, http, mine):
    assert act(http(world.amina), mine, "release").status_code == 303
    return mine


def test_two_heads_propose_release_withdraw_and_restore_three_times(world, http):
    kenya, brazil, reader = http(world.amina), http(world.teresa), http(world.ruth)
    for number in (1, 2, 3):
        first = proposed(kenya, change=("many", f"all {number}"))
        assert listed(reader.get(PAGE).text) == []
        assert act(kenya, first, "release").status_code == 303
        second = proposed(brazil, change=("youth forums", f"{number} youth councils"))
        assert act(brazil, second, "release").status_code == 303
        shown = reader.get(PAGE).text
        assert listed(shown) == [(NAME, "Kenya"), (NAME, "Brazil")]
        assert f"inserted: all {number} ]" in plain(shown)
        assert "deleted: many ]" in plain(shown) and "<del" in shown and "<ins" in shown
        for visitor, address in ((kenya, first), (brazil, second)):
            assert act(visitor, address, "withdrawal").status_code == 303
        assert listed(reader.get(PAGE).text) == []
        assert act(kenya, first, "restoration").status_code == 303
        assert listed(reader.get(PAGE).text) == [(NAME, "Kenya")]
        assert act(kenya, first, "withdrawal").status_code == 303
    assert plain(reader.get(PAGE).text).count("Withdrawn") == 6
    assert http().get(PAGE).status_code == 303


@pytest.mark.parametrize("name", ["ruth", "helena"])
def test_observers_and_officers_propose_no_words(world, http, session, name):
    page = http(world.amina).get(f"{PAGE}/new").text
    visitor = http(world[name])
    assert "Propose words" not in visitor.get(PAGE).text
    assert "Propose words" not in visitor.get(CLAUSE).text
    assert visitor.get(f"{PAGE}/new").status_code == 403
    assert write(visitor, page=page, change=CHANGE).status_code == 403
    assert stored(session) == 0


def test_a_delegate_writes_within_and_only_the_head_or_a_deputy_releases(world, http):
    delegate, head = http(world.wanjiru), http(world.amina)
    address = proposed(delegate, change=CHANGE)
    assert "Release to all members" not in delegate.get(address).text
    for what in ("release", "withdrawal", "restoration"):
        assert act(delegate, address, what).status_code == 403, what
    assert edit(delegate, address, change=("many", "most")).status_code == 303
    assert act(head, address, "release").status_code == 303
    page = head.get(f"{address}/edit").text
    assert delegate.get(f"{address}/edit").status_code == 403
    assert edit(delegate, address, page=page, change=("most", "all")).status_code == 403
    assert edit(head, address, change=("most", "all")).status_code == 303
    shown = plain(http(world.teresa).get(address).text)
    assert "inserted: all" in shown and "inserted: most" not in shown.split("Its wordings")[0]


def test_whoever_speaks_for_an_academic_or_an_associate_proposes_and_its_head_releases(world, http):
    """They bring contributions for action too."""
    elke = http(world.priya)
    address = proposed(elke, change=CHANGE)
    assert act(elke, address, "release").status_code == 303
    assert len(listed(http(world.caio).get(PAGE).text)) == 1


def test_what_the_symbol_does_not_agree_with_is_refused_and_the_form_comes_back(
    world, http, session
):
    kenya = http(world.amina)
    page = kenya.get(f"{PAGE}/new").text
    base = words_of(page)
    for words, symbol, reasons, said in (
        (base, "", "", "choose NOC"),
        (base, "MOD", "Kept.", "choose NOC"),
        ("", "MOD", "Kept.", "choose SUP"),
        (base, "NOC", "", "NOC needs reasons"),
        (f"{base} Else.", "(MOD)", "Kept.", "Choose MOD"),
        (f"{base} Else.", "SUP", "Kept.", "SUP deletes the whole clause"),
        (f"{base} Else.", "XYZ", "Kept.", "Choose a symbol"),
        ("x" * 10_001, "", "Kept.", "at most 10000 characters"),
    ):
        answer = write(kenya, words, symbol, reasons, page=page)
        assert answer.status_code == 422 and said in answer.text, said
        assert words_of(answer.text) == words and reasons in answer.text
        assert not symbol or symbol == "XYZ" or f'selected value="{symbol}"' in answer.text
    assert stored(session) == 0


def test_a_symbol_by_itself_is_worked_out_from_the_words(world, http):
    kenya = http(world.amina)
    for words, place, name in (
        (None, "", NAME),
        ("", "", "SUP recognizing b)"),
        ("that parents *too* take part,", "after", "ADD after recognizing b)"),
    ):
        change = CHANGE if words is None else None
        shown = kenya.get(proposed(kenya, words, place=place, change=change)).text
        assert f"<h1><bdi>{name}</bdi></h1>" in shown
    assert "<em>too</em>" in shown and "<ins" not in shown
    sup, noc = (
        kenya.get(proposed(kenya, symbol=symbol, reasons="It is balanced.")).text
        for symbol in ("SUP*", "NOC")
    )
    assert "SUP* recognizing b)" in sup and "<del" in sup
    assert "NOC recognizing b)" in noc and "<del" not in noc and "It is balanced." in noc


def test_a_preview_shows_the_difference_and_saves_nothing(world, http, session, mine):
    kenya = http(world.amina)
    for address, page in ((PAGE, f"{PAGE}/new"), (mine, f"{mine}/edit")):
        form = kenya.get(page).text
        data = {name: hidden(form, name) for name in HIDDEN}
        data |= {"symbol": "", "words": words_of(form) + " and parents", "reasons": ""}
        answer = kenya.post(f"{address}/preview", data=data)
        assert answer.status_code == 200 and "Nothing is saved yet." in answer.text
        assert "and parents</ins>" in answer.text.replace(
            '<span class="visually-hidden">]</span>', ""
        )
        data["words"] = ""
        answer = kenya.post(f"{address}/preview", data=data | {"symbol": "MOD"})
        assert answer.status_code == 422 and "Nothing is saved yet." not in answer.text
    assert stored(session) == 1
    assert "and parents" not in kenya.get(mine).text


def test_the_form_leads_to_agreed_language_for_the_clause(world, http, mine):
    for address, link in (
        (f"{PAGE}/new", f"/agreed-language?clause={WID}"),
        (f"{PAGE}/new?place=after", "/agreed-language"),
        (f"{mine}/edit", f"/agreed-language?clause={WID}"),
    ):
        page = http(world.amina).get(address).text
        assert f'<a href="{link}" target="_blank">Agreed language' in page, address
        assert http(world.amina).get(link).status_code == 200


def test_a_form_that_is_sent_twice_begins_one_proposal(world, http, session):
    kenya = http(world.amina)
    page = kenya.get(f"{PAGE}/new").text
    first, again = (write(kenya, page=page, change=CHANGE).location for _ in range(2))
    assert first == again and stored(session) == 1


def test_whoever_edits_an_outdated_proposal_gets_back_what_they_typed(world, http, mine):
    amina, wanjiru = http(world.amina), http(world.wanjiru)
    for number in (1, 2, 3):
        page = amina.get(f"{mine}/edit").text
        assert edit(wanjiru, mine, f"that {number} of them take part,").status_code == 303
        answer = edit(amina, mine, f"that {number} others do,", page=page)
        assert answer.status_code == 409 and f"that {number} others do," in answer.text
        assert "Somebody else changed this proposal" in answer.text
        again = edit(amina, mine, f"that {number} others do,", page=answer.text)
        assert again.status_code == 303
        assert act(wanjiru, mine, "withdrawal", page=page).status_code == 403
        assert act(amina, mine, "release", page=page).status_code == 409
    assert len(re.findall("What it said then", amina.get(mine).text)) == 6


def test_every_wording_is_kept_and_members_read_those_since_the_release(world, http, mine):
    delegate, head, other = http(world.wanjiru), http(world.amina), http(world.teresa)
    assert edit(delegate, mine, "that a marmot takes part,").status_code == 303
    assert edit(delegate, mine, "that youth takes part,").status_code == 303
    act(head, mine, "release")
    assert edit(head, mine, "that all youth takes part,", reasons="All of it.").status_code == 303
    act(head, mine, "withdrawal")

    own, public = head.get(mine).text, other.get(mine).text
    assert "marmot" in own and "Wanjiru" in own
    assert "marmot" not in public and "Wanjiru" not in public
    assert own.count("timeline__item") == 5 and public.count("timeline__item") == 2
    # What it said when it was released is signed by the delegation, as of the release.
    assert "Kenya" in public.split("Its wordings")[1]


def test_the_words_of_a_withdrawn_proposal_stay_and_cannot_be_changed(world, http, released):
    kenya = http(world.amina)
    page = kenya.get(f"{released}/edit").text
    act(kenya, released, "withdrawal")
    assert kenya.get(f"{released}/edit").status_code == 409
    assert act(kenya, released, "withdrawal").status_code == 409
    assert edit(kenya, released, "that none do,", page=page).status_code == 409
    shown = http(world.teresa).get(released).text
    assert "for young people" in shown and "that none do," not in shown
    assert act(kenya, released, "restoration").status_code == 303
    assert act(kenya, released, "restoration").status_code == 409
    assert act(kenya, released, "release").status_code == 409


def test_another_delegation_does_nothing_with_a_proposal(world, http, released):
    brazil, kenya = http(world.teresa), http(world.amina)
    page = kenya.get(released).text
    form = kenya.get(f"{released}/edit").text
    for what in ("withdrawal", "confirmation", "release", "restoration"):
        assert act(brazil, released, what, page=page).status_code == 403
    assert edit(brazil, released, "that none do,", page=form).status_code == 403
    assert brazil.get(f"{released}/edit").status_code == 403
    assert "Withdraw" not in brazil.get(released).text


def test_a_proposal_on_an_earlier_wording_says_so_until_its_source_confirms_it(
    app, world, http, released
):
    kenya, brazil = http(world.amina), http(world.teresa)
    for number, words in enumerate(("that many take part,", "that all take part,"), 1):
        agree_on(words, app, world)
        for page in (PAGE, released):
            assert "on an earlier wording" in brazil.get(page).text
        assert "Confirm for this wording" in kenya.get(released).text
        assert "Confirm for this wording" not in brazil.get(released).text
        assert act(kenya, released, "confirmation").status_code == 303
        for page in (PAGE, released):
            assert "on an earlier wording" not in brazil.get(page).text
        assert brazil.get(released).text.count("timeline__item") == number + 1
    page = kenya.get(f"{released}/edit").text
    agree_on("that some take part,", app, world)
    answer = edit(kenya, released, "that most take part,", page=page)
    assert answer.status_code == 409 and "that most take part," in answer.text
    assert edit(kenya, released, "that most take part,", page=answer.text).status_code == 303
    shown = plain(brazil.get(released).text)
    assert "[deleted: some ] [inserted: most ]" in shown.replace("  ", " ")


def test_a_proposal_whose_words_were_agreed_is_not_confirmed_as_a_change(
    app, world, http, released
):
    kenya = http(world.amina)
    words = words_of(kenya.get(f"{released}/edit").text)
    agree_on(words, app, world)
    answer = act(kenya, released, "confirmation")
    assert answer.status_code == 422 and "choose NOC" in answer.text


def test_within_a_delegation_a_proposal_is_confirmed_before_it_is_released(app, world, http, mine):
    kenya = http(world.amina)
    page = kenya.get(mine).text
    agree_on("that many take part in youth programmes,", app, world)
    assert "Release to all members" not in kenya.get(mine).text
    assert act(kenya, mine, "release", page=page).status_code == 409
    assert act(kenya, mine, "confirmation", page=page).status_code == 409
    assert act(kenya, mine, "confirmation").status_code == 303
    assert act(kenya, mine, "release").status_code == 303


def test_two_that_change_the_same_words_warn_each_other(world, http):
    kenya, brazil, reader = http(world.amina), http(world.teresa), http(world.ruth)
    first = proposed(kenya, change=CHANGE)
    act(kenya, first, "release")
    second = proposed(brazil, change=("youth programmes", "all programmes"))
    warning = "These change the same words:"
    # As long as the second stays within Brazil, Brazil alone is warned.
    for page in (PAGE, first, CLAUSE):
        assert warning not in reader.get(page).text
        assert warning not in kenya.get(page).text
    for page in (PAGE, first, second):
        assert warning in brazil.get(page).text
    act(brazil, second, "release")
    for page in (PAGE, first, second, CLAUSE):
        assert warning in reader.get(page).text
    act(brazil, second, "withdrawal")
    for page in (PAGE, first, second):
        assert warning not in reader.get(page).text
    other = proposed(brazil, change=("youth forums", "forums"))
    act(brazil, other, "release")
    assert warning not in reader.get(PAGE).text


def test_members_hear_three_times_what_the_page_shows_and_its_delegation_what_stays_within(
    world, http, listen
):
    kenya, within = http(world.amina), topic_name(TOPIC, world.delegation("Kenya").audience)
    act(
        kenya, proposed(kenya, change=("many", "most")), "withdrawal"
    )  # from then on it has a topic
    hears, own = listen(world.caio, TOPIC), listen(world.wanjiru, within)
    guest = listen(None, TOPIC)
    assert own.answer["ok"] and not listen(world.teresa, within).answer["ok"]

    def shown(heard, reader, title):
        last = [each for each in heard() if "proposals-" in each["target"]][-1]
        page = " ".join(http(reader).get(PAGE).text.split())
        assert " ".join(last["html"].split()) in page
        return listed(f'id="{title}"{last["html"]}</section>', title)

    for number in (1, 2, 3):
        address = proposed(kenya, change=("many", f"all {number}"))
        assert hears() == []
        assert len(shown(own, world.wanjiru, "own-title")) == 1
        act(kenya, address, "release")
        assert len(shown(hears, world.caio, "released-title")) == number
        assert shown(own, world.wanjiru, "own-title") == []
        edit(kenya, address, f"that {number} take part,")
        assert len(shown(hears, world.caio, "released-title")) == number
    act(kenya, address, "withdrawal")
    assert len(shown(hears, world.caio, "released-title")) == 2
    assert guest() == []


def test_the_text_counts_the_proposals_that_all_members_read(world, http):
    kenya, reader = http(world.amina), http(world.caio)

    def counted(visitor, address=RESOLUTION):
        page = visitor.get(address).text
        return re.findall(r'aria-label="(\d+ proposals? on recognizing b\))"', page)

    for number, words in ((1, "1 proposal on"), (2, "2 proposals on")):
        address = proposed(kenya, change=("many", f"all {number}"))
        before = [] if number == 1 else ["1 proposal on recognizing b)"]
        assert counted(reader) == counted(kenya) == before
        act(kenya, address, "release")
        assert counted(reader) == counted(kenya) == [f"{words} recognizing b)"]
        assert words in reader.get(f"{RESOLUTION}/counts").json["strips"]
    act(kenya, address, "withdrawal")
    assert counted(reader) == counted(kenya) == ["1 proposal on recognizing b)"]
    assert counted(http()) == []


def test_the_trail_notes_what_all_members_can_read_and_nothing_else(world, http, session, mine):
    thing = "MOD recognizing b): Kenya"
    deeds = ("released", "changed", "withdrawn", "restored")
    names = [f"amendment.{each}" for each in deeds]
    kenya = http(world.amina)
    edit(kenya, mine, "that many take part,")
    act(kenya, mine, "withdrawal")
    act(kenya, mine, "restoration")
    assert thing not in [of for _deed, _by, of, _detail in noted(session, *names)]
    act(kenya, mine, "release")
    edit(kenya, mine, "that all take part,")
    act(kenya, mine, "withdrawal")
    act(kenya, mine, "restoration")
    here = [each for each in noted(session, *names) if each[2] == thing]
    assert here == [(each, world.amina.id, thing, "") for each in names]


def test_pages_need_as_many_statements_for_many_proposals_as_for_few(world, http, statements):
    kenya, reader = http(world.amina), http(world.ines)

    def asked(address):
        reader.get(address)
        with statements() as sent:
            assert reader.get(address).status_code == 200
        return len(sent)

    counts = []
    for number in (1, 2, 3, 4):
        address = proposed(kenya, change=("many", f"all {number}"))
        act(kenya, address, "release")
        for again in range(number):
            edit(kenya, address, f"that {again} and {number} take part,")
        if number in (1, 4):
            counts.append([asked(each) for each in (PAGE, address, RESOLUTION, CLAUSE)])
    assert counts[0] == counts[1]
    assert asked(PAGE) <= 10 and asked(address) <= 14, counts


@pytest.mark.databases
def test_verbs_of_proposals_on_either_database(app, world, http):
    kenya = http(world.amina)
    address = proposed(kenya, change=CHANGE)
    agree_on("that many take part,", app, world)
    assert act(kenya, address, "confirmation").status_code == 303
    assert edit(kenya, address, "that all take part,").status_code == 303
    for what in ("release", "withdrawal", "restoration"):
        assert act(kenya, address, what).status_code == 303
    assert len(listed(http(world.teresa).get(PAGE).text)) == 1


def test_followers_of_a_clause_are_told_three_times_what_became_of_a_proposal(world, http, mine):
    kenya, follower, other = http(world.amina), http(world.caio), http(world.ruth)
    for visitor in (follower, kenya):
        visitor.post("/follows", data={"topic": TOPIC, "level": "everything"})

    def told(visitor):
        return "MOD recognizing b): Kenya" in visitor.get("/inbox").text

    edit(kenya, mine, "that many take part,")
    assert not told(follower)
    act(kenya, mine, "release")
    for what, words in (
        ("", "Released"),
        ("withdrawal", "Withdrawn"),
        ("restoration", "Restored"),
    ):
        if what:
            act(kenya, mine, what)
        page = follower.get("/inbox").text
        row = page.split("MOD recognizing b): Kenya")[1].split("</li>")[0]
        assert words in row, what
        assert not told(kenya) and not told(other)


def test_the_secretariat_redacts_a_released_proposal_without_reading_what_it_said_before(
    world, http, session
):
    kenya, ines = http(world.amina), http(world.ines)
    address = proposed(kenya, words="that a marmot takes part,")
    assert edit(kenya, address, "that two marmots take part,").status_code == 303
    assert edit(kenya, address, "that children take part,").status_code == 303
    assert act(kenya, address, "release").status_code == 303
    number = address.rpartition("/")[2]
    place = f"/redactions/proposal/{number}"
    page = ines.get(place).text
    assert "children" in page and "marmot" not in page and "(3)" not in page
    part = {"parts": ["proposal-wordings-within"], "reason": "child"}
    answers = [
        ines.post(place, data=part | {"passage": said}).text for said in ("marmot", "hedgehog")
    ]
    assert answers[0].count("<li>") == answers[1].count("<li>")
    redact(ines, "proposal", number, passage="marmot")
    assert "marmot" not in kenya.get(address).text
    assert "children" in kenya.get(address).text


def test_a_wish_to_keep_the_words_is_confirmed_for_the_words_of_today(app, world, http):
    kenya = http(world.amina)
    address = proposed(kenya, symbol="NOC", reasons="It was agreed with difficulty.")
    act(kenya, address, "release")
    agree_on("that many take part,", app, world)
    assert act(kenya, address, "confirmation").status_code == 303
    shown = http(world.teresa).get(address).text
    assert "on an earlier wording" not in shown and "<del" not in shown


def test_redacted_proposals_on_one_page_have_ids_of_their_own(world, http):
    for name, change in (("amina", CHANGE), ("teresa", ("many", "all"))):
        address = proposed(http(world[name]), change=change)
        assert act(http(world[name]), address, "release").status_code == 303
        redact(http(world.ines), "proposal", address.rpartition("/")[2])
    page = http(world.ruth).get(PAGE).text
    assert page.count("Redacted by the secretariat") >= 2
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
