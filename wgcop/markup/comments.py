"""Turns comments and other short typed texts into HTML, plain text or an excerpt."""

import re
from collections.abc import Iterator
from urllib.parse import quote

import nh3
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from markupsafe import Markup, escape

from wgcop.languages.scripts import direction
from wgcop.markup.letters import clean, is_safe_url
from wgcop.markup.signs import comment_signs

# Longer or deeper text is shown as typed: what it costs to format hostile text stays bounded.
LONGEST_FORMATTED = 40_000
DEEPEST_FORMATTED = 20


def parsed(text: str) -> list[Token] | None:
    """Return the tokens of a text, for whatever is no HTML; None if it is shown as typed."""
    return _parse(clean(text))


def render(text: str) -> Markup:
    text = clean(text)
    tokens = _parse(text)
    if tokens is None:
        return _as_typed(text)
    html = _parser.renderer.render(tokens, _parser.options, {})
    safe = _SYMBOL.sub(_link_to_symbol, _sanitizer.clean(html))
    return Markup(safe)  # noqa: S704 (this is where it is made safe)


def plain(text: str) -> str:
    """Return only the text, one block to a line, for search and for mail."""
    text = clean(text)
    tokens = _parse(text)
    if tokens is None:
        return text.strip()
    return "\n".join(_lines(tokens))


def excerpt(text: str, length: int = 160) -> str:
    return shortened(plain(text), length)


def shortened(text: str, length: int) -> str:
    """Return the beginning of the text in one line, limited to this number of characters."""
    words = " ".join(text.split())
    if len(words) <= length:
        return words
    cut = words[: length - 1]
    # Scripts without spaces have no better place to cut than the end.
    if " " in cut[length // 2 :]:
        cut = cut.rsplit(" ", 1)[0]
    return cut.rstrip(" ,;:.") + "…"


def _parse(text: str) -> list[Token] | None:
    if len(text) > LONGEST_FORMATTED:
        return None
    tokens = _parser.parse(text)
    # The parser drops what is nested deeper than it will go, so stop well before that.
    too_deep = any(token.level >= DEEPEST_FORMATTED for token in tokens)
    return None if too_deep else tokens


def _as_typed(text: str) -> Markup:
    lines = Markup("<br>\n").join(escape(line) for line in text.strip().split("\n"))
    return Markup('<p dir="{}">{}</p>\n').format(direction(text), lines)


def _lines(tokens: list[Token]) -> Iterator[str]:
    label = ""
    for token in tokens:
        if token.type == "list_item_open":
            label = _label(token)
        elif words := _words(token):
            yield f"{label} {words}" if label else words
            label = ""


def _label(item: Token) -> str:
    """Return the label of a list item as it was typed, such as `3)`, or an empty string if it has
    no number.
    """
    return f"{item.info}{item.markup}" if item.info else ""


def _words(token: Token) -> str:
    if token.children is None:
        return token.content.strip()
    return "".join(
        "\n" if child.type in ("softbreak", "hardbreak") else child.content
        for child in token.children
    ).strip()


def _render_mention(
    self: RendererHTML, tokens: list[Token], idx: int, options: OptionsDict, env: EnvType
) -> str:
    token = tokens[idx]
    return f'<span class="mention" data-who="{token.meta["who"]}">{escape(token.content)}</span>'


def _render_symbol(
    self: RendererHTML, tokens: list[Token], idx: int, options: OptionsDict, env: EnvType
) -> str:
    return f'<span class="symbol">{escape(tokens[idx].content)}</span>'


_SYMBOL = re.compile(r'<span class="symbol">([^<]*)</span>')


def _link_to_symbol(found: re.Match[str]) -> str:
    """Link a symbol to a search for it, which redirects to the document if the reader may read one
    with that symbol.
    """
    return f'<a class="symbol" href="/search?q={quote(found[1], safe="/")}">{found[1]}</a>'


def _set_directions(state: StateCore) -> None:
    """Give each outermost block the direction of its first strong letter; the blocks inside it
    inherit that.
    """
    for index, token in enumerate(state.tokens):
        if token.level == 0 and token.nesting >= 0:
            token.attrSet("dir", direction(_first_words(state.tokens[index:])))


def _keep_labels(state: StateCore) -> None:
    for token in state.tokens:
        if token.type == "list_item_open" and (label := _label(token)):
            token.attrSet("data-label", label)


def _first_words(tokens: list[Token]) -> str:
    for token in tokens:
        if words := _words(token):
            return words
    return ""


def _heading_as_strong(
    self: RendererHTML, tokens: list[Token], idx: int, options: OptionsDict, env: EnvType
) -> str:
    """Render a heading as bold text, because the page around the text has headings of its own."""
    if tokens[idx].nesting == -1:
        return "</strong></p>\n"
    return f'<p dir="{tokens[idx].attrGet("dir") or "auto"}"><strong>'


def _build_parser() -> MarkdownIt:
    # What is switched off stays in the text as typed, so that no word disappears.
    options = {"html": False, "breaks": True, "maxNesting": 2 * DEEPEST_FORMATTED}
    parser = MarkdownIt("commonmark", options).disable(
        [
            "html_inline",
            "html_block",
            "image",
            "reference",
            "lheading",
            "hr",
            "code",
            "fence",
            "entity",
        ]
    )
    parser.use(comment_signs)
    parser.add_render_rule("mention", _render_mention)
    parser.add_render_rule("symbol", _render_symbol)
    parser.core.ruler.push("directions", _set_directions)
    parser.core.ruler.push("labels", _keep_labels)
    parser.validateLink = is_safe_url  # type: ignore[method-assign]
    for kind in ("heading_open", "heading_close"):
        parser.add_render_rule(kind, _heading_as_strong)
    return parser


_parser = _build_parser()
_sanitizer = nh3.Cleaner(
    tags={"p", "br", "em", "strong", "ul", "ol", "li", "blockquote", "code", "a", "span"},
    attributes={
        "*": set(),
        **{tag: {"dir"} for tag in ("p", "ul", "blockquote")},
        "ol": {"dir", "start"},
        "li": {"data-label"},
        "a": {"href"},
        "span": {"class", "data-who"},
    },
    url_schemes={"http", "https", "mailto"},
    url_relative="deny",
    link_rel="nofollow noopener",
)
