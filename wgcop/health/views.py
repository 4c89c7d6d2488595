"""The pages for programs that watch (sign of life, readiness, figures), and for the people they
call (what to do).
"""

from dataclasses import asdict

from flask import Blueprint, current_app, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from prometheus_client import CONTENT_TYPE_LATEST
from werkzeug.exceptions import NotFound

from wgcop import live
from wgcop.health.checks import Checked, findings
from wgcop.health.diagnosis import Severity
from wgcop.health.exposition import exposition
from wgcop.health.policy import watches
from wgcop.health.probe import Arrived, is_ours
from wgcop.health.runbooks import runbooks
from wgcop.processes import supervisor
from wgcop.web import public, wants_json

bp = Blueprint("health", __name__)

PLAIN = {"Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store"}


@bp.get("/healthz")
@public
def healthz() -> ResponseReturnValue:
    """Answer that the process lives: as text with any faults, for people, or as JSON with each
    thread, for programs.

    The status is always 200, because starting the process again would not help a database that is
    away.
    """
    states = supervisor.states()
    redis_answers = live.reaches_others()
    if wants_json():
        answer = {"status": "ok", "redis": redis_answers, "threads": [*map(asdict, states)]}
        return jsonify(answer), {"Cache-Control": "no-store"}
    lines = ["ok"]
    if not redis_answers:
        lines.append("Redis does not answer: what is said is heard in this process alone")
    lines += [str(state) for state in states if state.has_failed]
    return "\n".join(lines), PLAIN


@bp.get("/readyz")
@public
def readyz() -> ResponseReturnValue:
    """Answer 200 if this process can show pages and store text, else 503, with a line for each
    check.

    Everybody may read the names and grades. Only operators may read the details, which name
    machines and processes.
    """
    found = findings()
    is_ready = all(finding.grade is not Severity.FAULT for finding in found)
    status, answer = (200, "ready") if is_ready else (503, "not ready")
    has_details = _is_watched()
    if wants_json():
        checks = [asdict(finding) for finding in found]
        for check in checks if not has_details else ():
            del check["detail"]
        return jsonify(status=answer, checks=checks), status, {"Cache-Control": "no-store"}
    lines = [answer, *(_line(finding, has_details) for finding in found)]
    return "\n".join(lines), status, PLAIN


@bp.get("/metrics")
@public
def metrics() -> ResponseReturnValue:
    """Answer with the figures for Prometheus. They reveal how much people in a room write and when,
    so they are only for operators.
    """
    if not _is_watched():
        return "Send the token of METRICS_TOKEN, or ask from the same machine.", 403, PLAIN
    return exposition(), {"Content-Type": CONTENT_TYPE_LATEST, "Cache-Control": "no-store"}


@bp.get("/runbooks")
@public  # anybody may read how the workspace is run; a person on call often has no account
def when_an_alarm_rings() -> ResponseReturnValue:
    return render_template("health/runbooks.html", runbooks=runbooks())


@bp.get("/healthz/probe")
@public
def probe() -> ResponseReturnValue:
    """Answer `wgcop doctor` with the request as it arrived through the proxy. Anybody else gets
    404.
    """
    if not is_ours(current_app, request.args.get("question", "")):
        raise NotFound
    arrived = Arrived.of(request, current_app.config["TRUSTED_PROXIES"])
    return jsonify(arrived.as_json()), {"Cache-Control": "no-store"}


def _line(finding: Checked, has_details: bool) -> str:
    detail = f" · {finding.detail}" if has_details and finding.detail else ""
    return f"{finding.name}: {finding.grade}{detail}"


def _is_watched() -> bool:
    # Only the address that is connected counts, not what a proxy says about the sender.
    original = request.environ.get("werkzeug.proxy_fix.orig", {})
    address = original.get("REMOTE_ADDR") or request.remote_addr or ""
    return watches(request.headers, address, current_app.config["METRICS_TOKEN"])
