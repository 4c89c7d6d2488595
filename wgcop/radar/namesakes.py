"""Finds entries of the registry with the same name and lead, whatever else their texts say."""

import re
from collections.abc import Iterable

from wgcop.search.engines.protocol import Engine, Hit
from wgcop.search.question.analysis import tokenise
from wgcop.search.question.parsing import parse

MOST = 5
_ACRONYM = re.compile(r"\s*\([^()]*\)\s*$")


def namesakes(
    engine: Engine, *, name: str, lead: str, audiences: frozenset[str], besides: str = ""
) -> tuple[Hit, ...]:
    if not _words(name):
        return ()
    led = f' source:"{_in_quotes(lead)}"' if _words(lead) else ""
    query = parse(
        f'title:"{_in_quotes(name)}"{led}',
        audiences=audiences,
        chosen={"kind": ["initiative"]},
        facets=False,
        snippets=False,
    )
    return tuple(_same(engine.search(query).hits, name, lead, besides))[:MOST]


def _same(hits: Iterable[Hit], name: str, lead: str, besides: str) -> Iterable[Hit]:
    for hit in hits:
        is_called_so = _words(hit.title) == _words(name) or _bare(hit.title) == _bare(name)
        if hit.id != besides and is_called_so and _words(hit.source) == _words(lead):
            yield hit


def _bare(name: str) -> list[str]:
    return _words(_ACRONYM.sub("", name))


def _words(text: str) -> list[str]:
    """The words without differences of case, accents and punctuation."""
    return [token.text for token in tokenise(text) if not token.whole]


def _in_quotes(text: str) -> str:
    return _ACRONYM.sub("", text).replace('"', " ").replace("“", " ").replace("”", " ")
