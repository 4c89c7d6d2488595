"""Puts pages, static files, migrations, catalogues and what surrounds a server into the wheel. In the repository they are beside the package."""

import shutil
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from setuptools import setup
from setuptools.command.build_py import build_py

FOLDERS = ("templates", "static", "migrations")
FILES = (
    "deploy/environment",
    "deploy/nginx.conf",
    "deploy/monitoring/alarms-ring.yml",
    "deploy/monitoring/alarms.yml",
    "deploy/monitoring/check",
    "deploy/monitoring/dashboard.json",
    "deploy/monitoring/prometheus.yml",
    "deploy/systemd/wgcop.service",
    "deploy/systemd/wgcop-worker.service",
    "deploy/systemd/wgcop-backup.service",
    "deploy/systemd/wgcop-backup.timer",
    "deploy/systemd/wgcop.sysusers.conf",
    "deploy/systemd/wgcop.tmpfiles.conf",
    "docs/administration.md",
    "docs/signing-in.md",
    "docs/audit.md",
    "docs/privacy.md",
    "docs/redaction.md",
    "docs/translating.md",
)
"""What an installed workspace needs beside itself. Each is named, since administrators keep certificates and passwords in such folders."""


class WithPages(build_py):
    def run(self) -> None:
        super().run()
        if self.editable_mode:
            return
        bundle = Path(self.build_lib) / "wgcop" / "bundle"
        shutil.rmtree(bundle, ignore_errors=True)
        for name in FOLDERS:
            shutil.copytree(name, bundle / name, ignore=shutil.ignore_patterns("__pycache__", ".*"))
        for name in FILES:
            (bundle / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(name, bundle / name)
        for catalogue in Path("catalogues").glob("*/LC_MESSAGES/messages.po"):
            compile_into(bundle / catalogue.with_suffix(".mo"), catalogue)


def compile_into(target: Path, catalogue: Path) -> None:
    """What is marked as fuzzy is left out."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with catalogue.open("rb") as words, target.open("wb") as compiled:
        write_mo(compiled, read_po(words, locale=catalogue.parts[1]))


setup(cmdclass={"build_py": WithPages})
