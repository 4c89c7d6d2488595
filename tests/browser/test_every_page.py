"""Every page, as the secretariat, a delegate and a guest see it."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from sqlalchemy import select

from tests.browser.conftest import WIDE
from wgcop import clock
from wgcop.accounts import stopping, tokens
from wgcop.accounts.models import Delegation, Invitation, PasswordReset, Person
from wgcop.accounts.wishes import LetterKind
from wgcop.agenda.actions.items import add_item
from wgcop.agenda.actions.publishing import publish_agenda
from wgcop.agenda.facts import ItemFacts
from wgcop.agenda.models import AgendaItem
from wgcop.bodies.models import Meeting
from wgcop.brackets.models import Bracket
from wgcop.brackets.packages.models import BracketPackage
from wgcop.clock import now
from wgcop.contributions.draft_desk import DRAFTS
from wgcop.contributions.models import Contribution
from wgcop.contributions.paper_state import PaperState
from wgcop.correspondence.models import MailedDraft
from wgcop.database import db, writing
from wgcop.drafting.word_files import bring_in
from wgcop.following.searches.models import SavedSearch
from wgcop.implementation.evidence import Evidence
from wgcop.implementation.models import ImplementationAction
from wgcop.implementation.replies import MemberReply, ReplyRequest
from wgcop.implementation_reports.models import ImplementationReport
from wgcop.initiatives.confirming.tokens import ConfirmationLink, sealed
from wgcop.initiatives.kinds import EntryState
from wgcop.initiatives.models import Initiative, Overlap
from wgcop.outcomes.action_points import ActionPoint, ActionState
from wgcop.outcomes.silence.models import SilenceProcedure
from wgcop.outcomes.statements import DeliveredStatement
from wgcop.outcomes.wordings import AgreedWording
from wgcop.paper import from_text
from wgcop.priorwork.imports.models import Import
from wgcop.priorwork.models import Document
from wgcop.proposals.models import Proposal
from wgcop.reading.papers import read_paper
from wgcop.reading.tables import as_csv
from wgcop.records.notes.actions import begin_notes, save_notes
from wgcop.registration.models import Registration
from wgcop.registry_sheets.actions import keep_for_preview, plan_for
from wgcop.registry_sheets.table import table_of_csv
from wgcop.resolutions.models import Clause, Edition, Wording
from wgcop.search.question.query import Order
from wgcop.takeaway.models import TakenFile
from wgcop.threads.models import Comment
from wgcop.translations.actions import begin
from wgcop.word import WordDocument, write_tree
from wgcop.writing.saving import save_text

# Answers to programs, and fragments that a page inserts into itself.
NO_PAGES = {
    "accounts.app_picture",
    "accounts.come_back",
    "accounts.go_to_provider",
    "accounts.link_provider",
    "accounts_api.session",
    "audit.table",
    "contributions_api.text",
    "following.feed",
    "following.inbox_feed",
    "following.inbox_count",
    "following.state",
    "font",
    "events.catch_up",
    "home_api.describe",
    "events.server_time",
    "health.healthz",
    "health.metrics",
    "health.probe",
    "health.readyz",
    "implementation.choices",
    "implementation.index",
    "implementation.replies_as_csv",
    "calendars.feed",
    "calendars.own_feed",
    "initiatives.coverage_picture",
    "initiatives.coverage_table",
    "meetings.agenda",
    "meetings.calendar",
    "meetings.floor",
    "meetings.head",
    "meetings.last",
    "meetings.material",
    "meetings.notes_on_the_floor",
    "meetings.participants_table",
    "meetings.plan_in_print",
    "meetings.plan_in_word",
    "meetings.documents_in_print",
    "meetings.documents_in_word",
    "meetings.published_agenda_in_print",
    "meetings.published_agenda_in_word",
    "home.delegation_as_word",
    "initiatives.as_csv",
    "initiatives.as_xlsx",
    "positions.grid_as_csv",
    "positions.grid_as_xlsx",
    "proposal_map.as_csv",
    "proposal_map.as_xlsx",
    "rolling_files.rolling_in_akoma_ntoso",
    "rolling_files.rolling_in_print",
    "rolling_files.rolling_in_word",
    "priorwork.file",
    "privacy.own_data_as_files",
    "reports.copy_file",
    "reports.draft_file",
    "reports.frozen_copy",
    "reports.report_file",
    "contributions.clauses_to_quote",
    "contributions.compare_in_print",
    "contributions.compare_in_word",
    "contributions.document_in_print",
    "contributions.document_in_word",
    "contributions.draft_in_print",
    "contributions.draft_in_word",
    "contributions.enclosure",
    "contributions.papers_in_zip",
    "contributions.picture",
    "contributions.picture_of_word_file",
    "contributions.xliff_of_edition",
    "contributions.xliff_of_translation",
    "priorwork.landscape_docx",
    "takeaway.fetch",
    "takeaway.take",
    "threads.counts",
    "room.items",
    "search_api.feed",
    "groups.feed",
    "meetings.feed",
    "priorwork.body_feed",
    "threads.clause_feed",
    "threads.text_feed",
    "search_api.search",
    "search_api.suggest",
    "search_api.table",
    "site_css",
    "static",
    "accounts.suggest",
    "threads.edit_form",
    "threads.counts_named",
    "threads.margin_named",
    "threads.part",
    "threads.part_named",
    "threads.replies",
    "threads.translation",  # needs a service: test_machine_translation.py
    "threads.thread",
    "threads.thread_named",
    "versioned",
    "push.manifest",
    "push.service_worker",
}
EVERYBODY = frozenset({"ines", "farid", None})
SIGNED_IN = frozenset({"ines", "farid"})
SECRETARIAT = frozenset({"ines"})
DELEGATE = frozenset({"farid"})
GUEST = frozenset({None})

MEETING = {"slug": "wg-cop-3"}
# For each page who may open it, and the arguments of its address; a callable looks them up in the demo world.
PAGES = {
    "accounts.account": (SIGNED_IN, {}),
    "accounts.authenticator_app": (SIGNED_IN, {}),
    "accounts.delegation": (SECRETARIAT, {"delegation_id": 1}),
    "accounts.forgotten_password": (GUEST, {}),
    "accounts.invitation": (GUEST, lambda: {"token": invitation()}),
    "accounts.invitation_list": (SECRETARIAT, {}),
    "accounts.kept_mail": (SECRETARIAT, {}),
    "accounts.new_delegation": (SECRETARIAT, {}),
    "accounts.own_letters": (SIGNED_IN, {}),
    "accounts.new_invitation": (SECRETARIAT, {}),
    "accounts.own_delegation": (DELEGATE, {}),
    "accounts.people": (SIGNED_IN, {}),
    "accounts.regional_groups": (SECRETARIAT, {}),
    "accounts.person": (SIGNED_IN, {"person_id": 1}),
    "accounts.proof": (SIGNED_IN, {}),
    "accounts.second_factor": (SIGNED_IN, {}),
    "accounts.second_step": (GUEST, {}),
    "accounts.reset": (GUEST, lambda: {"token": reset()}),
    "accounts.letters_end": (GUEST, lambda: {"token": end_of_letters()}),
    "accounts.sign_in": (GUEST, {}),
    "privacy.own_data": (SIGNED_IN, {}),
    "privacy.confirm_erasure": (SECRETARIAT, {"person_id": 1}),
    "redaction.confirm": (SECRETARIAT, {"kind": "meeting", "key": "wg-cop-3"}),
    "redaction.index": (SECRETARIAT, {}),
    "audit.kept_for": (SECRETARIAT, {}),
    "audit.trail": (SECRETARIAT, {}),
    "contributions.check_word_file": (DELEGATE, lambda: {"file_id": word_file()}),
    "contributions.choose_word_file": (SIGNED_IN, {}),
    "contributions.choose_word_translation": (SECRETARIAT, lambda: translated()),
    "contributions.choose_xliff": (SECRETARIAT, lambda: translated()),
    "contributions.compare": (
        SECRETARIAT,
        lambda: {"contribution_id": paper(PaperState.ACCEPTED), "from": "WG-COP/3/1"},
    ),
    "contributions.conversation": (
        SECRETARIAT,
        lambda: {"contribution_id": paper(PaperState.SUBMITTED)},
    ),
    "contributions.document_changes": (SIGNED_IN, {"address": "WG-COP/3/2", "from": "WG-COP/3/1"}),
    "contributions.document": (SIGNED_IN, {"address": "WG-COP/3/2"}),
    "contributions.edit_form": (DELEGATE, lambda: {"contribution_id": paper(PaperState.DRAFT)}),
    "contributions.enclosures": (DELEGATE, lambda: {"contribution_id": paper(PaperState.DRAFT)}),
    "contributions.group_deadlines": (SECRETARIAT, {"code": "WG-COP"}),
    "contributions.group_numbers": (SECRETARIAT, {"code": "WG-COP"}),
    "contributions.index": (SIGNED_IN, {}),
    "contributions.version": (DELEGATE, lambda: {"contribution_id": kept_paper(), "number": 1}),
    "contributions.versions": (DELEGATE, lambda: {"contribution_id": kept_paper()}),
    "contributions.meeting_numbers": (SECRETARIAT, {"slug": "wg-cop-3"}),
    "contributions.new": (SIGNED_IN, {}),
    "contributions.replacement_form": (
        SECRETARIAT,
        lambda: {"contribution_id": paper(PaperState.ACCEPTED)},
    ),
    "contributions.queue": (SECRETARIAT, {}),
    "contributions.languages_of_meeting": (SECRETARIAT, {"slug": "wg-cop-3"}),
    "contributions.edit_translation": (SECRETARIAT, lambda: translated()),
    "contributions.translation_draft": (SECRETARIAT, lambda: translated()),
    "contributions.translations": (
        SECRETARIAT,
        lambda: {"contribution_id": paper(PaperState.ACCEPTED)},
    ),
    "contributions.show": (SECRETARIAT, lambda: {"contribution_id": paper(PaperState.SUBMITTED)}),
    "contributions.submission_form": (
        DELEGATE,
        lambda: {"contribution_id": paper(PaperState.DRAFT)},
    ),
    "contributions.submitted": (SECRETARIAT, lambda: {"contribution_id": paper_of_ines()}),
    "following.choose": (SIGNED_IN, {"topic": "resolution:67-hyderabad-2010"}),
    "following.followed": (SIGNED_IN, {}),
    "following.inbox": (SIGNED_IN, {}),
    "following.new_search": (SIGNED_IN, {"q": "children guidance", "level": "national"}),
    "following.saved_search": (DELEGATE, lambda: {"search_id": saved_search()}),
    "following.saved_searches": (SIGNED_IN, {}),
    "home.delegation": (DELEGATE, {}),
    "home.begin_here": (SIGNED_IN, {}),
    "home.catch_up_page": (SIGNED_IN, {"since": "2026-01-01"}),
    "home.index": (EVERYBODY, {}),
    "implementation.all_requests": (EVERYBODY, {}),
    "implementation.asking": (SIGNED_IN, lambda: {"slug": first(Edition.slug)}),
    "implementation.edit_action_form": (SECRETARIAT, lambda: {"action_id": approved_action()}),
    "implementation.edition": (EVERYBODY, lambda: {"slug": first(Edition.slug)}),
    "implementation.new_action": (SIGNED_IN, lambda: {"wid": operative()}),
    "implementation.new_evidence": (SIGNED_IN, lambda: {"wid": operative()}),
    "implementation.new_request": (SECRETARIAT, lambda: {"wid": operative()}),
    "implementation.show_action": (EVERYBODY, lambda: {"action_id": approved_action()}),
    "implementation.show_evidence": (EVERYBODY, lambda: {"evidence_id": public_evidence()}),
    "implementation.show_reply": (SIGNED_IN, lambda: a_reply("Egypt")),
    "implementation.show_request": (EVERYBODY, lambda: {"request_id": first(ReplyRequest.id)}),
    "initiatives.confirmation": (GUEST, lambda: {"token": letter_link()}),
    "initiatives.merging": (SECRETARIAT, lambda: two_entries()),
    "initiatives.coverage": (EVERYBODY, {}),
    "initiatives.edit_form": (SECRETARIAT, lambda: {"slug": entry()}),
    "initiatives.index": (EVERYBODY, {}),
    "initiatives.declining": (SECRETARIAT, lambda: {"slug": proposed_entry()}),
    "initiatives.history": (SIGNED_IN, lambda: {"slug": entry()}),
    "initiatives.new": (SIGNED_IN, {}),
    "initiatives.overlap": (SECRETARIAT, lambda: {"overlap_id": first(Overlap.id)}),
    "initiatives.proposals": (SIGNED_IN, {}),
    "initiatives.show": (EVERYBODY, lambda: {"slug": entry()}),
    "initiatives.import_form": (SECRETARIAT, {}),
    "initiatives.show_import": (SECRETARIAT, lambda: {"import_id": registry_table()}),
    "positions.clause": (SIGNED_IN, {"wid": "wtdc-67.recs_recalling__rec_e"}),
    "positions.earlier_wordings": (DELEGATE, lambda: {"slug": first(Edition.slug)}),
    "positions.grid": (SIGNED_IN, lambda: {"slug": first(Edition.slug)}),
    "positions.history": (SIGNED_IN, {"wid": "wtdc-67.recs_recalling__rec_e"}),
    "discussions.side_by_side": (
        EVERYBODY,
        lambda: {"slug": first(Edition.slug), "language": "ar"},
    ),
    "contributions.choose_xliff_of_edition": (
        SECRETARIAT,
        lambda: {"slug": first(Edition.slug), "language": "ar"},
    ),
    "resolutions.words_form": (
        SECRETARIAT,
        lambda: {"slug": first(Edition.slug), "language": "ar"},
    ),
    "resolutions.suppression": (SECRETARIAT, lambda: {"slug": first(Edition.slug)}),
    "biography.show": (SIGNED_IN, {"wid": "wtdc-67.recs_recalling__rec_e"}),
    "editions.next_edition": (SECRETARIAT, lambda: {"slug": first(Edition.slug)}),
    "editions.earlier": (SIGNED_IN, {"wid": "wtdc-67.recs_recalling__rec_e"}),
    "proposal_map.show": (SIGNED_IN, lambda: {"slug": first(Edition.slug)}),
    "brackets.clause": (SIGNED_IN, lambda: {"wid": bracketed().clause.wid}),
    "brackets.course": (SIGNED_IN, lambda: {"slug": first(Edition.slug)}),
    "brackets.edit": (SECRETARIAT, lambda: {"bracket_id": bracketed().id}),
    "brackets.joining": (DELEGATE, lambda: {"bracket_id": bracketed().id}),
    "brackets.leaving": (DELEGATE, lambda: {"bracket_id": bracketed().id}),
    "brackets.lifting": (SECRETARIAT, lambda: {"bracket_id": bracketed().id}),
    "brackets.new": (SECRETARIAT, {"wid": "wtdc-67.recs_taking-into-account__rec_b"}),
    "brackets.dissolving": (SECRETARIAT, lambda: {"package_id": first(BracketPackage.id)}),
    "brackets.new_package": (SECRETARIAT, lambda: {"slug": first(Edition.slug)}),
    "brackets.show_package": (SIGNED_IN, lambda: {"package_id": first(BracketPackage.id)}),
    "brackets.reopening": (SECRETARIAT, lambda: {"bracket_id": bracketed(is_open=False).id}),
    "brackets.show": (SIGNED_IN, lambda: {"bracket_id": bracketed().id}),
    "brackets.text": (SIGNED_IN, lambda: {"slug": first(Edition.slug)}),
    "merging.show": (SIGNED_IN, {"wid": "wtdc-67.recs_taking-into-account__rec_b"}),
    "merging.steps": (SIGNED_IN, {"wid": "wtdc-67.recs_taking-into-account__rec_b"}),
    "proposals.clause": (SIGNED_IN, {"wid": "wtdc-67.recs_taking-into-account__rec_b"}),
    "proposals.edit": (DELEGATE, lambda: {"proposal_id": proposal(is_released=False)}),
    "proposals.new": (DELEGATE, {"wid": "wtdc-67.recs_taking-into-account__rec_b"}),
    "proposals.rolling": (SIGNED_IN, lambda: {"slug": first(Edition.slug)}),
    "rolling_files.confirm_cut": (SECRETARIAT, lambda: {"slug": first(Edition.slug)}),
    "proposals.show": (SIGNED_IN, lambda: {"proposal_id": proposal(is_released=True)}),
    "reports.adoption_form": (SECRETARIAT, lambda: {"slug": report(is_open=True)}),
    "reports.compare": (SIGNED_IN, lambda: {"slug": report(is_open=True)}),
    "reports.copy": (EVERYBODY, lambda: {"slug": report(is_open=False), "number": 0}),
    "reports.cover_form": (SECRETARIAT, lambda: {"slug": report(is_open=True)}),
    "reports.draft": (SIGNED_IN, lambda: {"slug": report(is_open=True)}),
    "reports.index": (EVERYBODY, {}),
    "reports.new": (SECRETARIAT, {}),
    "reports.section": (SIGNED_IN, lambda: {"slug": report(is_open=True), "key": "summary"}),
    "reports.show": (EVERYBODY, lambda: {"slug": report(is_open=False)}),
    "calendars.subscribe": (EVERYBODY, {}),
    "groups.edit": (SECRETARIAT, {"code": "WG-COP"}),
    "groups.index": (EVERYBODY, {}),
    "groups.new": (SECRETARIAT, {}),
    "groups.show": (EVERYBODY, {"code": "WG-COP"}),
    "health.when_an_alarm_rings": (GUEST, {}),
    "meetings.attendance": (SECRETARIAT, MEETING),
    "meetings.confirm_removal_of_participant": (
        SECRETARIAT,
        lambda: {**MEETING, "registration_id": first(Registration.id)},
    ),
    "meetings.new_participant": (SECRETARIAT, MEETING),
    "meetings.confirm_list": (SECRETARIAT, MEETING),
    "meetings.participants": (SIGNED_IN, MEETING),
    "meetings.registration": (SIGNED_IN, MEETING),
    "meetings.confirm_publication": (SECRETARIAT, MEETING),
    "meetings.confirm_removal": (SECRETARIAT, lambda: {**MEETING, "item_id": item()}),
    "meetings.edit": (SECRETARIAT, MEETING),
    "meetings.edit_item": (SECRETARIAT, lambda: {**MEETING, "item_id": item()}),
    "meetings.index": (EVERYBODY, {}),
    "meetings.item": (EVERYBODY, lambda: {**MEETING, "item_id": item()}),
    "meetings.new": (SECRETARIAT, {}),
    "meetings.new_item": (SECRETARIAT, MEETING),
    "meetings.new_silence": (SECRETARIAT, MEETING),
    "meetings.silence": (
        SIGNED_IN,
        lambda: {"slug": "wg-cop-2", "procedure_id": first(SilenceProcedure.id)},
    ),
    "meetings.record_on_the_floor": (SECRETARIAT, MEETING),
    "meetings.record_for_item": (SECRETARIAT, lambda: {**MEETING, "item_id": item()}),
    "meetings.agree_wording": (SECRETARIAT, lambda: {**MEETING, **agreed()}),
    "meetings.confirm_withdrawal": (SECRETARIAT, lambda: {**MEETING, **agreed_before()}),
    "meetings.all_actions": (SIGNED_IN, {"state": "all"}),
    "meetings.correction": (
        SECRETARIAT,
        lambda: {**MEETING, "statement_id": first(DeliveredStatement.id)},
    ),
    "meetings.edit_action": (SECRETARIAT, lambda: {"slug": "wg-cop-2", "action_id": still_open()}),
    "meetings.meeting_actions": (SIGNED_IN, MEETING),
    "meetings.new_action": (SECRETARIAT, lambda: {**MEETING, "item_id": item()}),
    "meetings.new_statement": (SIGNED_IN, lambda: {**MEETING, "item_id": item()}),
    "meetings.show_action": (SIGNED_IN, lambda: {"slug": "wg-cop-2", "action_id": still_open()}),
    "meetings.show_statement": (
        SIGNED_IN,
        lambda: {**MEETING, "statement_id": first(DeliveredStatement.id)},
    ),
    "meetings.statements": (SIGNED_IN, MEETING),
    "meetings.silences": (SIGNED_IN, {"slug": "wg-cop-2"}),
    "meetings.new_small_group": (SECRETARIAT, lambda: {**MEETING, "item_id": item()}),
    "meetings.outcome_form": (SECRETARIAT, lambda: {**MEETING, "item_id": item()}),
    "meetings.plan": (EVERYBODY, MEETING),
    "meetings.documents": (SIGNED_IN, MEETING),
    "meetings.published_agenda": (GUEST, {**MEETING, "key": "original"}),
    "meetings.changes_of_agenda": (GUEST, lambda: {**MEETING, "key": published_again()}),
    "meetings.choose_agenda": (SECRETARIAT, MEETING),
    "proposal_map.choose_clauses": (SECRETARIAT, MEETING),
    "meetings.new_proposal": (SIGNED_IN, MEETING),
    "meetings.proposals": (SIGNED_IN, MEETING),
    "meetings.report": (SECRETARIAT, {"slug": "wg-cop-2"}),
    "meetings.sessions": (SECRETARIAT, MEETING),
    "meetings.write_notes": (SECRETARIAT, lambda: {**MEETING, "item_id": item()}),
    "meetings.notes_versions": (SECRETARIAT, lambda: {**MEETING, "item_id": kept_notes()}),
    "meetings.notes_version": (
        SECRETARIAT,
        lambda: {**MEETING, "item_id": kept_notes(), "number": 1},
    ),
    "meetings.show": (EVERYBODY, MEETING),
    "room.show": (SIGNED_IN, MEETING),
    "priorwork.body": (EVERYBODY, {"slug": "22-1-1"}),
    "priorwork.correct": (SECRETARIAT, {}),
    "priorwork.edit_body_form": (SECRETARIAT, {"slug": "22-1-1"}),
    "priorwork.edit_form": (SECRETARIAT, lambda: {"document_id": first(Document.id)}),
    "priorwork.import_form": (SECRETARIAT, {}),
    "priorwork.index": (EVERYBODY, {}),
    "priorwork.new_body": (SECRETARIAT, {}),
    "priorwork.show": (EVERYBODY, lambda: {"document_id": with_pages()}),
    "priorwork.show_landscape": (EVERYBODY, lambda: {"clause": first(Clause.wid)}),
    "priorwork.show_import": (SECRETARIAT, lambda: {"import_id": first(Import.id)}),
    "agreed_language.show": (EVERYBODY, {}),
    "radar.clusters": (SECRETARIAT, {}),
    "radar.show": (EVERYBODY, {}),
    "correspondence.index": (SIGNED_IN, {}),
    "correspondence.show": (DELEGATE, lambda: {"draft_id": mailed_draft()}),
    "takeaway.choose": (SIGNED_IN, lambda: {"of": f"clause:{first(Clause.wid)}"}),
    "takeaway.show": (DELEGATE, lambda: {"file_id": taken_file()}),
    "threads.clause": (EVERYBODY, lambda: {"wid": first(Clause.wid)}),
    "resolutions.import_form": (SECRETARIAT, {}),
    "resolutions.index": (EVERYBODY, {}),
    "threads.text": (EVERYBODY, lambda: {"slug": first(Edition.slug)}),
    "search.help_page": (EVERYBODY, {}),
    "search.show": (EVERYBODY, {"q": "children guidance"}),
    "chairing.chairing": (SIGNED_IN, lambda: {"wid": first(Clause.wid)}),
    "discussions.show": (SIGNED_IN, lambda: {"slug": first(Edition.slug)}),
    "threads.talk": (DELEGATE, lambda: {"name": f"draft-talk:{paper(PaperState.DRAFT)}"}),
    "suggestions.show": (SIGNED_IN, lambda: {"comment_name": suggestion()}),
    "threads.show": (SIGNED_IN, lambda: {"comment_name": comment()}),
}
FURTHER = {
    EVERYBODY: [
        "/search",
        "/search?q=zzzzz",
        "/search?q=children&level=international&level=regional&kind=initiative&sort=date",
        "/no-such-page",
        "/meetings/wg-cop-2",
        "/priorwork/?level=regional&language=ar",
        "/confirmations/unknown",
    ],
    SIGNED_IN: ["/documents/WG-COP/3/2/original", "/documents/WG-COP/3/2/A", "/comments/999999"],
    DELEGATE: ["/meetings/new"],
    SECRETARIAT: [
        "/initiatives/?level=national&kind=study",
        "/initiatives/child-helpline-international/merging",
        "/contributions/?meeting=wg-cop-2",
    ],
}

NARROW = {"width": 320, "height": 740}
PAPER = {"width": 700, "height": 990}
SQUEEZED = """() => [...document.querySelectorAll("main *")].filter((one) => {
    const words = [...one.childNodes].filter(({ nodeType }) => nodeType === Node.TEXT_NODE).map(({ data }) => data.trim()).join("");
    return words.length > 12 && one.checkVisibility() && one.clientWidth < 48 && one.clientHeight > 160;
}).map((one) => one.outerHTML.slice(0, 120))"""
"""Words in a column so narrow that they stand one letter a line."""
FRAME = (".header", ".floor-strip", "footer.footer")
"""The same on every page of a reader."""
PRINTED = """() => ["main", ".header"].map((one) => document.querySelector(one)?.checkVisibility() ?? false)"""
PARTS = 4
"""In as many tests, which several workers share."""

# Text areas whose words would be lost. /radar promises not to store them, words that are to be redacted must not be stored,
# and composers store theirs in their own way.
# A dialog of the editor stands within the form of the draft but sends nothing: its words go into the text, which is kept.
UNKEPT = """() => [...document.querySelectorAll('form[method="post"] textarea:not([readonly])')]
    .filter((one) => !one.form.matches('[data-keep], [data-composer], [method="dialog"], [action$="/radar"], [action$="/agreed-language"], [action^="/redactions/"]')).map((one) => one.outerHTML)"""
PAINTED = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"


def first(column):
    return db.session.scalars(select(column).order_by(column)).first()


def bracketed(*, is_open=True):
    """A bracket of the demo world."""
    lifted = Bracket.lifted_at
    wanted = lifted.is_(None) if is_open else lifted.is_not(None)
    return db.session.scalars(select(Bracket).where(wanted).order_by(Bracket.number)).first()


def proposal(*, is_released):
    """A proposal of Egypt."""
    released = Proposal.released_at
    return db.session.scalar(
        select(Proposal.id)
        .join(Proposal.delegation)
        .where(
            Delegation.code == "EGY", released.is_not(None) if is_released else released.is_(None)
        )
    )


def two_entries():
    """The first two by their names, to be compared."""
    one, other = db.session.scalars(select(Initiative.slug).order_by(Initiative.slug).limit(2))
    return {"slug": one, "other": other}


def end_of_letters():
    amina = db.session.scalars(select(Person).where(Person.email == "amina@example.org")).one()
    return stopping.path(amina, LetterKind.MENTIONS).split("/")[2]


def letter_link():
    """What a letter to Ines leads to: an entry for which the secretariat answers."""
    entry = db.session.scalars(
        select(Initiative)
        .where(Initiative.delegation_id.is_(None), Initiative.ended == "")
        .order_by(Initiative.slug)
    ).first()
    ines = db.session.scalars(select(Person.id).where(Person.email == "ines@example.org")).one()
    return sealed(ConfirmationLink.until(entry.id, ines, entry.confirm_by))


def with_pages():
    return db.session.scalars(select(Document.id).where(Document.pages > 1)).first()


def report(*, is_open):
    """The address of the report that is being written, or of the adopted one."""
    return db.session.scalar(
        select(ImplementationReport.slug).where(ImplementationReport.is_open.is_(is_open))
    )


def paper(state):
    return db.session.scalars(select(Contribution.id).where(Contribution.state == state)).first()


def paper_of_ines():
    by_ines = select(Contribution.id).join(Contribution.drafted_by)
    submitted = Contribution.submitted_at.is_not(None)
    written = by_ines.where(Contribution.drafters.any(), submitted)
    return db.session.scalars(written.where(Person.email == "ines@example.org")).first()


def kept_paper():
    """A draft with two versions of its text."""
    key = paper(PaperState.DRAFT)
    writer = db.session.get_one(Contribution, key).drafters[0].person_id
    save_text(db.session, key, from_text("# Begun anew\n\nIn other words."), desk=DRAFTS, by=writer)
    db.session.commit()
    return key


def kept_notes():
    """An item with versions of its notes."""
    row = db.session.get_one(AgendaItem, item())
    ines = db.session.scalars(select(Person).where(Person.email == "ines@example.org")).one()
    notes = begin_notes(row, by=ines)
    save_notes(notes, from_text("# Costs\n\nKenya spoke."), version=None, by=ines)
    db.session.commit()
    return row.id


def registry_table():
    """A table that adds an entry and changes one, before its confirmation."""
    slug = first(Initiative.slug)
    entry = db.session.scalars(select(Initiative).where(Initiative.slug == slug)).one()
    rows = [
        ["", "Radio plays", "international", "Ten minutes each.", "Union"],
        [slug, entry.name, entry.level, entry.scope, "A school"],
    ]
    table = table_of_csv(as_csv(["id", "name", "level", "scope", "lead"], rows).encode())
    ines = db.session.scalars(select(Person).where(Person.email == "ines@example.org")).one()
    db.session.rollback()  # the heartbeat may have written since this began to read
    with writing():
        kept = keep_for_preview(table, plan_for(table), file_name="registry.csv", by=ines)
        db.session.commit()
    return kept.id


def translated():
    """A version in Arabic that is being worked on."""
    document = db.session.get_one(Contribution, paper(PaperState.ACCEPTED))
    ines = db.session.scalars(select(Person).where(Person.email == "ines@example.org")).one()
    begin(document, "ar", by=ines)
    db.session.commit()
    return {"contribution_id": document.id, "language": "ar"}


def word_file():
    document = WordDocument(title="Plays", language="en", created=clock.now())
    write_tree(
        document,
        from_text("# Plays\n\nTwo were on air.\n\n| a | b |\n|---|---|\n| 1 | 2 |"),
        language="en",
    )
    result = read_paper(document.bytes(), "plays.docx")
    farid = db.session.scalars(select(Person).where(Person.email == "farid@example.org")).one()
    file = bring_in(
        "plays.docx", result, "Plays\nTwo were on air.", [], contribution=None, by=farid
    )
    db.session.commit()
    return file.id


def operative():
    wording = select(Wording).where(Wording.citation == "invites Sector Members")
    return db.session.scalars(wording).one().clause.wid


def approved_action():
    """The one with evidence of every kind."""
    of_clause = ImplementationAction.clause.has(Clause.wid == operative())
    return db.session.scalars(select(ImplementationAction.id).where(of_clause)).one()


def public_evidence():
    outside = Evidence.address == "https://example.org/common-sheet"
    return db.session.scalars(select(Evidence.id).where(outside)).one()


def a_reply(delegation):
    reply = db.session.scalars(
        select(MemberReply).where(MemberReply.delegation.has(name=delegation))
    ).one()
    return {"request_id": reply.request_id, "delegation_id": reply.delegation_id}


def item():
    at_three = select(AgendaItem.id).join(Meeting).where(Meeting.number == 3)
    return db.session.scalars(at_three.order_by(AgendaItem.id.desc())).first()


def agreed():
    """An item at which the words of a clause were agreed, and the clause."""
    wording = db.session.scalars(select(AgreedWording)).one()
    return {"item_id": wording.item_id, "clause_id": wording.standing.clause_id}


def agreed_before():
    wording = db.session.scalars(select(AgreedWording)).one()
    return {"item_id": wording.item_id, "standing_id": wording.standing_id}


def still_open():
    points = select(ActionPoint.id).where(ActionPoint.state == ActionState.OPEN)
    return db.session.scalars(points.order_by(ActionPoint.id)).first()


def published_again():
    """An agenda that changed and was published a second time."""
    meeting = db.session.scalars(select(Meeting).where(Meeting.number == 3)).one()
    ines = db.session.scalars(select(Person).where(Person.email == "ines@example.org")).one()
    add_item(meeting, ItemFacts(title="Statements by observers", planned_minutes=20), by=ines)
    key = publish_agenda(meeting, by=ines).revision.key
    db.session.commit()
    return key


def suggestion():
    """One that the delegation of Egypt has made a proposal of."""
    return db.session.scalar(select(Comment.name).join(Comment.suggestion))


def comment():
    by_farid = select(Comment.name).join(Comment.person).where(Person.email == "farid@example.org")
    return db.session.scalars(by_farid.where(Comment.audience == "members")).first()


def entry():
    """For which the secretariat answers."""
    return db.session.scalar(
        select(Initiative.slug)
        .where(Initiative.state == EntryState.ACCEPTED, Initiative.delegation_id.is_(None))
        .order_by(Initiative.slug)
    )


def proposed_entry():
    return db.session.scalar(select(Initiative.slug).where(Initiative.state == EntryState.PROPOSED))


def invitation():
    token = tokens.make()
    later = now().replace(year=now().year + 1, day=1)
    stored(Invitation(email="new@example.org", token_hash=tokens.hash_of(token), expires_at=later))
    return token


def reset():
    token = tokens.make()
    later = now().replace(year=now().year + 1, day=1)
    stored(PasswordReset(person_id=1, token_hash=tokens.hash_of(token), expires_at=later))
    return token


def saved_search():
    farid = db.session.scalar(select(Person.id).where(Person.email == "farid@example.org"))
    question = {"typed": "children", "chosen": {"level": ["national"]}, "order": Order.RELEVANCE}
    search = SavedSearch(person_id=farid, name="Children", **question)
    search.looked_at = now().replace(year=now().year - 1, day=1)
    stored(search)
    return search.id


def taken_file():
    """One that is still being made."""
    farid = db.session.scalar(select(Person.id).where(Person.email == "farid@example.org"))
    wid = first(Clause.wid)
    file = TakenFile(person_id=farid, of=f"clause:{wid}", form="pdf", language="en", site="")
    file.tries, file.read, file.total = 1, 500, 5_000
    stored(file)
    return file.id


def mailed_draft():
    """One with a file that was not taken, and a signature that was left out."""
    farid = db.session.scalar(select(Person.id).where(Person.email == "farid@example.org"))
    answered = db.session.scalars(select(Comment.id).where(Comment.audience == "members")).first()
    draft = MailedDraft(person_id=farid, comment_id=answered, message_key=f"{clock.now()}")
    draft.words, draft.left_out = "We agree.\n\nRadio too.", "--\nFarid\n\n> Dear Farid"
    draft.files = ["map of schools.png"]
    stored(draft)
    return draft.id


def stored(thing):
    db.session.add(thing)
    db.session.commit()


def test_every_page_is_named_here(look):
    pages = {rule.endpoint for rule in look._app.url_map.iter_rules() if "GET" in rule.methods}
    assert pages - NO_PAGES == set(PAGES), "A new page is looked at here too: add it to PAGES."


def addresses_for(app, reader, *, first_of=(), pages=None):
    """The addresses of the pages that this reader may open, but for those that one of `first_of` may open, too."""

    def asks(readers):
        return reader in readers and not readers & set(first_of)

    with app.app_context(), app.test_request_context():
        for endpoint, (readers, arguments) in (PAGES if pages is None else pages).items():
            if asks(readers):
                values = arguments() if callable(arguments) else arguments
                yield app.url_for(endpoint, **values)
    for readers, addresses in FURTHER.items() if pages is None else ():
        if asks(readers):
            yield from addresses


READERS = ("ines", "farid", None)


def opened(reader, name, address):
    page = reader.open(address)
    assert "/sign-in" not in page.url or "sign-in" in address, f"{name} may not open {address}"
    return page


@pytest.mark.parametrize("part", range(PARTS), ids=str)
def test_every_page_is_readable_at_a_desk_on_a_phone_and_on_paper(
    look, axe, contrast, no_sideways_scroll, part
):
    """Once each, by the first of three readers who may open it. `tests/rest/browser` shows it to all of them, in every width."""
    for place, name in enumerate(READERS):
        addresses = list(addresses_for(look._app, name, first_of=READERS[:place]))[part::PARTS]
        reader = look(name)
        reader.context.add_init_script(Axe().axe_script)  # once, not with each page
        for count, address in enumerate(addresses):
            page = opened(reader, name, address)
            axe(page, without="color-contrast", besides=FRAME if count else ())
            contrast(page)
            assert page.evaluate(UNKEPT) == [], (
                "A form with a text area keeps what is typed: data-keep"
            )
            page.set_viewport_size(NARROW)
            no_sideways_scroll(page)
            assert page.evaluate(SQUEEZED) == [], "Words have room beside each other."
            page.set_viewport_size(PAPER)
            page.emulate_media(media="print")
            no_sideways_scroll(page)
            assert page.evaluate(PRINTED) == [True, False], (
                "On paper stands the page without its menus."
            )
            page.emulate_media(media="screen")
            page.set_viewport_size(WIDE)
