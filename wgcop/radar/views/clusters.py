"""Views of the page on which the secretariat judges near-identical works of different bodies, two
at a time.
"""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from wgcop.accounts.identity import current_person
from wgcop.radar import actions, policy, queries
from wgcop.radar.forms import VerdictForm
from wgcop.radar.models import Pair
from wgcop.radar.views.blueprint import bp
from wgcop.web import commit_and_show, current_audiences, get_or_404, require


@bp.get("/priorwork/clusters")
def clusters() -> ResponseReturnValue:
    require(policy.can_judge(current_user))
    return page()


@bp.post("/priorwork/clusters/<int:pair_id>")
def judge(pair_id: int) -> ResponseReturnValue:
    require(policy.can_judge(current_user))
    pair = get_or_404(Pair, pair_id)
    form = form_of(pair, typed=True)
    if not form.validate():
        return page({pair_id: form}), 422
    actions.judge(pair, form.chosen, form.reason.data, by=current_person())
    return commit_and_show(
        after(pair),
        _(
            "Judged. You will be asked again only if one of the two texts changes or if you "
            "withdraw the judgement."
        ),
    )


@bp.post("/priorwork/clusters/<int:pair_id>/return")
def take_back(pair_id: int) -> ResponseReturnValue:
    """Withdraw the judgement of a pair, which is then open again."""
    require(policy.can_judge(current_user))
    pair = get_or_404(Pair, pair_id)
    actions.take_back(pair)
    return commit_and_show(back_to(pair))


def after(pair: Pair) -> str:
    following = queries.next_waiting(pair)
    return back_to(following) if following else url_for("radar.clusters")


def back_to(pair: Pair) -> str:
    return url_for("radar.clusters", _anchor=f"pair-{pair.id}")


def form_of(pair: Pair, *, typed: bool = False) -> VerdictForm:
    return VerdictForm(request.form if typed else None, prefix=f"pair-{pair.id}")


def page(typed: dict[int, VerdictForm] | None = None) -> str:
    waiting, judged = queries.open_clusters(), queries.judged_pairs()
    pairs = [pair for cluster in waiting for pair in cluster.pairs]
    works = [name for pair in (*pairs, *judged) for name in (pair.record_id, pair.other_id)]
    readable = queries.readable_records(works, current_audiences())
    return render_template(
        "radar/clusters.html",
        waiting=waiting,
        number_listed=len(pairs),
        number_waiting=queries.number_waiting(),
        judged=judged,
        forms={pair.id: form_of(pair) for pair in pairs} | (typed or {}),
        records=readable,
        shared_by=queries.shared_by(pairs, readable),
    )
