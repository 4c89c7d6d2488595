"""What the tests of actions, evidence and replies begin with: clauses of the demo world, and forms filled in."""

from datetime import timedelta

from lxml import html
from sqlalchemy import select

from wgcop import clock
from wgcop.implementation.models import ImplementationAction
from wgcop.implementation.replies import ReplyRequest

CAMPAIGNS = "wtdc-67.invites_member-states__para_2"
JOINING = "wtdc-67.invites_member-states__para_1"
PAGE = "/implementation/67-hyderabad-2010"
WHAT = "Play it on the radio in four districts."


def add_action(visitor, delegation, clause=CAMPAIGNS, **fields):
    """The address of a new draft."""
    answer = visitor.post(
        f"/implementation/clauses/{clause}/actions/new",
        data={"what": WHAT, "delegation": delegation.id, **fields},
    )
    assert answer.status_code == 303, answer.text
    return answer.location


def add_evidence(visitor, thing, clause=CAMPAIGNS, **fields):
    return visitor.post(
        f"/implementation/clauses/{clause}/evidence/new", data={"thing": thing, **fields}
    )


def version(visitor, address):
    """As the page of the action has it in its forms."""
    page = html.fromstring(visitor.get(address).text)
    return page.xpath("//form//input[@name='version']/@value")[0]


def step(visitor, address, name, words=""):
    answer = visitor.post(
        f"{address}/{name}", data={"version": version(visitor, address), "words": words}
    )
    assert answer.status_code == 303, answer.text


def approved(http, world, address, writer=None):
    step(http(writer or world.amina), address, "submission")
    step(http(world.elke), address, "review")
    step(http(world.ines), address, "approval")


def action_at(session, address):
    key = int(address.rpartition("/")[2])
    session.expire_all()
    return session.scalars(select(ImplementationAction).where(ImplementationAction.id == key)).one()


def ask(visitor, clause=JOINING, addressees="member-states", days=30, **fields):
    due = clock.now().date() + timedelta(days=days)
    answer = visitor.post(
        f"/implementation/clauses/{clause}/requests/new",
        data={
            "text": "Who has joined?",
            "addressees": addressees,
            "due_on": due.isoformat(),
            **fields,
        },
    )
    assert answer.status_code == 303, answer.text
    return answer.location


def request_at(session, address):
    key = int(address.rpartition("/")[2])
    session.expire_all()
    return session.scalars(select(ReplyRequest).where(ReplyRequest.id == key)).one()


def reply(visitor, address, delegation, state="information", **fields):
    page = html.fromstring(visitor.get(f"{address}/replies/{delegation.id}").text)
    shown = page.xpath("//form[@data-keep]//input[@name='version']/@value")[0]
    return visitor.post(
        f"{address}/replies/{delegation.id}", data={"state": state, "version": shown, **fields}
    )


def figures(visitor, address=PAGE):
    """Name → figure, as the page shows them."""
    page = html.fromstring(visitor.get(address).text)
    pairs = page.xpath("//dl[@id='implementation-figures']/div")
    return {each.xpath("string(dt)").strip(): each.xpath("string(dd)").strip() for each in pairs}


def clauses_in_order(visitor, address=PAGE):
    page = html.fromstring(visitor.get(address).text)
    return [each.strip() for each in page.xpath("//th[@class='chain__clause']/a/text()")]
