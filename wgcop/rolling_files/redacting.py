"""The cuts as places that hold words of proposals and brackets, for the secretariat to redact them."""

from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, select

from wgcop.contributions.revisions import Revision
from wgcop.proposals.models import Proposal
from wgcop.redaction.subjects import KeptWords, keeps_also
from wgcop.resolutions.models import Clause
from wgcop.rolling_files.models import RollingCut


def _cuts_with(clauses: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return the condition for the cuts of the resolutions that have such clauses."""
    resolutions = select(Clause.resolution_id).where(clauses)
    return Revision.id.in_(
        select(RollingCut.revision_id).where(RollingCut.resolution_id.in_(resolutions))
    )


def _cuts_of_proposal(proposal: Any) -> ColumnElement[bool]:
    return _cuts_with(Clause.id == proposal.clause_id)


def _cuts_of_bracket(bracket: Any) -> ColumnElement[bool]:
    return _cuts_with(Clause.id == bracket.clause_id)


def _cuts_of_paper(document: Any) -> ColumnElement[bool]:
    proposed = select(Proposal.clause_id).where(Proposal.contribution_id == document.id)
    return _cuts_with(Clause.id.in_(proposed))


for _kind, _key, _of in (
    ("proposal", "cuts-of-proposal", _cuts_of_proposal),
    ("bracket", "cuts-of-bracket", _cuts_of_bracket),
    ("paper", "cuts-of-paper", _cuts_of_paper),
):
    keeps_also(
        _kind,
        KeptWords(
            _key,
            _l("The rolling texts that were cut as documents"),
            Revision,
            ("text", "plain"),
            of=_of,
            passages_only=True,
        ),
    )
