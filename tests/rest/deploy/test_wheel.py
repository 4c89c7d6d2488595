"""The wheel holds all that the workspace needs, and runs where there is nothing else."""

import os
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest
import requests

from tests.architecture.reading import ROOT, project_files
from tests.servers import HOST, answers, free_port, wait_for
from wgcop.observing.version import version

SECRETS = (
    "deploy/tls/privkey.pem",
    "deploy/compose.large.env",
    "deploy/systemd/settings.env",
    "deploy/monitoring/wgcop-token",
)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    """Built from what a clone holds, and what its administrator keeps in it."""
    clone, built = tmp_path_factory.mktemp("clone"), tmp_path_factory.mktemp("dist")
    for file in project_files():
        if not file.is_relative_to(ROOT / "tests"):
            place = clone / file.relative_to(ROOT)
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(file, place)
    for name in SECRETS:
        (clone / name).parent.mkdir(parents=True, exist_ok=True)
        (clone / name).write_text("hush")
    offline = ["--no-index", "--no-deps", "--no-build-isolation", "--wheel-dir", built, clone]
    subprocess.run([sys.executable, "-m", "pip", "wheel", "-q", *offline], check=True)
    [file] = built.iterdir()
    return file


@pytest.fixture(scope="module")
def programs(wheel, tmp_path_factory) -> Path:
    """The programs of an environment with the wheel, and beside it the packages that it needs, but not this repository."""
    folder = tmp_path_factory.mktemp("venv")
    venv.create(folder, with_pip=False, symlinks=True)
    python = folder / "bin" / "python"
    into = ["--python", python, "install", "-q", "--no-index", "--no-deps", wheel]
    subprocess.run([sys.executable, "-m", "pip", *into], check=True)
    [packages] = folder.glob("lib/python*/site-packages")
    (packages / "needed.pth").write_text(sysconfig.get_path("purelib"))
    return folder / "bin"


def alone(folder: Path, **settings: str) -> dict[str, str]:
    return {"PATH": os.environ["PATH"], "HOME": str(folder), "SETTINGS_FILE": ""} | settings


def test_it_holds_every_page_sheet_picture_migration_and_catalogue(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    beside = ("templates", "static", "migrations")
    ours = [file.relative_to(ROOT) for file in project_files()]
    bundled = {f"wgcop/bundle/{each}" for each in ours if each.parts[0] in beside}
    package = {str(each) for each in ours if each.parts[0] == "wgcop" and each.suffix != ".md"}
    assert len(bundled) > 500 and len(package) > 500
    compiled = {
        f"wgcop/bundle/{each.with_suffix('.mo')}" for each in ours if each.parts[0] == "catalogues"
    }
    assert len(compiled) >= 5
    assert bundled | package | compiled | {"config.py", "wsgi.py"} <= names
    assert wheel.name == f"wgcop-{version()}-py3-none-any.whl"


def test_of_what_lies_beside_the_examples_it_holds_nothing(wheel):
    held = {
        name.removeprefix("wgcop/bundle/")
        for name in zipfile.ZipFile(wheel).namelist()
        if name.startswith(("wgcop/bundle/deploy/", "wgcop/bundle/docs/"))
    }
    tracked = subprocess.run(
        ["git", "ls-files", "deploy", "docs"], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.splitlines()
    assert held <= set(tracked)
    for folder in ("systemd", "monitoring"):
        below = f"deploy/{folder}/"
        assert {each for each in tracked if each.startswith(below)} <= held, "Name it in setup.py."
    assert {"deploy/nginx.conf", "deploy/environment", "docs/administration.md"} <= held


def test_keys_and_passwords_in_a_clone_are_not_offered_to_git():
    kept = ("deploy/tls/privkey.pem", "deploy/compose.large.env")
    ignored = subprocess.run(
        ["git", "check-ignore", *kept], cwd=ROOT, check=False, capture_output=True, text=True
    )
    assert ignored.stdout.split() == [*kept]


def test_it_runs_in_an_empty_folder(programs, tmp_path):
    settings = alone(tmp_path, DATA_DIR=str(tmp_path / "data"))

    def wgcop(*arguments: str) -> str:
        return subprocess.run(
            [programs / "wgcop", *arguments],
            cwd=tmp_path,
            env=settings,
            check=True,
            capture_output=True,
            text=True,
        ).stdout

    assert wgcop("--version") == f"wgcop {version()}\n"
    assert wgcop("migrate").startswith("The database was brought from nothing to version ")
    port, log = free_port(), tmp_path / "log"
    with log.open("w") as output:
        server = subprocess.Popen(
            [programs / "wgcop", "serve", "--port", str(port)],
            cwd=tmp_path,
            env=settings,
            stderr=output,
        )
    try:
        wait_for(lambda: answers(port), lambda: server.poll() is None, log)
        page = requests.get(f"http://{HOST}:{port}/", timeout=30)
        assert "Council Working Group" in page.text
        sheet = page.text.partition('rel="stylesheet" href="')[2].partition('"')[0]
        assert requests.get(f"http://{HOST}:{port}{sheet}", timeout=30).status_code == 200
        assert str(ROOT) not in log.read_text()
    finally:
        server.kill()
        server.wait()
    assert {place.name for place in tmp_path.iterdir()} == {"data", "log"}


def test_papers_are_printed_with_the_fonts_that_it_holds(programs, tmp_path):
    script = (
        "from wgcop.printing.printer import _fonts, to_pdf; assert len(_fonts()) > 5; "
        "assert to_pdf('<html lang=en><title>T</title><p>Text', {}).startswith(b'%PDF-')"
    )
    subprocess.run(
        [programs / "python", "-c", script], cwd=tmp_path, env=alone(tmp_path), check=True
    )


def test_data_are_never_kept_among_the_packages(programs, tmp_path):
    script = "import config; print(config.DATA_DIR)"
    told = subprocess.run(
        [programs / "python", "-c", script],
        cwd=tmp_path,
        env=alone(tmp_path),
        check=True,
        capture_output=True,
        text=True,
    ).stdout.strip()
    if os.geteuid() == 0 or Path("/var/lib/wgcop").exists():
        assert told == "/var/lib/wgcop"
    else:
        assert told == str(tmp_path / ".local/share/wgcop")


def test_settings_are_read_from_a_file_and_the_environment_goes_first(programs, tmp_path):
    file = tmp_path / "settings"
    file.write_text("# Live connections\nSOCKETS=77\nTHREADS='55'\n")
    script = "import config; print(config.SOCKETS, config.THREADS)"

    def told(**more: str) -> subprocess.CompletedProcess[str]:
        environment = alone(tmp_path, SETTINGS_FILE=str(file), **more)
        run = [programs / "python", "-c", script]
        return subprocess.run(
            run, cwd=tmp_path, env=environment, check=False, capture_output=True, text=True
        )

    assert told().stdout == "77 55\n"
    assert told(SOCKETS="88").stdout == "88 55\n"
    file.write_text("SOCKETS 77\n")
    assert told().stderr == f"{file}, line 1: write NAME=value.\n"
