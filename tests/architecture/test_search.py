"""What search needs to be told of each kind of record and each facet, wherever it is told."""

from collections import Counter
from dataclasses import fields

import wgcop.app  # noqa: F401  declares every model
from tests.architecture.reading import report
from wgcop.search.record_fields import FACETS, NAMED_FIELDS
from wgcop.search.records import SEARCHABLE, Record
from wgcop.search_page import names
from wgcop.search_page.cli import search_command

MODELS = {
    kind: model for kind, model in SEARCHABLE.items() if model.__module__.startswith("wgcop.")
}


def test_every_kind_has_names():
    report(
        "Say beside `search_kind` with `search_names = KindNames(…)` what these are called.",
        [
            f"{model.__module__}.{model.__name__}"
            for model in MODELS.values()
            if not model.search_names
        ],
    )


def test_no_word_means_two_kinds():
    words = Counter(
        word
        for kind, model in MODELS.items()
        if model.search_names
        for word in {kind, *model.search_names.plurals, *model.search_names.aliases}
    )
    report(
        "These stand in the `search_names` of two models: a question must know which of them is meant.",
        [word for word, models in words.items() if models > 1],
    )


def test_every_facet_has_a_heading():
    report(
        "Give these a heading in wgcop/search/record_fields.py: a feature names their values with `@names_values`.",
        sorted(names.NAMERS.keys() - set(FACETS)),
    )


def test_every_named_field_is_one_of_a_record():
    put_together = {name for name, value in vars(Record).items() if isinstance(value, property)}
    attributes = {field.name for field in fields(Record)} | put_together
    report(
        "wgcop/search/record_fields.py says where `Record` has these, and it has nothing there.",
        [name for name, field in NAMED_FIELDS.items() if field.attribute not in attributes],
    )


def test_a_terminal_can_choose_every_facet():
    options = {parameter.name for parameter in search_command.params}
    report("Give `wgcop search` an option for these.", sorted(set(FACETS) - options))
