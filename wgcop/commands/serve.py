"""The `wgcop serve` command, which runs the server that people use."""

import click
from flask.cli import with_appcontext

from wgcop.errors import Refused
from wgcop.health.queries import workers_alive
from wgcop.search_engines import choice
from wgcop.server import serving


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--port",
    default=5000,
    show_default=True,
    type=click.IntRange(1, 65535),
    help="The port to listen on.",
)
@click.option(
    "--processes",
    default=1,
    show_default=True,
    type=click.IntRange(1, 64),
    help="How many. More than one needs REDIS_URL.",
)
@click.pass_context
@with_appcontext
def serve(context: click.Context, host: str, port: int, processes: int) -> None:
    """Run the production server."""
    app = context.obj.load_app()
    if processes > 1 and not app.config["REDIS_URL"]:
        raise Refused(
            "More than one process needs REDIS_URL, so that each hears what the others say."
        )
    choice.check_folders(app)
    with app.app_context():
        if processes > 1 and not workers_alive():
            click.echo(
                "No worker runs yet: index, mail and imports wait. Start 'wgcop worker' beside this.",
                err=True,
            )
    serving.serve(app, host=host, port=port, processes=processes)
