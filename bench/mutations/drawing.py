"""Draws careless changes by lot: the same seed and the same sources give the same ones.

To begin with a package, the lot is drawn among all pieces of all files, so that a long file has more of them than a short one.
Left out are the demo world, which tests are about and which no test tests, and what others wrote.
"""

import ast
import random
from collections.abc import Callable, Iterable
from pathlib import Path

from bench.mutations import rewriting, scripts
from bench.mutations.rewriting import Piece

LEFT_OUT = ("wgcop/demo/", "static/js/vendor/")


def drawn(
    root: Path, seed: int, python: int, javascript: int, only: Iterable[str] = ()
) -> list[Piece]:
    """`only` are beginnings of paths."""
    of_python = _from(root, sorted(root.glob("wgcop/**/*.py")), rewriting.pieces, tuple(only))
    of_scripts = _from(
        root,
        sorted([*root.glob("static/js/**/*.js"), *root.glob("frontend/src/**/*.js")]),
        scripts.pieces,
        tuple(only),
    )
    lot = random.Random(seed)
    return [
        *_chosen(root, lot, of_python, python, is_python=True),
        *_chosen(root, lot, of_scripts, javascript),
    ]


def _from(
    root: Path, files: list[Path], read: Callable[[str, str], list[Piece]], only: tuple[str, ...]
) -> list[Piece]:
    found = []
    for file in files:
        name = file.relative_to(root).as_posix()
        if not name.startswith(LEFT_OUT) and (not only or name.startswith(only)):
            found += read(name, file.read_text())
    return found


def _chosen(
    root: Path, lot: random.Random, pieces: list[Piece], most: int, *, is_python: bool = False
) -> list[Piece]:
    """Those that can be compiled, no two at one place."""
    chosen: dict[tuple[str, int], Piece] = {}
    for piece in lot.sample(pieces, len(pieces)):
        if len(chosen) == most:
            break
        if (piece.file, piece.start) not in chosen and (not is_python or _compiles(root, piece)):
            chosen[piece.file, piece.start] = piece
    return list(chosen.values())


def _compiles(root: Path, piece: Piece) -> bool:
    try:
        ast.parse(rewriting.rewritten((root / piece.file).read_text(), piece))
    except (SyntaxError, ValueError):
        return False
    return True


def again(root: Path, piece: Piece) -> Piece | None:
    """The same change in another version of the sources; None if that place is there no more."""
    file = root / piece.file
    if not file.exists():
        return None
    read = scripts.pieces if file.suffix == ".js" else rewriting.pieces
    same = (piece.function, piece.kind, piece.old, piece.new)
    now = [
        each
        for each in read(piece.file, file.read_text())
        if (each.function, each.kind, each.old, each.new) == same
    ]
    return next((each for each in now if each.place == piece.place), now[0] if now else None)
