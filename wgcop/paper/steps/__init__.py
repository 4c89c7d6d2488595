"""Steps: the small changes of which an editor's work on a paper consists, as ProseMirror writes
them (pure).
"""

from prosemirror.model import Node as PaperNode
from prosemirror.transform import Step

from wgcop.paper.steps.between import steps_between
from wgcop.paper.steps.joining import JoinedText, join
from wgcop.paper.steps.kinds import BadStep, applied, read_step
from wgcop.paper.steps.places import TextPlace, WordsOfBlock, words_of_blocks
from wgcop.paper.steps.rebasing import OtherSteps, Rebased, rebase, still_missing
from wgcop.paper.steps.repairs import repairs
from wgcop.paper.steps.rescue import written as written_by
from wgcop.paper.steps.sheets import check, plain_words, written
from wgcop.paper.steps.trees import node_of, tree_of

__all__ = [
    "BadStep",
    "JoinedText",
    "OtherSteps",
    "PaperNode",
    "Rebased",
    "Step",
    "TextPlace",
    "WordsOfBlock",
    "applied",
    "check",
    "join",
    "node_of",
    "plain_words",
    "read_step",
    "rebase",
    "repairs",
    "steps_between",
    "still_missing",
    "tree_of",
    "words_of_blocks",
    "written",
    "written_by",
]
