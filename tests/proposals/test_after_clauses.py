"""A new clause stands below the items of the clause after which it is proposed: on the page, in files, and once it is adopted."""

import random

import pytest
from sqlalchemy import select

from tests.proposals.test_rolling_page import later_edition, plain, release
from tests.rolling_files.accepting import lines_left
from tests.rolling_files.made import START, Negotiation, edition
from wgcop.database import db
from wgcop.editions.composing import compose
from wgcop.proposals.after_clauses import with_ended
from wgcop.resolutions.models import SectionKind, Wording
from wgcop.resolutions.reading import ReadSection, ReadText
from wgcop.rolling_files.composing import text_of_cut
from wgcop.rolling_files.docx import as_docx
from wgcop.rolling_files.filed import filed

WORDS = ("to go on:", "with parents;", "with schools:", "in cities;", "to report;")
DEPTHS = (0, 1, 1, 2, 0)


def negotiation():
    """Kenya proposes a clause after the first, Brazil one after its second item, Japan one at the end."""
    made = Negotiation(*WORDS, depths=DEPTHS)
    made.propose("Kenya", 0, "to stop once;", symbol="ADD")
    made.propose("Brazil", 2, "with judges;", symbol="ADD")
    made.propose("Japan", 4, "to thank;", symbol="ADD")
    return made


EXPECTED = [*WORDS[:4], "with judges;", "to stop once;", WORDS[4], "to thank;"]


def test_each_clause_is_followed_by_what_comes_after_those_that_end_with_it():
    found = [(each, ended) for each, ended in with_ended(range(5), lambda at: DEPTHS[at])]
    assert found == [(0, []), (1, [1]), (2, []), (3, [3, 2, 0]), (4, [4])]
    assert list(with_ended([], lambda at: at)) == []


@pytest.mark.parametrize("seed", range(40))
def test_each_clause_ends_once_with_all_its_items_before(seed):
    chance = random.Random(seed)
    depths = [chance.randint(0, 3) for _ in range(chance.randint(0, 9))]
    seen, ended_so_far = [], []
    for at, ended in with_ended(range(len(depths)), lambda at: depths[at]):
        seen.append(at)
        ended_so_far += ended
        after = depths[at + 1] if at + 1 < len(depths) else 0
        assert all(depths[each] >= after for each in ended)
        still_begun = set(seen) - set(ended_so_far)
        assert all(depths[each] < after for each in still_begun)
    assert sorted(ended_so_far) == seen == list(range(len(depths)))


def test_word_files_cuts_and_the_next_edition_have_one_order(app):
    made = negotiation()
    text = filed(made.rolling())
    with app.test_request_context():
        lines = lines_left(as_docx(edition(), text, at=START), lambda _author: True)
        cut = [_words(each) for each in text_of_cut(text)["content"]]
    assert [line.rpartition("\t")[2] for line in lines[1:]] == EXPECTED
    order = [next(at for at, words in enumerate(cut) if each in words) for each in EXPECTED]
    assert order == sorted(order)
    [section] = made.rolling().sections
    read = ReadSection(
        1, SectionKind.OPERATIVE, "resolves", "", tuple(each.clause for each in section.clauses)
    )
    agreed = {
        each.clause.id: "\n".join([each.text.now, *(new.words for new in each.text.added)])
        for each in section.clauses
    }
    following = compose(ReadText((read,)), agreed, work="wtdc-67")
    assert [each.words for each in following.clauses] == EXPECTED


def _words(node):
    return "".join(each.get("text", "") for each in node.get("content", ()))


def test_the_page_shows_it_below_the_items_three_times_by_two_people(world, http, app):
    item = "that items stand below;"
    later = later_edition(app, "that many of them are online:", item)
    with app.app_context():
        db.session.scalars(select(Wording).where(Wording.text == item)).one().depth = 1
        db.session.commit()
    kenya, brazil = http(world.amina), http(world.teresa)
    for turn, who in enumerate((kenya, brazil, kenya)):
        words = f"that teachers are trained, said {turn};"
        release(who, words=words, place="after")
        for visitor in (http(world.ruth), brazil):
            for view in ("proposals", "brackets"):
                page = visitor.get(f"/resolutions/{later}/rolling-text?view={view}").text
                shown = plain(page.split('class="rolling"')[1])
                assert shown.index("are online:") < shown.index(item) < shown.index(words)
