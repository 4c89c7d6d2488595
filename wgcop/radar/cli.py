"""`wgcop radar` and `wgcop sweep`: the radar at a terminal."""

import json
import sys
from pathlib import Path

import click
from flask.cli import with_appcontext

from wgcop import markup
from wgcop.errors import Invalid
from wgcop.radar.check import LONGEST, Check, RadarHit
from wgcop.radar.sweep import sweep
from wgcop.radar.timed_check import check
from wgcop.reading import Unreadable
from wgcop.reading.sandbox import read_in_sandbox
from wgcop.search_page.search_request import audiences_of

LONGEST_PRINTED = 400


@click.command("radar")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--as", "email", metavar="EMAIL", help="Compare as this person. Without it, as a guest."
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@with_appcontext
def radar_command(file: Path, email: str | None, as_json: bool) -> None:
    """List earlier work that resembles the text in FILE (Word, PDF, HTML or plain text)."""
    try:
        reading = read_in_sandbox(file.read_bytes(), file.name)
    except Unreadable as error:
        raise Invalid(f"{file}: {error.reason}") from error
    result = check(
        reading.text[:LONGEST],
        audiences=audiences_of(email),
        language=reading.language or "en",
    )
    if as_json:
        click.echo(json.dumps(as_data(result), ensure_ascii=False, indent=2))
    else:
        click.echo(as_text(result))


def as_data(check: Check) -> dict[str, object]:
    return {
        "hits": [hit_as_data(hit) for hit in (*check.alerts, *check.same_topic)],
        "counterparts": [
            {
                "url": counterpart.work.url,
                "title": counterpart.work.title,
                "language": counterpart.work.language,
                "score": counterpart.score,
                "method": counterpart.method.value,
            }
            for counterpart in check.counterparts
        ],
    }


def hit_as_data(hit: RadarHit) -> dict[str, object]:
    return {
        "url": hit.work.url,
        "title": hit.work.title,
        "score": round(hit.score, 4),
        "word": hit.finding.value,
        "passages": [
            {"draft": excerpt.draft_text, "found": excerpt.other_text} for excerpt in hit.excerpts
        ],
    }


def as_text(check: Check) -> str:
    lines: list[str] = []
    for hit in (*check.alerts, *check.same_topic):
        lines += [f"{hit.finding.value}: {hit.work.title}", f"  {hit.work.url}"]
        for excerpt in hit.excerpts:
            lines += [f"  > {_beginning(excerpt.draft_text)}"]
            lines += [f"  = {_beginning(excerpt.other_text)}", ""]
    for counterpart in check.counterparts:
        other = counterpart.work
        lines += [
            f"probably the same text ({other.language}, compared by {counterpart.method.value}): {other.title}"
        ]
        lines += [f"  {other.url}"]
    return "\n".join(lines).rstrip() or "Nothing like it was found."


def _beginning(passage: str) -> str:
    """Shorten a shared passage, which may be a whole document; `--json` has all of it."""
    return markup.shortened(passage, LONGEST_PRINTED)


@click.command("sweep")
@with_appcontext
def sweep_command() -> None:
    """Compare all shared work with itself. The secretariat judges what is nearly identical."""
    with click.progressbar(
        length=0, label="Comparing", file=sys.stderr, hidden=not sys.stderr.isatty()
    ) as bar:

        def progress(done: int, in_all: int) -> None:
            bar.length = max(in_all, 1)
            bar.update(done - bar.pos)

        waiting = sweep(progress)
    click.echo(
        f"Pairs of near-identical works that wait to be judged: {waiting} (/priorwork/clusters)"
    )
