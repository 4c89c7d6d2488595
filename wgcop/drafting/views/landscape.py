"""The landscape of a paper: existing work on its subject."""

from flask_login import current_user

from wgcop.contributions import policy
from wgcop.contributions.access import readable
from wgcop.priorwork.landscape.subjects import has_landscape
from wgcop.priorwork.landscape.works import LandscapeSubject
from wgcop.radar.queries import declared_by
from wgcop.web import current_audiences


@has_landscape("contribution")
def of_contribution(contribution_id: int) -> LandscapeSubject:
    """Describe the wording that this reader sees: the draft for those who write it, otherwise the
    issued one.
    """
    contribution = readable(contribution_id)
    may_edit = policy.can_edit(current_user, contribution)
    revision = (contribution.draft if may_edit else None) or contribution.current
    return LandscapeSubject(
        title=f"{revision.symbol}: {revision.title}" if revision.symbol else contribution.title,
        text="\n".join(filter(None, (revision.title, revision.abstract, revision.plain))),
        language=revision.language,
        url=contribution.url,
        clauses=tuple(clause.wid for clause in revision.clauses),
        builds_on=declared_by(contribution.search_key, current_audiences()),
        own=contribution.search_key,
    )
