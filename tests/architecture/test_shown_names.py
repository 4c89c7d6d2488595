"""Readers see a delegation by its name in their language; `name` is what was entered."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.reading import files, modules, name, report, tree

IN_TEMPLATES = re.compile(r"\bdelegation\.name\b")
ENTERED = {
    "what the audit trail notes": """
        accounts/actions/delegations.py:allow_translation
        accounts/actions/delegations.py:edit_delegation accounts/actions/delegations.py:end_translation
        accounts/actions/invitations.py:_note
        accounts/actions/people.py:end_deputy accounts/actions/people.py:join_delegation
        accounts/actions/people.py:leave_delegation accounts/actions/people.py:name_deputy
        accounts/actions/people.py:open_earlier accounts/actions/regional.py:_note
        privacy/actions.py:_called
    """,
    "what is stored, and what a key is made of": """
        accounts/models.py:Capacity.label accounts/models.py:Capacity.printed
        contributions/sources.py:Source.of_delegation demo/implementing.py:begin
        floor/models.py:FloorRequest.speaks_for home/desk.py:desk_of
        implementation/forms/action.py:ImplementationForm.of
        proposals/models.py:Proposal.source_names proposals/models.py:Proposal.stored_title
        proposals/models.py:Proposal.write proposals/views/form_page.py:form_page
        registration/models.py:Registration.comes_for
    """,
    "what search keeps": """
        accounts/models.py:Person.search_record brackets/models.py:Bracket.search_record
        outcomes/action_points.py:ActionPoint.search_record
        outcomes/statements.py:DeliveredStatement.search_record
        threads/models.py:Comment.search_record
    """,
    "what typed names are compared with, and a form that changes the name": """
        accounts/delegation_names.py:_spellings accounts/forms.py:DelegationForm.of
        accounts/queries.py:_group accounts/suggestions.py:_detail
        accounts/suggestions.py:_everybody
    """,
    "tables and files for programs": """
        accounts/views/invitations.py:invitation_links implementation/reply_table.py:rows_of
        privacy/queries.py:handed_over rolling_files/akoma_ntoso.py:_AkomaNtosoWriter.by_source
    """,
    "values that templates put into words, or of which a page asks whether they changed": """
        accounts/delegate.py:delegate_of accounts/presenters.py:present
        positions/grid.py:Grid.facts proposal_map/table.py:MappedProposal.source
        proposal_map/table.py:ProposalMap.facts proposals/rolling_queries.py:_others
        proposals/rolling_queries.py:_woven proposals/rolling_queries.py:placed
        suggestions/presenters.py:made threads/comments/wordings.py:wordings_of
        threads/models.py:Comment.capacity_label threads/models.py:Comment.readers
        threads/page/rendering.py:CommentValues.of threads/page/rendering.py:_named
        threads/page/suggested.py:SuggestionValues.of threads/page/suggested.py:_named
    """,
    "a name that is no column: of a list, in the language of the list": """
        records/annexes.py:_participants registration/listed.py:text_of
    """,
}
"""Who reads the name as it was entered, and why."""


def entered_names(code: ast.AST) -> Iterator[tuple[str, int]]:
    """Yield each place that reads `….delegation.name`, as the function and the line."""

    def walk(node: ast.AST, inside: str) -> Iterator[tuple[str, int]]:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            inside = f"{inside}.{node.name}".strip(".")
        match node:
            case ast.Attribute(
                attr="name", value=ast.Attribute(attr="delegation") | ast.Name(id="delegation")
            ):
                yield inside, node.lineno
        for inner in ast.iter_child_nodes(node):
            yield from walk(inner, inside)

    return walk(code, "")


def places(file: Path) -> Iterator[tuple[str, int]]:
    for function, line in entered_names(tree(file)):
        yield f"{name(file).removeprefix('wgcop/')}:{function}", line


def test_the_check_sees_a_name_that_is_read():
    code = ast.parse("class Paper:\n def shown(self):\n  return self.delegation.name")
    assert list(entered_names(code)) == [("Paper.shown", 3)]
    assert IN_TEMPLATES.search("{{ reply.delegation.name }}")
    assert not IN_TEMPLATES.search("{{ reply.delegation.shown_name }}")


def test_a_delegation_is_shown_by_its_name_in_the_language_of_the_reader():
    known = {place for some in ENTERED.values() for place in some.split()}
    found = {place: line for file in modules() for place, line in places(file)}
    templates = [*files("templates", ".html", ".txt")]
    report(
        "Show `shown_name`, or a stored name through `state_in_words`, `title_in_words` or "
        "`sources_in_words`. Whatever needs the name as it was entered is listed in ENTERED.",
        [
            *(
                f"{place} reads it in line {line}"
                for place, line in found.items()
                if place not in known
            ),
            *(
                f"{name(file)}:{number}"
                for file in templates
                for number, line in enumerate(file.read_text().splitlines(), 1)
                if IN_TEMPLATES.search(line)
            ),
            *(f"{place} does not read it any more" for place in known - found.keys()),
        ],
    )
