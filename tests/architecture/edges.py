"""A contract for import-linter: what the edges of a feature may take from other packages.

`.importlinter` names the parts that features offer and the parts that only verbs use. Foundations and the
rooms that serve all features are not features: edges take from them what they need, but never their edges.
Forms stay in their package, whoever asks for them.
"""

import grimp
from importlinter import Contract, ContractCheck, fields, output
from importlinter.application import contract_utils
from importlinter.domain import helpers
from importlinter.domain.imports import ModuleExpression

EDGES = frozenset({"views", "channels", "api", "cli", "jobs"})
OWN = EDGES | {"forms", "actions"}


class EdgesContract(Contract):
    features = fields.StringField()
    offered = fields.SetField(subfield=fields.ModuleExpressionField())
    for_verbs = fields.SetField(subfield=fields.ModuleExpressionField(), required=False)
    ignore_imports = fields.SetField(subfield=fields.ImportExpressionField(), required=False)

    def check(self, graph: grimp.ImportGraph, verbose: bool) -> ContractCheck:
        removal = contract_utils.remove_ignored_imports_and_report(
            graph=graph,
            ignore_imports=self.ignore_imports,
            unmatched_alerting=contract_utils.AlertLevel.ERROR,
        )
        offered = named(graph, self.offered)
        for_verbs = named(graph, self.for_verbs or set())
        features = self.features.split()

        def is_refused_to_edges(imported: str) -> bool:
            if is_edge(imported) or imported in for_verbs:
                return True
            is_own = bool(parts(imported) & OWN) or imported not in offered
            return package(imported) in features and is_own

        broken = [
            (importer, imported)
            for importer in sorted(graph.modules)
            for imported in sorted(graph.find_modules_directly_imported_by(importer))
            if package(importer) != package(imported)
            and (
                "forms" in parts(imported) or (is_edge(importer) and is_refused_to_edges(imported))
            )
        ]
        return ContractCheck(
            kept=not broken,
            warnings=removal.warnings,
            ignored_import_count=removal.ignored_import_count,
            metadata={"broken": broken},
        )

    def render_broken_contract(self, check: ContractCheck) -> None:
        output.print(
            "An edge asks another feature through what it offers. Offer it in queries, policy or presenters, "
            "or make it a verb of your own actions. Forms stay in their package."
        )
        for importer, imported in check.metadata["broken"]:
            output.print_error(f"- {importer} -> {imported}", bold=False)


def named(graph: grimp.ImportGraph, expressions: set[ModuleExpression]) -> set[str]:
    """The modules that expressions stand for, with all inside them."""
    modules = helpers.module_expressions_to_modules(
        graph=graph, expressions=expressions, as_packages=True
    )
    return {module.name for module in modules}


def package(module: str) -> str:
    return module.split(".")[1] if "." in module else ""


def parts(module: str) -> set[str]:
    return set(module.split(".")[2:])


def is_edge(module: str) -> bool:
    return bool(parts(module) & EDGES)
