"""A delegation at its desk: what others change against its positions, its deputies, and handing over."""

import re

from playwright.sync_api import expect

from tests.browser.desk import begin_draft
from tests.browser.fresh import same_as_fresh, shown
from tests.browser.test_every_page import NARROW
from tests.browser.test_threads import live

CLAUSE = "/clauses/wtdc-67.recs_recognizing__rec_b/positions"
DESK = "/delegation"


def take(reader, stance, layer):
    page = reader.open(CLAUSE)
    page.get_by_label(stance, exact=True).check()
    page.get_by_label(layer, exact=True).check()
    page.get_by_role("button", name="Record the position").click()
    expect(page.locator(".positions").filter(has_text=stance).first).to_be_visible()


def test_the_desk_tells_what_others_changed_until_it_is_marked_as_seen(
    enter, axe, no_sideways_scroll
):
    amina, teresa = enter("amina"), enter("teresa")
    take(amina, "Agrees", "Within the delegation")
    for stance in ("Objects", "Reserves its position", "Can live with it"):
        take(teresa, stance, "Released to all members")
        desk = amina.open(DESK)
        changes = desk.get_by_role("region", name="Changed against your positions")
        expect(changes).to_contain_text("Brazil")
        expect(changes).to_contain_text(stance)
        desk.get_by_role("button", name="I have seen these changes").click()
        expect(changes).not_to_contain_text("Brazil")
    axe(desk)
    with desk.expect_download() as handed_over:
        desk.get_by_role("link", name="Hand over as a Word document").click()
    assert handed_over.value.suggested_filename.endswith(".docx")
    desk.set_viewport_size(NARROW)
    no_sideways_scroll(desk)


def test_a_head_names_a_deputy_and_ends_it(enter, axe, no_sideways_scroll):
    amina, wanjiru = enter("amina"), enter("wanjiru")
    for _turn in range(3):
        people = amina.open(f"{DESK}/people")
        people.get_by_role("button", name="Name deputy: Wanjiru Tende").click()
        expect(people.get_by_text("Deputy", exact=True)).to_be_visible()
        take(wanjiru, "Objects", "Within the delegation")
        same_as_fresh(people)
        people.get_by_role("button", name="End the role of deputy: Wanjiru Tende").click()
        expect(people.get_by_text("Deputy", exact=True)).to_have_count(0)
        page = wanjiru.open(CLAUSE)
        expect(page.get_by_role("button", name="Record the position")).to_have_count(0)
    axe(people)
    people.get_by_label("E-mail").fill("mira@example.org")
    people.get_by_role("button", name="Invite", exact=True).click()
    expect(people.locator("[data-invitation-link]")).to_be_visible()
    expect(people.get_by_role("region", name="Open invitations")).to_contain_text("mira")
    people.set_viewport_size(NARROW)
    no_sideways_scroll(people)


def send(reader, address, **form):
    """Send a form as a page of the reader's would, without opening one."""
    url, request = reader.served.url, reader.context.request
    token = request.get(f"{url}/api/v1/session").json()["csrf"]
    answer = request.post(url + address, form=form, headers={"X-CSRFToken": token})
    assert answer.ok, answer.text()
    return answer


def say(reader, body, audience):
    send(
        reader,
        f"{CLAUSE.removesuffix('/positions')}/comments",
        body=body,
        audience=audience,
        type="substantive",
        key=body,
    )


def parts_of(page):
    """What the desk tells, but for the moment at which it was asked for, which is printed."""
    page.evaluate("document.getElementById('desk-as-of').hidden = true")
    return shown(page)


