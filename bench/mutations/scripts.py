"""Careless changes of a script: a short list of rewrites of its lines (pure)."""

import re

from bench.mutations.rewriting import Piece

REWRITES = (
    ("comparison", re.compile(r" === "), " !== "),
    ("comparison", re.compile(r" !== "), " === "),
    ("comparison", re.compile(r" < "), " <= "),
    ("comparison", re.compile(r" > "), " >= "),
    ("comparison", re.compile(r" <= "), " < "),
    ("comparison", re.compile(r" >= "), " > "),
    ("and-or", re.compile(r" && "), " || "),
    ("and-or", re.compile(r" \|\| "), " && "),
    ("not", re.compile(r"(?<=\()!(?=\w)"), ""),
    ("truth", re.compile(r"\btrue\b"), "false"),
    ("truth", re.compile(r"\bfalse\b"), "true"),
    ("number", re.compile(r"(?<![\w.\"'`#-])\d+(?![\w.\"'`%])"), "({} + 1)"),
    ("sign", re.compile(r"(?<=\w) \+ (?=\w)"), " - "),
    ("sign", re.compile(r"(?<=\w) - (?=\w)"), " + "),
    ("if", re.compile(r"\bif \([^()]*\)(?= (?:return|continue|break)\b)"), "if (false)"),
    ("statement", re.compile(r"(?<=^)\s+(?:await )?[\w.?]+\((?:[^()]|\([^()]*\))*\);$", re.M), ";"),
    ("return", re.compile(r"(?<=return )[^;{}\n]+(?=;)"), "undefined"),
)
_COMMENT = re.compile(r"^\s*(\*|//|/\*|import\b|export \{)")


def pieces(file: str, source: str) -> list[Piece]:
    found, counted, start = [], {}, 0
    for number, line in enumerate(source.splitlines(keepends=True), 1):
        if not _COMMENT.match(line):
            code = line.rstrip("\n")
            for kind, pattern, new in REWRITES:
                for match in pattern.finditer(code):
                    if code[: match.start()].count('"') % 2 or code[: match.start()].count("`") % 2:
                        continue
                    begin = start + match.start()
                    old, context = match[0], code.strip()
                    key = (context, kind, old, new.format(old))
                    counted[key] = counted.get(key, -1) + 1
                    found.append(Piece(file, *key, counted[key], number, begin, begin + len(old)))
        start += len(line)
    return found


def rewritten(source: str, piece: Piece) -> str:
    return source[: piece.start] + piece.new + source[piece.end :]
