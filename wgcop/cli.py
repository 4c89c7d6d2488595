"""The `wgcop` command. It knows each command by name, and imports the code of the one that is
called.
"""

import os
import sys
from functools import cache
from typing import NamedTuple

import click

from wgcop.observing.version import version
from wgcop.processes.called_for import called_for, reading_code


class NamedCommand(NamedTuple):
    place: str
    """The module and name of the command, or of the group."""
    tells: str
    """The first sentence of its help text."""


COMMANDS = {
    "audit": NamedCommand("wgcop.audit.cli:audit_group", "The audit trail."),
    "backup": NamedCommand(
        "wgcop.upkeep.keeping.cli:backup_command",
        "Keep database, files and key in one archive FILE, while people keep writing.",
    ),
    "contributions": NamedCommand(
        "wgcop.drafting.cli:contributions_group", "Papers of the group as files."
    ),
    "demo": NamedCommand(
        "wgcop.demo.cli:demo_command", "Load the demo world, once, and print who can sign in."
    ),
    "doctor": NamedCommand(
        "wgcop.upkeep.doctor.cli:doctor_command", "Look at the installation from all sides."
    ),
    "index": NamedCommand(
        "wgcop.search_page.cli:index_group", "Update or rebuild the search index."
    ),
    "mail": NamedCommand("wgcop.correspondence.cli:mail_group", "E-mail that comes in."),
    "migrate": NamedCommand(
        "wgcop.commands.migrate:migrate", "Update the database to this version."
    ),
    "move": NamedCommand(
        "wgcop.upkeep.keeping.cli:move_command",
        "Copy all rows to the empty database DATABASE_URL, SQLite or PostgreSQL, and compare them.",
    ),
    "people": NamedCommand("wgcop.commands.people:people_group", "People and their invitations."),
    "priorwork": NamedCommand(
        "wgcop.commands.priorwork:priorwork_group", "Documents and bodies of the corpus."
    ),
    "radar": NamedCommand(
        "wgcop.radar.cli:radar_command",
        "List earlier work that resembles the text in FILE (Word, PDF, HTML or plain text).",
    ),
    "registry": NamedCommand(
        "wgcop.registry_sheets.cli:registry_group", "The registry of initiatives as a table."
    ),
    "report": NamedCommand(
        "wgcop.implementation_reports.cli:report_command",
        "Write the report on implementation with this SLUG to a file, or verify its adopted copies.",
    ),
    "resolutions": NamedCommand(
        "wgcop.resolutions.cli:resolutions_group", "Resolutions, decisions and recommendations."
    ),
    "restart": NamedCommand(
        "wgcop.commands.restart:restart",
        "Let a new server take the place of the one that runs, without losing a request.",
    ),
    "restore": NamedCommand(
        "wgcop.upkeep.keeping.cli:restore_command",
        "Bring back a workspace from the archive FILE, into the empty place that the settings name.",
    ),
    "search": NamedCommand(
        "wgcop.search_page.cli:search_command",
        "Search for QUERY in everything that the reader may see.",
    ),
    "serve": NamedCommand("wgcop.commands.serve:serve", "Run the production server."),
    "setup": NamedCommand("wgcop.upkeep.setting_up.cli:setup_command", "Set up a workspace."),
    "worker": NamedCommand(
        "wgcop.commands.worker:worker", "Run the background work in a process of its own."
    ),
}


@cache
def command_called(name: str) -> click.Command:
    """Return the command of this name, with the rules applied that all commands share."""
    with reading_code():
        command: click.Command = called_for(COMMANDS[name].place)
        called_for("wgcop.commands.rules:hold_to_rules")(name, command)
    return command


class Commands(click.Group):
    def list_commands(self, _context: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, _context: click.Context, name: str) -> click.Command | None:
        return command_called(name) if name in COMMANDS else None

    def format_commands(self, _context: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands as Click does, but without importing each command for its help text."""
        room = formatter.width - 6 - max(map(len, COMMANDS))
        with formatter.section("Commands"):
            formatter.write_dl(
                [
                    (name, click.Command(name, help=named.tells).get_short_help_str(room))
                    for name, named in sorted(COMMANDS.items())
                ]
            )

    def invoke(self, context: click.Context) -> object:
        try:
            return called_for("wgcop.commands.invocation:run")(context, super().invoke)
        except (Exception, SystemExit) as error:
            if sys.argv[1:3] != ["mail", "receive"] or _is_an_end(error):
                raise
            message = (
                error.format_message() if isinstance(error, click.ClickException) else str(error)
            )
            click.echo(message, err=True)
            raise SystemExit(os.EX_TEMPFAIL) from error


def _is_an_end(error: BaseException) -> bool:
    """Return whether `mail receive` ends as it means to. After anything else, such as a wrong
    setting or another user, the mail server has to keep the message: after 1 it would return it.
    """
    if isinstance(error, SystemExit):
        return error.code in (None, 0, os.EX_DATAERR, os.EX_TEMPFAIL)
    return isinstance(error, click.exceptions.Exit)


main = Commands(
    name="wgcop", help="The workspace of the Council Working Group on Child Online Protection."
)
click.version_option(version(), prog_name="wgcop", message="%(prog)s %(version)s")(main)
