"""The tables that name people, in groups that a person can read, and what happens to each when the
person is erased.

Rows that the database would delete together with a person belong only to them, and are deleted. All
others are what they said or did for a delegation or the group, and stay without their name.
"""

import enum
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from sqlalchemy import Column

from wgcop.accounts.models import Person
from wgcop.database import Base


class Holding(enum.StrEnum):
    ACCOUNT = "account"
    TALK = "talk"
    PAPERS = "papers"
    MEETINGS = "meetings"
    REGISTRY = "registry"
    IMPLEMENTATION = "implementation"
    LIBRARY = "library"
    HISTORY = "history"


@dataclass(frozen=True)
class Told:
    name: LazyString
    why: LazyString


TOLD = {
    Holding.ACCOUNT: Told(
        _l("Your account and what belongs to you alone"),
        _l(
            "Delegations, roles, browsers, devices, registrations, follows, saved searches, marks of what was "
            "read, and what you wrote by e-mail and have not posted."
        ),
    ),
    Holding.TALK: Told(
        _l("Comments, supports, releases, positions, proposals and brackets"),
        _l("What you said for your delegation or in your office."),
    ),
    Holding.PAPERS: Told(
        _l("Contributions"),
        _l("Records that you drafted, changed, submitted, translated or supported a paper."),
    ),
    Holding.MEETINGS: Told(
        _l("Meetings"),
        _l("Conclusions, notes, statements and agendas that you recorded, and when you spoke."),
    ),
    Holding.REGISTRY: Told(
        _l("Registry"), _l("Entries that you proposed, decided, merged or confirmed.")
    ),
    Holding.IMPLEMENTATION: Told(
        _l("Implementation"),
        _l("Actions, evidence, replies and reports that you wrote or approved."),
    ),
    Holding.LIBRARY: Told(
        _l("Prior work and comparisons"),
        _l("Imports that you made, and your judgements on pairs of similar texts."),
    ),
    Holding.HISTORY: Told(
        _l("History"), _l("The log of changes on shared pages, which names people by a number.")
    ),
}

TABLES = {
    Holding.TALK: (
        *("bracket_change", "bracket_package", "chair_notice"),
        *("clause_standing", "comment", "comment_mention", "comment_quote", "comment_release"),
        *("comment_suggestion_decision", "comment_suggestion_support"),
        *("comment_support", "mention_letter", "position", "state_of_play", "thread_state"),
        *("proposal", "proposal_position", "proposal_wording", "regional_position"),
        *("chairs_text", "edition_adoption", "merging_step"),
    ),
    Holding.PAPERS: (
        *("contribution", "contribution_enclosure", "contribution_picture"),
        *("contribution_revision", "contribution_source", "contribution_support"),
        *("contribution_word_file", "document_translation", "draft_step", "draft_version"),
        *("draft_version_writer", "contribution_drafter", "translation_task"),
    ),
    Holding.MEETINGS: (
        *("action_change", "action_point", "agenda_change", "agenda_decision", "agenda_proposal"),
        *("agreed_wording", "attendance_mark", "meeting_break", "meeting_room", "presiding"),
        *("floor_request", "item_notes", "item_notes_step", "item_notes_version"),
        *(
            "item_notes_version_writer",
            "meeting_registration",
            "meeting_report",
            "room_announcement",
        ),
        *("silence_answer", "silence_procedure", "statement"),
    ),
    Holding.REGISTRY: (
        *("initiative", "initiative_merge", "initiative_overlap", "initiative_version"),
        "registry_import",
    ),
    Holding.IMPLEMENTATION: (
        *("implementation_action", "implementation_evidence", "implementation_report"),
        *("implementation_report_copy", "implementation_report_step", "implementation_statement"),
        *("reply_request", "reply_wording", "validity_check"),
    ),
    Holding.LIBRARY: ("document_import", "part_in_language", "radar_decision", "radar_pair"),
    Holding.HISTORY: ("entry", "redaction"),
    Holding.ACCOUNT: ("invitation",),
}
_HOLDING_OF = {table: holding for holding, tables in TABLES.items() for table in tables}


@dataclass(frozen=True)
class PersonColumn:
    """A column that names a person. If it is `own`, its rows are deleted with the person."""

    column: Column[int]
    own: bool

    @property
    def holding(self) -> Holding | None:
        """The group of the column's table, or None if no group names it."""
        return Holding.ACCOUNT if self.own else _HOLDING_OF.get(self.column.table.name)


@cache
def places() -> Sequence[PersonColumn]:
    return tuple(_places())


def _places() -> Iterator[PersonColumn]:
    for table in Base.metadata.sorted_tables:
        for key in table.foreign_keys:
            if key.column is Person.__table__.c.id:
                yield PersonColumn(key.parent, own=key.ondelete == "CASCADE")


def by_table(*, own: bool) -> dict[str, list[PersonColumn]]:
    found = defaultdict(list)
    for place in places():
        if place.own == own:
            found[place.column.table.name].append(place)
    return dict(found)
