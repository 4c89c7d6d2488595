"""A contract for import-linter: what the edges of a feature may take from other features.

`.importlinter` names the parts that features offer and the parts that stay their own. Foundations and the
rooms that serve all features are not features: edges take from them what they need, but never their edges.
"""

import grimp
from importlinter import Contract, ContractCheck, fields, output
from importlinter.application import contract_utils
from importlinter.domain import helpers

EDGES = frozenset({"views", "channels", "api", "cli"})
OWN = EDGES | {"forms", "actions", "jobs"}


class EdgesContract(Contract):
    features = fields.StringField()
    offered = fields.SetField(subfield=fields.ModuleExpressionField())
    ignore_imports = fields.SetField(subfield=fields.ImportExpressionField(), required=False)

    def check(self, graph: grimp.ImportGraph, verbose: bool) -> ContractCheck:
        removal = contract_utils.remove_ignored_imports_and_report(
            graph=graph,
            ignore_imports=self.ignore_imports,
            unmatched_alerting=contract_utils.AlertLevel.ERROR,
        )
        offered = {
            module.name
            for module in helpers.module_expressions_to_modules(
                graph=graph, expressions=self.offered, as_packages=True
            )
        }
        features = self.features.split()
        broken = [
            (importer, imported)
            for importer in sorted(filter(is_edge, graph.modules))
            for imported in sorted(graph.find_modules_directly_imported_by(importer))
            if package(importer) != package(imported)
            and (
                is_edge(imported)
                or (
                    package(imported) in features
                    and (parts(imported) & OWN or imported not in offered)
                )
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
            "or make it a verb of your own actions."
        )
        for importer, imported in check.metadata["broken"]:
            output.print_error(f"- {importer} -> {imported}", bold=False)


def package(module: str) -> str:
    return module.split(".")[1] if "." in module else ""


def parts(module: str) -> set[str]:
    return set(module.split(".")[2:])


def is_edge(module: str) -> bool:
    return bool(parts(module) & EDGES)
