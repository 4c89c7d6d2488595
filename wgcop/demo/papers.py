"""The contributions of the demo world, in every state that a contribution can be in."""

from dataclasses import dataclass

from wgcop.contributions.cover import Purpose
from wgcop.demo.talk import DIRECTOR


@dataclass(frozen=True, kw_only=True)
class Paper:
    """A contribution. `begun` and `submitted` are in days before the world is loaded; one that is
    not submitted is a draft.

    `together_with` names delegations whose heads consent to it, `awaited` those whose heads have
    not answered yet; `drafters` are first names. `revision` is the text of Rev.1, and `hold_reason`
    says why the secretariat holds the paper back. `addendum` is the text of Add.1 and `corrigendum`
    that of Corr.1; `corrects` says what it corrects. A paper that is `accepted` came late, and the
    secretariat took it as a delayed contribution.
    """

    by: str
    title: str
    begun: float
    text: str
    clauses: tuple[str, ...]
    submitted: float | None = None
    purpose: Purpose = Purpose.ACTION
    action_required: str = ""
    abstract: str = ""
    keywords: str = ""
    in_office: bool = False
    drafters: tuple[str, ...] = ()
    together_with: tuple[str, ...] = ()
    awaited: tuple[str, ...] = ()
    revision: str = ""
    revision_note: str = ""
    hold_reason: str = ""
    accepted: bool = False
    addendum: str = ""
    corrigendum: str = ""
    corrects: str = ""


