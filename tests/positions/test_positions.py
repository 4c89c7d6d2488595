"""Positions of delegations on a clause: who records them, who reads them, and what a new wording does to them."""

import csv
import io
import re
import zipfile

import pytest
from sqlalchemy import func, select

from wgcop.accounts.models import Category, Delegation, Person
from wgcop.chairing.actions import set_standing
from wgcop.database import db
from wgcop.positions.models import Position
from wgcop.resolutions.models import Clause
from wgcop.threads.chairing.standings import Standing

WID = "wtdc-67.recs_recognizing__rec_b"
PAGE = f"/clauses/{WID}/positions"
CLAUSE = f"/clauses/{WID}"
TOPIC = f"clause:{WID}"
RESOLUTION = "/resolutions/67-hyderabad-2010"
GRID = f"{RESOLUTION}/positions"
MARKED = "Our capital still checks the third line."


def hidden(page, name):
    return re.search(rf'name="{name}"[^>]*? value="([^"]*)"', page)[1]


def take(visitor, stance, layer="released", reason="", page=None):
    page = page if page is not None else visitor.get(PAGE).text
    return visitor.post(
        PAGE,
        data={
            "stance": stance,
            "layer": layer,
            "reason": reason,
            **{name: hidden(page, name) for name in ("seen", "words_seen", "speaking_as")},
        },
    )


def act(visitor, what, page=None):
    page = page if page is not None else visitor.get(PAGE).text
    names = ("seen", "words_seen", "speaking_as")
    return visitor.post(f"{PAGE}/{what}", data={name: hidden(page, name) for name in names})


def taken_here(session):
    here = select(func.count(Position.id)).join(Position.clause).where(Clause.wid == WID)
    return session.scalar(here)


def words_in(file):
    """All that a CSV, an XLSX or a DOCX file holds in words."""
    if not file.startswith(b"PK"):
        return file.decode()
    with zipfile.ZipFile(io.BytesIO(file)) as parts:
        texts = [each for each in parts.namelist() if each.endswith((".xml", ".rels"))]
        return "".join(parts.read(name).decode() for name in texts)


def released(page):
    """The delegations in the list of released positions, with what each says."""
    part = page.split('id="released-title"')[1].split("</section>")[0]
    lines = re.findall(
        r'positions__delegation">([^<]*)</bdi>.*?stance__sign"[^>]*>[^<]*</span><span>([^<]*)',
        part,
        re.DOTALL,
    )
    return dict(lines)


def agree_on(words, app, world, wid=WID):
    """The chair agrees to other words of the clause, or opens it again."""
    with app.app_context():
        clause = db.session.scalar(select(Clause).where(Clause.wid == wid))
        helena = db.session.get(Person, world.helena.id)
        standing = Standing.AD_REFERENDUM if words else Standing.OPEN
        set_standing(clause, standing, words=words, by=helena, capacity=helena.capacities[0])
        db.session.commit()


def test_heads_record_positions_three_times_and_everybody_signed_in_reads_the_last(world, http):
    kenya, brazil = http(world.amina), http(world.teresa)
    for stance, name in (
        ("objects", "Objects"),
        ("reserves", "Reserves its position"),
        ("can-live-with", "Can live with it"),
    ):
        assert take(kenya, stance).status_code == 303
        assert take(brazil, "agrees").status_code == 303
        assert released(http(world.ruth).get(PAGE).text) == {"Kenya": name, "Brazil": "Agrees"}
    assert http().get(PAGE).status_code == 303


@pytest.mark.parametrize("name", ["ruth", "caio", "elke", "helena", "ines", "odile"])
def test_only_heads_of_member_states_and_sector_members_record(world, http, session, name):
    page = http(world.teresa).get(PAGE).text
    visitor = http(world[name])
    assert 'name="stance"' not in visitor.get(PAGE).text

    assert take(visitor, "agrees", page=page).status_code == 403
    assert taken_here(session) == 0


