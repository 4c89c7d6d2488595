"""Traces for OpenTelemetry of requests, statements and background work, sent to
OTEL_EXPORTER_OTLP_ENDPOINT if that is set.

It needs the extra `telemetry`. If that is not set, nothing of this is imported or run. A trace
holds routes, tables and columns, but no parameter, address or person.
"""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT"
IS_WANTED = bool(os.environ.get(ENDPOINT))
WHERE_VALUES_BEGIN = re.compile(r"\s(?:WHERE|VALUES|SET)\s", re.IGNORECASE)

if IS_WANTED:
    try:
        from opentelemetry import trace
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError as error:
        raise SystemExit(
            f"{ENDPOINT} needs the extra of this workspace: pip install 'wgcop[telemetry]'."
        ) from error

_tracer: Any = None


def begin(version: str) -> None:
    """Begin to send traces. Call it in each serving or working process, after it was forked,
    because a thread does the sending.
    """
    if IS_WANTED:
        provider = TracerProvider(
            resource=Resource.create({"service.name": "wgcop", "service.version": version})
        )
        provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
        send_to(provider)


def send_to(provider: Any) -> None:
    global _tracer
    _tracer = provider.get_tracer("wgcop")


@contextmanager
def span(name: str) -> Iterator[None]:
    """Make a span while a piece of work lasts. An error marks it by its class; its message is not
    sent.
    """
    if _tracer is None:
        yield
        return
    with _tracer.start_as_current_span(
        name, record_exception=False, set_status_on_exception=False
    ) as current:
        try:
            yield
        except BaseException as error:
            current.set_attribute("error.type", type(error).__name__)
            current.set_status(trace.StatusCode.ERROR)
            raise


def open_span(name: str) -> Any:
    """Open a span that `close` ends, for work that begins and ends in two places. Return None if
    traces are off.
    """
    if _tracer is None:
        return None
    manager = _tracer.start_as_current_span(
        name, record_exception=False, set_status_on_exception=False
    )
    return manager, manager.__enter__()


def close(opened: Any, **attributes: str | int | None) -> None:
    if opened is None:
        return
    manager, current = opened
    for key, value in attributes.items():
        if value is not None:
            current.set_attribute(key.replace("__", "."), value)
    manager.__exit__(None, None, None)


def without_values(statement: str) -> str:
    """Return the tables and columns of a statement, without any values that were written into it."""
    return WHERE_VALUES_BEGIN.split(" ".join(statement.split()), maxsplit=1)[0][:500]
