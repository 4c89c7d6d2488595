"""The pages to invite one person or a whole list, and to accept an invitation."""

from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_login import current_user

from wgcop.accounts import identity, passwords, policy, roster
from wgcop.accounts.actions import invitations
from wgcop.accounts.blueprint import bp, require_passwords
from wgcop.accounts.forms import AcceptForm, InvitationForm, RosterForm, choices_of
from wgcop.accounts.identity import current_person
from wgcop.accounts.letters import invitation_link
from wgcop.accounts.models import Delegation, DelegationRole, Invitation
from wgcop.accounts.queries import (
    all_delegations,
    has_account,
    invitation_of,
)
from wgcop.accounts.queries import invitations as all_invitations
from wgcop.database import db, unlocked
from wgcop.errors import Invalid, Refused
from wgcop.reading.tables import as_csv
from wgcop.web import (
    commit_and_show,
    form_is_stored,
    get_or_404,
    public,
    require,
    require_sign_in,
    uncached,
)


@bp.get("/people/invitations")
def invitation_list() -> ResponseReturnValue:
    require(policy.can_administer_people(current_user))
    return render_template("accounts/invitations.html", invitations=all_invitations())


@bp.get("/people/invitations/new")
def new_invitation() -> ResponseReturnValue:
    require(policy.can_administer_people(current_user))
    return new_page()


@bp.post("/people/invitations")
def invite() -> ResponseReturnValue:
    require(policy.can_administer_people(current_user))
    form = InvitationForm(request.form, delegations=choices_of(all_delegations()))
    if not form.validate():
        return new_page(form=form), 422
    delegation = (
        db.session.get(Delegation, int(form.delegation.data)) if form.delegation.data else None
    )
    try:
        invited = invitations.invite(
            form.email.data,
            name=form.name.data,
            delegation=delegation,
            role=DelegationRole(form.role.data),
            offices=form.offices,
            last_day=form.last_day.data,
            reads_before=form.reads_before,
            by=current_person(),
        )
    except Refused as error:
        db.session.rollback()
        form.email.errors = [str(error)]
        return new_page(form=form), 409
    return invited_page([invited])


@bp.post("/people/invitations/list")
def invite_many() -> ResponseReturnValue:
    """Invite a whole list. Nothing is stored unless every line is right; otherwise the list comes
    back with its problems.
    """
    require(policy.can_administer_people(current_user))
    form = RosterForm(request.form)
    try:
        text = uploaded_text() or form.people.data or ""
    except Invalid as error:
        return new_page(many=form, problems=[roster.Problem(0, str(error))]), 422
    form.people.data = text
    parsed = roster.parse(text, all_delegations())
    if parsed.problems:
        return new_page(many=form, problems=parsed.problems), 422
    try:
        invited = invitations.invite_all(parsed.lines, by=current_person())
    except Refused as error:
        db.session.rollback()
        return new_page(many=form, problems=[roster.Problem(0, str(error))]), 409
    return invited_page(invited)


@bp.post("/people/invitations/links.csv")
def invitation_links() -> ResponseReturnValue:
    """Return the links that were just shown, as a table. Only the page that shows them has the
    tokens.
    """
    require(policy.can_administer_people(current_user))
    pending = [(token, invitation_of(token)) for token in request.form.getlist("token")]
    rows = [
        (invitation.email, invitation.name, invitation.delegation.name if invitation.delegation else "",
         "; ".join(each.label for each in invitation.appointments), invitation_link(token))
        for token, invitation in pending
        if invitation is not None and invitation.is_open
    ]  # fmt: skip
    answer = Response(as_csv(("email", "name", "delegation", "roles", "link"), rows))
    answer.mimetype = "text/csv"
    answer.headers["Content-Disposition"] = 'attachment; filename="invitations.csv"'
    return uncached(answer)


@bp.post("/people/invitations/<int:invitation_id>/renewal")
def renew_invitation(invitation_id: int) -> ResponseReturnValue:
    require(policy.can_administer_people(current_user))
    return invited_page(
        [invitations.renew(get_or_404(Invitation, invitation_id), by=current_person())]
    )


@bp.post("/people/invitations/<int:invitation_id>/withdrawal")
def withdraw_invitation(invitation_id: int) -> ResponseReturnValue:
    require(policy.can_administer_people(current_user))
    invitation = get_or_404(Invitation, invitation_id)
    invitations.withdraw(invitation, by=current_person())
    email = invitation.email
    return commit_and_show(
        url_for("accounts.invitation_list"),
        _("The invitation to %(email)s is withdrawn; its link no longer works.", email=email),
        kind="info",
    )


@bp.get("/invitations/<token>")
@public  # whoever holds the link
def invitation(token: str) -> ResponseReturnValue:
    pending = invitation_of(token)
    if pending is None or not pending.is_open:
        return closed_page()
    return invitation_page(pending, token, AcceptForm(name=pending.name))


@bp.post("/invitations/<token>")
@public  # whoever holds the link
def accept(token: str) -> ResponseReturnValue:
    require_passwords()
    pending = invitation_of(token)
    if pending is None or not pending.is_open:
        return closed_page()
    form = AcceptForm(request.form)
    form.owner_email = pending.email
    if has_account(pending.email) or not form.validate():
        return invitation_page(pending, token, form, status=422)
    language = str(get_locale() or "en")
    with unlocked():
        password_hash = passwords.hash_of(form.password.data)
    person = invitations.accept(
        pending, name=form.name.data, password_hash=password_hash, language=language
    )
    identity.begin_session(person, means="invitation")
    return commit_and_show("/", _("Welcome. You are signed in."))


@bp.post("/invitations/<token>/addition")
def accept_addition(token: str) -> ResponseReturnValue:
    """Accept an invitation for somebody who already has an account."""
    require_sign_in()
    pending = invitation_of(token)
    if pending is None or not pending.is_open:
        return closed_page()
    invitations.accept_as(pending, by=current_person())
    return commit_and_show(
        url_for("accounts.account"),
        _(
            "You accepted the invitation. You can now speak for this delegation or in this role "
            "too."
        ),
    )


def uploaded_text() -> str:
    """Return the text of the chosen file, or an empty one: browsers send an empty file if none was
    chosen.
    """
    file = request.files.get("file")
    return roster.decode(file.stream.read(roster.LARGEST + 1)) if file and file.filename else ""


def new_page(
    *,
    form: InvitationForm | None = None,
    many: RosterForm | None = None,
    problems: object = (),
) -> str:
    return render_template(
        "accounts/invite.html",
        form=form or InvitationForm(delegations=choices_of(all_delegations())),
        many=many or RosterForm(),
        problems=problems,
    )


def invited_page(invited: list[invitations.Invited]) -> ResponseReturnValue:
    """Commit, and show the links in this answer, because they are known only now."""
    db.session.commit()
    form_is_stored()
    return uncached(render_template("accounts/invited.html", invited=invited))


def invitation_page(
    pending: Invitation, token: str, form: AcceptForm, *, status: int = 200
) -> ResponseReturnValue:
    page = render_template(
        "accounts/invitation.html",
        invitation=pending,
        token=token,
        form=form,
        has_account=has_account(pending.email),
    )
    return uncached((page, status))


def closed_page() -> ResponseReturnValue:
    return uncached((render_template("accounts/link_closed.html", kind="invitation"), 410))