def test_what_stays_within_a_delegation_is_on_no_page_or_file_of_others(world, http, listen):
    kenya = http(world.amina)
    hears = listen(world.helena, TOPIC)
    take(kenya, "objects", "within", MARKED)
    take(kenya, "reserves", "red-line", MARKED)

    for address in (PAGE, f"{PAGE}/history", GRID):
        assert MARKED in kenya.get(address).text, address
    for name in ("teresa", "caio", "ruth", "elke", "helena", "ines", None):
        visitor = http(world[name] if name else None)
        for address in (PAGE, f"{PAGE}/history", GRID, CLAUSE, RESOLUTION):
            assert MARKED not in visitor.get(address).text, (name, address)
    for name in ("amina", "teresa", "ines"):
        for ending in ("csv", "xlsx"):
            answer = http(world[name]).get(f"{GRID}.{ending}")
            assert answer.status_code == 200 and MARKED not in words_in(answer.data)
            assert b"Kenya" not in http(world.teresa).get(f"{GRID}.csv").data
    assert hears() == []


def test_a_position_is_released_as_it_stands_and_a_red_line_never(world, http):
    kenya = http(world.amina)
    take(kenya, "objects", "within", "Too vague.")
    take(kenya, "objects", "red-line", MARKED)
    assert act(kenya, "release").status_code == 303
    shown = http(world.teresa).get(PAGE).text
    assert released(shown) == {"Kenya": "Objects"} and "Too vague." in shown
    assert MARKED not in shown

    assert act(kenya, "red-line/withdrawal").status_code == 303
    assert act(kenya, "within/withdrawal").status_code == 303
    assert act(kenya, "release").status_code == 409
    assert released(http(world.teresa).get(PAGE).text) == {"Kenya": "Objects"}
    assert act(kenya, "released/withdrawal").status_code == 303
    assert released(http(world.teresa).get(PAGE).text) == {}


def test_a_position_on_an_earlier_wording_says_so_until_it_is_confirmed(app, world, http):
    kenya = http(world.amina)
    take(kenya, "agrees", reason="Fine.")
    for words in ("that children use the Internet,", "that all children use the Internet,"):
        agree_on(words, app, world)
        for visitor in (kenya, http(world.teresa)):
            assert "taken on an earlier wording" in visitor.get(PAGE).text
        assert "on an earlier wording" in http(world.teresa).get(GRID).text
        assert act(kenya, "released/confirmation").status_code == 303
        assert "taken on an earlier wording" not in http(world.teresa).get(PAGE).text
        assert "Fine." in http(world.teresa).get(PAGE).text


def test_a_form_of_an_earlier_wording_comes_back_with_what_was_chosen(app, world, http, session):
    kenya = http(world.amina)
    page = kenya.get(PAGE).text
    agree_on("that children use the Internet,", app, world)

    refused = take(kenya, "objects", reason="Not like this.", page=page)
    assert refused.status_code == 409
    assert "The wording changed while you were reading it." in refused.text
    assert "Not like this." in refused.text
    assert taken_here(session) == 0
    assert take(kenya, "objects", reason="Not like this.", page=refused.text).status_code == 303


def test_what_is_begun_for_a_delegation_is_stored_for_that_delegation_alone(world, http):
    for name in ("amina", "teresa"):
        page = http(world[name]).get(PAGE).text
        key = world[name].capacities[0].key
        assert re.findall(r'data-keep="([^"]*)"', page) == [f"{PAGE}?{key}", f"{PAGE}/notice?{key}"]


def test_the_form_begins_with_the_released_position_once_the_private_one_is_withdrawn(world, http):
    kenya = http(world.amina)
    take(kenya, "reserves", "released", "Said to all.")
    take(kenya, "objects", "within", MARKED)
    assert f'value="{MARKED}"' in kenya.get(PAGE).text
    act(kenya, "within/withdrawal")
    page = kenya.get(PAGE).text
    assert 'value="Said to all."' in page and f'value="{MARKED}"' not in page


def test_two_heads_do_not_overwrite_each_other_unseen(world, http):
    first, second = http(world.amina), http(world.amina)
    old = second.get(PAGE).text
    take(first, "agrees", reason="From the first.")

    refused = take(second, "objects", reason="From the second.", page=old)
    assert refused.status_code == 409
    assert "From the first." in refused.text and "From the second." in refused.text
    assert released(http(world.teresa).get(PAGE).text) == {"Kenya": "Agrees"}
    assert take(second, "objects", page=refused.text).status_code == 303
    assert released(http(world.teresa).get(PAGE).text) == {"Kenya": "Objects"}


