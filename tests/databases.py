"""Which databases a test runs on.

In `make test` a test runs on SQLite, with the search engine in a folder. It runs on PostgreSQL too, or on its search engine, if its
subject is where they differ: it stands in a module that `DIFFER` names, or is marked `databases`. All other tests send statements
of SQLAlchemy, which are the same on both. Of these `make test-all` repeats on PostgreSQL those that `verbs_on_postgresql.txt`
names, so that every route and every verb is tried there; the others run there with `make test-long` alone.
"""

import os
from collections import defaultdict
from pathlib import Path

import pytest

from tests import verbs

DATABASES = os.environ.get("TEST_DATABASES", "sqlite postgresql").split()
"""Another Python is tried with the first alone."""

IS_LONG = os.environ.get("HYPOTHESIS_PROFILE") == "long"

DIFFER = {
    "architecture/test_migrations.py": "what a migration may do",
    "audit/test_chain.py": "triggers, and twenty who write one chain",
    "contributions/test_lock_order.py": "locks of rows",
    "health/test_log_without_words.py": "drivers put words into their errors",
    "events/test_interleavings.py": "what one transaction sees of another",
    "live/test_processes.py": "who leads of several processes",
    "meetings/test_agenda_order.py": "several people reorder at once",
    "meetings/test_lock_order.py": "locks of rows",
    "oldest/test_oldest.py": "migrations",
    "radar/test_shingle_store.py": "statements that insert or count on",
    "scale/test_kill.py": "what a killed server leaves in a transaction",
    "scale/test_slow_requests.py": "which statements can be ended from outside",
    "search/test_both_engines.py": "the contract of search engines",
    "search/test_engines.py": "the contract of search engines",
    "search/test_engines_asking.py": "the contract of search engines",
    "search/test_engines_audiences.py": "the contract of search engines",
    "search/test_engines_languages.py": "the contract of search engines",
    "search/test_engines_near.py": "the contract of search engines",
    "search/test_engines_writing.py": "the contract of search engines",
    "search/test_epochs.py": "which index fits to which database",
    "search/test_indexer.py": "a queue that several take from",
    "search/test_outbox.py": "a queue that several take from",
    "test_db.py": "kinds of columns, locks, and what follows a commit",
    "test_mail.py": "a queue that several take from",
    "test_migrating.py": "migrations",
    "threads/test_lock_order.py": "locks of rows",
    "upkeep/test_doctor.py": "what can be broken, and who sees it",
}
"""Modules whose tests run on both, and where these differ for them."""

SAME = {
    "accounts/test_sign_in.py",
    "commands/test_fit.py",
    "contributions/test_enclosures.py",
    "contributions/test_proposals_in_papers.py",
    "contributions/test_taking_proposals.py",
    "contributions/test_unsubmitted.py",
    "health/test_readiness.py",
    "health/test_request_ids.py",
    "events/test_live.py",
    "implementation/test_report_files.py",
    "live/test_restarting.py",
    "live/test_sockets.py",
    "takeaway/test_taking.py",
    "test_files.py",
    "test_guests_queue.py",
    "test_stamp.py",
}
"""Modules of threads or of words of SQL, to which it is all the same which database is there."""

SEVERAL = {"Barrier", "Thread", "ThreadPoolExecutor", "text"}
"""Whoever imports one of these lets several write at once, or writes SQL: databases differ in both."""

HERE = Path(__file__).parent


def on_their_databases(
    items: list[pytest.Item],
) -> tuple[list[pytest.Item], list[pytest.Item]]:
    """The tests to run, and those to leave out, which are repeated on another database and prove nothing more there."""
    twins = defaultdict(list)
    for item in items:
        if _stores(item):
            twins[name_of(item)].append(item)
    left_out = set()
    for name, each in twins.items():
        first, *others = sorted(each, key=is_elsewhere)
        if not others or differs(first):
            continue
        for item in others:
            item.add_marker(pytest.mark.rest)
            if IS_LONG:
                item.add_marker(pytest.mark.long)
            elif name not in verbs.listed():
                left_out.add(item)
    return [item for item in items if item not in left_out], [*left_out]


def differs(item: pytest.Item) -> bool:
    return module_of(item.path) in DIFFER or item.get_closest_marker("databases") is not None


def module_of(path: Path) -> str:
    """As `DIFFER` names it, also if it stands in `tests/rest/`."""
    return path.relative_to(HERE).as_posix().removeprefix("rest/")


def _stores(item: pytest.Item) -> list[str]:
    """What the test is repeated for: its databases and search engines."""
    params = item.callspec.params if hasattr(item, "callspec") else {}
    asked = [name for name in params if name in ("database", "empty_database", "place")]
    return [str(params[name]) for name in asked]


def is_elsewhere(item: pytest.Item) -> bool:
    """On PostgreSQL, or on its search engine."""
    return any(store.startswith("postgres") for store in _stores(item))


def name_of(item: pytest.Item) -> str:
    """The same for each database and each engine."""
    head, _, params = item.nodeid.removeprefix("tests/").partition("[")
    for store in _stores(item):
        params = params.replace(store, "*", 1)
    return head if params in ("", "*]") else f"{head}[{params}"
