"""The contract of edges finds what it is there to find."""

import grimp
import pytest

from tests.architecture.edges import EdgesContract


def contract_on(importer: str, imported: str) -> bool:
    """Whether the contract is kept where the first module imports the second."""
    graph = grimp.ImportGraph()
    for module in (
        "wgcop.lower",
        "wgcop.lower.queries",
        "wgcop.higher",
        "wgcop.room.actions",
        importer,
        imported,
    ):
        graph.add_module(module)
    graph.add_import(importer=importer, imported=imported)
    contract = EdgesContract(
        name="edges",
        session_options={"root_packages": ["wgcop"]},
        contract_options={
            "features": "lower higher",
            "offered": ["wgcop.*.queries"],
            "for_verbs": ["wgcop.room.actions"],
        },
    )
    return contract.check(graph, verbose=False).kept


@pytest.mark.parametrize(
    "importer, imported, is_kept",
    [
        ("wgcop.higher.views", "wgcop.lower.queries", True),
        ("wgcop.higher.views", "wgcop.lower.forms", False),
        ("wgcop.higher.views.pages", "wgcop.lower.actions.inside", False),
        ("wgcop.higher.cli", "wgcop.lower.somewhere", False),
        ("wgcop.higher.api", "wgcop.lower.views", False),
        ("wgcop.higher.views", "wgcop.room.somewhere", True),
        ("wgcop.higher.views", "wgcop.room.views", False),
        ("wgcop.higher.views", "wgcop.higher.forms", True),
        ("wgcop.higher.actions", "wgcop.lower.actions", True),
        ("wgcop.higher.jobs", "wgcop.lower.actions", False),
        ("wgcop.higher.views", "wgcop.room.actions", False),
        ("wgcop.higher.actions", "wgcop.room.actions", True),
        ("wgcop.higher.actions", "wgcop.lower.forms", False),
        ("wgcop.higher.presenters", "wgcop.lower.forms.inside", False),
        ("wgcop.cli", "wgcop.lower.forms", False),
        ("wgcop.cli", "wgcop.lower.cli", True),
        ("wgcop.lower.somewhere", "wgcop.lower.forms", True),
    ],
)
def test_an_edge_takes_only_what_is_offered(importer, imported, is_kept):
    assert contract_on(importer, imported) is is_kept
