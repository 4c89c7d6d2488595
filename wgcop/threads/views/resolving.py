"""The forms that resolve a comment on words of a paper, and open it again."""

from flask.typing import ResponseReturnValue

from wgcop.accounts.identity import current_capacity, current_person
from wgcop.database import db
from wgcop.threads import policy
from wgcop.threads.actions import resolving as actions
from wgcop.threads.models import Comment
from wgcop.threads.subjects import subject_named
from wgcop.threads.views.blueprint import bp
from wgcop.threads.views.comments import answer, visible
from wgcop.threads.views.limits import writing_limit
from wgcop.web import require


@bp.post("/comments/<comment_name>/resolution")
@writing_limit
def resolve_comment(comment_name: str) -> ResponseReturnValue:
    comment = resolvable(comment_name)
    actions.resolve(comment, by=current_person())
    db.session.commit()
    return answer(comment)


@bp.post("/comments/<comment_name>/reopening")
@writing_limit
def reopen_comment(comment_name: str) -> ResponseReturnValue:
    comment = resolvable(comment_name)
    actions.reopen(comment, by=current_person())
    db.session.commit()
    return answer(comment)


def resolvable(comment_name: str) -> Comment:
    comment, person = visible(comment_name), current_person()
    subject = subject_named(comment.thread.name, person, current_capacity())
    require(policy.can_resolve_comment(person, subject, comment))
    return comment
