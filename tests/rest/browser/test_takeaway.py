"""Two delegates take discussions away, again and again, with scripts and without, at a desk and on a phone."""

import io
import json
from datetime import timedelta
from pathlib import Path

import docx
import pytest
from playwright.sync_api import expect
from sqlalchemy import select, update

from tests.browser.fresh import same_as_fresh
from tests.takeaway.many import add_comments
from tests.takeaway.test_taking import squeezed, text_in
from wgcop.accounts.actions.people import join_delegation, leave_delegation
from wgcop.accounts.models import Delegation, DelegationRole, Person
from wgcop.clock import now
from wgcop.database import db, writing
from wgcop.database.retention import end_what_is_over
from wgcop.takeaway.models import TakenFile
from wgcop.takeaway.writing import FileForm
from wgcop.threads.models import Comment, Thread


@pytest.fixture
def wid(enter):
    """The clause of which most was said, in public and within Kenya."""
    with enter._app.app_context():
        private = Comment.audience.startswith("delegation:")
        thread = db.session.scalars(select(Thread).join(Thread.comments).where(private)).first()
        return thread.clause.wid


def taken(page, kind, private=False):
    page.get_by_label(kind).check()
    if private:
        page.get_by_label("Include what stays within").check()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download").click()
    return Path(download.value.path()).read_bytes()


@pytest.mark.parametrize("scripts", [True, False])
def test_the_button_works_again_and_again_for_two_people(
    enter, wid, axe, no_sideways_scroll, scripts
):
    for who, has_private in (("amina", True), ("haruko", False)):
        phone = who == "haruko"
        start = f"/clauses/{wid}" if scripts else f"/takeaway?of=clause:{wid}"
        page = enter(who, phone=phone, java_script_enabled=scripts).open(start)
        if scripts:
            page.get_by_label("More on this thread").click()
            page.get_by_role("link", name="Take away").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("Take away")
        if scripts:
            axe(page)
            no_sideways_scroll(page)
        kinds = []
        for kind, private in (("Word", False), ("JSON", has_private), ("JSON", False)):
            kinds.append(taken(page, kind, private))
            if private:
                page.get_by_label("Leave out what stays within").check()
        assert docx.Document(io.BytesIO(kinds[0])).paragraphs[0].text.startswith("Discussion of")
        held = [len(json.loads(each)["parts"][0]["comments"]) for each in kinds[1:]]
        assert (held[0] > held[1]) is has_private


def test_a_long_one_shows_how_far_it_is_and_is_downloaded_by_two_people_three_times(
    enter, wid, axe
):
    with enter._app.app_context():
        add_comments(wid, 1_200)
    for who in ("amina", "haruko"):
        page = enter(who).open(f"/takeaway?of=clause:{wid}")
        for kind in ("Word", "JSON", "JSON"):
            page.get_by_label(kind).check()
            page.get_by_role("button", name="Have it made").click()
            page.wait_for_url("**/takeaway/*")
            axe(page)
            download = page.get_by_role("link", name="Download")
            expect(download).to_be_visible(timeout=90_000)
            with page.expect_download() as got:
                download.click()
            assert b"Comment 1199 says" in Path(got.value.path()).read_bytes() or kind == "Word"
            page.get_by_role("link", name="Create it again").click()
        made = page.locator(".rows a")
        expect(made).to_have_count(3)


KINDS = {"docx": "Word", "pdf": "PDF", "xlsx": "Spreadsheet", "json": "JSON"}
SLUG = "67-hyderabad-2010"
WITHIN = "Within the delegation: the capital cares"


DOCUMENT = "/documents/WG-COP/3/2"


@pytest.mark.parametrize("what", ["thread", "clause", "resolution", "grid"])
def test_two_people_take_each_thing_in_four_kinds_and_only_what_they_may_read_is_in_it(
    enter, wid, what, axe, no_sideways_scroll
):
    of = {
        "clause": f"clause:{wid}",
        "resolution": f"resolution:{SLUG}",
        "grid": f"positions:{SLUG}",
    }.get(what)
    for who in ("amina", "haruko"):
        page = enter(who, phone=who == "haruko").open(f"/takeaway?of={of}" if of else DOCUMENT)
        if not of:
            page.get_by_label("More on this thread").click()
            page.get_by_role("link", name="Take away").click()
            expect(page.get_by_role("heading", level=1)).to_contain_text("Take away")
        axe(page)
        no_sideways_scroll(page)
        for form, kind in KINDS.items():
            # By keys: the kind, and in or out.
            page.get_by_label(kind).focus()
            page.keyboard.press("Space")
            expect(page.get_by_label(kind)).to_be_checked()
            for private in (True, False):
                label = "Include what stays" if private else "Leave out what stays"
                choice = page.get_by_label(label)
                if choice.count():
                    choice.focus()
                    page.keyboard.press("Space")
                elif private:
                    continue
                with page.expect_download() as download:
                    page.get_by_role("button", name="Download").press("Enter")
                name = download.value.suggested_filename
                assert name.endswith(f".{form}") and ("private" in name) is private
                read = squeezed(text_in(Path(download.value.path()).read_bytes(), form))
                said = "It includes what stays within" if private else "It leaves out what stays"
                assert squeezed(said) in read
                if what in ("clause", "resolution"):
                    assert (squeezed(WITHIN) in read) is (private and who == "amina")
        page.evaluate("document.documentElement.dir = 'rtl'")
        no_sideways_scroll(page)


