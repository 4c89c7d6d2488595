"""The signs inside a line of typed text, as rules of markdown-it.

Comments are CommonMark with the rules of `comment_signs` added. Papers have the rules of
`paper_signs` only: their marks may cross, and everything in their tree can be typed. The
differences between the two are described in docs/decisions/0031-one-typed-language.md.
"""

import re
from collections.abc import Callable, Iterator, Mapping

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from wgcop.markup.letters import bare_urls

Rule = Callable[[StateInline, bool], bool]
Writer = Callable[[StateInline, re.Match[str]], None]

SWITCHES = {"strong": "**", "em": "*", "underline": "++", "sup": "^", "sub": "~"}
"""Marks that begin and end with the same sign."""
BRACKETS = {"insertion": ("{++", "++}"), "deletion": ("{--", "--}")}
URL = r"(?:[^\s()\[\]]|\([^\s()\[\]]*\))*"

_KINDS = {sign: (kind,) for kind, sign in SWITCHES.items()} | {"***": ("strong", "em")}
_WORDS = r"(?:\\.|[^\[\]\\])+"
"""The pattern of what may appear between square brackets."""


def comment_signs(parser: MarkdownIt) -> None:
    parser.inline.ruler.before("link", "mention", _rule(_MENTION, _write_mention))
    parser.core.ruler.push("bare_urls", _link_bare_urls)


def paper_signs(parser: MarkdownIt) -> None:
    parser.inline.ruler.push("bare_url", _read_bare_url)
    for letter in "hH":  # where an address may begin
        parser.inline.add_terminator_char(letter)
    for name, pattern, write in _PAPER_SIGNS:
        parser.inline.ruler.push(name, _rule(pattern, write))
    parser.inline.ruler2.enableOnly([])
    parser.inline.ruler2.push("pair_marks", _pair_marks)


def _rule(pattern: str, write: Writer) -> Rule:
    """Return a rule of markdown-it that calls `write` to make tokens where the pattern matches."""
    compiled = re.compile(pattern, re.DOTALL)

    def read(state: StateInline, silent: bool) -> bool:
        match = compiled.match(state.src, state.pos, state.posMax)
        if match is None:
            return False
        if not silent:
            write(state, match)
        state.pos = match.end()
        return True

    return read


# A person or delegation mentioned by name. The id stands beside it, because names are not unique.
_MENTION = r"@\[(?P<name>[^\]\n]{1,200})\]\((?P<who>(?:person|delegation):\d{1,9})\)"


def _write_mention(state: StateInline, match: re.Match[str]) -> None:
    token = state.push("mention", "span", 0)
    token.content = f"@{match['name']}"
    token.meta = {"who": match["who"]}


_SYMBOL = re.compile(
    r"(?<![\w/.@-])[A-Z]{2,6}(?:-[A-Z]{2,6}){0,2}/\d{1,3}(?:/[A-Z]{1,4})?/\d{1,4}(?![\w/])(?: Rev\.\d{1,2})?"
)
"""The pattern of a symbol of a meeting's document: WG-COP/3/7, WG-COP/3/INF/1, WG-COP/3/2 Rev.1."""


def _link_bare_urls(state: StateCore) -> None:
    """Link the bare addresses in a comment, after all other signs have been read."""
    for block in state.tokens:
        if block.type != "inline" or block.children is None:
            continue
        linked: list[Token] = []
        inside = 0
        for token in block.children:
            inside += {"link_open": 1, "link_close": -1}.get(token.type, 0)
            is_plain = not inside and token.type == "text"
            linked.extend(_split_at_addresses(token) if is_plain else [token])
        block.children = linked


def _split_at_addresses(token: Token) -> Iterator[Token]:
    at = 0
    for start, end in bare_urls(token.content):
        url = token.content[start:end]
        yield from _split_at_symbols(token.content[at:start])
        yield Token("link_open", "a", 1, attrs={"href": url})
        yield _text(url)
        yield Token("link_close", "a", -1)
        at = end
    yield from _split_at_symbols(token.content[at:])


def _split_at_symbols(words: str) -> Iterator[Token]:
    at = 0
    for found in _SYMBOL.finditer(words):
        yield _text(words[at : found.start()])
        yield Token("symbol", "", 0, content=found[0])
        at = found.end()
    yield _text(words[at:])


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)


def _read_bare_url(state: StateInline, silent: bool) -> bool:
    """Read a bare address in a paper, before other signs, so that it may contain the signs of
    marks.
    """
    end = _urls(state).get(state.pos)
    if end is None or state.linkLevel:
        return False
    if not silent:
        url = state.src[state.pos : end]
        state.push("link_open", "a", 1).attrs = {"href": url}
        state.append_pending(url)
        state.push("link_close", "a", -1)
    state.pos = end
    return True


def _urls(state: StateInline) -> Mapping[int, int]:
    """Return the end of each bare address by its start. They are found once for the whole text."""
    urls: dict[int, int] | None = state.env.get("urls")
    if urls is None:
        urls = state.env["urls"] = dict(bare_urls(state.src))
    return urls


def _write_escaped(state: StateInline, match: re.Match[str]) -> None:
    state.append_pending(match["letter"])


