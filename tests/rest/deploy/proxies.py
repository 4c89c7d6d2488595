"""nginx with the example of `deploy/`, on the loopback: what differs is where it listens, its certificate, and how long it waits."""

import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.architecture.reading import ROOT
from tests.servers import HOST, answers, free_port, wait_for

EXAMPLE = ROOT / "deploy" / "nginx.conf"
AROUND = """
daemon off; pid {folder}/nginx.pid; error_log {folder}/errors.log; worker_processes 1; user root;
worker_rlimit_nofile 20000;
events {{ worker_connections 8192; }}
http {{
    client_body_temp_path {folder}/bodies; proxy_temp_path {folder}/answers; fastcgi_temp_path {folder}/f;
    uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s; types {{ }}
    include {folder}/workspace.conf;
}}
"""


@dataclass(frozen=True)
class Proxy:
    folder: Path
    plain: int
    sealed: int

    @property
    def url(self) -> str:
        return f"https://localhost:{self.sealed}"

    @property
    def certificate(self) -> str:
        return str(self.folder / "certificate.pem")

    def logs(self, pattern: str) -> str:
        """The log, once it has such a line: nginx writes it a moment after it has answered."""
        deadline = time.monotonic() + 10
        while not re.search(pattern, log := (self.folder / "wgcop.log").read_text()):
            assert time.monotonic() < deadline, log
            time.sleep(0.02)
        return log


def prepare(folder: Path, *servers: int, patience: str | None = "1s") -> Proxy:
    """`patience` is how long it waits for a head, and between two pieces of a body; None for as long as the example says."""
    proxy = Proxy(folder, free_port(), free_port())
    of_key = ["-keyout", folder / "key.pem", "-out", proxy.certificate, "-days", "2", "-nodes"]
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", *of_key, "-subj", "/CN=localhost"]
        + ["-addext", "subjectAltName=DNS:localhost"],
        check=True,
        capture_output=True,
    )
    text = EXAMPLE.read_text()
    upstream = "\n".join(f"    server {HOST}:{server} max_fails=0;" for server in servers)
    for words, instead in (
        (r" +listen \[::\]:.*;\n", ""),
        (r"listen 80\b", f"listen {HOST}:{proxy.plain}"),
        (r"listen 443\b", f"listen {HOST}:{proxy.sealed}"),
        (r"workspace\.example\.org;", "localhost;"),
        (r"/etc/letsencrypt/live/workspace\.example\.org/fullchain\.pem", proxy.certificate),
        (r"/etc/letsencrypt/live/workspace\.example\.org/privkey\.pem", str(folder / "key.pem")),
        (r"/var/cache/nginx/wgcop", str(folder / "cache")),
        (r"/var/log/nginx", str(folder)),
        (r" +server 127\.0\.0\.1:5000 .*;", upstream),
        (r"(client_(?:header|body)_timeout +)(\d+s)", r"\g<1>" + (patience or r"\g<2>")),
        (r" +allow [0-9.:]+;\n", ""),
    ):
        text, changed = re.subn(words, instead, text)
        assert changed, f"The example has no {words} any more."
    (folder / "workspace.conf").write_text(text)
    (folder / "nginx.conf").write_text(AROUND.format(folder=folder))
    return proxy


def command(proxy: Proxy, *more: str) -> list[str]:
    program = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/sbin:/sbin") or "nginx"
    return [program, "-p", str(proxy.folder), "-c", str(proxy.folder / "nginx.conf"), *more]


@contextmanager
def running(proxy: Proxy) -> Iterator[Proxy]:
    process = subprocess.Popen(command(proxy), stderr=subprocess.DEVNULL)
    try:
        log = proxy.folder / "errors.log"
        log.touch()
        wait_for(lambda: answers(proxy.sealed), lambda: process.poll() is None, log)
        yield proxy
    finally:
        process.terminate()
        process.wait(20)
