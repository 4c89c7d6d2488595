"""The fields of a paper's cover: one list for forms, pages, files, comparisons, consent, language
versions, Word files, search and what is still missing.

A new field needs only a line here, a column of the model, and a migration. A field that
`is_translated` needs a column of the language versions too. Papers print its label in their language
once `wgcop/languages/cover_labels.tsv` has it.
"""

from operator import attrgetter

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext

from wgcop.contributions.kinds import (
    COMMON_PROPOSAL_NAMES,
    PURPOSE_NAMES,
    CommonProposal,
    Linked,
    PaperText,
    Purpose,
)
from wgcop.fields.field import Field, Needed, NeededTo, moved
from wgcop.fields.kinds import Flag, Language, LongText, MarkedUpText, OneOf, TextLine

LONGEST_TEXT = 200_000
"""The largest number of characters of a text, some hundred pages. Longer papers are split."""

SOURCE = Field(
    "source",
    _l("Source"),
    TextLine(300),
    sent_as="capacity",
    needed=Needed(_l("The cover names those who bring the paper."), to=NeededTo.SUBMIT),
    is_row=False,
    is_translated=True,
)
"""The printed source. It is not typed: it follows from the delegations and offices that are chosen."""
TITLE = Field(
    "title",
    _l("Title"),
    TextLine(300),
    needed=Needed(
        _l("Lists, agendas and searches show the paper by its title."), to=NeededTo.SUBMIT
    ),
    is_row=False,
    is_translated=True,
)
ABSTRACT = Field(
    "abstract",
    _l("Abstract"),
    MarkedUpText(4000),
    needed=Needed(_l("Delegations use it to decide whether to read the paper."), to=NeededTo.HELP),
    help=_l("A few sentences that help readers decide whether to read the paper."),
    look={"rows": 4},
    is_row=False,
    is_searched=True,
    is_translated=True,
)
CONTACT = Field(
    "contact",
    _l("Contact"),
    LongText(500),
    needed=Needed(_l("Readers who have a question know whom to ask."), to=NeededTo.HELP),
    help=_l("Name, organization, telephone, e-mail: printed at the end of the paper."),
    look={"rows": 3},
    is_row=False,
)

FIELDS: tuple[Field, ...] = (
    SOURCE,
    TITLE,
    Field(
        "purpose",
        lazy_pgettext("purpose of a paper", "For"),
        OneOf(Purpose, PURPOSE_NAMES, is_open=True),
        default=Purpose.ACTION,
        look={"inline": True, "optional": False},
        shown_as=_l("Purpose"),
        is_row=False,
    ),
    Field(
        "action_required",
        _l("Action required"),
        MarkedUpText(2000),
        only_for=Purpose.ACTION,
        needed=Needed(
            _l("The meeting must know what a paper for action asks it to do."),
            where=("purpose", Purpose.ACTION),
            to=NeededTo.SUBMIT,
        ),
        help=_l("What you ask the group to do."),
        look={"rows": 3},
        is_translated=True,
    ),
    Field(
        "common_proposal",
        _l("Common proposal of"),
        OneOf(CommonProposal, COMMON_PROPOSAL_NAMES, none=_l("No regional group")),
        only_for=Purpose.ACTION,
        help=_l(
            "Choose the regional group that has adopted the paper as its common proposal. All sources are its Member States, and references to its proposals begin with the code of the group, such as AFCP."
        ),
    ),
    ABSTRACT,
    Field(
        "keywords",
        _l("Keywords"),
        TextLine(300),
        needed=Needed(
            _l("Searches find the paper by words that are not in its text."), to=NeededTo.HELP
        ),
        is_searched=True,
        is_translated=True,
    ),
    Field(
        "lessons",
        _l("Lessons learned and suggested best practices"),
        MarkedUpText(4000),
        help=_l("What others could take over, and what did not work."),
        look={"rows": 3},
        is_searched=True,
        is_translated=True,
    ),
    CONTACT,
    Field(
        "language",
        _l("Original language"),
        Language(),
        default="en",
        look={"optional": False},
        is_row=False,
    ),
    Field(
        "sole_language",
        _l("In this language only"),
        Flag(),
        help=_l("The cover then says “Original: English only”: no translation is expected."),
        is_row=False,
    ),
)

TEXT = Field(
    "text",
    _l("Text"),
    PaperText(LONGEST_TEXT),
    needed=Needed(_l("A paper needs a text."), to=NeededTo.SUBMIT),
    help=_l(
        "Start a line with # for a heading, with -, a) or 1. for a list item, with > for a "
        "quotation, with #. for a numbered paragraph: the paper counts them. Write *emphasis* "
        "and **strong**. Rows between | make a table, in which < joins a cell with the one "
        "before it, and ^ with the one above. ^[Words] are a footnote, {++words++} are marked "
        "as inserted and {--words--} as deleted. An empty line starts a new paragraph. A "
        "backslash before a sign makes it a letter."
    ),
)
QUESTIONS = Field(
    "questions",
    _l("Questions"),
    Linked(attrgetter("title")),
    needed=Needed(_l("Rapporteurs use it to find the papers on their Question."), to=NeededTo.HELP),
    help=_l("The Questions that the paper contributes to."),
)
ITEMS = Field(
    "items",
    _l("Agenda items"),
    Linked(attrgetter("title")),
    goes_with="meeting",
    needed=Needed(
        _l("Without one, the secretariat chooses where the meeting discusses the paper."),
        where=("purpose", Purpose.ACTION),
        to=NeededTo.HELP,
    ),
    help=_l("The items under which the meeting should discuss the paper."),
)
CLAUSES = Field(
    "clauses",
    _l("Clauses"),
    Linked(attrgetter("wording.citation"), order=attrgetter("wording.reading_order")),
)
"""The text and the links of a paper. They are not part of the cover's own columns."""

ON_PAGE = moved(
    (*FIELDS, QUESTIONS, CLAUSES),
    action_required="abstract",
    questions="keywords",
    clauses="questions",
)
IN_FILES = moved(ON_PAGE, lessons="keywords")
IN_FORM = moved(
    (*(field for field in FIELDS if field is not SOURCE), TEXT, QUESTIONS, ITEMS, CLAUSES),
    questions="keywords",
    items="questions",
    clauses="items",
    abstract="clauses",
    text="abstract",
)
ON_COVER = tuple(each for each in IN_FORM if each not in (TITLE, TEXT))
"""The fields in the folded part of the form."""
WRITTEN = (*(each.name for each in IN_FORM if each.kind.has_words), "note")
"""The names of the controls in which people write. `note`, on what changed, is no part of the cover."""
IN_WORD_FILES = tuple(
    field for field in FIELDS if field is not SOURCE and not isinstance(field.kind, Flag)
)
"""The fields that an uploaded Word file can fill in."""
TRANSLATED = tuple(field for field in FIELDS if field.is_translated)
IN_SEARCH = tuple(field for field in FIELDS if field.is_searched)
CITING = tuple(each for each in IN_FORM if each.kind.shape == "prose")
"""The fields in whose words documents are cited."""
NEEDED = moved(
    (field for field in (*FIELDS, TEXT, ITEMS, QUESTIONS) if field.needed),
    text="title",
    items="abstract",
    questions="items",
    keywords="questions",
)
"""What a paper must or should have before it is submitted, in the order in which its page asks."""
REQUIRED = tuple(each for each in NEEDED if each.needed and each.needed.to == NeededTo.SUBMIT)
ADVISABLE = tuple(each for each in NEEDED if each not in REQUIRED)
