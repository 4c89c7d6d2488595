"""What a delegation prints: its desk, what happened since the last visit, and the positions of all, read back from the PDF that
Chromium makes of each page.
"""

from ctypes import c_double

import pypdfium2
import pytest
from playwright.sync_api import expect

from tests.browser.fresh import same_as_fresh
from tests.browser.test_positions import GRID, PAGE, PUBLIC, WITHIN, record
from tests.browser.test_threads import live, post
from wgcop.accounts.models import Category, Delegation
from wgcop.bodies.levels import Region
from wgcop.database import db, writing

DESK = "/delegation"
WHOLE_GRID = f"{GRID}?show=all"
CATCH_UP = "/catch-up?since=2026-01-01"
RED_LINE = "Red line, never released"
A4 = (595, 842)
MARGIN = 55
"""In points, less than those that `print.css` sets on either side."""
DTDB = "instructs the Director of the Telecommunication Development Bureau"
RESTRICTED = (
    "This print contains comments or positions that only a delegation or a regional group may read."
)
OPEN = "This print contains no comment or position that only a delegation or a regional group may read."


def joined(words):
    """Words without spaces: in a PDF a line may end anywhere, also in those that stand upright."""
    return "".join(words.split())


def upright(words):
    """The words of a sheet that stand on end, letter below letter. Read in lines, one breaks where other words stand beside it."""
    letters = []
    for at in range(words.count_chars()):
        x, y = c_double(), c_double()
        pypdfium2.raw.FPDFText_GetCharOrigin(words.raw, at, x, y)
        letters.append((round(x.value), -y.value, words.get_text_range(at, 1)))
    return "".join(letter for _x, _y, letter in sorted(letters))


def in_lines(words):
    return words.get_text_range()


def printed(page, read=in_lines):
    """The sheets of a page on paper, without spaces. Nothing on them reaches into the margins or is cut off."""
    sheets = []
    with pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True)) as document:
        for sheet in document:
            assert tuple(map(round, sheet.get_size())) == A4
            words = sheet.get_textpage()
            text = read(words)
            for at in range(words.count_chars()):
                left, _bottom, right, _top = words.get_charbox(at)
                is_seen = right - left > 0.1
                assert not is_seen or MARGIN <= left <= right <= A4[0] - MARGIN, text[:80]
            sheets.append(joined(text))
    return sheets


def holds(sheets, *words):
    text = "".join(sheets)
    assert [each for each in words if joined(each) not in text] == []


def lacks(sheets, *words):
    text = "".join(sheets)
    assert [each for each in words if joined(each) in text] == []


@pytest.fixture
def many_delegations(enter):
    """More delegations than one sheet has room for."""
    with enter._app.app_context(), writing():
        for number in range(60):
            facts = {"category": Category.MEMBER_STATE, "region": Region.AFRICA}
            name = f"State of the islands number {number}"
            db.session.add(Delegation(name=name, code=f"S{number:02}", **facts))
        db.session.commit()