def test_the_desk_changes_under_the_eyes_of_its_reader(enter):
    """Positions, promises, drafts, mentions, tasks and attendance, of two who act, while a colleague looks on and is cut off."""
    amina, wanjiru, teresa, helena = (enter(n) for n in ("amina", "wanjiru", "teresa", "helena"))
    desk = wanjiru.open(DESK)
    live(desk)
    key = desk.locator("[data-topic^='delegation:']").get_attribute("data-topic").partition(":")[2]
    item = re.search(
        r"/meetings/wg-cop-3/items/(\d+)", helena.open("/meetings/wg-cop-3").content()
    )[1]

    def part(name):
        return desk.locator(f"#desk-{name}")

    stances = ("Objects", "Reserves its position", "No instructions yet")
    for number, stance in enumerate(stances):
        is_cut_off = number == 1
        if is_cut_off:
            wanjiru.go_offline()
            expect(desk.locator("html")).to_have_attribute("data-live", "off")
        take(amina, stance, "Within the delegation")
        take(teresa, stances[(number + 1) % 3], "Released to all members")
        say(teresa, f"Call {number}: @[Kenya](delegation:{key})", "members")
        say(amina, f"Promise {number}.", "delegation")
        address = amina.page.request.get(
            f"{amina.served.url}{CLAUSE.removesuffix('/positions')}/thread"
        ).text()
        name = re.findall(r'id="comment-([^"]+)"[^>]*data-audience="delegation', address)[-1]
        send(amina, f"/comments/{name}/release", body=f"Promise {number}.")
        planned = ("in-person", "remote", "in-person")[number]
        send(amina, "/meetings/wg-cop-3/registration", planned=planned)
        send(
            helena,
            f"/meetings/wg-cop-3/items/{item}/actions/new",
            text=f"Task {number}.",
            owner=f"delegation-{key}",
            due_on="",
        )
        if is_cut_off:
            wanjiru.come_back()
            live(desk)
        expect(part("open-positions")).to_contain_text(stance)
        expect(part("changes")).to_contain_text(stances[(number + 1) % 3])
        expect(part("calls")).to_contain_text(f"Call {number}:")
        expect(part("promises")).to_contain_text(f"Promise {number}.")
        expect(part("tasks")).to_contain_text(f"Task {number}.")
        expect(part("attendance")).to_contain_text("Amina Barasa")
        same_as_fresh(desk, parts_of)


def test_a_draft_and_a_word_in_confidence_arrive_on_the_desk(enter):
    amina, wanjiru, second = enter("amina"), enter("wanjiru"), enter("amina")
    desk, own = wanjiru.open(DESK), second.open(DESK)
    for page in (desk, own):
        live(page)
    for number in range(3):
        begin_draft(amina, title=f"Draft {number}")
        page = amina.open(CLAUSE)
        page.get_by_label("What you want them to know").fill(f"Trouble {number}.")
        page.get_by_role("button", name="Tell the chair of WG-COP").click()
        for each in (desk, own):
            expect(each.locator("#desk-told-chair")).to_contain_text(f"Trouble {number}.")
        expect(own.locator("#desk-papers")).to_contain_text(f"Draft {number}")
        for each in (desk, own):
            same_as_fresh(each, parts_of)


def test_a_fault_of_the_server_leaves_the_desk_outdated_until_it_answers(enter):
    amina, teresa = enter("amina"), enter("teresa")
    take(amina, "Agrees", "Within the delegation")
    desk = amina.open(DESK)
    live(desk)
    asked = []

    def fail_once(route):
        asked.append(route.request.url)
        if len(asked) == 1:
            route.fulfill(status=503, body="")
        else:
            route.continue_()

    desk.route(re.compile(r"/delegation$"), fail_once)
    take(teresa, "Objects", "Released to all members")
    expect(desk.locator("#desk-changes")).to_contain_text("Objects", timeout=15_000)
    assert len(asked) > 1
    desk.unroute_all()
    same_as_fresh(desk, parts_of)


def test_what_somebody_is_at_stays_while_the_other_parts_go_on(enter):
    amina, teresa = enter("amina"), enter("teresa")
    take(amina, "Agrees", "Within the delegation")
    take(teresa, "Objects", "Released to all members")
    desk = amina.open(DESK)
    live(desk)
    seen = desk.get_by_role("button", name="I have seen these changes")
    seen.focus()
    desk.evaluate("scrollTo(0, 200)")
    for number, stance in enumerate(("Can live with it", "Reserves its position", "Agrees")):
        take(teresa, stance, "Released to all members")
        say(teresa, f"Reply {number}", "members")
        second = amina.another_tab(CLAUSE)
        second.get_by_label(
            "Objects" if number % 2 else "Reserves its position", exact=True
        ).check()
        second.get_by_label("Within the delegation", exact=True).check()
        second.get_by_role("button", name="Record the position").click()
        expect(desk.locator("#desk-open-positions")).to_contain_text(
            "Objects" if number % 2 else "Reserves its position"
        )
        second.close()
        expect(seen).to_be_focused()
        expect(desk.locator("#desk-changes")).not_to_contain_text(f", now {stance}")
        assert desk.evaluate("scrollY") == 200
    seen.evaluate("button => button.blur()")
    expect(desk.locator("#desk-changes")).to_contain_text("Agrees")
    same_as_fresh(desk, parts_of)
