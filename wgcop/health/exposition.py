"""All metrics in the format of Prometheus: counted ones, and those that are queried on request."""

import platform
import shutil
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

from flask import current_app
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.process_collector import ProcessCollector
from prometheus_client.registry import Collector

from wgcop.health import queries
from wgcop.health.checks import Checked, findings
from wgcop.health.diagnosis import Severity
from wgcop.health.models import Worker
from wgcop.observing import figures, watched
from wgcop.observing.version import version

GRADES = {Severity.OK: 0, Severity.WARNING: 1, Severity.FAULT: 2}


def exposition() -> bytes:
    found = findings()
    looked_up = CollectorRegistry()
    looked_up.register(
        _Given([*_of_this_version(), *_of_checks(found), *_of_what_is_watched(), *_of_processes()])
    )
    if found[0].grade is Severity.OK:
        looked_up.register(_Given([*_of_what_waits(), *_of_workers(queries.workers())]))
    return generate_latest(figures.kept()) + generate_latest(looked_up)


class _Given(Collector):
    def __init__(self, metrics: list[Metric]) -> None:
        self._metrics = metrics

    def collect(self) -> Iterable[Metric]:
        return self._metrics


def _of_this_version() -> Iterator[Metric]:
    info = GaugeMetricFamily("wgcop_info", "Which version runs.", labels=["version", "python"])
    info.add_metric([version(), platform.python_version()], 1)
    yield info


def _of_checks(found: list[Checked]) -> Iterator[Metric]:
    grades = GaugeMetricFamily(
        "wgcop_check", "The checks of /readyz: 0 ok, 1 warning, 2 fault.", labels=["check"]
    )
    for finding in found:
        grades.add_metric([finding.name], GRADES[finding.grade])
    yield grades
    free = shutil.disk_usage(current_app.config["DATA_DIR"]).free
    yield GaugeMetricFamily("wgcop_disk_free_bytes", "Room left in DATA_DIR.", value=free)


def _of_what_is_watched() -> Iterator[Metric]:
    """Yield the metrics of backup, trial restore and certificate. A time is 0 if nothing has
    succeeded or is known so far.
    """
    folder = Path(current_app.config["DATA_DIR"])
    trial = watched.noted(folder, watched.TRIAL)
    moments = {"backup": watched.kept_since(folder), "backup_trial": trial.good if trial else None}
    for name, what in ((watched.BACKUP, "backup"), (watched.TRIAL, "backup_trial")):
        last, good = watched.noted(folder, name), moments[what]
        yield GaugeMetricFamily(
            f"wgcop_{what}_failed",
            "Whether the last one failed.",
            value=bool(last and last.failure),
        )
        yield GaugeMetricFamily(
            f"wgcop_{what}_success_timestamp_seconds",
            "When the last one succeeded; of backups before the first, since when one is wanted.",
            value=good.timestamp() if good else 0,
        )
    known = watched.noted(folder, watched.CERTIFICATE)
    yield GaugeMetricFamily(
        "wgcop_certificate_end_timestamp_seconds",
        "Until when the certificate of PUBLIC_URL is good.",
        value=known.good.timestamp() if known and known.good else 0,
    )


def _of_processes() -> Iterator[Metric]:
    """Yield the memory, processor time and open files of all processes that share these metrics."""
    numbers = figures.processes()
    yield GaugeMetricFamily("wgcop_processes", "Processes that serve requests.", value=len(numbers))
    sums: dict[str, Metric] = {}
    for number in numbers:
        one = ProcessCollector(pid=lambda number=number: number, registry=None)  # type: ignore[misc]
        for metric in one.collect():
            if metric.name == "process_start_time_seconds":
                continue
            so_far = sums.setdefault(metric.name, metric)
            if so_far is not metric:
                total = so_far.samples[0].value + metric.samples[0].value
                so_far.samples = [so_far.samples[0]._replace(value=total)]
    yield from sums.values()


def _of_what_waits() -> Iterator[Metric]:
    for name, what, waiting in (
        ("index", "changes that the search index lacks", queries.index_waiting()),
        ("mail", "e-mails that wait", queries.mail_waiting()),
    ):
        yield GaugeMetricFamily(f"wgcop_{name}_waiting", f"How many {what}.", value=waiting.count)
        yield GaugeMetricFamily(
            f"wgcop_{name}_lag_seconds",
            f"How long the first of the {what} has waited since it was due.",
            value=waiting.longest.total_seconds(),
        )
        if name == "mail":
            yield GaugeMetricFamily(
                "wgcop_mail_failing", "E-mails that were tried in vain.", value=waiting.failing
            )


def _of_workers(known: list[Worker]) -> Iterator[Metric]:
    """Yield the metrics that the background workers report about themselves, on all machines."""
    alive = [worker for worker in known if worker.is_alive]
    yield GaugeMetricFamily("wgcop_workers", "Who runs the background work.", value=len(alive))
    running = GaugeMetricFamily("wgcop_duty_running", "Threads that work.", labels=["duty"])
    missing = GaugeMetricFamily(
        "wgcop_duty_missing", "Threads that failed and wait.", labels=["duty"]
    )
    restarts = CounterMetricFamily("wgcop_duty_restarts", "Started again.", labels=["duty"])
    success = GaugeMetricFamily(
        "wgcop_duty_success_timestamp_seconds", "When it last did its work.", labels=["duty"]
    )
    for duty in sorted({duty["name"] for worker in alive for duty in worker.duties}):
        states = [state for worker in alive for state in worker.duties if state["name"] == duty]
        running.add_metric([duty], sum(state["running"] for state in states))
        missing.add_metric([duty], sum(state["threads"] - state["running"] for state in states))
        restarts.add_metric([duty], sum(state["restarts"] for state in states))
        done = [state["succeeded_at"] for state in states if state["succeeded_at"]]
        if done:
            success.add_metric([duty], datetime.fromisoformat(max(done)).timestamp())
    yield from (running, missing, restarts, success)
