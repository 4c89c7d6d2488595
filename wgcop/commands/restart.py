"""The `wgcop restart` command, which replaces the running server with a new one."""

import click

import config
from wgcop.server import restarting


@click.command("restart")
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    help="The port of the server. Without it, all servers that run on this machine over DATA_DIR are restarted, one after the other.",
)
def restart(port: int | None) -> None:
    """Let a new server take the place of the one that runs, without losing a request."""
    drain = config.DRAIN_SECONDS
    for found in restarting.running_servers(config.DATA_DIR, port):
        new = restarting.restart(found, drain=drain)
        click.echo(
            f"The new server answers on port {found.port} (process {new.process}). The old one finishes what it has "
            f"begun, within {drain} seconds."
        )
