"""The modules of a page's scripts joined into one file, so that a slow connection makes one request
instead of many.

Each module becomes a function that returns what it exports; they run in the order in which a
browser would run them. A module that is fetched when it is first needed is a file of its own, and
is given those of the page that it imports, so that none runs twice. Only the forms of import and
export that are written in `static/js` are understood; any other is an error.
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
    stays a file of its own, or None; `late` returns the address of a module that is fetched when it
    is first needed.
    """
    modules: dict[str, str] = {}
    """Those that are joined, by their paths, in the order in which they run."""
    outside: dict[str, str] = {}
    under_way: list[str] = []

    def add(path: str) -> None:
        if path in modules:
            return
        if path in under_way:
            raise NotUnderstood(f"{path} imports itself: {' → '.join([*under_way, path])}")
        under_way.append(path)
        source = compact(read(path), path)

        def imported_late(statement: re.Match[str]) -> str:
            other = meant(path, statement)
            needed = [meant(other, each) for each in IMPORT.finditer(compact(read(other), other))]
            if not needed:
                return f'import("{late(other)}")'
            for each in needed:
                add(each)
            given = ", ".join(f"modules[{list(modules).index(each)}]" for each in needed)
            return f'import("{late(other)}").then(({{ begin }}) => begin({given}))'

        def imported(statement: re.Match[str]) -> str:
            other = meant(path, statement)
            names = (statement["names"] or "").strip().rstrip(",")
            address = apart(other)
            if address is None:
                add(other)
                place = list(modules).index(other)
                return f"const {{ {renamed(names)} }} = modules[{place}];\n" if names else ""
            outside[f'import {{ {names} }} from "{address}";'] = other
            return ""

        body = LATE.sub(imported_late, as_function(IMPORT.sub(imported, source), path))
        modules[path] = f"modules.push((() => {{\n{body}\n}})());"
        under_way.pop()

    add(posixpath.normpath(entry))
    return "\n".join([*outside, "const modules = [];", *modules.values(), ""])


def fetched_late(source: str, path: str) -> str:
    """Return a module as it is sent if it is fetched when it is first needed: with a function that is
    given what it imports, runs it once, and returns what it exports.
    """
    source = compact(source, path)
    if not IMPORT.search(source):
        return source
    names: list[str] = []

    def imported(statement: re.Match[str]) -> str:
        names.append(f"{{ {renamed((statement['names'] or '').strip().rstrip(','))} }}")
        return ""

    body = as_function(IMPORT.sub(imported, source), path)
    if late := LATE.search(body):
        raise NotUnderstood(f"{path} is fetched late and fetches {late['path']} later still.")
    return (
        f"const run = ({', '.join(names)}) => {{\n{body}\n}};\n"
        "let made;\nexport const begin = (...given) => (made ??= run(...given));\n"
    )


def as_function(body: str, path: str) -> str:
    """Return the inside of a function that runs a module whose imports are done, and returns what it
    exports.
    """
    exports = [match["name"] for match in EXPORT.finditer(body)]
    body = EXPORT.sub("", body)
    if left := LEFT_OVER.search(LATE.sub("", body)):
        raise NotUnderstood(f"{path}: {left[0].strip()!r} is no form of import or export here.")
    return f"{body.strip()}\nreturn {{ {', '.join(exports)} }};"


def meant(path: str, statement: re.Match[str]) -> str:
    """Return the path of the module that a statement in the module at `path` names."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), statement["path"]))


def compact(source: str, path: str) -> str:
    """Remove the parts that only developers need: comments, types and indentation."""
    text = CAST.sub("", BESIDE.sub("", COMMENT.sub("", source)))
    if any(line.count("`") % 2 for line in text.splitlines()):
        raise NotUnderstood(f"{path}: a text in backticks goes on in the next line.")
    return INDENTATION.sub("", text)


def renamed(names: str) -> str:
    """Rewrite the names of an import as a pattern: `a as b` becomes `a: b`."""
    return re.sub(r"(\w+) as (\w+)", r"\1: \2", names)
