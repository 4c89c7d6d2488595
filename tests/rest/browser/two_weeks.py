"""Two weeks of the group while Wanjiru of Kenya is away: what others do, through the pages, and a list of what concerns her."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count, cycle
from typing import Any

from flask import Flask
from sqlalchemy import select

from tests.conftest import Visitor, World
from tests.positions.test_positions import hidden
from wgcop import clock
from wgcop.accounts import jobs
from wgcop.accounts.models import Delegation
from wgcop.agenda.models import AgendaItem
from wgcop.bodies.models import Meeting
from wgcop.database import db
from wgcop.positions.stances import STANCE_NAMES, Stance
from wgcop.resolutions.models import Clause, Wording

AWAY = timedelta(days=14)
COMMENTS, PAPERS, POSITIONS = 300, 9, 40
MEETING, NEXT = "wg-cop-3", "wg-cop-4"
HEADS = ("teresa", "farid", "haruko", "aizhan", "luc", "mateo", "amina")
TALKERS = ("teresa", "caio", "farid", "haruko", "daichi", "aizhan", "luc", "elke", "ruth")
JSON = {"Accept": "application/json"}


@dataclass
class Concern:
    """One thing that concerns her: in words, what an address that leads to it has in it, and what
    the page at that address says.
    """

    words: str
    leads_to: str
    shown: str


@dataclass
class TwoWeeks:
    app: Flask
    concerns: dict[str, list[Concern]] = field(default_factory=dict)
    comments: int = 0
    papers: int = 0
    positions: int = 0
    clauses: list[str] = field(default_factory=list)
    """The clauses that are discussed, by the ends of their addresses."""
    drafts: list[str] = field(default_factory=list)
    """The drafts that Kenya has begun, by their addresses."""
    state: list[str] = field(default_factory=list)
    """What a successor has to find in the document of the delegation."""

    def __post_init__(self) -> None:
        self.world = World(self.app)
        self._browsers: dict[str, Visitor] = {}
        self._keys = count()

    def concerns_her(self, kind: str, words: str, leads_to: str, shown: str = "") -> None:
        self.concerns.setdefault(kind, []).append(Concern(words, leads_to, shown or words))

    @property
    def all_concerns(self) -> Iterator[tuple[str, Concern]]:
        for kind, several in self.concerns.items():
            for each in several:
                yield kind, each

    def browser(self, name: str) -> Visitor:
        if name not in self._browsers:
            self.app.test_client_class = Visitor
            visitor = self.app.test_client()
            visitor.sign_in(self.world[name])
            self._browsers[name] = visitor
        return self._browsers[name]

    def post(self, who: str, address: str, **form: Any) -> Any:
        answer = self.browser(who).post(address, data=form)
        wrong = re.findall(r'(?:Error: </span>|problem__said">)([^<]*)', answer.text)
        assert answer.status_code in (200, 201, 204, 303), (address, answer.status_code, wrong)
        return answer

    def say(self, who: str, wid: str, body: str, **form: Any) -> str:
        data = {"body": body, "audience": "members", "key": f"said-{next(self._keys)}", **form}
        answer = self.browser(who).post(f"/clauses/{wid}/comments", data=data, headers=JSON)
        assert answer.status_code == 201, answer.text
        self.comments += 1
        return str(answer.json["id"]).removeprefix("comment-")

    def take(self, who: str, wid: str, stance: str, layer: str = "released") -> None:
        page = f"/clauses/{wid}/positions"
        form = self.browser(who).get(page).text
        fields = {name: hidden(form, name) for name in ("seen", "words_seen", "speaking_as")}
        self.post(who, page, stance=stance, layer=layer, reason="", **fields)
        self.positions += 1

    def bring(self, who: str, title: str, **further: Any) -> tuple[str, str]:
        """A paper with its number: the address of its work, and that of the document."""
        draft = self.draft(who, title, **further)
        answer = self.post(who, f"{draft}/submission")
        self.papers += 1
        return draft, str(answer.headers["Content-Location"])

    def draft(self, who: str, title: str, **further: Any) -> str:
        delegation = self.world[who].memberships[0].delegation_id
        answer = self.post(
            who,
            "/contributions/",
            capacity=f"delegation-{delegation}",
            meeting=self.row(select(Meeting.id).where(Meeting.slug == MEETING)),
            title=title,
            purpose="action",
            action_required="The group is invited to note it.",
            text=f"What is known of {title.lower()}.",
            language="en",
            **further,
        )
        return str(answer.headers["Location"]).removesuffix("/edit")

    def row(self, query: Any) -> Any:
        with self.app.app_context():
            return db.session.scalars(query).first()

    def end_visits(self) -> None:
        with self.app.app_context():
            jobs.keep_sightings()


def pass_two_weeks(app: Flask, at: Callable[[datetime], Any]) -> TwoWeeks:
    """All that happens, at its time. `at` stops the clock."""
    told = TwoWeeks(app)
    back = datetime.now(UTC).replace(microsecond=0)
    begin = back - AWAY
    with app.app_context():
        rows = db.session.execute(
            select(Clause.wid, Wording.citation).join(Wording.clause).order_by(Wording.id)
        ).all()
        clauses = list(dict(tuple(row) for row in rows).items())
    told.clauses = [wid for wid, _citation in clauses[:10]]
    at(begin - timedelta(days=1))
    asked = leave(told, clauses)
    at(begin)
    told.end_visits()
    talk(told, clauses, begin, at, asked)
    record_positions(told, clauses, begin, at)
    bring_papers(told, begin, at)
    meet(told, begin, at)
    at(back)
    return told


def leave(told: TwoWeeks, clauses: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Before she goes she asks a few things, follows five clauses, and Kenya has its positions."""
    asked = [
        (wid, told.say("wanjiru", wid, f"Kenya asks what “{citation}” would cost."))
        for wid, citation in clauses[:4]
    ]
    for wid, _citation in clauses[:5]:
        told.post("wanjiru", "/follows", topic=f"clause:{wid}", level="everything")
    for wid, _citation in clauses[:6]:
        told.take("amina", wid, "agrees")
    told.take("amina", clauses[6][0], "objects", "red-line")
    told.state += [
        *(citation for _wid, citation in clauses[:7]),
        "Red line, never released: Objects",
    ]
    for page in ("/", "/inbox", "/resolutions/67-hyderabad-2010"):
        told.browser("wanjiru").get(page)
    return asked