def _write_code(state: StateInline, match: re.Match[str]) -> None:
    code = match["code"]
    if code.isspace():
        state.append_pending(match[0])
        return
    padded = len(code) > 2 and code[0] == code[-1] == " "
    state.push("code_inline", "code", 0).content = code[1:-1] if padded else code


def _write_footnote(state: StateInline, match: re.Match[str]) -> None:
    if state.env.get("in_footnote"):  # a note has no notes of its own
        state.append_pending(match[0])
        return
    token = state.push("footnote", "", 0)
    token.children = state.md.inline.parse(match["note"], state.md, {"in_footnote": True}, [])


_PICTURE = (
    r"!\[(?P<alt>(?:\\.|[^\[\]\\\n])*)\]"
    r"\(picture:(?P<file>[^\s()]{1,200})(?: (?P<width>\d{0,5})x(?P<height>\d{0,5}))?\)"
)


def _write_picture(state: StateInline, match: re.Match[str]) -> None:
    if state.env.get("in_footnote"):
        state.append_pending(match[0])
        return
    size = {name: int(match[name]) if match[name] else None for name in ("width", "height")}
    alt = re.sub(r"\\(.)", r"\1", match["alt"])
    state.push("picture", "img", 0).meta = {"file": match["file"], "alt": alt, **size}


def _write_link(state: StateInline, match: re.Match[str]) -> None:
    """Write a link. Its text is read in the same state, so that a mark may begin inside a link and
    end after it.
    """
    end = state.posMax
    state.push("link_open", "a", 1).attrs = {"href": match["href"]}
    state.pos, state.posMax = match.span("words")
    state.linkLevel += 1
    state.md.inline.tokenize(state)
    state.linkLevel -= 1
    state.posMax = end
    state.push("link_close", "a", -1)


def _write_break(state: StateInline, match: re.Match[str]) -> None:
    state.push("hardbreak", "br", 0)


def _write_bracket(state: StateInline, match: re.Match[str]) -> None:
    kind = "insertion" if "+" in match[0] else "deletion"
    _push_mark(
        state, kind, match[0], pair=kind, opens=match[0][0] == "{", closes=match[0][-1] == "}"
    )


def _write_switch(state: StateInline, match: re.Match[str]) -> None:
    typed, text = match[0], match.string
    before = text[match.start() - 1] if match.start() else " "
    after = text[match.end()] if match.end() < len(text) else " "
    opens, closes = not after.isspace(), not before.isspace()
    if typed[0] == "_":  # a name_like_this is not half emphasized
        opens, closes = opens and not before.isalnum(), closes and not after.isalnum()
    kinds = _KINDS.get(typed.replace("_", "*"))
    if kinds is None:  # more than three asterisks
        state.append_pending(typed)
        return
    for kind in kinds:
        sign = SWITCHES[kind].replace("*", typed[0])
        _push_mark(state, kind, sign, pair=sign, opens=opens, closes=closes)


def _push_mark(
    state: StateInline, kind: str, typed: str, *, pair: str, opens: bool, closes: bool
) -> None:
    """Push a sign that begins or ends a mark. If no sign of the same pair is found, it stays as
    typed.
    """
    token = state.push("mark", "", 0)
    token.content, token.info = typed, kind
    token.meta = {"pair": pair, "opens": opens, "closes": closes}


def _pair_marks(state: StateInline) -> None:
    """Pair the signs of marks: each closing sign with the nearest opening one, if there is anything
    to mark between them.
    """
    opened: dict[str, int] = {}
    last_words = -1
    for index, token in enumerate(state.tokens):
        if token.type != "mark":
            last_words = index if token.nesting == 0 else last_words
            continue
        pair = token.meta["pair"]
        start = opened.get(pair)
        if token.meta["closes"] and start is not None and start < last_words:
            state.tokens[start].nesting, token.nesting = 1, -1
            del opened[pair]
        elif token.meta["opens"]:
            opened[pair] = index
    for token in state.tokens:
        if token.type == "mark" and token.nesting == 0:
            token.type = "text"


# The first that fits counts: a footnote before a superscript, a bracket before a switch.
_PAPER_SIGNS: tuple[tuple[str, str, Writer], ...] = (
    # \* is a star
    ("escape", r"\\(?P<letter>[!-/:-@\[-`{-~•])", _write_escaped),
    # `a` or ``a ` b``
    (
        "code",
        r"(?P<fence>(?<!`)`{1,3}(?!`))(?P<code>[^\n]+?)(?<!`)(?P=fence)(?!`)",
        _write_code,
    ),
    # ^[a note with a [bracket] in it]
    ("footnote", rf"\^\[(?P<note>(?:\\.|[^\[\]\\]|\[{_WORDS}\])*)\]", _write_footnote),
    # ![words instead of it](picture:… 40x30)
    ("picture", _PICTURE, _write_picture),
    # [words](https://example.org)
    (
        "link",
        rf"\[(?P<words>{_WORDS})\]\((?P<href>(?i:https?://|mailto:){URL})\)",
        _write_link,
    ),
    # a<br>b, or the end of a line
    ("break", r"<br>|\n", _write_break),
    # {++inserted++} and {--deleted--}
    ("bracket", r"\{\+\+|\+\+\}|\{--|--\}", _write_bracket),
    # *em* **strong** ***both***, with _ as well; ++underlined++ m^2^ H~2~O
    ("switch", r"\*+|_+|\+\+|\^|~", _write_switch),
)
