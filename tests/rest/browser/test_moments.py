"""Times of a meeting, by the clock of its place and by the reader's own beside it."""

import re
from datetime import datetime, timedelta

from playwright.sync_api import expect
from sqlalchemy import select, update

from tests.browser.test_agenda import REPORT, line, opened, row
from wgcop import clock
from wgcop.agenda.models import AgendaItem
from wgcop.bodies.models import Meeting

TOKYO, GENEVA = "Asia/Tokyo", "Europe/Zurich"
PLACES = ["/", "/contributions/?meeting=wg-cop-3"]
THERE = re.compile(r"18:00 Geneva time \(CES?T, UTC\+[12]\)")


def deadline_from(reader, address, *, before):
    """The deadline on a page that is opened so long before it passes."""
    page = reader.open(address)
    due = page.locator(".deadline time").first.get_attribute("datetime")
    page.clock.set_fixed_time(datetime.fromisoformat(due) - before)
    page.reload()
    return page.locator(".deadline").first


def test_a_deadline_has_its_zone_and_the_readers_own_time_where_it_differs(look):
    """At six in the evening in Geneva it is one or two in the morning of the next day in Tokyo."""
    tokyo = look("amina", timezone_id=TOKYO)
    for address in PLACES:
        deadline = deadline_from(tokyo, address, before=timedelta(hours=29))
        expect(deadline).to_contain_text(THERE)
        expect(deadline.locator("own-time")).to_contain_text(re.compile(r"0[12]:00 for you"))
        expect(deadline).to_contain_text("(in 2 days)")

        deadline = deadline_from(tokyo, address, before=timedelta(hours=24, minutes=30))
        expect(deadline).to_contain_text("(tomorrow)")

    # Who has the meeting's clock reads one time.
    geneva = look("amina", timezone_id=GENEVA)
    deadline = deadline_from(geneva, "/", before=timedelta(hours=29))
    expect(deadline).to_contain_text(THERE)
    expect(deadline.locator("own-time")).to_be_hidden()
    expect(deadline).to_contain_text("(tomorrow)")

    # Without scripts the meeting's clock stands alone.
    deadline = look("amina", java_script_enabled=False).open("/").locator(".deadline")
    expect(deadline).to_contain_text(THERE)
    expect(deadline.locator("own-time")).to_be_hidden()


def test_a_meeting_page_that_is_left_open_follows_its_clock(enter, session):
    """The deadline passes and the last day ends while nobody does anything: no event is sent."""
    reader = enter("helena")
    reader.page.clock.install()
    page = opened(reader)
    meeting = session.scalar(select(Meeting).where(Meeting.slug == "wg-cop-3"))
    expect(page.locator(".deadline")).to_have_count(0)  # while it is on
    report = session.scalar(select(AgendaItem).where(AgendaItem.title == REPORT))
    assert line(page, REPORT).get_attribute("aria-current") is None

    meeting_id, report_id = meeting.id, report.id
    session.rollback()  # what was read before is too old to write after
    session.execute(
        update(Meeting)
        .where(Meeting.id == meeting_id)
        .values(contributions_due=clock.now() - timedelta(minutes=1))
    )
    session.execute(update(AgendaItem).values(taken_up_at=None))
    session.execute(
        update(AgendaItem).where(AgendaItem.id == report_id).values(taken_up_at=clock.now())
    )
    session.commit()
    page.clock.fast_forward(timedelta(days=5) // timedelta(milliseconds=1))
    expect(page.get_by_text("Proposals for the agenda")).to_be_hidden()
    expect(line(page, REPORT)).to_have_attribute("aria-current", "step")
    expect(row(page, REPORT).locator("[data-menu] summary")).to_be_visible()