PAPERS = {
    "date": Paper(
        by="amina",
        drafters=("wanjiru",),
        title="A date for the guidance to Member States",
        begun=31,
        submitted=27,
        action_required="The group is invited to agree the wording in section 3.",
        abstract=(
            "Small administrations plan their campaigns a year ahead. Guidance without a date does not enter "
            "their plans. Kenya proposes to name the next WTDC as the date."
        ),
        keywords="guidance, best practices, Question 22-2/1, date",
        clauses=(f"{DIRECTOR} 1",),
        text="""# 1 Introduction

The Director of BDT is instructed to encourage collaboration with Question 22-2/1, *with a view to providing guidance to Member States*. The text names no date.

# 2 Discussion

In preparing its own programme for schools, Kenya found good material in eleven places and no overview. Three things would have helped:

- one place in which the material is listed;
- a note on what was tried and did not work;
- a date by which the first edition would be there.

The first two are matters of work. The third can be settled in the text.

# 3 Proposal

After *Member States*, add: **“and to publish it before the next WTDC”**.
""",
        addendum="""# 1 What the date would mean

Kenya was asked what would have to be ready, and when, for a first edition to be there in time.

1. A year before: the list of material that exists, with its gaps.
2. Eight months before: drafts of the parts on schools and on helplines.
3. Four months before: comments of all members, in one document.

# 2 What it would not mean

The date binds the first edition alone. Later editions come when there is something new to say.
""",
    ),
    "list": Paper(
        by="teresa",
        title="One list of requests for information",
        begun=30,
        submitted=24,
        action_required="The group is invited to discuss the proposal and to agree to a trial of one year.",
        abstract=(
            "Administrations answer similar questions several times a year. Brazil proposes one list, kept by "
            "the secretariat, in which requests are entered before they are sent and answers stay available."
        ),
        keywords="duplication, requests for information, questionnaires, coordination",
        clauses=(f"{DIRECTOR} 2", f"{DIRECTOR} 3"),
        text="""# 1 The problem

Requests for information on child online protection reach administrations from several bodies. Many questions are the same. Answers are not shared between those who ask. Guidance to Member States on best practices has to be written without them.

# 2 Proposal

1. The secretariat keeps one list of requests, open to all members.
2. Whoever wishes to ask looks into the list first, and says which answers are missing.
3. Answers stay in the list.

# 3 Trial

The list is tried for one year. The group then decides whether to keep it.
""",
        revision="""# 1 The problem

Requests for information on child online protection reach administrations from several bodies. Many questions are the same. Answers are not shared between those who ask. Guidance to Member States on best practices has to be written without them.

# 2 Proposal

1. The secretariat keeps one list of requests, open to all members.
2. Whoever wishes to ask looks into the list first, and says which answers are missing.
3. Answers stay in the list, with the month to which they refer; a delegation may mark an answer as no longer valid.
4. Observers may answer, and are named as the source.

# 3 Trial

The list is tried for one year, beginning with the four requests that WG-COP/3/INF/1 counts. The group then decides whether to keep it.
""",
        revision_note="Takes up what Japan and Listening Line Network said in the thread on the clause.",
    ),
    "requests": Paper(
        by="ines",
        in_office=True,
        title="Requests for information sent in the last two years",
        begun=29,
        submitted=21,
        purpose=Purpose.INFORMATION,
        abstract="What was asked by whom, and which questions were put more than once.",
        keywords="requests for information, questionnaires, statistics",
        clauses=(f"{DIRECTOR} 2",),
        text="""# 1 Requests

| Asked by | Questions | Answers received |
| --- | --- | --- |
| This group | 9 | 34 |
| A study group | 14 | 41 |
| A regional office | 8 | 12 |
| Another organization | 10 | 29 |

# 2 Questions in common

Of 41 questions, 23 were put in more than one request. They concern the body in charge, the law in force, helplines, and what schools teach.

# 3 Cost

Administrations that answered all four estimate between six and fifteen days of work.
""",
        corrects="In section 2, the number of questions that were put more than once.",
        corrigendum="""In section 2, replace *23* by **21**: two questions that read alike ask for different years.
""",
    ),
    "courses": Paper(
        by="salma",
        drafters=("farid",),
        awaited=("KAZ",),
        title="Regional courses for those who train teachers",
        begun=9,
        action_required="The group is invited to recommend one course a year in each region.",
        abstract="A first sketch, to be discussed among those who bring it.",
        keywords="capacity building, regional offices, teachers",
        clauses=(f"{DIRECTOR} 4", "invites Member States 2"),
        text="""# 1 Idea

One course a year in each region, with the regional office, for those who train teachers.

# 2 To be settled before it is submitted

- Who pays for travel?
- Is a course at a distance enough for the first year?
- Does the paper name a number of participants?
""",
    ),
    "sheet": Paper(
        by="mateo",
        title="A sheet of two pages for technological solutions",
        begun=8,
        submitted=4,
        action_required="The group is invited to adopt the sheet as a form for Sector Members.",
        abstract=(
            "What a solution does, on which networks it works, which data it needs, what it cannot do, and "
            "what it costs a small operator to run."
        ),
        keywords="technology, Sector Members, form",
        clauses=("invites Sector Members", "taking into account b)"),
        text="""# 1 Why a sheet

Sector Members are invited to inform the membership about technological solutions. Presentations are long, and cannot be compared.

# 2 The sheet

1. What the solution does, in two sentences.
2. On which networks and devices it works.
3. Which data it needs, and where they stay.
4. What it cannot do.
5. What it costs a small operator to run.

# 3 What it is not

The sheet ranks no product, and the group recommends none.
""",
    ),
    "asking": Paper(
        by="elke",
        in_office=True,
        together_with=("CHE",),
        title="Whom children ask for help: what research can say",
        begun=10,
        submitted=6,
        action_required="The group is invited to discuss which findings bear on awareness campaigns.",
        abstract="An overview of studies on whom children turn to after a bad experience online.",
        keywords="research, helplines, parents, schools",
        clauses=("invites Member States 2", "recognizing a)"),
        hold_reason=(
            "Received six days before the meeting, with tables that need time to read. Held for the next "
            "meeting, in agreement with the source."
        ),
        text="""# 1 What was compared

Studies of the last ten years that asked children directly, with consent of their parents and without names.

# 2 What they have in common

Children turn to friends first, then to a parent, rarely to a teacher, and hardly ever to a service whose name they do not know.

# 3 What follows for campaigns

A campaign that names a helpline is of use when the helpline's name is known before it is needed.
""",
    ),
    "helplines": Paper(
        by="haruko",
        title="Opening hours of helplines, and what is lost at night",
        begun=6,
        submitted=5,
        accepted=True,
        action_required="The group is invited to ask helplines for their opening hours, so that they can be compared.",
        abstract=(
            "Most questions of children arrive in the evening, when many helplines are closed. Japan "
            "proposes to collect opening hours once a year."
        ),
        keywords="helplines, opening hours, statistics",
        clauses=("invites Member States 1",),
        text="""# 1 What is known

Helplines that count by the hour receive most questions between six and ten in the evening. Many close at five.

# 2 Proposal

1. Helplines are asked once a year on which days and at which hours they answer, and for which month, as WG-COP/3/2 Rev.1 proposes.
2. The answers stand beside their entries in the registry.

# 3 What is not asked

Nothing about those who call.
""",
    ),
}