def talk(
    told: TwoWeeks,
    clauses: list[tuple[str, str]],
    begin: datetime,
    at: Callable[[datetime], Any],
    asked: list[tuple[str, str]],
) -> None:
    """Three hundred comments on ten clauses, among them those that call her or her delegation."""
    talkers, discussed = cycle(TALKERS), clauses[:10]
    every = (AWAY - timedelta(days=1)) / COMMENTS
    calls = {20: "@Wanjiru Tende", 90: "@Kenya", 150: "@Wanjiru Tende", 220: "@Kenya"}
    replies = {40: 0, 110: 1, 180: 2, 260: 3}
    told.comments = 0
    for number in range(COMMENTS):
        at(begin + timedelta(hours=3) + every * number)
        who, (wid, citation) = next(talkers), discussed[number % len(discussed)]
        if number in calls:
            body = f"Point {number}: would {calls[number]} say how this reads in schools?"
            name = told.say(who, wid, body)
            told.concerns_her("calls", f"Point {number}", name)
            told.state.append(body)
        elif number in replies:
            wid, parent = asked[replies[number]]
            body = f"Point {number}: in our country a day of a trainer."
            name = told.say(who, wid, body, parent=parent)
            told.concerns_her("calls", f"Point {number}", name)
            told.state.append(body)
        else:
            told.say(who, wid, f"Point {number}: we read it as the text of 2010 did.")
    within = told.world.delegation("Kenya").audience
    told.say("amina", discussed[0][0], "Our capital would accept a date.", audience=within)
    # What everybody says afterwards does not hide it.
    told.say("farid", discussed[0][0], "Point 300: we read it as the text of 2010 did.")
    told.concerns_her("clauses", "Our capital would accept a date.", f"{discussed[0][0]}?comment=")
    told.state.append("Discussed within the delegation")
    for wid, citation in discussed:
        told.concerns_her("clauses", citation, f"{wid}?comment=")
    for (wid, citation), standing in zip(clauses[:3], ("agreed", "parked", "agreed"), strict=True):
        told.post("helena", f"/clauses/{wid}/standing", standing=standing)
        told.concerns_her("clauses", citation, f"{wid}?comment=")


