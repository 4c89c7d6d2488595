"""The text of the list of participants: the officers first, then delegations by category (pure)."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from wgcop import paper
from wgcop.i18n import comma, semicolon
from wgcop.paper.named_blocks import bullets, textblock
from wgcop.paper.tree import Node, children


@dataclass(frozen=True)
class ListedPerson:
    """A person on the list. `key` identifies them in every issue of the list; `title` is that of
    their office or of their role in the delegation.
    """

    key: str
    name: str
    title: str = ""
    comes_for: str = ""
    """The delegation of an officer, who is not listed below it."""
    is_remote: bool = False

    @property
    def words(self) -> str:
        line = comma().join(filter(None, [self.name, self.title, self.comes_for]))
        return _("%(who)s (remotely)", who=line) if self.is_remote else line


@dataclass(frozen=True)
class ListedDelegation:
    """A delegation on the list. An empty name puts its people directly below the heading of the
    category.
    """

    name: str
    people: Sequence[ListedPerson]


@dataclass(frozen=True)
class ListedCategory:
    heading: str
    delegations: Sequence[ListedDelegation]


def text_of(categories: Sequence[ListedCategory]) -> Node:
    """Return the text of the list. The same people give the same text."""
    blocks: list[Node] = []
    for category in categories:
        blocks.append(textblock("heading", category.heading, category.heading, level=1))
        for delegation in category.delegations:
            key = f"{category.heading}-{delegation.name}"
            if delegation.name:
                blocks.append(textblock("heading", delegation.name, key, level=2))
            blocks.append(
                bullets(((person.key, person.words) for person in delegation.people), key)
            )
    return {"type": "doc", "content": blocks} if blocks else paper.empty()


def changes_between(before: Node, now: Node) -> list[str]:
    """Return one sentence for people who were added, one for those who left, and one for those
    whose line has changed.
    """
    old, new = _people_in(before), _people_in(now)
    added = [words for key, words in new.items() if key not in old]
    gone = [words for key, words in old.items() if key not in new]
    changed = [words for key, words in new.items() if old.get(key, words) != words]
    sentences = []
    if added:
        sentences.append(_("Added: %(people)s.", people=semicolon().join(added)))
    if gone:
        sentences.append(_("No longer on the list: %(people)s.", people=semicolon().join(gone)))
    if changed:
        sentences.append(_("Changed: %(people)s.", people=semicolon().join(changed)))
    return sentences


def _people_in(node: Node) -> dict[str, str]:
    if node["type"] == "list_item":
        return {node["attrs"]["id"]: paper.plain(node)}
    return {key: words for child in children(node) for key, words in _people_in(child).items()}
