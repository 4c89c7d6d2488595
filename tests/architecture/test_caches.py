"""What is remembered for as long as a process lives has a bound, or it depends on nothing that anybody sends."""

import ast

from tests.architecture.reading import functions, modules, name, report, tree

OF_OUR_OWN = {
    "wgcop/accounts/delegate.py:_title": "roles of a delegation, in the languages offered",
    "wgcop/accounts/passwords.py:_hasher_of": "settings",
    "wgcop/accounts/passwords.py:_nobodys": "settings",
    "wgcop/signing_in/sealing.py:_derive": "the key, and what it is used for",
    "wgcop/bodies/countries.py:_by_name": "languages offered",
    "wgcop/bodies/countries.py:_names_in": "languages offered",
    "wgcop/cli.py:command_called": "commands",
    "wgcop/following/inbox.py:_followed": "sources of news",
    "wgcop/following/news.py:_happened": "sources of news",
    "wgcop/following/news.py:_since": "sources of news",
    "wgcop/health/actions.py:_name_of": "this process",
    "wgcop/home/waiting.py:_waiting": "parts of the first page",
    "wgcop/languages/cover_labels.py:_table": "files of ours",
    "wgcop/paper/schema.py:_attrs_of": "kinds of blocks; any other kind is refused",
    "wgcop/paper/schema.py:_pattern": "kinds of blocks",
    "wgcop/search/question/stems.py:_stemmer": "languages with a stemmer",
    "wgcop/search/question/stems.py:_stop_words": "languages with stop words",
    "wgcop/threads/queries.py:_topics_below": "yes or no",
    "wgcop/threads/unread.py:_topics_with_news": "features with topics",
}
"""Caches without a bound that differ with what is asked: by what, which is little and ours."""


def test_caches_without_a_bound_depend_on_nothing_from_outside():
    found = {
        f"{name(file)}:{each.name}"
        for file in modules()
        for each in functions(tree(file))
        if each.args.args or each.args.kwonlyargs
        if any(
            ast.unparse(by) in ("cache", "lru_cache(maxsize=None)") for by in each.decorator_list
        )
    }
    report(
        "Give the cache a `maxsize`, or say here by what of ours it differs.",
        found - OF_OUR_OWN.keys(),
    )
    report("Take it off this list.", OF_OUR_OWN.keys() - found)