def have_made(page, of, private):
    page.goto(f"{page.url.partition('/takeaway')[0]}/takeaway?of={of}")
    page.get_by_label("JSON").check()
    if private:
        page.get_by_label("Include what stays within").check()
    page.get_by_role("button", name="Have it made").click()
    page.wait_for_url("**/takeaway/*")
    expect(page.get_by_role("link", name="Download")).to_be_visible(timeout=90_000)
    return page.url.rpartition("/")[2]


def test_a_file_is_gone_after_a_week_and_its_page_says_so(enter, wid, axe, no_sideways_scroll):
    with enter._app.app_context(), writing():
        add_comments(wid, 250)
    for who in ("amina", "haruko"):
        page = enter(who, phone=who == "haruko").open("/takeaway")
        for _turn in range(3):
            made = have_made(page, f"clause:{wid}", private=False)
            expect(page.get_by_text("It is deleted on")).to_be_visible()
            same_as_fresh(page)
            with enter._app.app_context(), writing():
                week = now() - timedelta(days=7, minutes=1)
                this = update(TakenFile).where(TakenFile.id == int(made))
                db.session.execute(this.values(asked_at=week))
                db.session.commit()
            with enter._app.app_context():
                end_what_is_over()
            page.get_by_role("link", name="Download").click()
            expect(page.get_by_text("is kept for 7 days and is then deleted")).to_be_visible()
            axe(page)
            no_sideways_scroll(page)
            page.get_by_role("link", name="Files that you take away").click()
            expect(page.get_by_text("Long files that you ask for are listed here.")).to_be_visible()


def test_whoever_left_the_delegation_meanwhile_gets_nothing_that_stays_within_it(enter, wid, axe):
    with enter._app.app_context(), writing():
        add_comments(wid, 250)
    of = f"clause:{wid}"
    page = enter("wanjiru").open("/takeaway")
    head = enter("amina").open("/takeaway")
    heads = have_made(head, of, private=True)
    for turn in range(3):
        made = have_made(page, of, private=True)
        with enter._app.app_context(), writing():
            wanjiru = db.session.get(Person, enter.world.wanjiru.id)
            kenya = wanjiru.memberships[0].delegation
            leave_delegation(wanjiru.memberships[0], by=None)
            waiting = TakenFile(
                person_id=wanjiru.id,
                of=of,
                form=FileForm.JSON,
                with_private=True,
                capacity=f"delegation-{kenya.id}",
                site="http://localhost",
                language="en",
                total=250,
            )
            db.session.add(waiting)
            db.session.commit()
            left, waits = kenya.id, waiting.id
        page.reload()
        expect(page.get_by_text("Something in this file has been withdrawn")).to_be_visible()
        expect(page.get_by_role("link", name="Download")).to_have_count(0)
        axe(page)
        url = page.url
        assert page.request.get(f"{url}/file").status == 403
        # What they asked for while they belonged to it is made of what they may read now.
        page.goto(url.replace(made, str(waits)))
        with page.expect_download() as download:
            page.get_by_role("link", name="Download").click(timeout=90_000)
        read = squeezed(Path(download.value.path()).read_text())
        assert squeezed("Comment 249 says") in read and squeezed(WITHIN) not in read
        page.goto(f"{url.partition('/takeaway')[0]}/takeaway?of={of}")
        expect(page.get_by_label("JSON")).to_be_visible()
        expect(page.get_by_label("Include what stays within")).to_have_count(0)
        with enter._app.app_context(), writing():
            wanjiru = db.session.get(Person, enter.world.wanjiru.id)
            delegation = db.session.get(Delegation, left)
            join_delegation(wanjiru, delegation, DelegationRole.MEMBER, by=None)
            db.session.commit()
        assert page.request.get(f"{url}/file").status == 200, turn
        assert head.request.get(f"{url}/file").status == 404
    with head.expect_download() as download:
        head.get_by_role("link", name="Download").click()
    assert squeezed(WITHIN) in squeezed(Path(download.value.path()).read_text())
    assert head.url.endswith(heads)
