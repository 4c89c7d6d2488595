"""Sentences are whole where they are translated: no language has the words of another in its order."""

import ast
import re

import pytest
from jinja2 import Environment

from tests.architecture.reading import files, name, report, tree

WITHIN_A_LINE = re.compile(r"</?(?:a|b|bdi|cite|code|em|i|mark|q|small|span|strong|time)\b[^<>]*>")
WORDS = re.compile(r"""(?:\b_|gettext)\(\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")""")
GOES_ON = re.compile(
    r"(?:,|[\w)] (?:a|an|the|about|after|as|at|before|between|by|for|from|in|is|of|on|or|over"
    r"|since|than|their|to|under|until|was|were|with)|^(?:as|by|for|from|since|until|with))$"
)
WENT_BEFORE = re.compile(r"^(?:[,.;)]|(?:as|at|by|for|from|in|of|on|since|to|until|with) \S)")
TRANSPARENT = {"if", "endif", "for", "endfor", "set", "endset"}


def flow(source):
    """Yield (kind, content, line) in the order of the text: `text`, a translated `message`, another
    `value`, or a tag that ends the line of thought.
    """
    code = None
    for line, token, value in Environment().lex(source):
        if token == "data":
            yield "text", WITHIN_A_LINE.sub("", value), line
        elif token in ("variable_begin", "block_begin"):
            code = ""
        elif token == "variable_end":
            is_message = re.match(r"\s*(?:_|n?gettext)\(", code)
            yield "message" if is_message else "value", code, line
            code = None
        elif token == "block_end":
            if code.split()[0] not in TRANSPARENT:
                yield "tag", code, line
            code = None
        elif code is not None:
            code += value


def glued(source):
    """Yield the line and the words of each message that is half a sentence: it ends with a word that
    asks for more and a value follows, or it begins with one right after a value.
    """
    parts = [part for part in flow(source) if part[1]]
    for at, (kind, code, line) in enumerate(parts):
        if kind != "message":
            continue
        before, is_after_value = neighbour(parts[:at][::-1])
        after, is_before_value = neighbour(parts[at + 1 :])
        for one, other in WORDS.findall(code):
            words = one or other
            goes_on = is_before_value and not after.strip() and GOES_ON.search(words)
            went_before = is_after_value and before.isspace() and WENT_BEFORE.search(words)
            if goes_on or went_before or words[:1] in ",.;)":
                yield line, words


def neighbour(parts):
    """Return the text up to the next part that is no text, and whether that is a value or a message
    on the same line: what stands on another line is another item.
    """
    text = ""
    for kind, content, _line in parts:
        if kind != "text":
            return text, kind != "tag" and "\n" not in text
        text += content
    return text, False


@pytest.mark.parametrize(
    "source, is_glued",
    [
        ("{{ _('Saved by') }} {{ name }}", True),
        ("{{ _('Saved by') }} <bdi>{{ name }}</bdi>", True),
        ("{{ _('Opened at') if over else _('Opens at') }} {{ time }}", True),
        ("{{ _('Taken back,') }} {{ time }}", True),
        ("{{ count }} {{ _('of %(num)d', num=all) }}", True),
        ("<a>{{ _('Register') }}</a>{{ _(', if you can.') }}", True),
        ("{{ _('Saved by %(name)s', name=name) }}, {{ time }}", False),
        ("<dt>{{ _('Due on') }}</dt><dd>{{ day }}</dd>", False),
        ("{{ _('Accept as') }}: {{ title }}", False),
        ("<span>{{ name }}</span><span>{{ _('until %(day)s', day=day) }}</span>", False),
        ("<span>{{ _('Before') }}</span>{{ words }}", False),
        ("{{ _('Sign in') }}", False),
    ],
)
def test_half_a_sentence_in_a_template_is_recognized(source, is_glued):
    assert any(glued(source)) is is_glued


def test_templates_give_values_to_sentences():
    report(
        "Give the value to the sentence: _('Saved by %(person)s', person=…). A label ends with a colon.",
        [
            f"{name(file)}:{line} glues “{words}” to what stands beside it"
            for file in files("templates", ".html")
            for line, words in glued(file.read_text())
        ],
    )


TRANSLATES = {"_", "gettext", "ngettext", "pgettext", "npgettext"}
WHOLE = (".", "!", "?", "…")


def joined(module):
    """Yield the line and the words of each message that a module adds to other text, unless it is a
    sentence beside sentences.
    """
    for node in ast.walk(module):
        match node:
            case ast.BinOp(op=ast.Add(), left=left, right=right):
                parts = [left, right]
            case ast.JoinedStr(values=values):
                parts = [part.value for part in values if isinstance(part, ast.FormattedValue)]
            case _:
                continue
        for part in parts:
            match part:
                case ast.Call(func=ast.Name(id=verb), args=[*words]) if verb in TRANSLATES:
                    messages = [word.value for word in words if isinstance(word, ast.Constant)]
                    if messages and not str(messages[-1]).endswith(WHOLE):
                        yield part.lineno, messages[-1]


@pytest.mark.parametrize(
    "code, is_joined",
    [
        ("_('The clauses are those of') + ' ' + title", True),
        ("f\"{state}, {_('late')}\"", True),
        ("' ' + ngettext('%(num)d item', '%(num)d items', n)", True),
        ("_('It was copied.') + ' ' + _('You can undo this.')", False),
        ("f\"{words} {_('Agenda item %(number)s.', number=1)}\"", False),
        ("_('%(state)s, late', state=state)", False),
    ],
)
def test_half_a_sentence_in_a_module_is_recognized(code, is_joined):
    assert any(joined(ast.parse(code))) is is_joined


def test_modules_give_values_to_sentences():
    report(
        "Give the value to the sentence, _('%(state)s, late', state=…), or add whole sentences only.",
        [
            f"{name(file)}:{line} adds “{words}” to other words"
            for file in files("wgcop", ".py")
            for line, words in joined(tree(file))
        ],
    )