def test_the_same_position_again_is_no_change(world, http, listen):
    kenya = http(world.amina)
    page = kenya.get(PAGE).text
    hears = listen(world.teresa, TOPIC)
    for _again in range(3):
        assert take(kenya, "agrees", page=page).status_code == 303
    assert [each["kind"] for each in hears()] == ["position.taken"]


def test_members_hear_released_positions_as_their_page_shows_them(world, http, listen):
    kenya, brazil = http(world.amina), http(world.teresa)
    hears = listen(world.caio, TOPIC)
    take(kenya, "objects", reason="Too vague.")
    take(brazil, "agrees")
    take(kenya, "can-live-with")
    act(brazil, "released/withdrawal")
    heard = hears()
    assert [each["kind"] for each in heard] == [*["position.taken"] * 3, "position.withdrawn"]
    fresh = http(world.caio).get(PAGE).text
    assert heard[-1]["html"].strip() in fresh


def test_the_grid_has_member_states_first_own_row_on_top_and_leaves_out_who_has_none(world, http):
    take(http(world.amina), "objects", reason="Too vague.")
    take(http(world.teresa), "agrees")
    rows = re.findall(r'<th scope="row"><bdi>([^<]*)', http(world.helena).get(GRID).text)
    assert rows == ["Brazil", "Kenya"]
    own = re.findall(r'<th scope="row"><bdi>([^<]*)', http(world.amina).get(GRID).text)
    assert own == ["Kenya", "Brazil"]
    everybody = http(world.helena).get(f"{GRID}?show=all").text
    assert len(re.findall(r'<th scope="row">', everybody)) > 2
    african = http(world.helena).get(f"{GRID}?region=africa").text
    assert re.findall(r'<th scope="row"><bdi>([^<]*)', african) == ["Kenya"]
    table = list(
        csv.reader(io.StringIO(http(world.helena).get(f"{GRID}.csv").text.lstrip("\ufeff")))
    )
    assert [row[0] for row in table[1:]] == ["Brazil", "Kenya", "ATU", "CITEL"]
    assert any("Objects: Too vague." in cell for cell in table[2])


def test_the_text_shows_which_stances_there_are_and_never_how_many(world, http):
    assert f'data-positions-of="{TOPIC}"' not in http(world.caio).get(RESOLUTION).text
    take(http(world.amina), "objects")
    take(http(world.teresa), "objects")
    for name in ("caio", "helena", "ruth"):
        strip = http(world[name]).get(RESOLUTION).text.split(f'data-positions-of="{TOPIC}"')[1]
        assert "Objects: Brazil, Kenya" in strip.split("</p>")[0]
    assert "data-positions-of" not in http().get(RESOLUTION).text


def moved(page):
    """What the page says has changed against the reader's positions, line by line."""
    part = (
        page.split('id="moved-title"')[-1].split("</section>")[0] if "moved-title" in page else ""
    )
    lines = re.findall(r'<li class="positions__one" id="moved-.*?</li>', part, re.DOTALL)
    return [" ".join(re.sub("<[^>]+>", " ", line).split()) for line in lines]


def see(visitor):
    page = visitor.get(GRID).text
    return visitor.post(
        f"{GRID}/read-mark", data={name: hidden(page, name) for name in ("seen", "speaking_as")}
    )


@pytest.mark.databases
def test_verbs_of_positions_on_either_database(world, http):
    kenya, brazil = http(world.amina), http(world.teresa)
    assert take(kenya, "agrees", "within").status_code == 303
    assert act(kenya, "release").status_code == 303
    assert take(brazil, "objects").status_code == 303
    assert len(moved(kenya.get(GRID).text)) == 1
    assert see(kenya).status_code == 303
    assert moved(kenya.get(GRID).text) == []


