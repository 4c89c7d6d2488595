"""The actions on the clauses of Resolution 67 in the demo world, and the replies of members."""

from dataclasses import dataclass

from wgcop.demo.talk import DIRECTOR
from wgcop.implementation.replies import ReplyState
from wgcop.implementation.states import ProgressState, ReviewState

CAMPAIGNS = "invites Member States 2"
SOLUTIONS = "invites Sector Members"


@dataclass(frozen=True, kw_only=True)
class DemoEvidence:
    """Evidence. `thing` is the key of a paper, the title of an agenda item, the name of an entry,
    the title of a work, or an address.
    """

    kind: str
    thing: str
    title: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class DemoProgress:
    state: ProgressState
    words: str
    ago: int
    """The age in days when the world is loaded."""


@dataclass(frozen=True, kw_only=True)
class DemoDeed:
    """An action on a clause. `by` is a first name; `delegation` is a code, or empty. `begun` is in
    days before the world is loaded, and `starts` and `due` count days from then. `review` is the
    state that it reaches.
    """

    clause: str
    what: str
    by: str
    begun: int
    delegation: str = ""
    lead: str = ""
    partners: tuple[str, ...] = ()
    outputs: str = ""
    due: int | None = None
    starts: int | None = None
    progress: tuple[DemoProgress, ...] = ()
    evidence: tuple[DemoEvidence, ...] = ()
    review: ReviewState = ReviewState.DRAFT
    remark: str = ""
    sent_back: str = ""


DEEDS = (
    DemoDeed(
        clause=CAMPAIGNS,
        what="Train one teacher in each public primary school of three counties to speak with parents.",
        by="wanjiru",
        delegation="KEN",
        lead="Communications Authority of Kenya",
        partners=("Childline Kenya", "County education offices"),
        outputs="A handbook of 24 pages, and 214 teachers trained.",
        begun=60,
        starts=-180,
        due=90,
        progress=(
            DemoProgress(
                state=ProgressState.UNDER_WAY,
                words="Two of three counties are done. The third begins after the school holidays.",
                ago=20,
            ),
        ),
        evidence=(
            DemoEvidence(
                kind="decision",
                thing="Awareness campaigns: what members have done",
                note="The report of Kenya was noted.",
            ),
            DemoEvidence(
                kind="link",
                thing="https://example.org/kenya/handbook",
                title="Handbook for teachers",
                note="In English and Swahili.",
            ),
        ),
        review=ReviewState.APPROVED,
        remark="The figures agree with the contribution.",
    ),
    DemoDeed(
        clause=CAMPAIGNS,
        what="Bring the campaign in public schools to private schools as well.",
        by="caio",
        delegation="BRA",
        begun=50,
        starts=-120,
        due=-15,
        progress=(
            DemoProgress(
                state=ProgressState.UNDER_WAY,
                words="The associations of private schools agreed to take part. No school has begun yet.",
                ago=30,
            ),
        ),
        evidence=(
            DemoEvidence(
                kind="action-point",
                thing="Send the figures on which the report of the campaign in schools rests.",
            ),
        ),
        review=ReviewState.SUBMITTED,
    ),
    DemoDeed(
        clause=CAMPAIGNS,
        what="Broadcast a weekly radio programme for parents.",
        by="salma",
        delegation="EGY",
        begun=55,
        starts=-150,
        due=-40,
        progress=(
            DemoProgress(
                state=ProgressState.DROPPED,
                words="The broadcaster closed the programme. Its material went to the school campaign.",
                ago=35,
            ),
        ),
        review=ReviewState.APPROVED,
    ),
    DemoDeed(
        clause=SOLUTIONS,
        what="Describe filters and age checks on one common sheet, so that regulators can compare them.",
        by="mateo",
        delegation="ONDARA",
        partners=("Blue Lantern Labs",),
        outputs="A sheet of two pages with twelve questions.",
        begun=58,
        starts=-90,
        due=45,
        progress=(
            DemoProgress(
                state=ProgressState.UNDER_WAY,
                words="Two operators have filled in the sheet. Five more were asked.",
                ago=12,
            ),
        ),
        evidence=(
            DemoEvidence(kind="wording", thing="Technological solutions: a common sheet"),
            DemoEvidence(kind="decision", thing="Work plan", note="The sheet is in the work plan."),
            DemoEvidence(kind="contribution", thing="requests", note="Asks for such a sheet."),
            DemoEvidence(kind="document", thing=""),
            DemoEvidence(kind="entry", thing="COP Guidelines, first edition"),
            DemoEvidence(
                kind="action-point",
                thing="List the requests for information of the last two years, and the questions in common.",
            ),
            DemoEvidence(
                kind="link", thing="https://example.org/common-sheet", title="The common sheet"
            ),
        ),
        review=ReviewState.APPROVED,
    ),
    DemoDeed(
        clause=f"{DIRECTOR} 1",
        what="Write guidance on national strategies together with Question 22-2/1.",
        by="jonas",
        delegation="BDT",
        partners=("Rapporteur of Question 22-2/1",),
        begun=57,
        starts=-100,
        due=120,
        progress=(
            DemoProgress(
                state=ProgressState.UNDER_WAY,
                words="An outline is with the rapporteur. Four administrations offered examples.",
                ago=10,
            ),
        ),
        evidence=(DemoEvidence(kind="contribution", thing="date"),),
        review=ReviewState.REVIEWED,
        remark="The outline covers what the clause asks for.",
    ),
    DemoDeed(
        clause=f"{DIRECTOR} 2",
        what="List the requests for information of the last two years, with the questions in common.",
        by="jonas",
        delegation="BDT",
        begun=56,
        starts=-140,
        due=-14,
        progress=(
            DemoProgress(
                state=ProgressState.DONE,
                words="The list has eleven requests; seven ask for the same figures.",
                ago=16,
            ),
        ),
        evidence=(DemoEvidence(kind="contribution", thing="list"),),
        review=ReviewState.APPROVED,
    ),
    DemoDeed(
        clause=f"{DIRECTOR} 4",
        what="Ask each regional office for one page on what it does.",
        by="jonas",
        delegation="BDT",
        begun=6,
        due=60,
        sent_back="Please name the offices, and say by when each of them answers.",
    ),
    DemoDeed(
        clause="invites Member States 1",
        what="Send an expert of the consumer agency to each meeting of the group.",
        by="daichi",
        delegation="JPN",
        begun=4,
        due=200,
    ),
)


@dataclass(frozen=True, kw_only=True)
class DemoReply:
    by: str
    ago: int
    state: ReplyState
    words: str = ""
    links: tuple[str, ...] = ()
    entry: str = ""


REQUEST = (
    "Which campaigns for parents, teachers and children has your administration held since the conference, and what "
    "came of them?"
)
REQUESTED = CAMPAIGNS
ASKED_AGO, DUE_AGO = 45, 5

REPLIES = (
    DemoReply(
        by="amina",
        ago=30,
        state=ReplyState.INFORMATION,
        words="Teachers of three counties are trained; the handbook is in two languages.",
        links=("https://example.org/kenya/handbook",),
        entry="Child Online Protection initiative",
    ),
    DemoReply(by="haruko", ago=22, state=ReplyState.NOTHING_TO_REPORT),
    DemoReply(
        by="caio",
        ago=9,
        state=ReplyState.INFORMATION,
        words="The campaign reached 900 public schools in its first year.",
    ),
)
"""The replies to the request. Caio's waits for the head of his delegation."""
