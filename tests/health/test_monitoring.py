"""The alarms and the dashboard ask for figures that there are, and each alarm leads to its paragraph."""

import json
import re
import subprocess

from tests.architecture.reading import ROOT
from tests.conftest import program
from wgcop.health import jobs

FOLDER = ROOT / "deploy" / "monitoring"
ALARMS = re.findall(
    r"- alert: (\w+)\n +expr: (.+)\n(?: +.+\n)+? +runbook: (.+)\n",
    (FOLDER / "alarms.yml").read_text(),
)
"""Name, question and paragraph of each."""
PANELS = json.loads((FOLDER / "dashboard.json").read_text())["panels"]
NAME = re.compile(r"\b(?:wgcop|process)_[a-z_]+\b")


def test_each_alarm_has_a_paragraph_that_says_what_to_do():
    page = (ROOT / "docs" / "administration.md").read_text()
    section = page.partition("\n## What to do when an alarm rings\n")[2].partition("\n## ")[0]
    paragraphs = dict(re.findall(r"^### (\w+)\n\n(.+?)(?=\n### |\Z)", section, re.S | re.M))
    assert len(ALARMS) > 10 and list(paragraphs) == [name for name, *_ in ALARMS]
    for name, _, runbook in ALARMS:
        assert runbook == f"docs/administration.md#{name.lower()}"
        said = re.findall(r"\*(What[^*]+)\.\*", paragraphs[name])
        assert said == ["What it means", "What to look at", "What to do"]


def test_alarms_and_dashboard_ask_for_figures_that_there_are(http, app):
    with app.app_context():
        jobs.beat()
    text = http().get("/metrics").text
    there = set(re.findall(r"^# HELP (\S+)", text, re.MULTILINE))
    there |= {f"{name}_{part}" for name in there for part in ("bucket", "sum", "count")}
    asked = [json.loads(question) for _, question, _ in ALARMS]
    asked += [target["expr"] for panel in PANELS for target in panel["targets"]]
    assert len(PANELS) > 10 and set(NAME.findall(" ".join(asked))) - there == set()


def test_prometheus_reads_them():
    program("promtool", of="promtool")
    subprocess.run([FOLDER / "check"], check=True, capture_output=True)
