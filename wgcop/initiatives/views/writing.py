"""The form for an entry, and the checks before it is saved."""

from typing import Any

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wgcop.accounts.identity import current_person
from wgcop.accounts.models import Delegation
from wgcop.database import db, unlocked
from wgcop.errors import Outdated, Refused
from wgcop.initiatives import actions, policy, queries
from wgcop.initiatives.blueprint import bp, may_edit
from wgcop.initiatives.forms import InitiativeForm
from wgcop.initiatives.kinds import EntryState
from wgcop.initiatives.models import Initiative
from wgcop.initiatives.namesakes import Namesake, namesakes
from wgcop.initiatives.proposing import actions as proposing
from wgcop.initiatives.views.entries import may, may_merge, may_propose
from wgcop.initiatives.views.finding import entry_or_404
from wgcop.languages.guessing import guess
from wgcop.radar.answers import HitAnswer
from wgcop.radar.hit_questions import HitQuestions, hit_questions
from wgcop.web import commit_and_show, current_audiences, require

ANOTHER = "is_another"
"""The checkbox that says that this is not the entry with the same name and lead."""
AGAIN = (EntryState.DECLINED, EntryState.WITHDRAWN)


@bp.get("/initiatives/new")
def new() -> ResponseReturnValue:
    require(may_propose())
    return new_page(TypedEntry(empty_form()))


@bp.post("/initiatives/")
def create() -> ResponseReturnValue:
    """Add the entry at once for the secretariat; for anybody else, propose it."""
    require(may_propose())
    entry = TypedEntry(empty_form(request.form))
    if not entry.may_be_saved():
        return new_page(entry), 422
    enters = may_edit()
    verb = proposing.add if enters else proposing.propose
    initiative = verb(entry.form.facts, entry.answers, owner=entry.owner, by=current_person())
    db.session.commit()
    if not enters:
        flash(_("Proposed. The secretariat decides on it, and you are told."), "success")
    return redirect(initiative.url, 303)


@bp.get("/initiatives/<slug>/edit")
def edit_form(slug: str) -> ResponseReturnValue:
    initiative = entry_or_404(slug)
    require(may(policy.can_edit, initiative))
    return edit_page(TypedEntry(form_of(initiative), initiative))


@bp.post("/initiatives/<slug>")
def edit(slug: str) -> ResponseReturnValue:
    initiative = entry_or_404(slug)
    require(may(policy.can_edit, initiative))
    entry = TypedEntry(form_of(initiative, request.form), initiative)
    try:
        if not entry.may_be_saved():
            return edit_page(entry), 422
        verb = proposing.propose_again if initiative.state in AGAIN else proposing.edit
        verb(
            initiative,
            entry.form.facts,
            entry.answers,
            owner=entry.owner,
            version=entry.version,
            by=current_person(),
        )
    except Outdated:
        return conflict_page(initiative, entry.form), 409
    return commit_and_show(initiative)


def empty_form(data: Any = None) -> InitiativeForm:
    return InitiativeForm.to_fill_in(data, queries.offered(current_person()))


def form_of(initiative: Initiative, data: Any = None) -> InitiativeForm:
    return InitiativeForm.to_change(data, initiative, queries.offered(current_person()))


class TypedEntry:
    """The typed form, and what keeps it from being saved: mistakes, namesakes, open questions about
    earlier work.
    """

    def __init__(self, form: InitiativeForm, existing: Initiative | None = None) -> None:
        self.form = form
        self.existing = existing
        self.same: tuple[Namesake, ...] = ()
        self.questions: HitQuestions | None = None

    def may_be_saved(self) -> bool:
        """Return whether the form may be saved. The checks run one after the other, the fastest
        first, and the first that fails is shown.
        """
        if not (self.form.validate() and self.has_own_name()):
            return False
        self.same = self.namesakes()
        if self.same:
            return False
        self.questions = self.compared()
        if self.existing:
            actions.refuse_outdated(self.existing, self.version)
        return self.questions is None or self.questions.validate()

    @property
    def version(self) -> int:
        return self.form.version.data or 0

    @property
    def owner(self) -> Delegation | None:
        """Return the chosen owner, or the existing or only possible one if there was no choice."""
        existing = self.existing
        otherwise = existing.delegation if existing else self.form.entry_choices.first_owner
        return self.form.chosen_owner(otherwise)

    @property
    def answers(self) -> list[HitAnswer] | None:
        """Return the answers about earlier work; None if the radar did not respond."""
        return self.questions.answers if self.questions else None

    def has_own_name(self) -> bool:
        try:
            actions.refuse_second_entry(self.form.facts, besides=self.existing)
        except Refused as refused:
            self.form.name.errors = [str(refused)]
            return False
        return True

    def namesakes(self) -> tuple[Namesake, ...]:
        """Return entries with nearly the same name and the same lead, unless the form says that
        this is another one.
        """
        facts, existing = self.form.facts, self.existing
        keeps_name = existing and (facts.name, facts.lead) == (existing.name, existing.lead)
        if keeps_name or request.form.get(ANOTHER):
            return ()
        return namesakes(
            facts.name,
            facts.acronym,
            facts.lead,
            audiences=current_audiences(),
            besides=existing.id if existing else None,
        )

    def compared(self) -> HitQuestions | None:
        """Return the questions about earlier work; None if the radar did not respond."""
        words, existing = self.form.facts.words, self.existing
        record_id = existing.search_key if existing else ""
        if_duplicate, audiences = policy.if_duplicate(existing), current_audiences()
        with unlocked():
            return hit_questions(
                words,
                record_id=record_id,
                language=guess(words) or "en",
                audiences=audiences,
                data=request.form,
                if_duplicate=if_duplicate,
            )


def new_page(entry: TypedEntry) -> str:
    return render_template(
        "initiatives/new.html",
        form=entry.form,
        forms=entry.questions,
        same=entry.same,
        enters=may_edit(),
    )


def edit_page(entry: TypedEntry) -> str:
    return render_template(
        "initiatives/edit.html",
        initiative=entry.existing,
        form=entry.form,
        forms=entry.questions,
        same=entry.same,
        may_merge=may_merge(),
        again=entry.existing is not None and entry.existing.state in AGAIN,
    )


def conflict_page(initiative: Initiative, form: InitiativeForm) -> str:
    """Show the form as it was typed, with the stored entry above it. Saving again replaces that
    entry.
    """
    form.version.data = initiative.version
    return render_template(
        "initiatives/edit.html",
        initiative=initiative,
        form=form,
        conflict=True,
        again=initiative.state in AGAIN,
    )
