"""Indico, installed and served as its manual says: PostgreSQL, Redis and uWSGI, without its nginx."""

import os
import re
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import requests
from requests.adapters import HTTPAdapter
from urllib3.util import Retry

from bench.load.postgres import NAME, OWNER, Postgres
from bench.load.processes import of_session
from tests.servers import HOST, answers, free_port, redis, wait_for

RELEASE = "3.2.9"
PACKAGES = (f"indico=={RELEASE}", "uwsgi==2.0.*", "setuptools")
PASSWORD = "measured, and long enough"
FILL = Path(__file__).parent / "fill.py"


def installed(place: Path, python: str) -> Path:
    """The programs of an environment with Indico in it, which is made if it is not there."""
    programs = place / "bin"
    if not (programs / "uwsgi").exists():
        print(f"Indico {RELEASE} is being installed; some minutes.", flush=True)
        subprocess.run([python, "-m", "venv", place], check=True)
        pip = [programs / "python", "-m", "pip", "install", "--quiet"]
        subprocess.run([*pip, "--disable-pip-version-check", *PACKAGES], check=True)
    return programs


class Indico:
    def __init__(self, programs: Path, folder: Path, database: Postgres, broker: str) -> None:
        self._programs, self._folder = programs, folder
        self.database = database
        self.port = free_port()
        self.url = f"http://{HOST}:{self.port}"
        self.page = "/"
        for name in ("log", "cache", "tmp", "archive"):
            (folder / name).mkdir()
        broker = broker.removesuffix("/0")
        said = {
            "SQLALCHEMY_DATABASE_URI": f"postgresql://{OWNER}@/{NAME}?host={database.folder}",
            "SECRET_KEY": "measured, and as long as a key must be",
            "BASE_URL": self.url,
            "CELERY_BROKER": f"{broker}/0",
            "REDIS_CACHE_URL": f"{broker}/1",
            "DEFAULT_TIMEZONE": "UTC",
            "DEFAULT_LOCALE": "en_GB",
            "CACHE_DIR": str(folder / "cache"),
            "TEMP_DIR": str(folder / "tmp"),
            "LOG_DIR": str(folder / "log"),
            "STORAGE_BACKENDS": {"default": f"fs:{folder / 'archive'}"},
            "ATTACHMENT_STORAGE": "default",
            "SUPPORT_EMAIL": "support@example.org",
            "NO_REPLY_EMAIL": "noreply@example.org",
            "SMTP_SERVER": (HOST, free_port()),  # nobody is there, and nothing is sent
            "SMTP_USE_CELERY": False,
            "SYSTEM_NOTICES_URL": None,
        }
        lines = (f"{name} = {value!r}\n" for name, value in said.items())
        (folder / "indico.conf").write_text("".join(lines))
        package = next((programs.parent / "lib").glob("python*/site-packages/indico"))
        sample = (package / "logging.yaml.sample").read_text()
        (folder / "logging.yaml").write_text(sample)
        # As in the manual, with one process instead of four, and HTTP since no nginx is there to speak to.
        (folder / "uwsgi.ini").write_text(
            "[uwsgi]\nprocesses = 1\nenable-threads = true\nmaster = true\n"
            f"http-socket = {HOST}:{self.port}\nlisten = 100\ndisable-logging = true\n"
            "single-interpreter = true\nbuffer-size = 20480\nmemory-report = true\n"
            f"max-requests = 2500\nharakiri = 900\nsocket-timeout = 60\npost-buffering = 65536\nvirtualenv = {programs.parent}\n"
            f"wsgi-file = {package / 'web' / 'indico.wsgi'}\n"
        )
        self._environment = {**os.environ, "INDICO_CONFIG": str(folder / "indico.conf")}
        self._server: subprocess.Popen[bytes] | None = None

    def fill(self, items: int, documents: int, people: int) -> None:
        with self.database.connection() as admin:
            admin.execute("CREATE EXTENSION unaccent")
            admin.execute("CREATE EXTENSION pg_trgm")
        self._run("indico", "db", "prepare")
        asked = map(str, (items, documents, people))
        event = self._run("python", str(FILL), *asked).split()[-1]
        self.page = f"/event/{event}/"

    def start(self) -> None:
        with (self._folder / "uwsgi.log").open("wb") as log:
            self._server = process = subprocess.Popen(
                [self._programs / "uwsgi", "--ini", self._folder / "uwsgi.ini"],
                env=self._environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        runs = (lambda: answers(self.port), lambda: process.poll() is None)
        wait_for(*runs, self._folder / "uwsgi.log")

    def stop(self) -> None:
        if self._server is not None:
            os.killpg(self._server.pid, signal.SIGKILL)
            self._server.wait()

    @property
    def processes(self) -> list[int]:
        return of_session(self._server.pid) if self._server else []

    def sign_in(self, number: int) -> str:
        """The cookies of one of its people."""
        with requests.Session() as http:
            http.headers["Connection"] = "close"
            # On a busy machine it cuts off an answer now and then.
            patient = Retry(total=5, backoff_factor=0.2, allowed_methods=None)
            http.mount(self.url, HTTPAdapter(max_retries=patient))
            asked = http.get(f"{self.url}/login/", timeout=120).text
            token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', asked)
            assert token, "There is no form to sign in."
            form = {
                "identifier": f"reader{number}",
                "password": PASSWORD,
                "_provider": "indico",
                "csrf_token": token[1],
            }
            http.post(f"{self.url}/login/", form, timeout=120, allow_redirects=False)
            page = http.get(self.url + self.page, timeout=120).text
            assert f"Reader {number}" in page, "Nobody is signed in."
            return "; ".join(f"{cookie.name}={cookie.value}" for cookie in http.cookies)

    def _run(self, program: str, *arguments: str) -> str:
        done = subprocess.run(
            [self._programs / program, *arguments],
            env=self._environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise SystemExit(f"{program} {arguments}:\n{done.stdout}\n{done.stderr}")
        return done.stdout


@contextmanager
def indico(programs: Path, folder: Path) -> Iterator[Indico]:
    with Postgres.running() as database, redis() as broker:
        peer = Indico(programs, folder, database, broker)
        try:
            yield peer
        finally:
            peer.stop()
