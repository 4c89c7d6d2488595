"""A whole day of a meeting, run through its pages as a chair would, and its report compared with what happened."""

import re
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from sqlalchemy import select

from wgcop import clock, paper
from wgcop.accounts.models import Delegation
from wgcop.agenda.models import AgendaItem
from wgcop.bodies.models import Meeting
from wgcop.contributions.models import Contribution
from wgcop.database import db
from wgcop.floor.models import FloorRequest
from wgcop.resolutions.models import Wording

PAGE = "/meetings/wg-cop-4"
DAY = clock.now().date() + timedelta(weeks=15)
UNTIL = DAY + timedelta(days=46)
DAY_IN_WORDS, UNTIL_IN_WORDS = (f"{day.day} {day:%B %Y}" for day in (DAY, UNTIL))

DELEGATES = {
    "Kenya": "Amina Barasa",
    "Egypt": "Farid Elwany",
    "Brazil": "Teresa Vilhena",
    "Japan": "Haruko Minase",
    "Kazakhstan": "Aizhan Sarmatova",
    "Switzerland": "Luc Ansermoz",
    "Ondara Telecom": "Mateo Quirarte",
    "Blue Lantern Labs": "Priya Nalanda",
    "Jura Institute of Communication Studies": "Elke Brunnhof",
    "Telecommunication Development Bureau": "Jonas Hollmark",
    "Listening Line Network": "Ruth Adelabi",
}
"""Who speaks for whom. The twelfth, Norway, has no account and is put on the list by the chair."""
NORWAY = "Norway"
ATTENDED = (
    "11 participants of 11 delegations and organizations attended: 11 in person and 0 remotely."
)
RESERVATION = "Egypt reserves its position on the date.\n  It will come back to it."


@dataclass
class Item:
    """What the chair has before the meeting, and what is to happen under it."""

    title: str
    kind: str = ""
    papers: list[str] = field(default_factory=list)
    speakers: list[str] = field(default_factory=list)
    order: str = ""
    notes: str = ""
    outcome: str = ""
    text: str = ""
    action: tuple[str, str, str] = ("", "", "")
    """What, for whom, until when."""
    clause: str = ""
    wording: str = ""
    reservation: str = ""


MEMBER_STATES = list(DELEGATES)[:6]
OTHERS = list(DELEGATES)[6:]
K, E, B, J, Z, S = MEMBER_STATES
AGENDA = [
    Item("Opening", "opening", notes="The chair welcomed all delegations.", speakers=[K, J]),
    Item("Agenda", "adoption-of-agenda", outcome="adopted", text="The agenda was adopted."),
    Item(
        "Radio plays",
        "documents",
        papers=["Radio plays in schools"],
        speakers=[K, B, J, B, S, K],
        notes="Kenya told of four districts.\n\nBrazil asked for figures.",
        outcome="noted",
        text="The paper was noted.",
        action=("Send the figures.", K, UNTIL.isoformat()),
    ),
    Item(
        "Helplines",
        "documents",
        papers=["Helplines at night"],
        speakers=[B, NORWAY, E, Z, "Ondara Telecom", "Listening Line Network"],
        outcome="agreed",
        text="The group agreed to share numbers.",
    ),
    Item(
        "Awareness campaigns",
        "clauses",
        clause="invites Member States 2",
        wording="to run campaigns every year;",
        speakers=[S, K, E, "Jura Institute of Communication Studies", B, Z],
        order=J,
        outcome="agreed",
        text="The wording was agreed.",
        reservation="Egypt",
    ),
    Item(
        "A date for the guidance",
        speakers=[E, Z, E, "Telecommunication Development Bureau", Z],
        notes="No date found support.",
        outcome="deferred",
        text="Deferred to the next meeting.",
    ),
    Item(
        "Work plan",
        speakers=["Blue Lantern Labs", K, NORWAY, B, S],
        outcome="approved",
        text="The work plan was approved.",
        action=("Publish the work plan.", "secretariat", ""),
    ),
    Item("Other bodies", speakers=[S, Z, J, "Listening Line Network"], outcome="noted"),
    Item(
        "Any other business",
        "other-business",
        speakers=[K, B, E, NORWAY, J, "Ondara Telecom"],
        outcome="noted",
        text="The chair closed the meeting.",
    ),
]


