"""Addresses of routes, read and compiled once for a process instead of once for each application: with some five hundred of
them this was nine tenths of making one."""

from typing import Any

import pytest
from werkzeug.routing import Rule

WHAT_IS_COMPILED = ("_parts", "_trace", "_converters", "arguments", "_build", "_build_unknown")


def compile_once(patch: pytest.MonkeyPatch) -> None:
    compile_rule = Rule.compile
    compiled: dict[tuple[Any, ...], dict[str, Any]] = {}

    def once(rule: Rule) -> None:
        key = (
            *(rule.rule, str(rule.defaults), rule.host or rule.subdomain, rule.merge_slashes),
            *(rule.map.host_matching, tuple(rule.map.converters.items())),
        )
        if key in compiled:
            made = compiled[key]
            vars(rule).update(made, arguments=set(made["arguments"]))
            rule._build = made["_build"].__func__.__get__(rule)
            rule._build_unknown = made["_build_unknown"].__func__.__get__(rule)
        else:
            compile_rule(rule)
            compiled[key] = {name: getattr(rule, name) for name in WHAT_IS_COMPILED}

    patch.setattr(Rule, "compile", once)
