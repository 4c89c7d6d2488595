"""Two delegates take discussions away, again and again, with scripts and without, at a desk and on a phone."""

import io
import json
from pathlib import Path

import docx
import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from tests.takeaway.many import add_comments
from wgcop.database import db
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
            page.get_by_role("link", name="Have it made again").click()
        made = page.locator(".rows a")
        expect(made).to_have_count(3)
