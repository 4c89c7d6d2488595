"""`wgcop search` and `wgcop index`: searching at a terminal, and care of the index."""

import json
import sys

import click
from flask.cli import with_appcontext

from wgcop.errors import Refused
from wgcop.search import indexer
from wgcop.search.question.query import Order
from wgcop.search_engines.choice import current_engine
from wgcop.search_page.addresses import Address
from wgcop.search_page.answers import SearchAnswer, answer
from wgcop.search_page.faults import faults_in_words
from wgcop.search_page.names import kind_name, understood_in_words
from wgcop.search_page.results_json import as_json as results_as_json
from wgcop.search_page.search_request import reader_called
from wgcop.search_page.shortcuts import shortcut_to

BRIGHT, PLAIN = "\x1b[1m", "\x1b[0m"


@click.command("search")
@click.argument("query")
@click.option("--kind", multiple=True, help="clause, comment, contribution, … (may be repeated)")
@click.option("--body", multiple=True, help="The code of a group, Question or organization.")
@click.option("--level", multiple=True, help="national, regional or international")
@click.option("--year", multiple=True, type=click.IntRange(1000, 9999))
@click.option("--region", multiple=True, help="africa, americas, arab-states, asia-pacific, …")
@click.option("--country", multiple=True, help="The two letters of a Member State: KE, IE, …")
@click.option("--language", multiple=True, help="en, fr, es, ru, ar, zh or other")
@click.option("--subject", multiple=True, help="A subject heading.")
@click.option("--clause", multiple=True, help="The last part of the address of a clause.")
@click.option("--state", multiple=True, help="draft, submitted, accepted, …")
@click.option(
    "--sort",
    type=click.Choice(Order),
    default=Order.RELEVANCE,
    show_default=True,
    help="Show the best or the newest results first, or documents by their symbols.",
)
@click.option("--page", default=1, show_default=True, type=click.IntRange(1))
@click.option(
    "--as", "email", metavar="EMAIL", help="Search as this person. Without it, as a guest."
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@with_appcontext
def search_command(
    query: str,
    sort: Order,
    page: int,
    email: str | None,
    as_json: bool,
    **chosen: tuple[object, ...],
) -> None:
    """Search for QUERY in everything that the reader may see.

    Words, "phrases", begin*, source:kenya, year:2010, -without.
    """
    choices = {name: tuple(map(str, values)) for name, values in chosen.items() if values}
    address = Address(query, choices, sort)
    reader = reader_called(email)
    found = answer(current_engine(), address, reader, page=page)
    if found.query.faults and found.query.says_nothing:
        raise Refused(" ".join(faults_in_words(found.query)))
    named = shortcut_to(address.typed, reader.audiences)
    if as_json:
        click.echo(json.dumps(results_as_json(found, named), ensure_ascii=False, indent=2))
    else:
        if named:
            click.echo(f"{kind_name(named.kind)} with this number: {named.title}\n  {named.url}")
        click.echo(as_text(found), color=None)


FILLING = "The search index does not hold everything yet: the server fills it, or 'wgcop index drain' does."


def as_text(found: SearchAnswer) -> str:
    results = found.results
    lines = [FILLING] if results.filling else []
    lines += faults_in_words(found.query)
    if found.query.understood:
        lines.append(f"Only {', '.join(map(understood_in_words, found.query.understood))}.")
    if found.correction:
        lines.append(
            f"There are no results for “{found.query.typed}”. Results for “{found.correction}”:"
        )
    if not results.total:
        nothing = "Nothing was found. Try fewer or other words, or the beginning of one: protect*"
        return "\n".join([*lines, nothing])
    for hit in results.hits:
        snippet = hit.snippet.replace("<mark>", "\0").replace("</mark>", "\1").unescape()
        if sys.stdout.isatty():
            snippet = snippet.replace("\0", BRIGHT).replace("\1", PLAIN)
        snippet = " ".join(snippet.replace("\0", "").replace("\1", "").split())
        lines += [f"{kind_name(hit.kind)}: {hit.title}", f"  {hit.url}"]
        lines += [f"  {snippet}"] if snippet else []
    pages = f", page {results.page} of {results.pages}" if results.pages > 1 else ""
    some = f" ({results.complete} with all words)" if results.others else ""
    return "\n".join([*lines, f"{results.total} found{some}{pages}."])


@click.group("index")
def index_group() -> None:
    """Update or rebuild the search index."""


@index_group.command("rebuild")
@with_appcontext
def rebuild() -> None:
    """Empty the index and fill it again from the database. The server may keep running."""
    with click.progressbar(
        length=0, label="Indexing", file=sys.stderr, hidden=not sys.stderr.isatty()
    ) as bar:

        def progress(handled: int, in_all: int) -> None:
            bar.length = in_all
            bar.update(handled - bar.pos)

        handled = indexer.rebuild_all(progress)
    click.echo(f"{current_engine().count()} records are in the index ({handled} looked at).")


@index_group.command("drain")
@with_appcontext
def drain() -> None:
    """Update the index with the changes that are waiting."""
    click.echo(f"{indexer.drain_all()} changes were looked at.")
