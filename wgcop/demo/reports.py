"""Reports on implementation in the demo world: last year's, adopted, and this year's, half written."""

from dataclasses import dataclass
from typing import Any

from wgcop.implementation.states import ReviewState

SUMMARY, PROJECTS = "summary", "projects"
DIRECTOR = "instructs the Director of the Telecommunication Development Bureau"

COVER: dict[str, Any] = {
    "place": "Geneva",
    "source": "Director, Telecommunication Development Bureau",
    "priority_area": "Building confidence and security in the use of ICTs; protection of children online.",
    "expected_results": "The Council is invited to take note of this report and to guide the work of the next year.",
    "action_required": "The Council is invited to **note** the report.",
    "contact": "Focal point for child online protection, BDT\nE-mail: cop@example.org",
}
ABSTRACT = (
    "This report says, clause by clause, what was done to implement Resolution 67, by whom, and what shows it. The annex "
    "lists the registry of initiatives by region."
)
CITED = "Resolution 67 (Hyderabad, 2010); Resolution 179; Council Resolution 1306"

LAST = {
    SUMMARY: (
        "The year went into finding out what exists. The registry was set up, the working group met, and the Director "
        "began to ask Member States for what they do."
    ),
    "invites Member States 1": (
        "The working group met once. The agenda, the papers and the conclusions of that meeting are open to all members."
    ),
    "invites Member States 2": (
        "Awareness campaigns were run in several regions around *Safer Internet Day*. No common material exists yet."
    ),
    "invites Sector Members": "Sector Members presented two technical solutions to the working group.",
    f"{DIRECTOR} 1": (
        "Programme 2 went on with the Child Online Protection initiative. Collaboration with the Question under study has "
        "begun with an exchange of documents."
    ),
    f"{DIRECTOR} 2": "The secretariat checks each new paper against earlier work before it is numbered.",
    f"{DIRECTOR} 3": (
        "Similar initiatives are listed in the registry, with who leads them and on which level.\n\n"
        "- International bodies were asked to confirm their entries.\n"
        "- Regional bodies come next."
    ),
    f"{DIRECTOR} 4": "The regional offices named projects that could be supported.",
    f"{DIRECTOR} 5": "This is the first report in this form.",
    PROJECTS: "Regional projects are few, and most partnerships are global.",
}


@dataclass(frozen=True)
class Rewritten:
    """A section as somebody changed it this year, and the state that it reached. If `text` is None,
    the old text was submitted.
    """

    by: str
    text: str = ""
    review: ReviewState = ReviewState.DRAFT


THIS = {
    SUMMARY: Rewritten(
        "ines",
        "The working group met again, and the first clauses now have evidence. Replies to the Director's question are still few.",
        ReviewState.SUBMITTED,
    ),
    "invites Member States 1": Rewritten(
        "elke",
        "The working group met twice. Its third meeting discussed contributions from all six regions; agenda, papers and "
        "conclusions are open to all members.",
        ReviewState.APPROVED,
    ),
    "invites Member States 2": Rewritten(
        "elke",
        "Awareness campaigns were run in several regions around *Safer Internet Day*. Common material for schools is being "
        "written.",
        ReviewState.REVIEWED,
    ),
    f"{DIRECTOR} 2": Rewritten("jonas", review=ReviewState.APPROVED),
    f"{DIRECTOR} 4": Rewritten(
        "jonas", "Two regional offices run projects; a third one has a proposal before its members."
    ),
}
