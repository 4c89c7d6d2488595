"""A Word file as a paper: its cover, its text as a tree, its pictures, and the parts that were left
out.
"""

from dataclasses import dataclass, field
from typing import Any

from wgcop.paper.tree import Node
from wgcop.reading.pictures import Picture
from wgcop.reading.reasons import Reason


@dataclass(frozen=True, slots=True)
class WordComment:
    """A comment of a Word file. `quoted` are its words in the paragraph `block`, and `before` is
    the text before them there.

    `answers` is the index, in the list of comments, of the one that it replies to.
    """

    author: str
    at: str
    words: str
    block: str = ""
    quoted: str = ""
    before: str = ""
    answers: int | None = None
    is_resolved: bool = False

    def as_list(self) -> list[Any]:
        return [getattr(self, name) for name in self.__slots__]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Content of the file that the paper does not have in its original form, and its place there."""

    what: Reason
    where: str
    """The text nearby."""


@dataclass(frozen=True, slots=True)
class Words:
    """The numbers of words, counted independently: `original` in the file, `taken` in cover and
    tree.
    """

    original: int
    taken: int
    left_out: int
    """The number of words in parts that are listed as not understood."""


@dataclass(frozen=True, slots=True)
class WordPaper:
    title: str
    cover: dict[str, str]
    """The fields that were recognized, by their names in a cover."""
    tree: Node
    words: Words
    not_understood: list[LeftOut]
    language: str
    pictures: dict[str, Picture] = field(default_factory=dict)
    """The pictures by the digest of their content, which the tree names."""
    comments: list[WordComment] = field(default_factory=list)

    def as_fields(self) -> dict[str, Any]:
        """Return the paper for JSON, without the pictures."""
        return {
            "title": self.title,
            "cover": self.cover,
            "tree": self.tree,
            "language": self.language,
            "words": {
                "original": self.words.original,
                "taken": self.words.taken,
                "left_out": self.words.left_out,
            },
            "comments": [comment.as_list() for comment in self.comments],
            "not_understood": [[each.what.as_list(), each.where] for each in self.not_understood],
        }

    @classmethod
    def from_fields(cls, fields: dict[str, Any], pictures: dict[str, Picture]) -> "WordPaper":
        return cls(
            title=fields["title"],
            cover=fields["cover"],
            tree=fields["tree"],
            language=fields["language"],
            words=Words(**fields["words"]),
            not_understood=[
                LeftOut(Reason.from_list(what), where) for what, where in fields["not_understood"]
            ],
            pictures=pictures,
            comments=[WordComment(*comment) for comment in fields.get("comments", ())],
        )
