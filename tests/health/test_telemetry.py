"""Traces by the extra `telemetry`: requests with their statements and work in the background, without anybody's words."""

import subprocess
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

SENT = """
import sys
from wgcop import migrations, telemetry
from wgcop.app import create_app
from wgcop.db import db

app = create_app({"DATA_DIR": sys.argv[1]})
with app.app_context():
    migrations.upgrade(db.engine)
telemetry.begin("4.5.6")
app.test_client().get("/resolutions/words-of-a-delegation")
try:
    with telemetry.span("index"):
        raise ValueError("words-of-a-delegation")
except ValueError:
    pass
"""


class Collector(BaseHTTPRequestHandler):
    """Takes what is sent over OTLP, as a collector does."""

    received: list[bytes] = []

    def do_POST(self):
        assert self.path == "/v1/traces"
        self.received.append(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_):
        pass


def run(code, folder, **environment):
    return subprocess.run(
        [sys.executable, "-c", code, str(folder)],
        env={"DATA_DIR": str(folder), "PATH": "", "PYTHONPATH": ":".join(sys.path), **environment},
        capture_output=True,
        text=True,
        check=True,
    ).stdout


def test_a_collector_gets_a_request_and_its_statements_as_one_trace(tmp_path, monkeypatch):
    monkeypatch.setattr(Collector, "received", [])
    with HTTPServer(("127.0.0.1", 0), Collector) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}"
        run(SENT, tmp_path, OTEL_EXPORTER_OTLP_ENDPOINT=address)
        server.shutdown()
    resources = [
        resource
        for sent in Collector.received
        for resource in ExportTraceServiceRequest.FromString(sent).resource_spans
    ]
    who = {each.key: each.value.string_value for each in resources[0].resource.attributes}
    assert (who["service.name"], who["service.version"]) == ("wgcop", "4.5.6")
    spans = [span for each in resources for scope in each.scope_spans for span in scope.spans]
    [request] = [span for span in spans if span.name.startswith("GET /resolutions/")]
    assert not request.parent_span_id
    said = {each.key: each.value for each in request.attributes}
    assert said["http.response.status_code"].int_value == 404
    statements = [span for span in spans if span.parent_span_id == request.span_id]
    assert any(span.name.startswith("SELECT") for span in statements)
    assert {span.trace_id for span in statements} == {request.trace_id}
    [failed] = [span for span in spans if span.name == "index"]
    [error] = [each.value for each in failed.attributes if each.key == "error.type"]
    assert error.string_value == "ValueError" and not failed.events
    assert b"words-of-a-delegation" not in b"".join(Collector.received)


def test_without_the_setting_nothing_of_it_is_imported(tmp_path):
    code = "import sys, wgcop.cli; print([m for m in sys.modules if m.startswith('opentelemetry.exporter')])"
    assert run(code, tmp_path) == "[]\n"
