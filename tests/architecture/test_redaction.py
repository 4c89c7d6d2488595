"""Whatever holds words of people can be redacted, or says here why it holds none."""

from sqlalchemy import JSON, Enum, LargeBinary, String, inspect

import wgcop.app  # noqa: F401  declares every model, and where each feature keeps words
from tests.architecture.reading import report
from wgcop.database import FILES, PLAIN_WORDS, WORDS, Base
from wgcop.redaction.owning import way_to
from wgcop.redaction.subjects import everything

ACCOUNTS = "facts of an account, which end with it: the page of the person, and “Erase”"
OFFICIAL = "texts that an administrator imports from what a conference adopted"
DERIVED = "made from other rows, and made anew when these change"
NAMES = "a value from a list, a number, a key or a digest"
SETTINGS = "names and numbers by which the secretariat arranges the work"
OWN = "one reader's own, which end with the account"
KEPT = "says that something was done, and never what was said"

MARKS = (WORDS, PLAIN_WORDS, FILES)
TABLES = {
    "audit_checkpoint": KEPT,
    "audit_head": KEPT,
    "audit_origin": KEPT,
    "audit_row": KEPT,
    "authenticator_app": ACCOUNTS,
    "body": SETTINGS,
    "body_alias": SETTINGS,
    "calendar_address": OWN,
    "inbox_address": OWN,
    "clause": OFFICIAL,
    "delegation": SETTINGS,
    "document_series": NAMES,
    "edition": OFFICIAL,
    "ended_session": ACCOUNTS,
    "entry": NAMES,
    "group_deadlines": SETTINGS,
    "group_name": SETTINGS,
    "group_numbering": SETTINGS,
    "index_state": NAMES,
    "initiative_coverage": NAMES,
    "invitation": ACCOUNTS,
    "known_record": DERIVED,
    "meeting_numbering": SETTINGS,
    "mention_letter": NAMES,
    "office": SETTINGS,
    "passkey": ACCOUNTS,
    "password_reset": ACCOUNTS,
    "person": ACCOUNTS,
    "provider_account": ACCOUNTS,
    "push_device": ACCOUNTS,
    "push_message": NAMES,
    "radar_record": DERIVED,
    "radar_unchecked": DERIVED,
    "recovery_code": ACCOUNTS,
    "reply_address": NAMES,
    "redaction": "the secretariat's note on a redaction, which must not repeat the words",
    "resolution": OFFICIAL,
    "saved_search": OWN,
    "section": OFFICIAL,
    "signed_in_browser": ACCOUNTS,
    "stale_record": NAMES,
    "taken_file": "names a file for one reader, which goes with any redaction",
    "text_print": DERIVED,
    "thread_state": SETTINGS,
    "translation_task": NAMES,
    "used_challenge": ACCOUNTS,
    "posted_form": "what was sent, by a digest alone",
    "part_in_language": OFFICIAL,
    "wording": OFFICIAL,
    "worker": NAMES,
}
COLUMNS = {
    **dict.fromkeys(
        (
            *("item_notes_step.client", "draft_step.client", "comment.key", "comment.name"),
            *(
                "contribution.key",
                "proposal.key",
                "proposal.block_id",
                "proposal_in_draft.block_id",
            ),
            "bracket_package_member.words_mark",
            *("proposal.reference", "proposal.sources", "rolling_cut.key"),
            *("contribution_enclosure.kind", "contribution_source.asked_wording"),
            *("contribution_source.seen_wording", "contribution_source.answered_wording"),
            "contribution_revision.items_when_issued",
            *("comment_quote.block", "comment.audience"),
            "draft_writing.places",
            *("merging_step.changes", "merging_step.proposals"),
            "document.imported",
            *("document_import_file.reason", "document.dated", "initiative.started"),
            *("initiative.ended", "initiative_version.done", "agenda_change.items"),
            *("implementation_report_copy.checksum", "implementation_report_section.key"),
            *("meeting.calendar_id", "meeting.zone", "meeting.town", "meeting_change.zone"),
            *("mail_message.recipient", "mail_message.calendar_method"),
            *("mail_message.stop_address", "mail_message.source", "mail_message.about"),
            *("regional_coordinator.group_key", "regional_membership.group_key"),
            *("regional_position.group_key", "proposal_position.group_key"),
            *("mail_message.act", "mail_message.reply_to", "mailed_draft.message_key"),
            *("mail_message.last_error", "radar_pair.record_id", "radar_pair.other_id"),
            *("radar_pair.digest", "radar_pair.other_digest", "radar_decision.record_id"),
            *("radar_decision.other_id", "radar_decision.data", "registry_import.digests"),
            *("registry_import.added", "registry_import.changed", "silence_procedure.zone"),
            *("silence_procedure.place", "thread.name", "thread.address", "thread.parent"),
            *("thread.audience", "topic.name", "topic.address", "topic.audience"),
            *("topic.parent", "citation.record_id", "citation.key", "citation.place"),
            *("document.key", "document.symbol", "document.subjects", "document.country"),
            "meeting.slug",
            *("initiative.slug", "implementation_report.slug", "working_group.code"),
            *("working_group.symbol_name", "implementation_report.document_number"),
            *("contribution.symbol_base", "contribution.symbol_parts"),
            *("contribution.symbol_language", "contribution.symbol_key"),
            *("contribution.symbol_order", "implementation_action.progress_capacity"),
        ),
        NAMES,
    ),
    "contribution_source.name": "of a delegation or an office, as it was printed",
}
"""Also: what a capacity was called, and in which language something is."""
EVERYWHERE = ("capacity", "language")


def test_everything_that_holds_words_can_be_redacted():
    columns = {
        str(column): column for table in Base.metadata.sorted_tables for column in table.columns
    }
    redactable = {name for name, column in columns.items() if column.info in MARKS}
    forgotten = [
        name
        for name, column in columns.items()
        if column.table.name not in TABLES
        and isinstance(column.type, (String, JSON, LargeBinary))
        and not isinstance(column.type, Enum)
        and not column.foreign_keys
        and column.name not in EVERYWHERE
        and name not in redactable | COLUMNS.keys()
    ]
    report(
        "Words of people may stand in these. Mark the column (`info=WORDS`), or say here what else it holds.",
        forgotten,
    )
    gone = (TABLES.keys() - Base.metadata.tables.keys()) | (COLUMNS.keys() - columns.keys())
    report("There are no such tables and columns any more.", sorted(gone))
    report("These are marked: take them out of the list.", sorted(redactable & COLUMNS.keys()))
    placed = {
        str(inspect(words.model).attrs[name].columns[0])
        for _subject, words in everything()
        for name in (*words.columns, *words.files)
    }
    report(
        "These are marked, but belong to no place. Sign up their table in `redacting.py` of the feature.",
        sorted(redactable - placed),
    )


def test_every_place_has_a_key_of_its_own():
    keys = [words.key for _subject, words in everything()]
    report("Two places are called the same.", sorted({key for key in keys if keys.count(key) > 1}))


def test_every_place_knows_to_which_thing_its_rows_belong():
    lost = [
        words.key
        for subject, words in everything()
        if subject is not None
        and words.of is None
        and words.model is not subject.model
        and way_to(words.model.__table__, subject.model.__table__) is None
    ]
    report("No single way of foreign keys leads from these to their thing: say `of`.", lost)
