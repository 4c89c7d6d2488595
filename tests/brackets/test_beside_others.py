"""Brackets beside the chair's text of a clause, and in what is cut and filed from the rolling text."""

import io
import zipfile

from tests.brackets.acts import PAGE, ROLLING, act, count, hidden, opened, plain, typed_in
from tests.merging.acts import opened as merged
from tests.merging.acts import type_in
from tests.proposals.test_rolling_page import clause, release
from tests.rolling_files.test_cuts import cut


def test_a_bracket_stands_in_the_words_on_the_table_while_the_chair_merges(world, http):
    chair, kenya, reader = http(world.helena), http(world.amina), http(world.ruth)
    before = opened(kenya, "youth forums")
    merged(chair)
    type_in(chair, "many of them", "many young people")
    page = plain(reader.get(PAGE).text)
    assert "many young people" in page and "[youth forums]" in page
    bracket = opened(kenya, "young people", alternative_1="children")
    assert "[young people]" in plain(reader.get(bracket).text)
    for page in (bracket, PAGE, f"{ROLLING}?view=brackets"):
        assert "Its words are gone" not in reader.get(page).text
    rolling = reader.get(f"{ROLLING}?view=brackets").text
    for address in (before, bracket):
        assert f'href="{address}"' in rolling
    assert count(reader) == 2
    assert act(chair, bracket, "lifting", outcome="words").status_code == 303


def test_a_keystroke_of_the_chair_elsewhere_does_not_refuse_a_bracket(world, http):
    chair, kenya, reader = http(world.helena), http(world.amina), http(world.ruth)
    merged(chair)
    page = kenya.get(f"{PAGE}/new").text
    type_in(chair, "youth forums", "youth councils")
    bracket = opened(kenya, "many", page=page)
    assert "[many]" in plain(reader.get(bracket).text)
    assert "youth councils" in plain(reader.get(bracket).text)
    page = kenya.get(f"{PAGE}/new").text
    type_in(chair, "will participate", "may participate")
    data = hidden(page) | {"typed": typed_in(page).replace("will", "[will]"), "reason": "Kept."}
    answer = kenya.post(PAGE, data=data)
    assert answer.status_code == 409 and "Kept." in answer.text
    assert "may participate" in plain(answer.text)
    assert count(reader) == 1


def test_a_cut_and_a_file_show_brackets_without_proposals_and_count_them(world, http):
    chair, reader = http(world.helena), http(world.ruth)
    opened(http(world.amina), alternative_1="all", owners=["KEN"])
    release(http(world.teresa), change=("youth forums", "schools"))
    opened(chair, "will participate", alternative_1="take part")
    gone = opened(chair, place="after", alternative_1="to train teachers;")
    shown = clause(reader, "brackets")
    assert "[many / all (Kenya)]1" in shown
    page = plain(reader.get(cut(chair).location).text)
    assert "[many / all (Kenya)]" in page
    assert "[will participate / take part]" in page
    assert "[ADD to train teachers;]" in page
    file = chair.get(f"{ROLLING}.docx")
    assert file.status_code == 200
    words = zipfile.ZipFile(io.BytesIO(file.data)).read("word/document.xml").decode()
    for said in (
        "Bracket 1 in recognizing b)",
        "[many]",
        "all (Kenya)",
        "Bracket 3 in recognizing b)",
    ):
        assert said in words
    assert act(chair, gone, "lifting", outcome="nothing").status_code == 303