def record_positions(
    told: TwoWeeks, clauses: list[tuple[str, str]], begin: datetime, at: Callable[[datetime], Any]
) -> None:
    """Forty positions of seven delegations; those on Kenya's clauses concern her."""
    told.positions = 0
    at(begin + timedelta(days=6))
    stances, ours = cycle(Stance), {wid for wid, _citation in clauses[:7]}
    with told.app.app_context():
        names = {
            who: db.session.get_one(Delegation, told.world[who].memberships[0].delegation_id).name
            for who in HEADS
        }
    where = [(clauses[place][0], who) for place in range(2, 8) for who in HEADS]
    for (wid, who), stance in zip(where[:POSITIONS], stances, strict=False):
        told.take(who, wid, stance)
        if who != "amina" and stance == "objects" and wid in ours:
            told.concerns_her("positions", names[who], f"/clauses/{wid}/positions")
        if who == "amina" and stance != "agrees":  # that is what Kenya had before
            name = str(STANCE_NAMES[stance])
            told.concerns_her("own positions", name, f"/clauses/{wid}/positions")
            told.state.append(f"Released to all members: {name} (Amina Barasa, ")


def bring_papers(told: TwoWeeks, begin: datetime, at: Callable[[datetime], Any]) -> None:
    """Nine papers: one is Kenya's own; one of Japan asks the head of Kenya alone for consent."""
    at(begin + timedelta(days=8))
    told.papers = 0
    for number in range(7):
        title = f"Helplines, part {number}"
        _draft, document = told.bring(HEADS[number], title)
        told.concerns_her("papers", title, document)
    _draft, document = told.bring("amina", "Radio plays of Kenya")
    told.concerns_her("papers", "Radio plays of Kenya", document)
    told.state += ["Radio plays of Kenya", document.rpartition("/")[2]]
    told.drafts.append(told.draft("amina", "A second series"))
    told.state += ["A second series", "Research together"]
    kenya = told.world.delegation("Kenya").id
    joint = told.draft("haruko", "Research together", together_with=[kenya])
    told.post("haruko", f"{joint}/consents")
    told.papers += 1


def meet(told: TwoWeeks, begin: datetime, at: Callable[[datetime], Any]) -> None:
    """The third meeting changes its agenda and decides; a fourth is arranged and published."""
    at(begin + timedelta(days=10))
    page = f"/meetings/{MEETING}"
    told.post("ines", f"{page}/items/new", title="Radio plays", minutes="", parent="")
    item = told.row(select(AgendaItem.id).where(AgendaItem.title == "Radio plays"))
    told.post("ines", f"{page}/publication")
    told.concerns_her("meetings", "“Radio plays” was added.", MEETING, "Radio plays")
    at(begin + AWAY - timedelta(hours=12))  # the meeting sits
    told.post("helena", f"{page}/items/{item}/outcome", outcome="noted", text="It noted the trial.")
    told.concerns_her(
        "meetings", "“Radio plays”: Noted: It noted the trial.", MEETING, "It noted the trial."
    )
    kenya = told.world.delegation("Kenya").id
    due = (clock.now().date() + timedelta(days=20)).isoformat()
    wanjiru = told.world.wanjiru.id
    for owner, words in (
        (f"person-{wanjiru}", "Send the recordings."),
        (f"delegation-{kenya}", "Name a contact for broadcasters."),
    ):
        told.post("ines", f"{page}/items/{item}/actions/new", text=words, owner=owner, due_on=due)
        told.concerns_her("to do", words, "/actions/")
        told.state.append(words)
    day = (clock.now().date() + timedelta(days=40)).isoformat()
    told.post(
        "ines",
        "/meetings/new",
        group=told.row(select(Meeting.group_id).where(Meeting.slug == MEETING)),
        number=4,
        title="Fourth meeting of WG-COP",
        place="Geneva and online",
        zone="Europe/Zurich",
        starts_on=day,
        ends_on=day,
        opens_at="09:30",
    )
    told.post("ines", f"/meetings/{NEXT}/items/new", title="Opening", minutes="", parent="")
    told.post("ines", f"/meetings/{NEXT}/publication")
    told.concerns_her("meetings", "Fourth meeting of WG-COP", NEXT)
