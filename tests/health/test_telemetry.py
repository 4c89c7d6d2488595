"""Traces by the extra `telemetry`: requests with their statements and work in the background, without anybody's words."""

import subprocess
import sys

import pytest

SEEN = """
import sys
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from wgcop import migrations, telemetry
from wgcop.app import create_app
from wgcop.db import db

exporter, provider = InMemorySpanExporter(), TracerProvider()
provider.add_span_processor(SimpleSpanProcessor(exporter))
app = create_app({"DATA_DIR": sys.argv[1]})
with app.app_context():
    migrations.upgrade(db.engine)
telemetry.send_to(provider)
app.test_client().get("/resolutions/words-of-a-delegation")
try:
    with telemetry.span("index"):
        raise ValueError("words-of-a-delegation")
except ValueError:
    pass
for span in exporter.get_finished_spans():
    print(span.name, "|", bool(span.parent), dict(span.attributes), span.events)
"""


def run(code, folder, **environment):
    return subprocess.run(
        [sys.executable, "-c", code, str(folder)],
        env={"DATA_DIR": str(folder), "PATH": "", "PYTHONPATH": ":".join(sys.path), **environment},
        capture_output=True,
        text=True,
        check=True,
    ).stdout


def test_a_request_and_its_statements_make_one_trace(tmp_path):
    pytest.importorskip("opentelemetry.sdk")
    told = run(SEEN, tmp_path, OTEL_EXPORTER_OTLP_ENDPOINT="http://127.0.0.1:1")
    lines = told.splitlines()
    assert any(line.startswith("SELECT") and "| True" in line for line in lines)
    [request] = [line for line in lines if line.startswith("GET /resolutions/")]
    assert "| False" in request and "'http.response.status_code': 404" in request
    [failed] = [line for line in lines if line.startswith("index")]
    assert "'error.type': 'ValueError'" in failed
    assert "words-of-a-delegation" not in told


def test_without_the_setting_nothing_of_it_is_imported(tmp_path):
    code = "import sys, wgcop.cli; print([m for m in sys.modules if m.startswith('opentelemetry.exporter')])"
    assert run(code, tmp_path) == "[]\n"
