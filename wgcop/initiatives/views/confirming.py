"""Confirm an entry by the link in a letter, without signing in, or on the entry's page."""

from datetime import date

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wgcop.accounts.identity import current_person
from wgcop.accounts.models import Person
from wgcop.database import db
from wgcop.errors import Outdated
from wgcop.initiatives import policy
from wgcop.initiatives.blueprint import bp
from wgcop.initiatives.confirming import actions
from wgcop.initiatives.confirming.forms import EndForm
from wgcop.initiatives.confirming.queries import entry_and_person
from wgcop.initiatives.confirming.tokens import ConfirmationLink, opened
from wgcop.initiatives.models import Initiative
from wgcop.initiatives.views.finding import entry_or_404
from wgcop.web import commit_and_show, limiter, public, require, require_sign_in, uncached


class OpenedLink:
    """A link in a letter, with its entry and person as they are now. It is void for a person who
    has left the delegation.
    """

    def __init__(self, token: str) -> None:
        self.token = token
        link = opened(token)
        self.found = self._found(link) if link and not link.has_expired else None
        self.seen = link.confirm_by if link else None

    @staticmethod
    def _found(link: ConfirmationLink) -> tuple[Initiative, Person] | None:
        entry, person = entry_and_person(link)
        if entry is None or person is None or not (entry.is_accepted and person.active):
            return None
        return (entry, person) if policy.can_confirm(person, entry) else None

    def page(self, form: EndForm | None = None) -> ResponseReturnValue:
        if self.found is None:
            closed = render_template("initiatives/confirmation_closed.html")
            return uncached((closed, 410))
        entry, person = self.found
        words = render_template(
            "initiatives/confirmation.html",
            initiative=entry,
            person=person,
            token=self.token,
            is_open=entry.confirm_by == self.seen and not entry.is_over,
            form=form or EndForm(entry),
        )
        return uncached((words, 422 if form and form.errors else 200))

    @property
    def address(self) -> str:
        return url_for("initiatives.confirmation", token=self.token)


@bp.get("/confirmations/<token>")
@public  # whoever holds the link
@limiter.limit("120 per minute")
def confirmation(token: str) -> ResponseReturnValue:
    """Show the page that confirms an entry. It changes nothing, because mail scanners follow links."""
    return OpenedLink(token).page()


@bp.post("/confirmations/<token>")
@public  # whoever holds the link
@limiter.limit("120 per minute")
def confirm_by_link(token: str) -> ResponseReturnValue:
    link = OpenedLink(token)
    if link.found is None:
        return link.page()
    entry, person = link.found
    try:
        actions.confirm(entry, seen=link.seen, by=person)
    except Outdated:
        db.session.rollback()  # somebody has confirmed it; its page shows that
    else:
        db.session.commit()
    return redirect(link.address, 303)


@bp.post("/confirmations/<token>/end")
@public  # whoever holds the link
@limiter.limit("120 per minute")
def end_by_link(token: str) -> ResponseReturnValue:
    link = OpenedLink(token)
    if link.found is None:
        return link.page()
    entry, person = link.found
    form = EndForm(entry, request.form)
    if not form.validate():
        return link.page(form)
    try:
        actions.say_it_ended(entry, form.ended.data or "", seen=link.seen, by=person)
    except Outdated:
        db.session.rollback()
    else:
        db.session.commit()
    return redirect(link.address, 303)


@bp.post("/initiatives/<slug>/confirmation")
def confirm(slug: str) -> ResponseReturnValue:
    require_sign_in()
    entry = entry_or_404(slug)
    require(policy.can_confirm(current_person(), entry))
    actions.confirm(entry, seen=_seen(), by=current_person())
    return commit_and_show(entry, _("Thank you: the entry is confirmed for a year."), kind="info")


def _seen() -> date | None:
    try:
        return date.fromisoformat(request.form.get("seen", ""))
    except ValueError:
        return None
