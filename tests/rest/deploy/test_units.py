"""The units of systemd are well formed and leave their processes little that they could harm."""

import re
import shutil
import subprocess

import pytest

from tests.architecture.reading import ROOT
from tests.conftest import program

UNITS = ROOT / "deploy" / "systemd"
SERVICES = sorted(UNITS.glob("*.service"))
MOST_EXPOSED = 1.5
"""As `systemd-analyze security` counts, from 0 to 10; a service without any hardening has 9.6."""


@pytest.fixture
def installed(tmp_path):
    """The units as they are installed, on a machine that has the program."""
    command = tmp_path / "wgcop"
    command.write_text("#!/bin/sh\n")
    command.chmod(0o755)
    for unit in UNITS.iterdir():
        text = unit.read_text().replace("/opt/wgcop/bin/wgcop", str(command))
        (tmp_path / unit.name).write_text(text)
    return tmp_path


def test_systemd_understands_them(installed):
    analyze = program("systemd-analyze", "systemd")
    units = sorted(installed.glob("*.service")) + sorted(installed.glob("*.timer"))
    told = subprocess.run(
        [analyze, "verify", "--man=no", *units], capture_output=True, text=True, check=False
    )
    ours = [line for line in told.stderr.splitlines() if "wgcop" in line]
    assert (told.returncode, ours) == (0, [])


@pytest.mark.parametrize("service", SERVICES, ids=lambda file: file.stem)
def test_a_service_is_exposed_little(service):
    analyze = program("systemd-analyze", "systemd")
    told = subprocess.run(
        [analyze, "security", "--offline=true", "--no-pager", service],
        capture_output=True,
        text=True,
        check=False,
    )
    exposed = float(re.search(r"exposure level for \S+: ([\d.]+)", told.stdout)[1])
    print(f"{service.name}: {exposed}")
    assert exposed <= MOST_EXPOSED


def test_all_services_are_hardened_alike_and_run_as_the_same_user():
    def hardening(service):
        lines = service.read_text().splitlines()
        return {line for line in lines if re.match(r"(Protect|Private|Restrict|System|User)", line)}

    hides_processes = "ProtectProc=invisible"
    first, *others = (hardening(service) - {hides_processes} for service in SERVICES)
    assert len(first) > 15
    assert all(other == first for other in others)
    # With users of its own (PrivateUsers), the command of a reload would not see the server that it asks.
    sees_others = [each.name for each in SERVICES if hides_processes not in hardening(each)]
    assert sees_others == ["wgcop.service"]


def test_the_user_and_the_folders_that_they_need_are_made():
    made = (UNITS / "wgcop.sysusers.conf").read_text() + (UNITS / "wgcop.tmpfiles.conf").read_text()
    assert "u wgcop " in made
    for folder in ("/etc/wgcop", "/var/lib/wgcop", "/var/backups/wgcop"):
        assert f"d {folder} " in made
    if shutil.which("systemd-sysusers"):
        dry = ["systemd-sysusers", "--dry-run", UNITS / "wgcop.sysusers.conf"]
        assert subprocess.run(dry, capture_output=True, check=False).returncode == 0
