"""Help is told at once, of every command."""

import subprocess
import sys

import pytest

from wgcop.cli import COMMANDS, command_called


def test_help_names_each_command_and_nothing_that_is_not_ours(shell):
    shell.forks = False
    page = shell.prints("--help")
    assert all(f"\n  {name} " in page for name in COMMANDS)
    options = [line.split()[0] for line in page.splitlines() if line.startswith("  -")]
    assert options == ["--version", "--help"]


def test_help_says_of_each_command_what_that_says_first_of_itself():
    first = {name: command_called(name).get_short_help_str(limit=200) for name in COMMANDS}
    assert first == {name: named.tells for name, named in COMMANDS.items()}


@pytest.mark.parametrize("asked", ["--help", "--version"])
def test_who_asks_for_help_or_the_version_waits_for_no_application(asked):
    code = (
        "import sys; from wgcop.cli import main; main([sys.argv[1]], 'wgcop', standalone_mode=False); "
        "print({'flask', 'sqlalchemy', 'wgcop.app'} & set(sys.modules))"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, asked], capture_output=True, text=True, check=True
    )
    assert run.stdout.endswith("set()\n") and "wgcop" in run.stdout
