"""No module of the package needs itself, by way of others, to be imported."""

from graphlib import TopologicalSorter

import grimp


def test_modules_can_be_read_in_an_order_in_which_each_needs_only_earlier_ones() -> None:
    # Tables that refer to each other name one another for the type checker alone.
    graph = grimp.build_graph("wgcop", exclude_type_checking_imports=True, cache_dir=None)
    needed = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    assert [*TopologicalSorter(needed).static_order()]  # CycleError names a circle
