"""Reading of Word files as papers: cover, text as a tree, pictures, tracked changes, and a list of
anything not understood.
"""

from typing import Any

from wgcop.languages import LANGUAGE_NAMES, guessing, primary_subtag
from wgcop.paper.schema import Misshapen, completed, validate
from wgcop.paper.tree import TEXTBLOCKS, Node, empty, plain
from wgcop.reading import reader_of, word
from wgcop.reading.papers.comments import comments_of
from wgcop.reading.papers.cover import take_cover
from wgcop.reading.papers.left_out import LeftOutList
from wgcop.reading.papers.names import q
from wgcop.reading.papers.package import Package, damaged
from wgcop.reading.papers.result import LeftOut, WordComment, WordPaper, Words
from wgcop.reading.papers.text import TextReader
from wgcop.reading.papers.word_count import words_of_file, words_of_tree
from wgcop.reading.reasons import Reason
from wgcop.reading.result import Unreadable

__all__ = ["LARGEST", "LeftOut", "WordComment", "WordPaper", "Words", "read_paper"]

LARGEST = 25 * 1024 * 1024
LONGEST_TITLE = 300
_ENOUGH_TO_GUESS = 4_000


def read_paper(data: bytes, name: str) -> WordPaper:
    """Read a Word file as a paper. Raise `Unreadable`, with a message for the person who uploaded
    the file.
    """
    if len(data) > LARGEST:
        raise Unreadable(Reason("It is larger than %(size)d MB.", size=LARGEST // 1024 // 1024))
    if reader_of(data, name) is not word.read:
        raise Unreadable(Reason("It is not a Word document. Save it as .docx."))
    try:
        return _read(Package(data))
    except Unreadable:
        raise
    except RecursionError as error:
        raise Unreadable(Reason("The Word document is nested too deeply.")) from error


def _read(package: Package) -> WordPaper:
    root = package.xml(package.main)
    body = root.find(q("w:body"))
    if root.tag != q("w:document") or body is None:
        if "purl.oclc.org" in str(root.tag):
            raise Unreadable(
                Reason("It is a “Strict” document of Word. Save it as “Word document (.docx)”.")
            )
        raise damaged()
    left_out = LeftOutList()
    reader = TextReader(package, left_out)
    placed = reader.placed(body)
    cover = take_cover(placed, titles=reader.titles, ours=reader.cover_lines, left_out=left_out)
    tree: Node = {"type": "doc", "content": reader.tree_blocks(placed)}
    for block in tree["content"]:
        _direct(block)
    tree = _checked(tree) if tree["content"] else empty()
    comments = comments_of(package, reader.comments, left_out)
    if not reader.cover_lines:  # headers that the workspace wrote repeat the cover
        _name_margins(package, left_out)
    _name_formatting(root, left_out)
    words_in_paper = len(words_of_tree(tree)) + len(cover.words) - reader.labels_added
    fields = cover.fields
    return WordPaper(
        title=fields.get("title", "")[:LONGEST_TITLE],
        cover=fields,
        tree=tree,
        words=Words(len(words_of_file(package)), words_in_paper, len(left_out.words)),
        not_understood=left_out.entries(),
        language=_language(tree, fields, package),
        pictures=_placed_in(reader.pictures.pictures, tree),
        comments=comments,
    )


def _direct(block: Node) -> str:
    """Give a list, quote or table the direction of the first paragraph in it, and return that
    direction.
    """
    ways = [_direct(child) for child in block.get("content", ()) if "attrs" in child]
    if block["type"] not in TEXTBLOCKS and block["type"] != "image":
        block["attrs"].setdefault("dir", next(filter(None, ways), "ltr"))
    return str(block["attrs"].get("dir") or "")


def _checked(tree: Node) -> Node:
    try:
        return completed(validate(tree))
    except Misshapen as error:
        raise Unreadable(
            Reason("It has a structure that a paper cannot have. %(why)s", why=str(error))
        ) from error


def _placed_in(pictures: dict[str, Any], tree: Node) -> dict[str, Any]:
    written = str(tree)
    return {file: picture for file, picture in pictures.items() if file in written}


def _language(tree: Node, fields: dict[str, str], package: Package) -> str:
    guessed = guessing.guess(plain(tree)[:_ENOUGH_TO_GUESS])
    language = fields.get("language") or guessed or ""
    return language if primary_subtag(language) in LANGUAGE_NAMES else "en"


def _name_margins(package: Package, left_out: LeftOutList) -> None:
    """List the text of headers and footers as left out, because the workspace prints its own."""
    for kind, target, is_outside in package.relations(package.main).values():
        if kind in ("header", "footer") and not is_outside and package.has(target):
            words = " ".join(text.text or "" for text in package.xml(target).iter(q("w:t")))
            if any(letter.isalpha() for letter in words):  # more than the number of the page
                what = "A header of the page." if kind == "header" else "A footer of the page."
                left_out.add(Reason(what), words)


def _name_formatting(root: Any, left_out: LeftOutList) -> None:
    changed = ("w:rPrChange", "w:pPrChange", "w:tblPrChange", "w:sectPrChange", "w:numberingChange")
    if any(next(root.iter(q(name)), None) is not None for name in changed):
        left_out.add(Reason("Tracked changes of formatting: the text keeps its current look."))
