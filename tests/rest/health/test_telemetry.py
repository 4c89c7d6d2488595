"""Traces by the extra `telemetry`: requests with their statements and work in the background, without anybody's words."""

import subprocess
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
import requests
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from tests.servers import answers, free_port, wait_for
from wgcop.observing.version import version

WGCOP = [sys.executable, "-c", "from wgcop.cli import main; main()"]
FAILED = """
from wgcop.observing import telemetry
telemetry.begin("4.5.6")
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


@pytest.fixture
def collector(monkeypatch):
    """The address of one."""
    monkeypatch.setattr(Collector, "received", [])
    with HTTPServer(("127.0.0.1", 0), Collector) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def resources():
    assert b"words-of-a-delegation" not in b"".join(Collector.received)
    return [
        resource
        for sent in Collector.received
        for resource in ExportTraceServiceRequest.FromString(sent).resource_spans
    ]


def spans():
    return [span for each in resources() for scope in each.scope_spans for span in scope.spans]


def test_a_served_request_and_its_statements_arrive_as_one_trace_before_the_server_ends(
    templates, tmp_path, collector
):
    port, log = free_port(), tmp_path / "log"
    with templates.get(None, with_world=False).copy(tmp_path / "data"), log.open("w") as output:
        server = subprocess.Popen(
            [*WGCOP, "serve", "--port", str(port)],
            env={
                "DATA_DIR": str(tmp_path / "data"),
                "PATH": "",
                "PYTHONPATH": ":".join(sys.path),
                "OTEL_EXPORTER_OTLP_ENDPOINT": collector,
                "OTEL_BSP_SCHEDULE_DELAY": "600000",
            },
            stdout=output,
            stderr=output,
        )
        try:
            wait_for(lambda: answers(port), lambda: server.poll() is None, log)
            page = requests.get(
                f"http://127.0.0.1:{port}/resolutions/words-of-a-delegation", timeout=20
            )
        finally:
            server.terminate()
            server.wait(60)
    assert page.status_code == 404 and server.returncode == 0
    of = {each.key: each.value.string_value for each in resources()[0].resource.attributes}
    assert (of["service.name"], of["service.version"]) == ("wgcop", version())
    [request] = [span for span in spans() if span.name.startswith("GET /resolutions/")]
    assert not request.parent_span_id
    said = {each.key: each.value for each in request.attributes}
    assert said["http.response.status_code"].int_value == 404
    statements = [span for span in spans() if span.parent_span_id == request.span_id]
    assert any(span.name.startswith("SELECT") for span in statements)
    assert {span.trace_id for span in statements} == {request.trace_id}
    assert len({span.trace_id for span in spans()}) > 1, "The work in the background sends too."


def test_what_fails_is_marked_by_its_class_alone(tmp_path, collector):
    run(FAILED, tmp_path, OTEL_EXPORTER_OTLP_ENDPOINT=collector)
    [failed] = spans()
    [error] = [each.value for each in failed.attributes if each.key == "error.type"]
    assert error.string_value == "ValueError" and not failed.events


def test_without_the_setting_nothing_of_it_is_imported(tmp_path):
    code = "import sys, wgcop.app, wgcop.commands.serve; print([m for m in sys.modules if m.startswith('opentelemetry.exporter')])"
    assert run(code, tmp_path) == "[]\n"
