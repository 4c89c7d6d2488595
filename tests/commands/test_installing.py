"""Installing: uv where it can be had and pip elsewhere, each package by its hash; what apt cannot bring is named and left out."""

import hashlib
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.architecture.reading import ROOT

USUAL = "bash", "sh", "env", "cat", "cmp", "cp", "rm", "sed", "id", "mktemp", "grep"


class Project:
    """A project that needs one small package, on a machine where only these programs are."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.programs = folder / "programs"
        self.programs.mkdir()
        for name in USUAL:
            (self.programs / name).symlink_to(shutil.which(name))
        (folder / "scripts").symlink_to(ROOT / "scripts")
        for name in ("wgcop", "migrations", "wheels"):
            (folder / name).mkdir()
        for name in ("config.py", "wsgi.py", "pyproject.toml"):
            (folder / name).touch()
        self.program("python3", f'exec {sys.executable} "$@"')
        self.wants("requirements.txt", "clause")
        self.wants("requirements-dev.txt", "proviso")
        self.wants("requirements-uv.txt", "uv", is_there=False)

    def program(self, name: str, does: str) -> None:
        file = self.programs / name
        file.unlink(missing_ok=True)  # it may be a link to the program of the machine
        file.write_text(f"#!/bin/bash\n{does}\n")
        file.chmod(0o755)

    def wants(self, file: str, package: str, *, is_there: bool = True) -> None:
        wheel = self.folder / f"wheels/{package}-1-py3-none-any.whl"
        with zipfile.ZipFile(wheel, "w") as content:
            about = f"{package}-1.dist-info"
            content.writestr(f"{package}.py", "")
            content.writestr(
                f"{about}/METADATA", f"Metadata-Version: 2.1\nName: {package}\nVersion: 1\n"
            )
            content.writestr(
                f"{about}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
            )
            content.writestr(f"{about}/RECORD", "")
        checksum = hashlib.sha256(wheel.read_bytes()).hexdigest()
        (self.folder / file).write_text(f"{package}==1 --hash=sha256:{checksum}\n")
        if not is_there:
            wheel.unlink()

    def runs(self, *command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command,
            cwd=self.folder,
            env={
                "PATH": str(self.programs),
                "HOME": str(self.folder),
                "PIP_NO_INDEX": "1",
                "PIP_FIND_LINKS": str(self.folder / "wheels"),
            },
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=100,
            check=False,
        )

    def installs(self, *files: str) -> subprocess.CompletedProcess[str]:
        return self.runs("scripts/environment", ".venv", *files)

    def has(self, package: str) -> bool:
        return bool([*self.folder.glob(f".venv/lib/python*/site-packages/{package}.py")])


@pytest.fixture
def project(tmp_path):
    made = Project(tmp_path)
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", tmp_path / ".venv"], check=True)
    (tmp_path / ".venv/installed-pyproject.toml").touch()
    return made


def test_uv_installs_all_lists_in_one_pass_and_checks_each_hash(project):
    project.program("uv", 'echo "$@" >> asked')
    done = project.installs("requirements.txt", "requirements-dev.txt")
    assert (done.returncode, done.stderr) == (0, "")
    asked = [line for line in (project.folder / "asked").read_text().splitlines() if "pip" in line]
    assert len(asked) == 1 and "--require-hashes" in asked[0], asked
    assert asked[0].endswith("-rrequirements.txt -rrequirements-dev.txt")
    again = project.installs("requirements.txt")
    assert (again.returncode, again.stdout) == (0, "")


def test_where_uv_cannot_be_had_pip_installs_and_one_line_says_so(project):
    done = project.installs("requirements.txt", "requirements-dev.txt")
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("pip") == 1 and "uv cannot be had here" in done.stdout
    assert project.has("clause") and project.has("proviso")
    project.wants("requirements.txt", "annex")
    (project.folder / "requirements.txt").write_text(f"annex==1 --hash=sha256:{'0' * 64}\n")
    changed = project.installs("requirements.txt")
    assert changed.returncode != 0 and "hash" in changed.stderr.lower(), changed.stderr
    assert not project.has("annex")


def test_where_uv_fails_pip_tries(project):
    project.program("uv", '[ "$1" = --version ]')
    done = project.installs("requirements.txt")
    assert done.returncode == 0, done.stderr
    assert "uv could not install them: pip tries" in done.stdout
    assert project.has("clause")


def test_a_machine_without_apt_goes_on_and_is_told_what_is_left_out(project):
    done = project.runs("scripts/test-needs")
    [line] = done.stdout.splitlines()
    assert (done.returncode, done.stderr) == (0, "")
    assert line.startswith("There is no apt-get here. Missing: ")
    assert "redis-server" in line and "tests of several server processes" in line


@pytest.mark.parametrize(
    "fails, says",
    [("update", "E: Could not resolve the name"), ("install", "E: Unable to fetch some archives")],
)
def test_where_apt_fails_the_rest_goes_on(project, fails, says):
    project.program("id", "echo 0")
    project.program(
        "apt-cache", "[ $2 != chromium-headless-shell ]" if fails == "install" else "exit 1"
    )
    project.program("apt-get", f'case "$*" in *{fails}*) echo "{says}"; exit 100;; esac')
    done = project.runs("scripts/test-needs")
    assert done.returncode == 0, done.stderr
    told = done.stdout.splitlines()[-1]
    assert says in told and "Left out for that: " in told and "browser tests" in told


def test_somebody_who_is_not_root_is_told_what_root_would_install(project):
    project.program("id", "echo 1000")
    project.program("apt-get", "exit 1")
    done = project.runs("scripts/test-needs")
    [line] = done.stdout.splitlines()
    assert (done.returncode, done.stderr) == (0, "")
    assert "as root, apt-get install chromium-headless-shell" in line


@pytest.mark.parametrize("ci", ["", "1"])
def test_without_npm_the_types_of_scripts_are_left_out_but_not_in_continuous_integration(
    project, ci
):
    done = project.runs("env", f"CI={ci}", "scripts/node-packages")
    assert "There is no npm here" in done.stdout
    assert done.returncode == (1 if ci else 0)
