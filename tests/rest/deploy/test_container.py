"""The container: what its file says, and what surrounds it."""

import ast
import json
import re
import shlex
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from threading import Thread

import pytest
import requests

from tests.architecture.reading import ROOT, name, report
from tests.conftest import absent
from tests.rest.deploy import proxies
from tests.servers import free_port
from wgcop.upkeep import alive

FILE = ROOT / "deploy" / "Containerfile"
COMPOSED = sorted((ROOT / "deploy").glob("compose*.yaml"))


def test_it_runs_as_a_user_without_rights_and_is_asked_by_a_command_of_ours():
    last = FILE.read_text().rpartition("\nFROM ")[2]
    assert "\nUSER wgcop\n" in last
    assert '"-m", "wgcop.upkeep.alive"' in last
    assert "curl" not in FILE.read_text() and "pip" not in last
    assert "--require-hashes -r /src/requirements.txt" in FILE.read_text()


@pytest.fixture(scope="module")
def bare_debian():
    """deploy/try-in-bare-debian, which takes the steps of the file where there is no builder."""
    loader = SourceFileLoader("bare_debian", str(ROOT / "deploy" / "try-in-bare-debian"))
    module = module_from_spec(spec_from_loader(loader.name, loader))
    sys.modules[loader.name] = module
    loader.exec_module(module)
    return module


def test_each_step_of_the_file_is_well_formed_and_what_it_takes_is_there(bare_debian):
    let_in = (ROOT / ".dockerignore").read_text().splitlines()
    stages = []
    for step, rest in bare_debian.instructions(FILE.read_text()):
        words = shlex.split(rest)
        if step == "FROM":
            stages.append(words[-1])
            continue
        assert stages, "A Containerfile begins with FROM."
        assert hasattr(bare_debian.Builder, step.lower()), f"{step} is not known."
        taken = re.findall(r"/src/(\S+)", rest) if step == "RUN" else []
        if step == "RUN":
            subprocess.run(["/bin/sh", "-n", "-c", rest], check=True)
        elif step == "COPY" and words[0].startswith("--from="):
            assert words[0].removeprefix("--from=") in stages[:-1]
        elif step == "COPY":
            taken = [each for each in words[:-1] if each != "."]
        elif step in ("CMD", "HEALTHCHECK"):
            assert json.loads(rest[rest.index("[") :])
        for each in taken:
            assert f"!{each}" in let_in and (ROOT / each).exists(), f"{each} is not in the context."


def test_a_container_knows_the_name_under_which_it_is_composed():
    assert "\nENV IN_CONTAINER=workspace\n" in FILE.read_text()
    small, large = (
        (ROOT / "deploy" / f"compose{form}.yaml").read_text() for form in ("", ".large")
    )
    assert "\n  workspace:\n" in small and "IN_CONTAINER" not in small
    assert "\n  web:\n" in large and "\n    IN_CONTAINER: web " in large


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


def test_the_context_holds_what_the_wheel_is_made_from():
    named = {
        target.id: ast.literal_eval(step.value)
        for step in ast.parse((ROOT / "setup.py").read_text()).body
        if isinstance(step, ast.Assign)
        for target in step.targets
    }
    let_in = {
        line[1:]
        for line in (ROOT / ".dockerignore").read_text().splitlines()
        if line.startswith("!")
    }
    for needed in (*named["FOLDERS"], *named["FILES"], "catalogues"):
        path = Path(needed)
        assert let_in & {str(each) for each in (path, *path.parents)}, f"{needed} is not let in."


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


