"""The list of participants as the text of a document: the chair and the other officers first, then delegations by category (pure)."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from wgcop import paper
from wgcop.meetings.named_blocks import bullets, textblock
from wgcop.paper.tree import Node, children


@dataclass(frozen=True)
class ListedPerson:
    """`key` names them in every edition of the list. `title` is that of their office, or beside their delegation."""

    key: str
    name: str
    title: str = ""
    comes_for: str = ""
    """For officers, who do not stand below their delegation."""
    is_remote: bool = False

    @property
    def words(self) -> str:
        said = ", ".join(filter(None, [self.name, self.title, self.comes_for]))
        return _("%(who)s (remotely)", who=said) if self.is_remote else said


@dataclass(frozen=True)
class ListedDelegation:
    """Without a name: people who stand directly below the heading."""

    name: str
    people: Sequence[ListedPerson]


@dataclass(frozen=True)
class ListedCategory:
    heading: str
    delegations: Sequence[ListedDelegation]


def text_of(categories: Sequence[ListedCategory]) -> Node:
    """The same people give the same text."""
    blocks: list[Node] = []
    for category in categories:
        blocks.append(textblock("heading", category.heading, category.heading, level=1))
        for delegation in category.delegations:
            key = f"{category.heading}-{delegation.name}"
            if delegation.name:
                blocks.append(textblock("heading", delegation.name, key, level=2))
            blocks.append(bullets(((each.key, each.words) for each in delegation.people), key))
    return {"type": "doc", "content": blocks} if blocks else paper.empty()


def changes_between(before: Node, now: Node) -> list[str]:
    """Who came, who went and who stands there otherwise: a sentence for each kind."""
    old, new = _people_in(before), _people_in(now)
    added = [words for key, words in new.items() if key not in old]
    gone = [words for key, words in old.items() if key not in new]
    changed = [words for key, words in new.items() if old.get(key, words) != words]
    sentences = []
    if added:
        sentences.append(_("Added: %(people)s.", people="; ".join(added)))
    if gone:
        sentences.append(_("No longer on the list: %(people)s.", people="; ".join(gone)))
    if changed:
        sentences.append(_("Changed: %(people)s.", people="; ".join(changed)))
    return sentences


def _people_in(node: Node) -> dict[str, str]:
    if node["type"] == "list_item":
        return {node["attrs"]["id"]: paper.plain(node)}
    return {key: words for child in children(node) for key, words in _people_in(child).items()}
