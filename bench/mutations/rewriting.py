"""Careless changes of a Python module: each replaces one piece of its source by another (pure)."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

OPPOSITES = {
    ast.Lt: "<=", ast.LtE: "<", ast.Gt: ">=", ast.GtE: ">", ast.Eq: "!=", ast.NotEq: "==",
    ast.Is: "is not", ast.IsNot: "is", ast.In: "not in", ast.NotIn: "in",
}  # fmt: skip
NAMES = {"min": "max", "max": "min", "any": "all", "all": "any"}
NARROWING = {"where", "filter", "having", "order_by"}
LOCKS = re.compile(r"\b(writing|unlocked|begin_nested|\w*lock\w*)\b", re.IGNORECASE)
SPOKEN = {"_", "_l", "ngettext", "gettext", "log", "flash"}
"""Calls of these are words for people or for the log: to change one is no mutation."""


@dataclass(frozen=True)
class Piece:
    """`place` counts the same change of the same words within one function, so that it is found again in a later version."""

    file: str
    function: str
    kind: str
    old: str
    new: str
    place: int
    line: int
    start: int
    end: int


def pieces(file: str, source: str) -> list[Piece]:
    """All that can be changed within functions, in the order of the text."""
    tree, lines = ast.parse(source), _line_starts(source)
    counted: dict[tuple[str, str, str, str], int] = {}
    found = []
    for function, node, kind, new in _changes(tree, source.encode(), lines):
        start, end = _span(node, lines)
        old = source.encode()[start:end].decode()
        if old == new:
            continue
        key = (function, kind, old, new)
        counted[key] = counted.get(key, -1) + 1
        found.append(Piece(file, *key, counted[key], node.lineno, start, end))
    return sorted(found, key=lambda piece: (piece.start, piece.end, piece.kind, piece.new))


def rewritten(source: str, piece: Piece) -> str:
    """With as many lines as before, so that what stands below keeps its place."""
    text = source.encode()
    lost = text[piece.start : piece.end].count(b"\n") - piece.new.count("\n")
    new = f"({piece.new}{chr(10) * lost})" if lost > 0 and piece.new != "pass" else piece.new
    if piece.kind == "return":
        new = piece.new
    if lost > 0 and new == piece.new:
        new += "\n" * lost
    return (text[: piece.start] + new.encode() + text[piece.end :]).decode()


def _line_starts(source: str) -> list[int]:
    starts = [0]
    for line in source.encode().split(b"\n"):
        starts.append(starts[-1] + len(line) + 1)
    return starts


def _span(node: ast.AST, lines: list[int]) -> tuple[int, int]:
    start = lines[node.lineno - 1] + node.col_offset  # type: ignore[attr-defined]
    return start, lines[node.end_lineno - 1] + node.end_col_offset  # type: ignore[attr-defined]


def _changes(
    tree: ast.Module, text: bytes, lines: list[int]
) -> Iterator[tuple[str, ast.AST, str, str]]:
    def words(node: ast.AST) -> str:
        start, end = _span(node, lines)
        return text[start:end].decode()

    def of(node: ast.AST, name: str, inside: bool) -> Iterator[tuple[str, ast.AST, str, str]]:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            inner = f"{name}.{node.name}" if name else node.name
            for each in node.body:
                yield from of(each, inner, True)
            return
        if isinstance(node, ast.ClassDef):
            for each in node.body:
                yield from of(each, f"{name}.{node.name}" if name else node.name, False)
            return
        if isinstance(node, ast.Call) and _is_spoken(node):
            return
        if isinstance(node, ast.AnnAssign):
            if node.value is not None:
                yield from of(node.value, name, inside)
            return
        if inside:
            for kind, piece, new in _of_node(node, words):
                yield name, piece, kind, new
        for child in ast.iter_child_nodes(node):
            yield from of(child, name, inside)

    yield from of(tree, "", False)


def _is_spoken(call: ast.Call) -> bool:
    target = call.func
    while isinstance(target, ast.Attribute):
        target = target.value
    return isinstance(target, ast.Name) and target.id in SPOKEN


def _of_node(node: ast.AST, words) -> Iterator[tuple[str, ast.AST, str]]:  # type: ignore[no-untyped-def]
    match node:
        case ast.Compare(ops=[op]):
            other = OPPOSITES[type(op)]
            yield "comparison", node, f"{words(node.left)} {other} {words(node.comparators[0])}"
        case ast.BoolOp():
            word = " or " if isinstance(node.op, ast.And) else " and "
            yield "and-or", node, word.join(f"({words(each)})" for each in node.values)
            same = " and " if isinstance(node.op, ast.And) else " or "
            for left_out in node.values:
                kept = [f"({words(each)})" for each in node.values if each is not left_out]
                yield "condition", node, same.join(kept)
        case ast.UnaryOp(op=ast.Not()):
            yield "not", node, f"bool({words(node.operand)})"
        case ast.If() | ast.IfExp():
            for value in ("True", "False"):
                yield "if", node.test, value
        case ast.comprehension():
            for test in node.ifs:
                yield "if", test, "True"
        case ast.Constant(value=bool()):
            yield "truth", node, str(not node.value)
        case ast.Constant(value=int() | float()):
            yield "number", node, f"({node.value!r} + 1)"
            yield "number", node, f"({node.value!r} - 1)"
        case ast.BinOp(op=ast.Add() | ast.Sub()) if not _is_text(node):
            sign = "-" if isinstance(node.op, ast.Add) else "+"
            yield "sign", node, f"({words(node.left)}) {sign} ({words(node.right)})"
        case ast.Call():
            yield from _of_call(node, words)
        case ast.With():
            for item in node.items:
                if item.optional_vars is None and LOCKS.search(words(item.context_expr)):
                    yield "lock", item.context_expr, "__import__('contextlib').nullcontext()"
        case ast.Expr(value=ast.Call() | ast.Await()) if not _is_spoken_statement(node):
            yield "statement", node, "pass"
        case ast.AugAssign() | ast.Raise() | ast.Delete():
            yield "statement", node, "pass"
        case ast.Assign(targets=[ast.Attribute() | ast.Subscript()]):
            yield "statement", node, "pass"
        case ast.Return(value=ast.expr() as value) if words(value) != "None":
            yield "return", node, "return None"


def _of_call(node: ast.Call, words) -> Iterator[tuple[str, ast.AST, str]]:  # type: ignore[no-untyped-def]
    if isinstance(node.func, ast.Attribute):
        start = words(node.func.value)
        if node.func.attr in NARROWING and node.args and not node.keywords:
            for left_out in node.args:
                kept = ", ".join(words(each) for each in node.args if each is not left_out)
                yield "filter", node, f"{start}.{node.func.attr}({kept})" if kept else start
        if node.func.attr == "with_for_update":
            yield "lock", node, start
    if isinstance(node.func, ast.Name) and node.func.id in NAMES:
        yield "name", node.func, NAMES[node.func.id]
    if len(node.args) >= 2 and not any(isinstance(each, ast.Starred) for each in node.args[:2]):
        one, other = (words(each) for each in node.args[:2])
        rest = [words(each) for each in node.args[2:]]
        rest += [
            f"{k.arg}={words(k.value)}" if k.arg else f"**{words(k.value)}" for k in node.keywords
        ]
        is_choice = isinstance(node.func, ast.Attribute) and node.func.attr in NARROWING
        are_alike = all(isinstance(each, ast.Name | ast.Attribute) for each in node.args[:2])
        if one != other and are_alike and not is_choice and words(node.func) != "isinstance":
            yield "swap", node, f"{words(node.func)}({', '.join([other, one, *rest])})"


def _is_text(node: ast.BinOp) -> bool:
    return any(
        isinstance(each, ast.JoinedStr | ast.List | ast.Tuple)
        or (isinstance(each, ast.Constant) and isinstance(each.value, str))
        for each in (node.left, node.right)
    )


def _is_spoken_statement(node: ast.Expr) -> bool:
    return isinstance(node.value, ast.Call) and _is_spoken(node.value)
