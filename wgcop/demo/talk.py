"""The comments of the demo world: threads on clauses of Resolution 67, public and within delegations."""

from dataclasses import dataclass

from wgcop.threads.chairing.standings import Standing
from wgcop.threads.models import CommentType

DIRECTOR = "instructs the Director of the Telecommunication Development Bureau"
SUBSTANTIVE = CommentType.SUBSTANTIVE
EDITORIAL = CommentType.EDITORIAL
TECHNICAL = CommentType.TECHNICAL
TRANSLATION = CommentType.TRANSLATION
QUESTION = CommentType.QUESTION


@dataclass(frozen=True, kw_only=True)
class DemoComment:
    """A comment. `ago` is in hours before the world is loaded. A comment with `to` answers the one
    with that `key`.

    `released_by` is the person who releases a private comment some hours later.
    """

    by: str
    ago: float
    body: str
    type: CommentType = SUBSTANTIVE
    key: str = ""
    to: str = ""
    privately: bool = False
    in_office: bool = False
    language: str = "en"
    edited: str = ""
    retracted: bool = False
    quoting: str = ""
    supported_by: tuple[str, ...] = ()
    released_by: str = ""


GUIDANCE = (
    DemoComment(
        by="elke",
        ago=290,
        in_office=True,
        key="question",
        body=(
            "For the record of the Question: the text says 22-2/1, and the work on securing networks was "
            "carried out under Question 22/1 and then 22-1/1. I read *collaboration with Question 22-2/1* "
            "as covering both, so that what was already collected is used and not asked for again."
        ),
    ),
    DemoComment(
        by="jonas",
        in_office=True,
        ago=286,
        to="question",
        body="The secretariat reads it in the same way and files earlier papers of both under one heading.",
    ),
    DemoComment(
        by="amina",
        ago=240,
        key="date",
        quoting="providing guidance",
        supported_by=("teresa", "farid"),
        body=(
            "Kenya supports this item, but *a view to providing guidance* says neither to whom nor by when. "
            "We would add, after *Member States*: **“and to publish it before the next WTDC”**. A small "
            "administration cannot plan around guidance that may come at any time."
        ),
    ),
    DemoComment(
        by="haruko",
        ago=234,
        to="date",
        body=(
            "Japan can accept a date. *Publish* presumes translation and printing for which no budget was "
            "agreed. Could Kenya live with **“and to make it available before the next WTDC”**?"
        ),
    ),
    DemoComment(
        by="amina",
        ago=211,
        to="date",
        body="@Japan: Kenya can live with *make it available*, provided that the date stays.",
    ),
    DemoComment(
        by="luc",
        ago=205,
        to="date",
        type=TRANSLATION,
        language="fr",
        body=(
            "La Suisse peut accepter « mettre à disposition avant la prochaine CMDT ». Pour la version "
            "française, nous préférons « bonnes pratiques » à « meilleures pratiques » : aucune pratique "
            "n'est la meilleure pour tous les pays."
        ),
    ),
    DemoComment(
        by="wanjiru",
        ago=236,
        privately=True,
        key="line",
        body=(
            "Within the delegation: the capital cares about the date, not about the verb. If Japan offers "
            "*make available*, I suggest that we take it."
        ),
    ),
    DemoComment(
        by="amina",
        ago=228,
        privately=True,
        to="line",
        body="Agreed. We give up *publish* and hold the date. I shall say so in the thread tomorrow.",
    ),
    DemoComment(
        by="teresa",
        ago=52,
        body=(
            "Brazil joins what Kenya and Japan have agreed. The wording is now ready for the drafting group: "
            "*with a view to providing guidance to Member States, and to make it available before the next "
            "WTDC, on strategies, best practices and cooperative efforts*."
        ),
    ),
    DemoComment(
        by="helena",
        ago=27,
        body=(
            "I see convergence on *make it available before the next WTDC*. Unless a delegation objects "
            "before item 3.1 is closed, I shall propose it as agreed."
        ),
    ),
)

