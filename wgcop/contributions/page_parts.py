"""Returns what pages show of a paper: its cover, its text with links, and its place on agendas."""

from collections.abc import Callable

from flask import url_for
from markupsafe import Markup

from wgcop import paper
from wgcop.accounts.identity import current_person
from wgcop.contributions import policy, queries
from wgcop.contributions.agendas import agendas
from wgcop.contributions.citations.links import documents_cited
from wgcop.contributions.fields import CITING
from wgcop.contributions.models import Contribution
from wgcop.contributions.printed_cover import (
    CoverWords,
    PrintedWording,
    attached_lines,
    head_lines,
)
from wgcop.fields.showing import words_of
from wgcop.paper.html import Surroundings, day_of
from wgcop.paper.marked import marked_by
from wgcop.radar.queries import links_of
from wgcop.web import current_audiences


def around(
    contribution: Contribution,
    *trees: paper.Node,
    prefix: str = "",
    beside: Callable[[str], Markup] | None = None,
) -> Surroundings:
    """Return the surroundings of this paper's texts on a page: pictures from its store, links to
    the clauses that it quotes.
    """
    return Surroundings(
        picture_url=lambda file: url_for(
            "contributions.picture", contribution_id=contribution.id, file=file
        ),
        clauses=queries.quoted_clauses(*trees),
        prefix=prefix,
        beside=beside,
    )


def paper_of(
    contribution: Contribution,
    revision: PrintedWording,
    *,
    beside: Callable[[str], Markup] | None = None,
) -> dict[str, object]:
    """Return what the template needs for the cover and the text. `beside` returns what is shown at
    the end of a paragraph.
    """
    body = paper.to_html(revision.text, around(revision.contribution, revision.text, beside=beside))
    citing = [*words_of(revision.cover, CITING), revision.plain]
    cites = documents_cited(citing, contribution, current_audiences())
    return {
        "contribution": contribution,
        "revision": revision,
        "body": cites.linked(body),
        "marked_by": [
            (each, [*filter(None, dict.fromkeys(map(day_of, (each.first, each.last))))])
            for each in marked_by(revision.text)
        ],
        "cites": cites,
        "items": agendas().places_of(contribution, revision.original.items_to_join),
        "prior_work": links_of(contribution.search_key, current_audiences())
        if policy.can_read(current_person(), contribution)
        else None,
        "decide_url": f"{contribution.work_url}/submission"
        if policy.can_write(current_person(), contribution)
        else None,
        "printed": CoverWords(revision.language),
        "head": head_lines(revision),
        "attached_lines": attached_lines(revision),
    }
