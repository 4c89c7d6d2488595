"""Reads what a reader takes away, part by part, so that a page can show the progress."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from functools import partial

from flask_babel import gettext as _
from sqlalchemy import literal_column

from wgcop import clock
from wgcop.accounts.models import Delegation
from wgcop.accounts.roles import CATEGORY_NAMES, sources_in_words, title_in_words
from wgcop.bodies.place_names import state_in_words
from wgcop.i18n import language_name
from wgcop.positions.models import AnyPosition, RegionalPosition
from wgcop.positions.queries import words_of_clauses
from wgcop.positions.stances import Layer, stance_name
from wgcop.proposals.position_rows import ProposalPosition
from wgcop.takeaway.content import (
    TakenComment,
    TakenDiscussion,
    TakenPaper,
    TakenPart,
    TakenPosition,
)
from wgcop.takeaway.numbering import Utterance, numbered
from wgcop.takeaway.rolling import RollingScope
from wgcop.takeaway.scopes import AnyScope, TakeawayScope, ThreadInScope, position_key
from wgcop.takeaway.writing import FileForm, ReadFile, write
from wgcop.threads.chairing.queries import NEVER_SET, latest_notes, standings_now
from wgcop.threads.comments.mentions import without_tokens
from wgcop.threads.comments.suggestions import outcome_name
from wgcop.threads.models import Comment, CommentType, type_name
from wgcop.threads.page.comment_rows import (
    CommentRow,
    comment_rows_in_threads,
    with_all_that_is_shown,
)
from wgcop.threads.page.rendering import CommentValues
from wgcop.threads.page.suggested import DecisionValues

AT_ONCE = 500
"""The number of comments that are read in one SQL statement."""

Progress = Callable[[int], None]


def read_file(
    scope: AnyScope,
    form: FileForm,
    *,
    made_for: str,
    with_private: bool,
    site: str,
    language: str,
    progress: Progress | None = None,
) -> ReadFile:
    """Read all that a file of this form holds for this reader."""
    if isinstance(scope, RollingScope):
        return scope.read(progress)
    discussion = gather(
        scope,
        made_for=made_for,
        with_private=with_private,
        site=site,
        language=language,
        progress=progress,
    )
    return ReadFile(discussion.holds, discussion.made_at, partial(write, discussion, form))


def gather(
    scope: TakeawayScope,
    *,
    made_for: str,
    with_private: bool,
    site: str,
    language: str,
    progress: Progress | None = None,
) -> TakenDiscussion:
    """Read everything that the scope contains for this reader. `progress` is called with the number
    of comments read so far; it may end the transaction.
    """
    at = clock.now()
    notes = {} if scope.is_grid else latest_notes([thread.name for thread in scope.threads])
    standings = standings_now([each.clause_id for each in scope.threads if each.clause_id])
    papers = _papers(scope, with_private=with_private)
    positions = _positions(scope, with_private=with_private)
    private = scope.private if with_private else {}
    said = _said(scope, private, progress, with_private=with_private)
    parts = [
        TakenPart(
            thread.title,
            thread.address,
            words=thread.words,
            standing=standings.get(thread.clause_id, NEVER_SET).name if thread.clause_id else "",
            state_of_play=notes.get(thread.name, ""),
            positions=positions.get(thread.clause_id, ()),
            papers=papers.get(thread.clause_id, ()),
            comments=numbered(said.get(thread.name, ())),
        )
        for thread in scope.threads
        # Of a whole resolution, the clauses about which there is nothing are left out.
        if len(scope.threads) == 1
        or thread.name in said
        or thread.name in notes
        or thread.clause_id in papers
        or thread.clause_id in positions
    ]
    return TakenDiscussion(
        title=scope.title,
        address=scope.address,
        site=site,
        language=language,
        made_at=at,
        made_for=made_for,
        readers=scope.readers(with_private=with_private),
        parts=parts,
        is_grid=scope.is_grid,
        narrowed_to=scope.narrowing.in_words,
    )


def _papers(scope: TakeawayScope, *, with_private: bool) -> dict[int | None, list[TakenPaper]]:
    """Return the papers by the id of the clause that they name or quote."""
    found = scope.papers(with_private=with_private)
    return {
        thread.clause_id: [
            TakenPaper(
                id=each.id,
                on=thread.title,
                symbol=str(each.issued_symbol),
                title=each.title,
                source=sources_in_words(each.source),
                at=each.submitted_at,
                address=each.url,
            )
            for each in found[thread.clause_id]
        ]
        for thread in scope.threads
        if thread.clause_id in found
    }


def _positions(
    scope: TakeawayScope, *, with_private: bool
) -> dict[int | None, list[TakenPosition]]:
    """Return the positions by the id of their clause."""
    threads = {thread.clause_id: thread for thread in scope.threads}
    found: dict[int | None, list[TakenPosition]] = defaultdict(list)
    rows = scope.positions(with_private=with_private)
    words = words_of_clauses({each.clause_id for each in rows}) if rows else {}
    for each in rows:
        thread, is_released = threads[each.clause_id], each.layer == Layer.RELEASED
        taken = TakenPosition(
            key=position_key(type(each), each.id),
            on=thread.title,
            delegation=each.holder_name,
            category=_category(each),
            stance=stance_name(each.stance) if each.stance else "",
            at=each.at,
            address=_address(each, thread),
            reason=each.reason,
            is_of_earlier_wording=not each.is_taken_on(words[each.clause_id]),
            layer="" if is_released else each.layer_name,
            person="" if is_released else each.person.name,
            is_of_group=isinstance(each, RegionalPosition),
        )
        found[each.clause_id].append(taken)
    for one in scope.positions_on_proposals(with_private=with_private):
        found[one.proposal.clause_id].append(_on_proposal(one))
    return found


def _on_proposal(position: ProposalPosition) -> TakenPosition:
    proposal, delegation = position.proposal, position.delegation
    is_released = position.layer == Layer.RELEASED
    return TakenPosition(
        key=position_key(ProposalPosition, position.id),
        on=proposal.title,
        delegation=position.holder_name,
        category=_category_of(delegation),
        stance=stance_name(position.stance) if position.stance else "",
        at=position.at,
        address=position.url,
        reason=position.reason,
        is_of_earlier_wording=not position.is_taken_on(proposal.words),
        layer="" if is_released else position.layer_name,
        person="" if is_released else position.person.name,
        is_of_group=delegation is None,
        proposal=proposal.title,
    )


def _category(position: AnyPosition) -> str:
    return _category_of(None if isinstance(position, RegionalPosition) else position.delegation)


def _category_of(delegation: Delegation | None) -> str:
    return str(CATEGORY_NAMES[delegation.category]) if delegation else _("Regional group")


def _address(position: AnyPosition, thread: ThreadInScope) -> str:
    """Return the page that shows the position to its readers."""
    page = f"{thread.address}/positions"
    if isinstance(position, RegionalPosition) and position.layer != Layer.RELEASED:
        return f"{page}/groups/{position.group_key}"
    return page


def _said(
    scope: TakeawayScope,
    private: Mapping[str, str],
    progress: Progress | None,
    *,
    with_private: bool,
) -> dict[str, list[Utterance]]:
    """Return the comments of each thread by its name."""
    by_name = {thread.name: thread for thread in scope.threads}
    passages = {name: thread.passages() for name, thread in by_name.items()}
    found: dict[str, list[Utterance]] = defaultdict(list)
    last = count = 0
    while True:
        ids = (
            scope.comments(with_private=with_private)
            .add_columns(literal_column("0").label("side"))
            .where(Comment.id > last)
            .order_by(Comment.id)
            .limit(AT_ONCE)
        )
        rows = list(
            comment_rows_in_threads(with_all_that_is_shown(ids.subquery("shown")), passages)
        )
        for name, each in rows:
            comment = taken_comment(each, by_name[name], private)
            found[name].append(Utterance(each.id, each.parent_id, each.position, comment))
        count += len(rows)
        if progress:
            progress(count)
        if len(rows) < AT_ONCE:
            return found
        last = max(each.id for _name, each in rows)


def taken_comment(
    said: CommentRow, thread: ThreadInScope, private: Mapping[str, str]
) -> TakenComment:
    values, suggestion = said.values, said.values.suggestion
    decision = suggestion.decision if suggestion else None
    return TakenComment(
        on=thread.title,
        number="",
        name=values.name,
        address=f"/comments/{values.name}",
        at=values.posted_at,
        person=values.person,
        delegation=state_in_words(values.delegation),
        capacity="" if values.is_release else title_in_words(values.capacity),
        kind="" if values.type == CommentType.SUBSTANTIVE else type_name(values.type),
        readers=_readers(values, private),
        is_private=values.is_private,
        quoted=values.quote.words if values.quote else "",
        quote_language=values.quote.language if values.quote else "",
        quote_of=language_name(values.quote.language)
        if values.quote and values.quote.is_of_translation
        else "",
        is_quote_gone=values.quote is not None and values.quote.is_gone,
        suggested=suggestion.in_words if suggestion else "",
        suggestion_supported_by=tuple(
            f"{each.person} ({state_in_words(each.delegation)})"
            for each in (suggestion.supporters if suggestion else ())
        ),
        decision=_decided(decision) if decision else "",
        decided_at=decision.at if decision else None,
        words=without_tokens(values.body),
        language=values.language,
        is_edited=values.is_edited and not values.is_retracted,
        is_retracted=values.is_retracted,
        is_release=values.is_release,
        is_of_group=bool(values.group),
        released_at=values.released_at,
        supporters=tuple(state_in_words(name) for _id, name in values.supporters),
        supported_before=tuple(state_in_words(name) for _id, name in values.supported_before),
        resolved_by=values.resolved_by,
        resolved_at=values.resolved_at,
    )


def _decided(decision: DecisionValues) -> str:
    """Return what was decided, by whom and why, in one line."""
    said = outcome_name(decision.outcome)
    if decision.is_of_earlier_words:
        said = _("%(decision)s, in an earlier wording", decision=said)
    facts = [said, decision.person, title_in_words(decision.capacity), decision.reason]
    return " · ".join(fact for fact in facts if fact)


def _readers(values: CommentValues, private: Mapping[str, str]) -> str:
    if not values.is_private:
        return values.readers
    return _(
        "Only %(delegation)s",
        delegation=private.get(values.audience, state_in_words(values.within)),
    )