@pytest.fixture
def post(world, http, clock):
    """Sends a form as somebody, and time goes on."""

    browsers = {}

    def send(who, address, /, **form):
        clock.advance(minutes=1)
        if who not in browsers:
            browsers[who] = http(world[who])
        answer = browsers[who].post(address, data=form)
        wrong = re.findall(r'(?:Error: </span>|problem__said">)([^<]*)', answer.text)
        assert answer.status_code in (200, 303), (address, answer.status_code, wrong)
        return answer

    return send


def called(item):
    return f"{PAGE}/items/{item}"


@pytest.fixture
def ids(app):
    """Rows by what people call them."""

    class Ids:
        def __getattr__(self, kind):
            with app.app_context():
                return {
                    "items": dict(
                        db.session.execute(
                            select(AgendaItem.title, AgendaItem.id).where(
                                AgendaItem.meeting.has(slug="wg-cop-4")
                            )
                        ).all()
                    ),
                    "delegations": dict(
                        db.session.execute(select(Delegation.name, Delegation.id)).all()
                    ),
                    "waiting": db.session.scalars(
                        select(FloorRequest.id)
                        .where(FloorRequest.given_at.is_(None))
                        .order_by(FloorRequest.id.desc())
                    ).first(),
                }[kind]

    return Ids()


@pytest.fixture
def day(app, world, http, clock, post, ids):
    """The meeting from its invitation to its end. Gives the symbols of its papers by their titles."""
    assert sum(len(item.speakers) for item in AGENDA) == 40
    assert len({who for item in AGENDA for who in item.speakers}) == 12
    ines = http(world.ines)
    with app.app_context():
        third = db.session.scalars(select(Meeting).where(Meeting.slug == "wg-cop-3")).one()
        group = third.group_id
        clause = db.session.scalars(
            select(Wording).where(Wording.citation == "invites Member States 2")
        ).first()
        clause_id = clause.clause_id
    post("ines", "/delegations/", name=NORWAY, code="NOR", category="member-state", region="europe")

    # Before
    fields = {
        "group": group,
        "number": 4,
        "title": "Fourth meeting of WG-COP",
        "place": "Geneva and online",
        "zone": "Europe/Zurich",
        "starts_on": DAY.isoformat(),
        "ends_on": DAY.isoformat(),
        "opens_at": "09:30",
    }
    post("ines", "/meetings/new", **fields)
    for item in AGENDA:
        clauses = [clause_id] if item.clause else []
        post(
            "ines",
            f"{PAGE}/items/new",
            title=item.title,
            kind=item.kind,
            minutes=30,
            clauses=clauses,
        )
    symbols = {}
    for name, title, item in (
        ("Amina Barasa", "Radio plays in schools", "Radio plays"),
        ("Teresa Vilhena", "Helplines at night", "Helplines"),
    ):
        symbols[title] = bring_paper(app, world, http, post, name, title, ids.items[item])
    post("ines", f"{PAGE}/publication")
    for name in DELEGATES.values():
        person = world[name]
        key = next((f"{m.delegation_id}" for m in person.memberships), "")
        post(name, f"{PAGE}/registration", planned="in-person", delegation=key)

    # The day
    bureau = ids.delegations["Telecommunication Development Bureau"]
    post("Jonas Hollmark", "/account/capacity", capacity=f"delegation-{bureau}")
    with app.app_context():
        fourth = db.session.scalars(select(Meeting).where(Meeting.slug == "wg-cop-4")).one()
        clock.stop(fourth.opens)
    mark_all_present(ines, post)
    post("helena", f"{PAGE}/live/opening")
    for place, item in enumerate(AGENDA):
        run(post, ids, item, clause_id)
        if place in (3, 6):
            post("helena", f"{PAGE}/live/breaks")
            clock.advance(minutes=20)
            post("helena", f"{PAGE}/live/breaks/end")
    post("helena", f"{PAGE}/live/closure")
    clock.advance(days=1)
    return symbols


