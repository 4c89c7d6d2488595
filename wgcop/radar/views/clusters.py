"""Near-identical work of several bodies, each cluster judged once."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from wgcop.accounts.identity import current_person
from wgcop.db import db
from wgcop.radar import actions, policy, queries
from wgcop.radar.forms import VerdictForm
from wgcop.radar.models import Cluster
from wgcop.radar.views.blueprint import bp
from wgcop.web import current_audiences, get_or_404, require


@bp.get("/priorwork/clusters")
def clusters() -> ResponseReturnValue:
    require(policy.can_judge(current_user))
    return page()


@bp.post("/priorwork/clusters/<int:cluster_id>")
def judge(cluster_id: int) -> ResponseReturnValue:
    require(policy.can_judge(current_user))
    cluster = get_or_404(Cluster, cluster_id)
    form = VerdictForm(request.form, prefix=f"cluster-{cluster_id}")
    if not form.validate():
        return page({cluster_id: form}), 422
    actions.judge(cluster, form.chosen, form.reason.data, by=current_person())
    db.session.commit()
    flash(
        _("Judged. It comes back only if one of its texts changes or another one joins."), "success"
    )
    return redirect(url_for("radar.clusters"), 303)


def page(typed: dict[int, VerdictForm] | None = None) -> str:
    waiting, judged = queries.open_clusters(), queries.judged_clusters()
    forms = {c.id: VerdictForm(prefix=f"cluster-{c.id}") for c in waiting} | (typed or {})
    members = [member.record_id for cluster in (*waiting, *judged) for member in cluster.members]
    return render_template(
        "radar/clusters.html",
        waiting=waiting,
        number_waiting=queries.number_of_open_clusters(),
        judged=judged,
        forms=forms,
        records=queries.readable_records(members, current_audiences()),
    )
