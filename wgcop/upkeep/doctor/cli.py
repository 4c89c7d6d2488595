"""`wgcop doctor`: a line for each check, and an exit code for programs."""

import json
import sys
from dataclasses import asdict

import click
from flask import Flask

from wgcop.errors import Invalid, Refused
from wgcop.health.diagnosis import Diagnosis, Severity, fault
from wgcop.observing import log
from wgcop.upkeep.doctor.examination import Examination
from wgcop.upkeep.doctor.registry import diagnoses

EXITS = {Severity.OK: 0, Severity.WARNING: 1, Severity.FAULT: 2}
COLOURS = {Severity.OK: "green", Severity.WARNING: "yellow", Severity.FAULT: "red"}


@click.command("doctor")
@click.option(
    "--repair",
    is_flag=True,
    help="Mend what is derived: permissions, index, counts of the radar, parts of files.",
)
@click.option(
    "--mail", "recipient", metavar="ADDRESS", default="", help="Send a test e-mail to this address."
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_context
def doctor_command(context: click.Context, repair: bool, recipient: str, as_json: bool) -> None:
    """Look at the installation from all sides.

    Prints a line for each check: ok, warning or fault, and what to do. Ends with 0 if all is well, 1 after warnings, 2 after
    faults. May run beside the server.
    """
    found: list[Diagnosis] = []
    try:
        app: Flask = context.obj.load_app()
    except (Refused, Invalid) as error:
        _say(fault("settings", str(error), ""), found, as_json)
    else:
        log.be_quiet()
        examined = Examination(app, repair, recipient, _progress)
        with app.app_context():
            for each in diagnoses(examined):
                _say(each, found, as_json)
        _progress("")
    worst = max((diagnosis.severity for diagnosis in found), key=lambda severity: EXITS[severity])
    if as_json:
        lines = [asdict(diagnosis) for diagnosis in found]
        click.echo(json.dumps({"status": worst, "checks": lines}, ensure_ascii=False, indent=2))
    context.exit(EXITS[worst])


def _say(each: Diagnosis, found: list[Diagnosis], as_json: bool) -> None:
    found.append(each)
    if not as_json:
        _progress("")
        click.secho(str(each), fg=COLOURS[each.severity])


def _progress(doing: str) -> None:
    """Show the progress at a terminal, on a line that is overwritten."""
    if sys.stderr.isatty():
        click.echo(f"\r\x1b[K{doing and f'… {doing}'}", nl=False, err=True)