def test_a_delegation_sees_what_moved_against_its_position_until_it_says_that_it_has(world, http):
    kenya, delegate, brazil = http(world.amina), http(world.wanjiru), http(world.teresa)
    take(brazil, "can-live-with")
    take(kenya, "agrees")
    assert moved(kenya.get(GRID).text) == moved(kenya.get(PAGE).text) == []

    for stance, said in (
        ("objects", "moved away from your position"),
        ("reserves", "moved away from your position"),
        ("agrees", "now the same as your position"),
    ):
        take(brazil, stance)
        for visitor in (kenya, delegate):
            for address in (GRID, PAGE):
                [line] = moved(visitor.get(address).text)
                assert "Can live with it" in line and said in line and "yours: Agrees" in line
    # Brazil's own view, and that of somebody who sees no side, have nothing of it.
    assert moved(http(world.helena).get(GRID).text) == []

    assert see(kenya).status_code == 303
    assert moved(kenya.get(GRID).text) == []
    assert len(moved(delegate.get(GRID).text)) == 1
    take(brazil, "objects")
    [line] = moved(kenya.get(GRID).text)
    assert line.startswith("Brazil") and "Agrees" in line.split(", now")[0]
    act(brazil, "released/withdrawal")
    assert "Agrees , withdrawn" in moved(kenya.get(GRID).text)[0]


def test_what_another_delegation_keeps_within_moves_nothing_for_others(world, http):
    kenya, brazil = http(world.amina), http(world.teresa)
    take(kenya, "agrees", "within")
    take(brazil, "objects", "within", MARKED)
    take(brazil, "objects", "red-line", MARKED)
    for address in (GRID, PAGE):
        assert moved(kenya.get(address).text) == []
    take(brazil, "objects")
    [line] = moved(kenya.get(PAGE).text)
    assert "different from your position" in line and MARKED not in line


def test_a_confirmation_by_another_delegation_is_no_movement(app, world, http):
    kenya, brazil = http(world.amina), http(world.teresa)
    take(brazil, "objects")
    take(kenya, "agrees")
    agree_on("that children use the Internet,", app, world)
    act(brazil, "released/confirmation")
    assert moved(kenya.get(GRID).text) == []


def test_a_mark_goes_no_further_than_what_was_recorded(world, http):
    kenya, brazil = http(world.amina), http(world.teresa)
    take(kenya, "agrees")
    for typed, status in (("9" * 30, 422), ("9" * 12, 303), ("-1", 422), ("x", 422), ("", 422)):
        answer = kenya.post(f"{GRID}/read-mark", data={"seen": typed})
        assert answer.status_code == status, typed
    take(brazil, "objects")
    assert len(moved(kenya.get(GRID).text)) == 1


def test_positions_on_earlier_wordings_are_confirmed_one_by_one_from_one_page(app, world, http):
    earlier = f"{GRID}/earlier-wordings"
    kenya = http(world.amina)
    take(kenya, "objects", "within", "Too vague.")
    take(kenya, "reserves")
    take(kenya, "objects", "red-line", MARKED)
    assert "All positions of your delegation" in kenya.get(earlier).text
    assert earlier not in kenya.get(GRID).text

    agree_on("that children use the Internet,", app, world)
    assert earlier in kenya.get(GRID).text
    for left in (3, 2, 1):
        page = kenya.get(earlier).text
        forms = re.findall(r'action="(/clauses/[^"]*/confirmation)">(.*?)</form>', page, re.DOTALL)
        assert len(forms) == left
        address, form = forms[0]
        names = ("seen", "words_seen", "speaking_as", "then")
        answer = kenya.post(address, data={name: hidden(form, name) for name in names})
        assert answer.status_code == 303 and answer.location.endswith(earlier)
    assert "All positions of your delegation" in kenya.get(earlier).text
    assert "earlier wording" not in kenya.get(PAGE).text

    agree_on("that all children use the Internet,", app, world)
    delegate = http(world.wanjiru).get(earlier).text
    assert MARKED in delegate and "/confirmation" not in delegate
    for name in ("ruth", "priya", "elke", "helena", "ines"):
        assert http(world[name]).get(earlier).status_code == 403
    assert MARKED not in http(world.teresa).get(earlier).text


def test_an_earlier_edition_shows_the_grid_about_the_latest_words(app, world, http):
    """The clause is one in all editions, and so are the positions on it."""
    take(http(world.amina), "agrees")
    agree_on("that children use the Internet,", app, world)
    act(http(world.amina), "released/confirmation")
    assert "on an earlier wording" not in http(world.teresa).get(GRID).text