@contextmanager
def names(addresses: list[str]) -> Iterator[int]:
    """Answers every question for a name with the first of these addresses, on the port that this yields."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        line.bind(("127.0.0.1", 0))

        def answer():
            while (heard := line.recvfrom(512))[0]:
                asked, who = heard
                end = asked.index(b"\0", 12) + 5
                is_v4 = asked[end - 4 : end - 2] == b"\0\1"
                record = b"\xc0\x0c\0\1\0\1\0\0\0\1\0\4" + socket.inet_aton(addresses[0])
                head = asked[:2] + b"\x81\x80\0\1" + (b"\0\1" if is_v4 else b"\0\0") + b"\0" * 4
                line.sendto(head + asked[12:end] + (record if is_v4 else b""), who)

        thread = Thread(target=answer)
        thread.start()
        try:
            yield line.getsockname()[1]
        finally:
            line.sendto(b"", line.getsockname())
            thread.join()


def test_the_proxy_finds_a_server_that_was_made_anew_under_another_address(tmp_path):
    if not shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/sbin:/sbin"):
        absent("nginx")
    port, addresses = free_port(), ["127.0.0.2"]
    proxy = proxies.prepare(tmp_path, port)
    (tmp_path / "tls").mkdir()
    for file in ("certificate.pem", "key.pem"):
        (tmp_path / file).rename(tmp_path / "tls" / file)
    (tmp_path / "resolv.conf").write_text("search example.org\nnameserver 127.0.0.1\n")
    make = ["/bin/sh", ROOT / "deploy" / "proxy-of-containers"]
    made_of = [tmp_path / "workspace.conf", tmp_path / "resolv.conf", tmp_path]
    subprocess.run([*make, *made_of], check=True)
    made = tmp_path / "conf.d" / "default.conf"
    with names(addresses) as dns:
        text = made.read_text().replace("workspace:5000", f"workspace:{port}")
        (tmp_path / "workspace.conf").write_text(
            text.replace("resolver 127.0.0.1  valid=5s", f"resolver 127.0.0.1:{dns} valid=1s")
        )
        with proxies.running(proxy):

            def status():
                page = f"{proxy.url}/healthz"
                return requests.get(
                    page, verify=tmp_path / "tls" / "certificate.pem", timeout=30
                ).status_code

            with HTTPServer(("127.0.0.2", port), Answers) as server:
                Thread(target=server.serve_forever, daemon=True).start()
                assert status() == 200
                server.shutdown()
            assert status() == 503
            with HTTPServer(("127.0.0.3", port), Answers) as server:
                Thread(target=server.serve_forever, daemon=True).start()
                addresses[0] = "127.0.0.3"
                deadline = time.monotonic() + 20
                while status() != 200:
                    assert time.monotonic() < deadline, "It still asks the former address."
                    time.sleep(0.1)
                server.shutdown()


def test_each_image_that_is_not_ours_can_be_stood_in_for_where_no_registry_answers():
    """deploy/try-the-container builds and runs all of it: minutes, and a builder, which a run of the tests does not have."""
    script = (ROOT / "deploy" / "try-the-container").read_text()
    stand_ins = set(re.findall(r'^    "([a-z]+:[0-9a-z.]+)": f"""', script, re.MULTILINE))
    named = re.compile(r"^\s+image: (\S+)$", re.MULTILINE)
    used = {image for file in COMPOSED for image in named.findall(file.read_text())}
    assert used - stand_ins == {re.search(r'^IMAGE = "(.*)"', script, re.MULTILINE)[1]}


def test_the_page_is_tried_by_its_own_commands():
    """deploy/try-the-page finds the blocks of the page by words in them: those sections and words have to be there."""
    script = (ROOT / "deploy" / "try-the-page").read_text()
    page = (ROOT / "docs" / "administration.md").read_text()
    asked = re.findall(r'block\("([^"]+)", "([^"]+)"\)', script)
    assert len(asked) > 7
    for section, words in asked:
        found = re.search(
            rf"^##+ {re.escape(section)}\n(.*?)(?=^##+ |\Z)", page, re.MULTILINE | re.DOTALL
        )
        blocks = re.findall(r"^```sh\n(.*?)^```", found[1], re.MULTILINE | re.DOTALL)
        assert sum(words in block for block in blocks) == 1, (section, words)
