"""`deploy/environment` explains every setting, and shows the defaults that the code has."""

import json
import re
import subprocess
import sys

import config
from tests.architecture.reading import ROOT, report

FILE = ROOT / "deploy" / "environment"
LINES = FILE.read_text().splitlines()
SHOWN = dict(re.findall(r"^#([A-Z_]+)=(.*)$", FILE.read_text(), re.MULTILINE))
ELSEWHERE = {"ROOT", "SETTINGS_FILE"}
"""What no setting is, and the name of the file itself."""


def test_it_shows_every_setting_and_no_other():
    assert sorted(SHOWN) == sorted({name for name in vars(config) if name.isupper()} - ELSEWHERE)


def test_each_setting_has_a_reason_above_it():
    report(
        "Say above a setting, or above the one before it, what it is for.",
        [
            line
            for above, line in zip(["", *LINES], LINES, strict=False)
            if re.match(r"#[A-Z_]+=", line) and not above.startswith("#")
        ],
    )


def test_nothing_changes_where_every_line_is_switched_on():
    script = (
        "import config, json; print(json.dumps("
        "{n: str(v) for n, v in vars(config).items() if n.isupper()}))"
    )

    def settings(**environment: str) -> dict[str, str]:
        told = subprocess.run(
            [sys.executable, "-c", script],
            cwd=ROOT,
            env={"PYTHONPATH": str(ROOT), **environment},
            check=True,
            capture_output=True,
        )
        return dict(json.loads(told.stdout))

    shown = {name: value for name, value in SHOWN.items() if name != "DATA_DIR"}
    assert settings(**shown) == settings()