def bring_paper(app, world, http, post, name, title, item):
    with app.app_context():
        meeting = db.session.scalars(select(Meeting.id).where(Meeting.slug == "wg-cop-4")).one()
    delegation = world[name].memberships[0].delegation_id
    answer = post(
        name,
        "/contributions/",
        capacity=f"delegation-{delegation}",
        meeting=meeting,
        title=title,
        purpose="action",
        action_required="The group is invited to note it.",
        text=f"What we know of {title.lower()}.",
        language="en",
        items=[item],
    )
    address = answer.headers["Location"].removesuffix("/edit")
    submitted = post(name, f"{address}/submission")
    return submitted.headers["Content-Location"].removeprefix("/documents/")


def mark_all_present(ines, post):
    page = ines.get(f"{PAGE}/attendance").text
    marks = {f"attended-{key}": "in-person" for key in re.findall(r'name="attended-(\d+)"', page)}
    post("ines", f"{PAGE}/attendance", **marks)


def run(post, ids, item, clause_id):
    """One item from taking it up to its conclusion."""
    key = ids.items[item.title]
    address = called(key)
    post("helena", f"{PAGE}/live/items", item=key)
    for place, who in enumerate(item.speakers):
        ask(post, ids, who)
        post("helena", f"{PAGE}/live/speakers/next")
        if place == 1 and item.order:
            post(DELEGATES[item.order], f"{PAGE}/live/speakers", kind="point-of-order")
            post("helena", f"{PAGE}/live/speakers/next")
            post("helena", f"{PAGE}/live/speakers/end")
    if item.speakers:
        post("helena", f"{PAGE}/live/speakers/end")
    if item.notes:
        post("Elke Brunnhof", f"{address}/notes", text=item.notes)
        post("Elke Brunnhof", f"{address}/notes/publication")
    what, owner, until = item.action
    if what:
        keys = {"secretariat": "secretariat"}
        owner = keys.get(owner) or f"delegation-{ids.delegations[owner]}"
        post("ines", f"{address}/actions/new", text=what, owner=owner, due_on=until)
    if item.wording:
        post(
            "helena",
            f"{address}/wordings/{clause_id}",
            standing="agreed",
            words=item.wording,
        )
    if item.reservation:
        post(
            DELEGATES[item.reservation],
            f"{address}/statements/new",
            kind="reservation",
            clause="",
            text=RESERVATION,
        )
    if item.outcome:
        post("helena", f"{address}/outcome", outcome=item.outcome, text=item.text)


def ask(post, ids, who):
    if who == NORWAY:
        return post("helena", f"{PAGE}/live/speakers", delegation=ids.delegations[NORWAY])
    return post(DELEGATES[who], f"{PAGE}/live/speakers", kind="intervention")


COURSE = (
    "opened at 09:32, suspended at 10:16, resumed at 10:37, suspended at 11:27, resumed at 11:48, "
    "closed at 12:15."
)
SPEAKING = [
    ("Kenya", 6, "13:00"),
    ("Brazil", 6, "12:00"),
    ("Egypt", 5, "10:00"),
    ("Japan", 5, "8:00"),
    ("Kazakhstan", 5, "8:00"),
    ("Switzerland", 4, "7:00"),
    ("Norway", 3, "6:00"),
    ("Ondara Telecom", 2, "3:00"),
    ("Blue Lantern Labs", 1, "2:00"),
    ("Jura Institute of Communication Studies", 1, "2:00"),
    ("Listening Line Network", 2, "2:00"),
    ("Telecommunication Development Bureau", 1, "2:00"),
]