def test_the_grid_is_printed_whole_and_says_whether_private_positions_are_on_it(
    enter, many_delegations
):
    amina, teresa, elke = enter("amina"), enter("teresa"), enter("elke")
    own, other = amina.open(WHOLE_GRID), elke.open(WHOLE_GRID)
    for page in (own, other):
        live(page)
    kenya, brazil = amina.another_tab(PAGE), teresa.another_tab(PAGE)
    record(brazil, "Agrees", PUBLIC, "Brazil can go along.")
    for number, stance in enumerate(("Objects", "Reserves its position", "Can live with it")):
        record(kenya, stance, RED_LINE if number == 1 else WITHIN, f"Kenya, round {number}.")
        record(brazil, stance, PUBLIC, f"Brazil, round {number}.")
        expect(own.locator("#position-grid")).to_contain_text(f"Brazil, round {number}.")
        expect(own.locator("#position-grid")).to_contain_text(RED_LINE[:8] if number else "Kenya,")
        expect(other.locator("#position-grid")).to_contain_text(f"Brazil, round {number}.")
        same_as_fresh(own)
        of_kenya, of_others = printed(own), printed(other)
        assert of_kenya == printed(amina.another_tab(WHOLE_GRID))
        holds(of_kenya, RESTRICTED)
        for sign, least in (("†", 1), ("‡", min(number, 1))):
            beside = own.locator(f"#position-grid [data-print='{sign}']").count()
            assert beside >= least
            assert "".join(of_kenya).count(sign) == beside + 1, "and once what it means"
        holds(of_others, OPEN)
        lacks(of_others, RESTRICTED, "†", "‡")
        # Each column and each row is on it, and each sheet begins with the names of the columns.
        columns = own.locator("#position-grid thead th").evaluate_all(
            "(all) => all.slice(1).map((one) => one.querySelector('.position-grid__short, bdi:only-child').textContent)"
        )
        rows = own.locator("#position-grid tbody th").all_text_contents()
        assert len(columns) > 5 and len(rows) > 60
        holds(of_kenya, *(each.partition(":")[0] for each in rows))
        holds(of_kenya, f"instructs DTDB: {DTDB}")
        of_table = [
            columns_of
            for sheet, columns_of in zip(of_kenya, printed(own, upright), strict=True)
            if joined("State of the islands") in sheet
        ]
        assert len(of_table) > 1
        for sheet in of_table:
            holds([sheet], *columns)
        for sheets in (of_kenya, of_others):
            lacks(
                sheets, "I have seen these changes", "CSV", "Take away", "Category", "Review them"
            )
    assert "Kenya, round" not in other.content()


def test_the_desk_is_printed_with_what_only_its_delegation_reads_and_says_so(enter):
    amina, wanjiru, teresa = enter("amina"), enter("wanjiru"), enter("teresa")
    desk, colleague = amina.open(DESK), wanjiru.open(DESK)
    for page in (desk, colleague):
        live(page)
    positions, brazil = amina.another_tab(PAGE), teresa.another_tab(PAGE)
    for number, stance in enumerate(("Objects", "Reserves its position", "Can live with it")):
        record(positions, stance, WITHIN, f"Kenya, round {number}.")
        record(positions, "Objects", RED_LINE, f"Never, round {number}.")
        record(brazil, stance, PUBLIC, f"Brazil, round {number}.")
        for page in (desk, colleague):
            expect(page.locator("main")).to_contain_text(f"Never, round {number}.")
            expect(page.locator("main")).to_contain_text(f"Brazil, round {number}.")
        for reader in (amina, wanjiru):
            sheets = printed(reader.another_tab(DESK))
            holds(
                sheets,
                "Only those who speak for the delegation read this page.",
                "As of",
                f"Kenya, round {number}.",
                f"Never, round {number}.",
                f"Brazil, round {number}.",
                "Who attends",
            )
            lacks(sheets, "I have seen these changes", "Hand over", "People and deputies", "Dark")
    sheets = printed(teresa.open(DESK))
    lacks(sheets, "Kenya, round", "Never, round")


def test_what_happened_since_is_printed_and_says_whether_private_words_are_on_it(enter):
    amina, wanjiru, elke = enter("amina"), enter("wanjiru"), enter("elke")
    clause = PAGE.removesuffix("/positions")
    kenya = enter.world.amina.memberships[0].delegation.audience
    for number in range(3):
        said = f"Quokka {number} within."
        post(wanjiru, f"{clause}/comments", body=said, key=said, audience=kenya)
        sheets = printed(amina.open(CATCH_UP))
        holds(sheets, RESTRICTED, "Since your last visit", said, "Only Kenya")
        lacks(sheets, OPEN, "Show what happened since", "All resolutions")
        sheets = printed(elke.open(CATCH_UP))
        holds(sheets, OPEN, "Since your last visit")
        lacks(sheets, RESTRICTED, "Quokka")
