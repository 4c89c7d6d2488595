"""Addresses of routes, read and joined once for a process instead of once for each application: with some five hundred of them
this was nine tenths of making one."""

import copy
from operator import attrgetter
from threading import RLock
from typing import Any

import pytest
from flask import Flask
from werkzeug.routing import Map, Rule, RuleFactory

MADE_OF_RULES = ("_matcher", "_rules_by_endpoint")

said = attrgetter(
    *("rule", "endpoint", "methods", "defaults", "subdomain", "host", "build_only", "alias"),
    *("strict_slashes", "merge_slashes", "redirect_to", "websocket", "provide_automatic_options"),
)
"""What a rule was given: rules of which this is the same lead to the same view."""

_joined: list[tuple[list[Any], Map]] = []


class JoinedOnce(Map):
    """Its rules wait until somebody asks for an address. If they are those of an earlier application, so is what is made of them.

    Another rule after that has all of them joined anew, so that no application gets a rule of another one.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._waiting: list[Rule] = []
        self._joining = RLock()
        super().__init__(*args, **kwargs)
        self._forget()

    def add(self, rulefactory: RuleFactory) -> None:
        self._forget()
        self._waiting += rulefactory.get_rules(self)

    def update(self) -> None:
        self._matcher  # noqa: B018

    def __getattr__(self, name: str) -> Any:
        if name not in MADE_OF_RULES:
            raise AttributeError(name)
        with self._joining:
            made = vars(self._same())
        vars(self).update({each: made[each] for each in MADE_OF_RULES})
        return made[name]

    def _forget(self) -> None:
        for name in MADE_OF_RULES:
            vars(self).pop(name, None)

    def _same(self) -> Map:
        asked = [self.converters, self.host_matching, *map(said, self._waiting)]
        for known, made in _joined:
            if known == asked:
                return made
        made = Map(converters=self.converters, host_matching=self.host_matching)
        for rule in self._waiting:
            made.add(copy.copy(rule))
        made.update()
        _joined.append((asked, made))
        return made


def join_once(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Flask, "url_map_class", JoinedOnce)
