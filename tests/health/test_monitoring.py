"""The alarms and the dashboard ask for figures that there are, and each alarm leads to its paragraph."""

import json
import re
import subprocess

import pytest
from lxml import html

from tests.architecture.reading import ROOT
from tests.conftest import program
from wgcop.health import jobs
from wgcop.health.runbooks import runbooks

FOLDER = ROOT / "deploy" / "monitoring"
ALARMS = re.findall(
    r"- alert: (\w+)\n +expr: (.+)\n(?: +.+\n)+? +description: (.+)\n +runbook_url: (.+)\n",
    (FOLDER / "alarms.yml").read_text(),
)
"""Name, question, what to do and address of each."""
PANELS = json.loads((FOLDER / "dashboard.json").read_text())["panels"]
NAME = re.compile(r"\b(?:wgcop|process)_[a-z_]+\b")


def test_each_alarm_says_what_to_do_and_has_a_paragraph():
    assert len(ALARMS) > 10 and [each.name for each in runbooks()] == [name for name, *_ in ALARMS]
    for runbook, (_, _, description, _) in zip(runbooks(), ALARMS, strict=True):
        assert list(runbook.parts) == ["What it means", "What to look at", "What to do"]
        assert json.loads(description) == runbook.parts["What to do"]


def test_whoever_an_alarm_calls_reads_its_paragraph_without_an_account(http, app, statements):
    with statements() as sent:
        page = http().get("/runbooks")
    assert page.status_code == 200
    shown = html.fromstring(page.text)
    assert [each.get("id") for each in shown.xpath("//section/h2")] == [
        name.lower() for name, *_ in ALARMS
    ]
    assert "<code>wgcop doctor</code>" in page.text and "*What" not in page.text
    assert len(sent) <= 1


def test_an_alarm_that_rings_gives_the_address_of_its_paragraph(tmp_path):
    command = program("promtool", of="promtool")
    down = next(alarm for alarm in ALARMS if alarm[0] == "WorkspaceDown")
    case = {
        "rule_files": [str(FOLDER / "alarms.yml")],
        "tests": [
            {
                "interval": "1m",
                "external_labels": {"workspace": "https://cop.example.org"},
                "input_series": [{"series": 'up{job="wgcop"}', "values": "0x5"}],
                "alert_rule_test": [
                    {
                        "eval_time": "3m",
                        "alertname": "WorkspaceDown",
                        "exp_alerts": [
                            {
                                "exp_labels": {"severity": "page", "job": "wgcop"},
                                "exp_annotations": {
                                    "summary": "The workspace does not answer.",
                                    "description": json.loads(down[2]),
                                    "runbook_url": "https://cop.example.org/runbooks#workspacedown",
                                },
                            }
                        ],
                    }
                ],
            }
        ],
    }
    file = tmp_path / "rings.yml"
    file.write_text(json.dumps(case))
    run = subprocess.run([command, "test", "rules", file], capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr


def test_alarms_and_dashboard_ask_for_figures_that_there_are(http, app):
    with app.app_context():
        jobs.beat()
    text = http().get("/metrics").text
    there = set(re.findall(r"^# HELP (\S+)", text, re.MULTILINE))
    there |= {f"{name}_{part}" for name in there for part in ("bucket", "sum", "count")}
    asked = [json.loads(question) for _, question, *_ in ALARMS]
    asked += [target["expr"] for panel in PANELS for target in panel["targets"]]
    assert len(PANELS) > 10 and set(NAME.findall(" ".join(asked))) - there == set()


def test_each_alarm_has_figures_by_which_it_rings():
    tests = (FOLDER / "alarms-ring.yml").read_text()
    assert {name for name, *_ in ALARMS} == set(
        re.findall(r"^  - name: (\w+)$", tests, re.MULTILINE)
    )


@pytest.mark.rest
def test_prometheus_reads_them_and_each_alarm_rings_and_ends():
    program("promtool", of="promtool")
    run = subprocess.run([FOLDER / "check"], capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr
