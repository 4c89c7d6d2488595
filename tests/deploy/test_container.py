"""The container: what its file says, and the build where there is a builder."""

import re
import shutil
import subprocess
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from tests.architecture.reading import ROOT, name, report
from tests.servers import free_port
from wgcop.upkeep import alive

FILE = ROOT / "deploy" / "Containerfile"
COMPOSED = sorted((ROOT / "deploy").glob("compose*.yaml"))
BUILDERS = ("podman", "buildah", "docker")


def test_it_runs_as_a_user_without_rights_and_is_asked_by_a_command_of_ours():
    last = FILE.read_text().rpartition("\nFROM ")[2]
    assert "\nUSER wgcop\n" in last
    assert '"-m", "wgcop.upkeep.alive"' in last
    assert "curl" not in FILE.read_text() and "pip" not in last
    assert "--require-hashes -r /src/requirements.txt" in FILE.read_text()


@pytest.mark.parametrize("file", COMPOSED, ids=lambda file: file.name)
def test_what_is_composed_may_write_to_its_data_alone(file):
    text = file.read_text()
    for rule in ("read_only: true", "cap_drop: [ALL]", "no-new-privileges:true", "/tmp:size="):
        assert rule in text


def test_images_are_named_without_the_host_of_a_registry():
    named = re.compile(r"^(?:FROM|\s*image:) ?(\S+)", re.MULTILINE)
    report(
        "Name an image by its short name.",
        [
            f"{name(file)}: {image}"
            for file in (FILE, *COMPOSED)
            for image in named.findall(file.read_text())
            if "/" in image
        ],
    )


def test_what_the_context_lets_in_is_there():
    lines = (ROOT / ".dockerignore").read_text().splitlines()
    assert [each for each in lines if each.startswith("!") and not (ROOT / each[1:]).exists()] == []
    assert "*" in lines, "Everything else stays outside."


class Answers(BaseHTTPRequestHandler):
    status = 200

    def do_GET(self):
        self.send_response(self.status if self.path == "/healthz" else 404)
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, *_):
        pass


@pytest.mark.parametrize("status, code", [(200, 0), (503, 1)])
def test_a_server_is_healthy_if_it_says_so(monkeypatch, status, code):
    monkeypatch.setattr(Answers, "status", status)
    with HTTPServer(("127.0.0.1", 0), Answers) as server:
        Thread(target=server.handle_request, daemon=True).start()
        assert alive.main(server.server_port) == code


def test_no_server_is_not_healthy(capsys):
    assert alive.main(free_port()) == 1
    assert "does not answer" in capsys.readouterr().err


def test_it_is_built_where_there_is_a_builder():
    builder = next((found for each in BUILDERS if (found := shutil.which(each))), None)
    if builder is None:
        pytest.skip(
            "There is no builder here. deploy/try-in-bare-debian takes the same steps without one."
        )
    build = [builder, "build", "--file", FILE, "--tag", "wgcop:tried", ROOT]
    told = subprocess.run(build, capture_output=True, text=True, check=False)
    if "connect" in told.stderr and "daemon" in told.stderr:
        pytest.skip("The builder's service does not run here.")
    assert told.returncode == 0, told.stderr[-3000:]
