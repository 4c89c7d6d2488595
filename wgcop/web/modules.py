"""The modules of a page's scripts joined into one file, so that a slow connection makes one request
instead of many.

Each module becomes a function that returns what it exports; they run in the order in which a
browser would run them. Only the forms of import and export that are written in `static/js` are
understood; any other is an error.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable

IMPORT = re.compile(
    r'^import (?:\{(?P<names>[^}]*)\} from )?"(?P<path>\.[^"]+)";(?:[ \t]*//.*)?\n?', re.MULTILINE
)
EXPORT = re.compile(
    r"^export (?=(?:async )?(?:function\*?|const|class) (?P<name>[\w$]+))", re.MULTILINE
)
LATE = re.compile(r'\bimport\("(?P<path>\.[^"]+)"\)')
LEFT_OVER = re.compile(r"^(?:(?:import|export)\b|.*\bimport[ ]*\().*", re.MULTILINE)
COMMENT = re.compile(r"^[ \t]*(?://.*|/\*(?:[^*]|\*(?!/))*\*/[ \t]*)\n", re.MULTILINE)
BESIDE = re.compile(r"(?<=[;{},)\]]) // [^\n\"'`]*$", re.MULTILINE)
CAST = re.compile(r"/\*\* @type [^*]*\*/ ")
INDENTATION = re.compile(r"^[ \t]+", re.MULTILINE)


class NotUnderstood(ValueError):
    """Raised when a module cannot be joined with the others, for example because it uses an
    unsupported form of import or export.
    """


def join(
    entry: str,
    read: Callable[[str], str],
    apart: Callable[[str], str | None],
    late: Callable[[str], str],
) -> str:
    """Join the module `entry` and all that it imports. `apart` returns the address of a module that
    stays a file of its own, or None; `late` returns the address of a module that is fetched only
    when needed.
    """
    modules: dict[str, str] = {}
    outside: dict[str, str] = {}
    under_way: list[str] = []

    def add(path: str) -> None:
        if path in modules:
            return
        if path in under_way:
            raise NotUnderstood(f"{path} imports itself: {' → '.join([*under_way, path])}")
        under_way.append(path)
        source = compact(read(path), path)

        def meant(statement: re.Match[str]) -> str:
            return posixpath.normpath(posixpath.join(posixpath.dirname(path), statement["path"]))

        def imported_late(statement: re.Match[str]) -> str:
            other = meant(statement)
            if IMPORT.search(compact(read(other), other)):
                raise NotUnderstood(
                    f"{path} fetches {other} late, whose own imports would run a second time."
                )
            return f'import("{late(other)}")'

        def imported(statement: re.Match[str]) -> str:
            other = meant(statement)
            names = (statement["names"] or "").strip().rstrip(",")
            address = apart(other)
            if address is None:
                add(other)
                place = list(modules).index(other)
                return f"const {{ {renamed(names)} }} = modules[{place}];\n" if names else ""
            outside[f'import {{ {names} }} from "{address}";'] = other
            return ""

        body = IMPORT.sub(imported, source)
        exports = [match["name"] for match in EXPORT.finditer(body)]
        body = EXPORT.sub("", body)
        left = LEFT_OVER.search(LATE.sub("", body))
        if left:
            raise NotUnderstood(f"{path}: {left[0].strip()!r} is no form of import or export here.")
        body = LATE.sub(imported_late, body)
        modules[path] = (
            f"modules.push((() => {{\n{body.strip()}\nreturn {{ {', '.join(exports)} }};\n}})());"
        )
        under_way.pop()

    add(posixpath.normpath(entry))
    return "\n".join([*outside, "const modules = [];", *modules.values(), ""])


def compact(source: str, path: str) -> str:
    """Remove the parts that only developers need: comments, types and indentation."""
    text = CAST.sub("", BESIDE.sub("", COMMENT.sub("", source)))
    if any(line.count("`") % 2 for line in text.splitlines()):
        raise NotUnderstood(f"{path}: a text in backticks goes on in the next line.")
    return INDENTATION.sub("", text)


def renamed(names: str) -> str:
    """Rewrite the names of an import as a pattern: `a as b` becomes `a: b`."""
    return re.sub(r"(\w+) as (\w+)", r"\1: \2", names)
