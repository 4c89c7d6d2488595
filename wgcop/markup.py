"""Typed text in a small, safe part of Markdown, as HTML, as plain words and as an excerpt."""

import re
from collections.abc import Iterator

import nh3
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from markupsafe import Markup, escape

from wgcop.languages.scripts import direction

# Longer or deeper text is shown as typed: what it costs to format hostile text stays bounded.
LONGEST_FORMATTED = 40_000
DEEPEST_FORMATTED = 20

_BARE_URL = re.compile(r"https?://[^\s<>\"]{1,2000}", re.IGNORECASE)
_SAFE_URL = re.compile(r"(?:https?://|mailto:)[^\s]", re.IGNORECASE)
# Somebody called by name: the id stands beside it, so that the name need not be the only one of its kind.
_MENTION = re.compile(r"@\[([^\]\n]{1,200})\]\(((?:person|delegation):\d{1,9})\)")
# Overrides make text read otherwise than it is stored; embeddings and isolates are left alone. Half a
# character, which JSON can carry, cannot be stored at all.
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202d\u202e\ud800-\udfff]")


def render(text: str) -> Markup:
    text = clean(text)
    tokens = _parse(text)
    if tokens is None:
        return _as_typed(text)
    html = _parser.renderer.render(tokens, _parser.options, {})
    return Markup(_sanitizer.clean(html))  # noqa: S704 (this is where it is made safe)


def plain(text: str) -> str:
    """The words only, one block to a line, for search and for mail."""
    text = clean(text)
    tokens = _parse(text)
    if tokens is None:
        return text.strip()
    return "\n".join(_lines(tokens))


def excerpt(text: str, length: int = 160) -> str:
    words = " ".join(plain(text).split())
    if len(words) <= length:
        return words
    cut = words[: length - 1]
    # Scripts without spaces have no better place to cut than where the room ends.
    if " " in cut[length // 2 :]:
        cut = cut.rsplit(" ", 1)[0]
    return cut.rstrip(" ,;:.") + "…"


def clean(text: str) -> str:
    """One kind of line end, and no character that hides or reverses others."""
    return _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def is_safe_url(url: str) -> bool:
    return bool(_SAFE_URL.match(url))


def bare_urls(text: str) -> Iterator[tuple[int, int]]:
    """Where the addresses in a text begin and end, without the punctuation that follows them."""
    for found in _BARE_URL.finditer(text):
        url = found[0].rstrip(".,;:!?'*_")
        while url.endswith(")") and url.count(")") > url.count("("):
            url = url[:-1].rstrip(".,;:!?'*_")
        if not url.endswith("//"):
            yield found.start(), found.start() + len(url)


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
    """`3)` as it was typed; empty for an item without a number."""
    return f"{item.info}{item.markup}" if item.info else ""


def _words(token: Token) -> str:
    if token.children is None:
        return token.content.strip()
    return "".join(
        "\n" if child.type in ("softbreak", "hardbreak") else child.content
        for child in token.children
    ).strip()


def _link_bare_urls(state: StateCore) -> None:
    for block in state.tokens:
        if block.type != "inline" or block.children is None:
            continue
        linked: list[Token] = []
        inside = 0
        for token in block.children:
            inside += {"link_open": 1, "link_close": -1}.get(token.type, 0)
            linked.extend([token] if inside or token.type != "text" else _split_at_urls(token))
        block.children = linked


def _read_mention(state: StateInline, silent: bool) -> bool:
    found = _MENTION.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    if not silent:
        token = state.push("mention", "span", 0)
        token.content = f"@{found[1]}"
        token.meta = {"who": found[2]}
    state.pos = found.end()
    return True


def _render_mention(
    self: RendererHTML, tokens: list[Token], idx: int, options: OptionsDict, env: EnvType
) -> str:
    token = tokens[idx]
    return f'<span class="mention" data-who="{token.meta["who"]}">{escape(token.content)}</span>'


def _split_at_urls(token: Token) -> Iterator[Token]:
    at = 0
    for start, end in bare_urls(token.content):
        url = token.content[start:end]
        yield _text(token.content[at:start])
        yield Token("link_open", "a", 1, attrs={"href": url})
        yield _text(url)
        yield Token("link_close", "a", -1)
        at = end
    yield _text(token.content[at:])


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)


def _set_directions(state: StateCore) -> None:
    """Each outermost block runs as its first strong letter does; what it holds follows it."""
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
    """Typed text sits inside a page that has its own headings, so it makes none."""
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
    parser.inline.ruler.before("link", "mention", _read_mention)
    parser.add_render_rule("mention", _render_mention)
    parser.core.ruler.push("bare_urls", _link_bare_urls)
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
