"""The page of a chair's text, whole and in parts."""

from typing import Any

from flask import jsonify, render_template, request
from flask.typing import ResponseReturnValue

from wgcop.accounts.identity import current_person
from wgcop.events.queries import seqs_for
from wgcop.merging import policy, queries
from wgcop.merging.actions import place_mark
from wgcop.merging.forms import TypedWordsForm
from wgcop.merging.queries import ShownText, shown_text
from wgcop.positions.queries import words_of
from wgcop.resolutions.models import Clause
from wgcop.web import current_audiences

PARTS = {"text": "merging/_text.html", "tools": "merging/_tools.html"}
"""The parts of the page that a script asks for, by their names."""


def page_of(clause: Clause, form: TypedWordsForm | None = None, problem: str = "") -> str:
    """Render the page. With a `problem` the form stays as it was typed, beside the text as it is."""
    names = [clause.topic]
    topics = seqs_for(names, current_audiences(), awaited=names)
    shown = shown_text(clause)
    text = shown.text
    if text and form is None:
        form = TypedWordsForm.of(text)
    last = None if text else queries.last_text(clause)
    return render_template(
        "merging/show.html",
        words=words_of(clause),
        form=form,
        problem=problem,
        topics=topics,
        can_take_up=last is not None and last.can_be_taken_up(words_of(clause)),
        has_earlier=last is not None,
        **_values(clause, shown),
    )


def part_of(clause: Clause) -> ResponseReturnValue:
    """Return the part of the page that a script asks for; `words` are the text as it is typed."""
    name = request.args.get("part", "text")
    if name == "words":
        text = queries.open_text(clause)
        return jsonify(words=text.words if text else "", version=text.version if text else None)
    template = PARTS.get(name, PARTS["text"])
    return render_template(template, **_values(clause, shown_text(clause), name))


def _values(clause: Clause, shown: ShownText, part: str = "tools") -> dict[str, Any]:
    may_merge = policy.can_merge(current_person(), clause)
    has_tools = may_merge and shown.text is not None and part == "tools"
    return {
        "clause": clause,
        "shown": shown,
        "may_merge": may_merge,
        "is_outdated": shown.text is not None and shown.text.base != words_of(clause),
        "steps": queries.last_steps(shown.text) if has_tools and shown.text else [],
        "items": queries.items_to_agree_at(clause) if has_tools else [],
        "place_mark": place_mark,
    }