DUPLICATION = (
    DemoComment(
        by="ines",
        in_office=True,
        ago=262,
        key="count",
        body=(
            "Facts for the discussion: in the last two years administrations received requests for "
            "information on child online protection from four processes. Of 41 questions, 23 were put in "
            "more than one of them. WG-COP/3/INF/1 lists them."
        ),
    ),
    DemoComment(
        by="teresa",
        ago=250,
        key="list",
        body=(
            "Brazil proposes that every request for information goes through **one list kept by the "
            "secretariat**, and that whoever asks looks there first. Our paper has the wording."
        ),
    ),
    DemoComment(
        by="mateo",
        ago=246,
        to="list",
        language="es",
        body=(
            "Ondara Telecom apoya la propuesta de Brasil. Cada año respondemos a cuatro cuestionarios con casi "
            "las mismas preguntas; una lista única nos ahorraría trabajo y daría mejores datos."
        ),
    ),
    DemoComment(
        by="haruko",
        ago=199,
        to="list",
        body="Japan agrees, if the list is open to all members and older answers stay in it.",
        edited=(
            "Japan agrees, if the list is open to all members, if older answers stay in it, and if a "
            "delegation may mark an answer as no longer valid."
        ),
    ),
    DemoComment(
        by="ruth",
        ago=190,
        to="list",
        body=(
            "As observers: helplines would gladly answer once and be quoted often. We ask only that the list "
            "shows the month to which figures refer, since ours change each quarter."
        ),
    ),
    DemoComment(
        by="caio",
        ago=186,
        privately=True,
        body=(
            "Note for us: Japan's condition on outdated answers costs nothing. Include it in Rev.1 and name "
            "Japan as agreeing."
        ),
    ),
    DemoComment(
        by="daichi",
        ago=70,
        type=TECHNICAL,
        body=(
            "A question of form that saves trouble later: if each answer keeps the number of the document "
            "it came from, the report to the conference can cite it without being retyped."
        ),
    ),
)

COORDINATION = (
    DemoComment(
        by="salma",
        ago=180,
        key="others",
        in_office=True,
        body=(
            "To prepare item 5, may I ask delegations which initiatives they know that are missing from the "
            "registry? Name, who leads it, since when, and where we can check it. That is enough."
        ),
    ),
    DemoComment(
        by="odile",
        ago=171,
        to="others",
        language="fr",
        body=(
            "Trois réseaux universitaires suivent les usages des enfants en ligne dans plusieurs pays. Je "
            "transmets les références au secrétariat cette semaine."
        ),
    ),
    DemoComment(
        by="priya",
        ago=166,
        to="others",
        type=TECHNICAL,
        body=(
            "Two open lists of age-rating labels are maintained by industry. They are not initiatives in the "
            "sense of this item, but *partnerships* could name them."
        ),
    ),
    DemoComment(
        by="gabriel",
        ago=120,
        to="others",
        type=QUESTION,
        body="Do national helplines count, or only the networks that they belong to?",
    ),
    DemoComment(
        by="ines",
        in_office=True,
        ago=117,
        to="others",
        body="Both count. A national helpline is entered at the national level and names its network as partner.",
    ),
)

REGIONS = (
    DemoComment(
        by="aizhan",
        ago=150,
        key="offices",
        body=(
            "Kazakhstan proposes to say *in at least two countries of each region*. Projects in one country "
            "remain useful, but their results are rarely carried over."
        ),
    ),
    DemoComment(
        by="farid",
        ago=144,
        to="offices",
        language="ar",
        body=(
            "تؤيد مصر هذه الفقرة، وتقترح أن ينظم كل مكتب إقليمي دورة تدريبية واحدة على الأقل كل سنة، وأن تُعرض "
            "نتائجها على الفريق."
        ),
    ),
    DemoComment(
        by="timur",
        ago=139,
        to="offices",
        language="ru",
        body="Курс для дистанционного обучения можно разработать один раз и переводить для других регионов.",
    ),
    DemoComment(
        by="luc",
        ago=90,
        to="offices",
        body=(
            "Switzerland hesitates about a number in the text. *Where possible in several countries of a "
            "region* would say the same and oblige no office to do what it cannot fund."
        ),
    ),
    DemoComment(
        by="aizhan",
        ago=46,
        to="offices",
        body="We can work with *where possible*. Kazakhstan withdraws the number.",
    ),
    DemoComment(
        by="farid",
        ago=88,
        privately=True,
        body="Salma, please do not press for the yearly course in the plenary. I shall raise it with the regional office.",
    ),
)