def report(symbols, agenda):
    """What happened, in the words of the report: written down here, not composed."""
    yield from [
        "References",
        "; ".join([*symbols.values(), agenda]) + ".",
        "Annex 3 lists them with their titles.",
        "1 Introduction",
        f"WG-COP held this meeting on {DAY_IN_WORDS}. Place: Geneva and online.",
        "Helena Tavira chaired the meeting.",
        f"{DAY_IN_WORDS}: {COURSE}",
        f"{ATTENDED} Annex 2 lists them.",
        f"The following took the floor and are not on the list of participants: {NORWAY}.",
    ]
    order = [AGENDA[1], AGENDA[0], *AGENDA[2:]]
    for number, item in enumerate(order, start=2):
        yield from told(item, number, symbols, agenda)
    yield from [
        "11 Next meeting",
        "Deferred to the next meeting:",
        "A date for the guidance (agenda item 6)",
        "Annex 1: Agenda",
        "Agenda item\tTitle\tDocuments",
    ]
    for number, item in enumerate(AGENDA, start=1):
        listed = [symbols[each] for each in item.papers]
        if item.kind == "adoption-of-agenda":
            listed = [agenda]
        yield "\t".join([str(number), item.title, "; ".join(listed)])
    yield "Annex 2: List of participants"
    for delegation in [*sorted(MEMBER_STATES), *OTHERS]:
        yield from [delegation, f"{DELEGATES[delegation]} (in person)"]
    yield from [
        "Annex 3: List of documents",
        "Document\tTitle\tSource\tAgenda item",
        f"{symbols['Radio plays in schools']}\tRadio plays in schools\tKenya\t3",
        f"{symbols['Helplines at night']}\tHelplines at night\tBrazil\t4",
        f"{agenda}\tDraft agenda\tSecretariat\t2",
        "Annex 4: Action points",
        "Agenda item\tAction point\tFor\tUntil\tState",
        f"3\tSend the figures.\tKenya\t{UNTIL_IN_WORDS}\tOpen",
        "7\tPublish the work plan.\tSecretariat\t\tOpen",
        "Annex 5: Statements for the record",
        "Egypt, Reservation on agenda item 5",
        *RESERVATION.split("\n"),
        "Annex 6: Speaking time",
        "Delegation\tInterventions\tTime",
        *("\t".join(map(str, line)) for line in SPEAKING),
    ]


def told(item, number, symbols, agenda):
    """One section."""
    titles = {"Agenda": "Adoption of the agenda", "Opening": "Welcoming remarks"}
    source = {"Radio plays in schools": K, "Helplines at night": B}
    yield f"{number} {titles.get(item.title, item.title)}"
    if item.kind == "adoption-of-agenda":
        listed = f"The meeting had before it {agenda}, “Draft agenda” (Secretariat)."
        yield f"{listed} The agenda as it was taken up is in Annex 1."
    for each in item.papers:
        yield f"The meeting had before it {symbols[each]}, “{each}” ({source[each]})."
    if item.speakers:
        yield f"The following took the floor: {', '.join(dict.fromkeys(item.speakers))}."
    if item.order:
        yield f"{item.order} raised a point of order."
    yield from filter(None, item.notes.split("\n"))
    if item.outcome:
        yield f"{item.outcome.capitalize()}. {item.text}".strip()
    if item.wording:
        yield f"Wording agreed for {item.clause}:"
        yield item.wording
    what, owner, until = item.action
    if until:
        yield f"Action for {owner}, by {UNTIL_IN_WORDS}: {what}"
    elif what:
        yield f"Action for {owner.capitalize()}: {what}"
    if item.reservation:
        yield f"{item.reservation} put a text on record (Reservation); Annex 5 has its words."


@pytest.mark.databases
def test_the_report_of_a_whole_day_says_what_happened_and_nothing_else(app, world, http, day, post):
    answer = post("helena", f"{PAGE}/report")
    with app.app_context():
        number = int(answer.headers["Location"].split("/")[2])
        written = db.session.get_one(Contribution, number).current
        lines = paper.plain(paper.validate(written.text)).splitlines()
        cover = (written.title, written.abstract, written.action_required)
    assert lines == list(report(day, "WG-COP/4/ADM/1"))
    assert cover == (
        "Report: Fourth meeting of WG-COP",
        f"WG-COP held this meeting on {DAY_IN_WORDS}. Place: Geneva and online. {ATTENDED} "
        "Conclusions: Adopted 1, Noted 3, Agreed 2, Deferred 1, Approved 1. "
        "It agreed on 2 action points. 1 statement was made for the record.",
        "The group is invited to approve this report.",
    )
