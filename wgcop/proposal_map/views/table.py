"""The proposal map as a page and as files."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wgcop.events.queries import seqs_for
from wgcop.fields.table_files import cover_of, csv_answer, xlsx_answer
from wgcop.proposal_map import sheet
from wgcop.proposal_map.forms import MapForm
from wgcop.proposal_map.narrowing import MapNarrowing
from wgcop.proposal_map.queries import meetings_to_prepare, proposal_map
from wgcop.proposal_map.table import ProposalMap
from wgcop.proposal_map.views.blueprint import bp
from wgcop.proposal_map.views.reading import readable_edition
from wgcop.proposals.queries import ShownProposal, shown_alone
from wgcop.resolutions.models import Edition
from wgcop.resolutions.queries import topics_of_work
from wgcop.web import current_audiences, is_fragment, received, site
from wgcop.web.joining import mark


@bp.get("/resolutions/<slug>/proposals")
def show(slug: str) -> ResponseReturnValue:
    """Show the map, and beside it the proposal that `?beside=` names. A page that is notified of a
    change asks for it again and says what it shows; if nothing differs, the answer is empty (204).
    """
    edition, narrowing = readable_edition(slug), MapNarrowing.asked(request.args)
    table, meetings = proposal_map(edition, narrowing), meetings_to_prepare(current_audiences())
    beside = _beside(table)
    shown = mark(
        repr(
            [
                table.facts,
                [(each.id, each.title) for each in meetings],
                beside and (beside.proposal.id, beside.proposal.version),
            ]
        )
    )
    if request.headers.get("X-Shown") == shown:
        return "", 204
    return render_template(
        "proposal_map/_beside.html" if is_fragment() else "proposal_map/show.html",
        edition=edition,
        table=table,
        narrowing=narrowing,
        form=MapForm.of(request.args, table.delegations),
        address=url_for("proposal_map.show", slug=slug, **narrowing.chosen),
        beside=beside,
        shown=shown,
        meetings=meetings,
        topics=seqs_for(topics_of_work(edition), current_audiences()),
    )


@bp.get("/resolutions/<slug>/proposals.csv")
def as_csv(slug: str) -> ResponseReturnValue:
    edition, narrowing = readable_edition(slug), MapNarrowing.asked(request.args)
    table = proposal_map(edition, narrowing)
    return csv_answer(sheet.file_of(table), _file_name(edition, narrowing))


@bp.get("/resolutions/<slug>/proposals.xlsx")
def as_xlsx(slug: str) -> ResponseReturnValue:
    edition, narrowing = readable_edition(slug), MapNarrowing.asked(request.args)
    table = proposal_map(edition, narrowing)
    chosen = [each.shown_name for each in table.delegations if each.id == narrowing.delegation]
    cover = cover_of(
        f"{site()}{url_for('proposal_map.show', slug=slug, **narrowing.chosen)}",
        narrowed=narrowing.in_words_with("".join(chosen)),
        readers=_("All who may sign in. Only released proposals are in it."),
    )
    title = _("Proposals on %(title)s", title=edition.name)
    return xlsx_answer(sheet.file_of(table), _file_name(edition, narrowing), cover, title=title)


def _beside(table: ProposalMap) -> ShownProposal | None:
    """Return the proposal that was asked for, if it is one of those that the map can show."""
    found = table.proposal(request.args.get("beside", 0, type=received.key))
    return shown_alone(found.id) if found else None


def _file_name(edition: Edition, narrowing: MapNarrowing) -> str:
    """Return the name. It says what the file is narrowed to, since CSV has no cover."""
    chosen = ["".join(filter(str.isalnum, each)) for each in narrowing.chosen.values()]
    return "-".join([f"proposals-{edition.slug}", *chosen])