REPORT = (
    DemoComment(
        by="helena",
        ago=110,
        key="report",
        body=(
            "This item is the one on which the next conference will judge us. I suggest that the report "
            "follows the resolution: one row to a clause, what was done, by whom, and the document that "
            "shows it."
        ),
    ),
    DemoComment(
        by="jonas",
        in_office=True,
        ago=101,
        to="report",
        body="The secretariat can draft it in that form. Rows without a document would stay empty and be visible as such.",
    ),
    DemoComment(
        by="wanjiru",
        ago=95,
        to="report",
        type=QUESTION,
        body="Would national campaigns under *invites Member States* 2 appear in it, or only what BDT did?",
    ),
    DemoComment(
        by="jonas",
        in_office=True,
        ago=92,
        to="report",
        body="They would, when the delegation sends a document or an entry of the registry that shows them.",
    ),
)

TAKING_PART = (
    DemoComment(
        by="odile",
        ago=220,
        type=QUESTION,
        body=(
            "*Legal, technical, organizational and procedural issues*: is research on how children use the "
            "networks meant to be one of these, or part of capacity building?"
        ),
    ),
)

CAMPAIGNS = (
    DemoComment(
        by="amina",
        ago=160,
        key="campaign",
        body=(
            "Kenya will report on its campaign under this item. What worked was to speak to teachers first: "
            "parents came because the school invited them."
        ),
    ),
    DemoComment(
        by="caio",
        ago=156,
        to="campaign",
        body="Brazil had the opposite experience.",
        retracted=True,
    ),
    DemoComment(
        by="caio",
        ago=155,
        to="campaign",
        body=(
            "Brazil's experience differs by region: in towns schools were the way in, elsewhere the health "
            "posts. A sentence on *choosing the way in* would help more than a model campaign."
        ),
    ),
    DemoComment(
        by="wanjiru",
        ago=150,
        privately=True,
        released_by="amina",
        body=(
            "The figures of the second year are in: schools that were visited twice reported three times as "
            "many talks with parents as those that only received the leaflet."
        ),
    ),
    DemoComment(
        by="ruth",
        ago=60,
        to="campaign",
        body="Calls to helplines rise for about six weeks after a campaign. It would help if we were told before it starts.",
    ),
)

SOLUTIONS = (
    DemoComment(
        by="mateo",
        ago=130,
        key="solutions",
        type=TECHNICAL,
        language="es",
        body=(
            "Proponemos una ficha breve por solución: qué hace, en qué redes funciona, qué datos necesita y "
            "qué no puede hacer. Dos páginas bastan."
        ),
    ),
    DemoComment(
        by="priya",
        ago=126,
        to="solutions",
        type=TECHNICAL,
        body="Blue Lantern Labs would fill in such a sheet. Please add *what it costs a small operator to run*.",
    ),
    DemoComment(
        by="haruko",
        ago=44,
        to="solutions",
        body="Japan welcomes the sheets, for information, without any ranking of products by the group.",
    ),
)

EDITORIAL_NOTES = (
    DemoComment(
        by="daichi",
        ago=200,
        type=EDITORIAL,
        body=(
            "The list a), b), c) inside this item is part of its sentence. Cited alone, *recalling* a) would "
            "be the memorandum of understanding, so let us cite *recalling* e) as a whole."
        ),
    ),
)

THREADS = {
    f"{DIRECTOR} 1": GUIDANCE,
    f"{DIRECTOR} 2": DUPLICATION,
    f"{DIRECTOR} 3": COORDINATION,
    f"{DIRECTOR} 4": REGIONS,
    f"{DIRECTOR} 5": REPORT,
    "invites Member States 1": TAKING_PART,
    "invites Member States 2": CAMPAIGNS,
    "invites Sector Members": SOLUTIONS,
    "recalling e)": EDITORIAL_NOTES,
}

STANDINGS = {
    "recalling e)": Standing.AGREED,
    "invites Sector Members": Standing.AD_REFERENDUM,
    f"{DIRECTOR} 1": Standing.IN_SMALL_GROUP,
    f"{DIRECTOR} 4": Standing.PARKED,
}
RESOLVED = "recalling e)"
NOTE = (
    f"{DIRECTOR} 1",
    "All agree that the guidance needs a date. What is left is the verb: *publish* or *make available*. "
    "Kenya and Japan will bring one wording to the next session.",
)