def test_a_delegation_that_takes_no_positions_any_more_has_only_its_history(app, world, http):
    take(http(world.teresa), "objects", reason="Too vague.")
    take(http(world.amina), "agrees")
    with app.app_context():
        brazil = db.session.scalar(select(Delegation).where(Delegation.name == "Brazil"))
        brazil.category = Category.ASSOCIATE
        db.session.commit()
    kenya = http(world.amina)
    assert released(kenya.get(PAGE).text) == {"Kenya": "Agrees"}
    for address in (CLAUSE, GRID, RESOLUTION):
        page = kenya.get(address)
        assert page.status_code == 200 and "Too vague." not in page.text
    assert "Too vague." in kenya.get(f"{PAGE}/history").text
    for address in (PAGE, GRID, f"{PAGE}/history"):
        assert http(world.teresa).get(address).status_code == 200
    assert take(http(world.teresa), "agrees", page=kenya.get(PAGE).text).status_code == 403


def test_addresses_with_other_parameters_show_the_grid(world, http):
    take(http(world.amina), "agrees")
    for asked in ("slug=x", "_anchor=x", "_external=1", "_method=POST", "region=x&show=all"):
        assert http(world.teresa).get(f"{GRID}?{asked}").status_code == 200, asked
    narrowed = http(world.teresa).get(f"{GRID}?region=africa&show=all&category=member-state").text
    assert "positions.csv?region=africa" in narrowed.replace("&amp;", "&")


def test_a_page_that_shows_what_there_is_gets_no_table(world, http):
    kenya, brazil = http(world.amina), http(world.teresa)
    take(kenya, "agrees")
    for _again in range(3):
        page = brazil.get(GRID).text
        shown = re.search(r'data-shown="([^"]+)"', page)[1]
        assert brazil.get(GRID, headers={"X-Shown": shown}).status_code == 204
        kenya.post(f"/clauses/{WID}/comments", data={"body": "Kenya agrees.", "key": str(_again)})
        assert brazil.get(GRID, headers={"X-Shown": shown}).status_code == 204
        take(kenya, ("objects", "reserves", "agrees")[_again])
        assert brazil.get(GRID, headers={"X-Shown": shown}).status_code == 200


def test_open_pages_of_the_text_get_the_marks_of_positions_only_if_they_changed(world, http):
    counts = f"{RESOLUTION}/counts"
    caio, kenya = http(world.caio), http(world.amina)
    for stance, name in (("objects", "Objects"), ("agrees", "Agrees"), ("reserves", "Reserves")):
        take(kenya, stance)
        told = caio.get(counts).json
        assert f"{name}" in told["strips"].split(f'data-positions-of="{TOPIC}"')[1].split("</p>")[0]
        assert caio.get(counts, headers={"X-Shown": told["shown"]}).json["strips"] == ""
    assert "strips" not in http().get(counts).json


def test_the_grid_needs_as_many_statements_for_many_positions_as_for_few(
    app, world, http, statements
):
    def asked():
        with statements() as sent:
            assert http(world.amina).get(GRID).status_code == 200
        return len(sent)

    take(http(world.amina), "agrees")
    take(http(world.teresa), "objects")
    before = asked()
    with app.app_context():
        clauses = db.session.scalars(select(Clause)).all()
        takers = select(Delegation).where(Delegation.category == Category.MEMBER_STATE)
        for delegation in db.session.scalars(takers):
            for clause in clauses:
                db.session.add(
                    Position(
                        clause=clause,
                        delegation=delegation,
                        layer="released",
                        stance="reserves",
                        reason="Too vague.",
                        words=clause.wording.text,
                        person_id=world.teresa.id,
                        capacity="Head of delegation",
                    )
                )
        db.session.commit()
    assert asked() == before


def test_members_hear_three_times_that_positions_stand_on_an_earlier_wording(
    app, world, http, listen
):
    take(http(world.amina), "agrees")
    hears = listen(world.caio, TOPIC)
    for words in ("that children use the Internet,", "that all use it,", ""):
        agree_on(words, app, world)
        told = [each for each in hears() if each["target"] == f"positions-{WID}"]
        assert told[-1]["html"].strip() in http(world.caio).get(PAGE).text
        assert ("earlier wording" in told[-1]["html"]) is bool(words)


