"""Creating and editing delegations."""

from flask_babel import gettext as _
from sqlalchemy import select

from wgcop.accounts.actions.regional import leave_all_groups
from wgcop.accounts.delegation_names import fold
from wgcop.accounts.models import Category, Delegation, Person
from wgcop.audit.actions import Thing, note
from wgcop.bodies.levels import Region
from wgcop.database import db
from wgcop.errors import Outdated, Refused


def create_delegation(
    *, name: str, code: str, category: Category, region: Region | None, by: Person | None
) -> Delegation:
    refuse_a_second(name, code, besides=None)
    delegation = Delegation(name=name, code=code, category=category, region=region)
    db.session.add(delegation)
    db.session.flush()
    note("delegation.added", by=by, of=Thing("delegation", delegation.id, name))
    return delegation


def edit_delegation(
    delegation: Delegation,
    *,
    name: str,
    code: str,
    category: Category,
    region: Region | None,
    version: int,
    by: Person | None,
) -> None:
    """Change a delegation. `version` is the one that the form showed: raise Outdated if somebody
    else has changed the delegation since.
    """
    db.session.refresh(delegation, with_for_update=True)
    if version != delegation.version:
        raise Outdated(_("Somebody else changed this delegation while you were writing."))
    refuse_a_second(name, code, besides=delegation)
    delegation.version += 1
    delegation.name = name
    delegation.code = code
    delegation.category = category
    delegation.region = region
    if category != Category.MEMBER_STATE:
        leave_all_groups(delegation, by=by)
    note("delegation.edited", by=by, of=Thing("delegation", delegation.id, name))


def allow_translation(delegation: Delegation, *, by: Person) -> None:
    """Let comments within the delegation be sent to the translation service when a member asks."""
    if not delegation.allows_translation:
        delegation.allows_translation = True
        of = Thing("delegation", delegation.id, delegation.name)
        note("delegation.translation-allowed", by=by, of=of)


def end_translation(delegation: Delegation, *, by: Person) -> None:
    if delegation.allows_translation:
        delegation.allows_translation = False
        of = Thing("delegation", delegation.id, delegation.name)
        note("delegation.translation-ended", by=by, of=of)


def refuse_a_second(name: str, code: str, *, besides: Delegation | None) -> None:
    """Refuse a name or code that people could confuse with that of another delegation."""
    for other in db.session.scalars(select(Delegation)):
        if other is not besides and {fold(name), fold(code)} & {fold(other.name), fold(other.code)}:
            raise Refused(
                _(
                    "There is already a delegation %(name)s (%(code)s). Choose another name and code, or "
                    "edit that one.",
                    name=other.name,
                    code=other.code,
                )
            )