def test_files_of_the_grid_are_narrowed_as_the_page_and_say_so(world, http):
    take(http(world.amina), "agrees")
    take(http(world.teresa), "objects", reason="Too vague.")
    reader = http(world.caio)
    for asked, inside, outside in (
        ("region=africa", "Kenya", "Brazil"),
        ("region=americas&category=member-state", "Brazil", "Kenya"),
        ("category=sector-member", "", "Kenya"),
    ):
        for ending in ("csv", "xlsx"):
            answer = reader.get(f"{GRID}.{ending}?{asked}")
            words = words_in(answer.data)
            assert inside in words and outside not in words, (asked, ending)
            for chosen in asked.split("&"):
                assert chosen.partition("=")[2] in answer.headers["Content-Disposition"]
    cover = words_in(reader.get(f"{GRID}.xlsx?region=africa&category=member-state").data)
    assert "Narrowed to" in cover and "Region: Africa; Category: Member State" in cover
    assert "Narrowed to" not in words_in(reader.get(f"{GRID}.xlsx").data)


def test_show_all_takes_the_filters_away_and_neither_rows_nor_an_open_group(world, http):
    take(http(world.amina), "agrees")
    reader = http(world.ruth)

    def shown(address):
        page = reader.get(address).text
        link = re.search(r'href="([^"]*)">Show all<', page)
        return [
            name for name in ("Kenya", "Japan") if f"<bdi>{name}</bdi></th>" in page
        ], link and link[1]

    assert shown(GRID) == (["Kenya"], None)
    assert shown(f"{GRID}?show=all") == (["Kenya", "Japan"], None)
    for asked, before in (("region=africa", ["Kenya"]), ("region=europe", [])):
        assert shown(f"{GRID}?{asked}") == (before, GRID)
    for region, before in (("africa", ["Kenya"]), ("asia-pacific", ["Japan"]), ("arab-states", [])):
        rows, link = shown(f"{GRID}?region={region}&show=all")
        assert rows == before and link == f"{GRID}?show=all"
    assert shown(f"{GRID}?show=all")[0] == ["Kenya", "Japan"]

    for opened in ("atu", "ATU"):
        page = reader.get(f"{GRID}?open={opened}&region=africa").text
        assert '<input type="hidden" name="open" value="atu">' in page
        assert shown(f"{GRID}?open={opened}&region=africa")[1] == f"{GRID}?open=atu"
    for none in ("x", ""):
        assert 'name="open"' not in reader.get(f"{GRID}?open={none}").text


def test_the_page_of_a_clause_says_what_recording_follows(world, http):
    def said(visitor):
        found = re.search(r"data-follows>([^<]*)", visitor.get(PAGE).text)
        return found[1] if found else ""

    kenya = http(world.amina)
    kenya.post("/follows", data={"topic": TOPIC, "level": "mentions"})
    assert said(kenya).startswith("Recording a position follows the discussion")
    kenya.post("/follows", data={"topic": TOPIC, "level": "nothing"})
    assert said(kenya).startswith("You chose to be told nothing")
    kenya.post("/follows", data={"topic": TOPIC, "level": "everything"})
    assert said(kenya) == said(http(world.caio)) == ""
    brazil = http(world.teresa)
    assert said(brazil).startswith("Recording a position follows")
    take(brazil, "agrees")
    assert said(brazil) == ""


def test_a_mark_without_the_number_of_a_position_is_refused_and_marks_nothing(world, http):
    kenya, brazil = http(world.amina), http(world.teresa)
    take(kenya, "agrees")
    take(brazil, "objects")
    page = kenya.get(GRID).text
    speaking_as = hidden(page, "speaking_as")
    for address in (f"{GRID}/read-mark", "/delegation/changes"):
        for forged in ("", "x", "-1", "0", "1.5", "²", "9" * 30, "9" * 5000):
            answer = kenya.post(address, data={"seen": forged, "speaking_as": speaking_as})
            assert answer.status_code == 422, forged
            assert "The form arrived incomplete." in answer.text
        assert len(moved(kenya.get(GRID).text)) == 1
    # A number that no position has yet marks no more than there is.
    kenya.post(f"{GRID}/read-mark", data={"seen": "9" * 18, "speaking_as": speaking_as})
    assert moved(kenya.get(GRID).text) == []
    take(brazil, "reserves")
    assert len(moved(kenya.get(GRID).text)) == 1
