"""Whatever a form creates, it creates once: each route that takes a form is sent the same one twice, and all rows are counted."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from lxml import html
from sqlalchemy import func, select
from werkzeug.exceptions import HTTPException

from tests.architecture.reading import ROOT, report
from tests.permissions.filling import filled_in, sent_by
from tests.permissions.matrix import DONE, Row, rows
from wgcop.database import Base, db

PARTS = 2
PAGES = 10
"""So many pages are looked through for a form, those with the nearest address first."""
STORED = {200, 201, 204, 303}

ON = {"accounts.invite": "/people/invitations/new", "contributions.attach": "{document}"}
"""Where a form stands whose page has quite another address."""

AFTER = {"proposal_map.make_items": "proposal_map.preview_items"}
"""Which form is sent first where only the answer to it has the form."""

ALLOWED = {
    "accounts.reset_second_factor": "its form, which has a key, is there only for somebody with a second factor",
}
"""What the walk sends without the form that people have."""

TYPED: dict[str, dict[str, list[Any]]] = {
    "accounts.add_to_group": {f"{group}-names": ["Kazakhstan"] for group in ("apt", "atu")},
    "accounts.invite": {"email": ["mary@example.org"], "office": [""], "role": ["member"]},
    "accounts.invite_colleague": {"email": ["mary@example.org"]},
    "accounts.invite_many": {"text": ["email,name,delegation,role\nmary@example.org,Mary,KEN,"]},
    "brackets.open_one": {
        "typed": [
            "to develop information, to educate and to create consumer-awareness campaigns targeting parents, [teachers], industry and the population in general in order to make children aware of the risks to be found online,"
        ]
    },
    "brackets.link_package": {
        "clauses": ["wtdc-67.recs_recognizing__rec_a", "wtdc-67.recs_recognizing__rec_b"]
    },
    "following.save_search": {"q": ["radio"]},
    "groups.change": {"leaders": [""], "deputies": [""], "people": [""]},
    "groups.create": {"code": ["New-group"], "leaders": [""], "deputies": [""], "people": [""]},
    "implementation.add_evidence": {"thing": ["https://example.org/new"]},
    "meetings.set_up_small_group": {"leaders": [""], "deputies": [""], "people": [""]},
    "meetings.add_participant": {"person": [""]},
    "priorwork.start_import": {"table": [None]},
    **{
        f"proposals.{view}": {"words": ["that radio reaches parents,"], "symbol": ["MOD"]}
        for view in ("propose", "preview", "save", "preview_changed")
    },
}
"""What a form cannot do without, and no field says by itself."""

WITH_KEY = {
    "accounts/invite.html": ["accounts.invite", "accounts.invite_many"],
    "contributions/replacement.html": ["contributions.replace"],
    "initiatives/import.html": ["initiatives.preview_import"],
    "initiatives/new.html": ["initiatives.create"],
    "meetings/copy.html": ["meetings.copy_agenda"],
    "meetings/propose.html": ["meetings.propose"],
    "resolutions/import.html": ["resolutions.import_resolution"],
}
"""The templates with the forms of the routes that not_sent.txt calls `key`."""

BOOKKEEPING = {
    *("posted_form", "entry", "topic", "stale_record", "read_mark", "index_state", "stamp"),
    *("signed_in_browser", "worker", "audit_row", "audit_origin", "audit_checkpoint"),
    *("radar_check", "ended_session"),
}
"""What is noted of every act, and says itself how often."""


@dataclass(frozen=True)
class Example:
    reader: str
    address: str
    sent: dict[str, list[Any]] = field(default_factory=dict)

    @property
    def fields(self) -> tuple[str, ...]:
        """What is stored of the same fields at the same address is stored once, whoever sends them."""
        return (self.address, *sorted(self.sent))


@pytest.mark.rest
@pytest.mark.parametrize("part", range(PARTS))
def test_what_is_sent_twice_is_there_once(opened, app, visit, named, rewind, part):
    forms, at_first = Forms(app, visit, named, rewind), counted(app)
    posts = defaultdict(list)
    for row in rows("routes.txt"):
        if row.method == "POST" and not row.form:
            posts[forms.endpoint(row.address.format(**named))].append(row)
    twice, unreached, known = [], [], not_sent()
    for endpoint in sorted(posted(app))[part::PARTS]:
        found, tried = [], set()
        for each in forms.of(posts[endpoint], endpoint):
            if each.fields not in tried:
                found.append(try_twice(app, visit, rewind, each, at_first))
                tried |= {each.fields} if found[-1][1] in STORED else set()
        stored = [each for each in found if each[1] in STORED]
        if any(again for *_, again in stored) and endpoint not in ALLOWED:
            twice.append(f"{endpoint}: {stored}")
        if not stored and endpoint not in known:
            unreached.append(f"{endpoint}: {found}")
    report("Give the form a key: {{ once() }} beside {{ csrf() }}.", twice)
    report("Say in TYPED what the form needs, or in not_sent.txt why it is not tried.", unreached)


def test_the_routes_that_are_not_sent_are_routes(app):
    report("Take them off tests/permissions/not_sent.txt.", not_sent().keys() - set(posted(app)))


def test_what_is_not_sent_for_want_of_what_it_needs_has_a_key():
    named = {endpoint for endpoint, why in not_sent().items() if why == "key"}
    assert named == {each for endpoints in WITH_KEY.values() for each in endpoints}
    without = [
        template
        for template, endpoints in WITH_KEY.items()
        if (ROOT / "templates" / template).read_text("utf-8").count("{{ once() }}") < len(endpoints)
    ]
    report("Give the form a key: {{ once() }} beside {{ csrf() }}.", without)


def not_sent() -> dict[str, str]:
    lines = Path(__file__).with_name("not_sent.txt").read_text("utf-8").splitlines()
    return dict(line.split() for line in lines if not line.startswith("#"))


def posted(app) -> Iterator[str]:
    for rule in app.url_map.iter_rules():
        if "POST" in rule.methods:
            yield rule.endpoint


class Forms:
    """As the pages show them to whoever may send them."""

    def __init__(self, app, visit, named, rewind) -> None:
        self._router = app.url_map.bind("")
        self._visit, self._named, self._rewind = visit, named, rewind
        self._pages = [row for row in rows("routes.txt") if row.method == "GET"]
        self._read: dict[tuple[str, str], list[tuple[str, Any]]] = {}

    def endpoint(self, address: str) -> str:
        try:
            return str(self._router.match(address.partition("?")[0], "POST")[0])
        except HTTPException:
            return ""

    def of(self, posts: list[Row], endpoint: str) -> Iterator[Example]:
        for row in posts:
            target = row.address.format(**self._named)
            for reader in permitted(row)[:2]:
                yield self._example(target, reader, endpoint)

    def _example(self, target: str, reader: str, endpoint: str) -> Example:
        first = AFTER.get(endpoint, endpoint)
        for page in self._near(target, reader, ON.get(endpoint, "")):
            found = self._sent_to(first, reader, self._forms(page, reader))
            if found and first != endpoint:
                with self._visit(reader).post(found.address, data=sent_by(found.sent)) as answer:
                    forms = forms_in(answer, found.address)
                found = self._sent_to(endpoint, reader, forms)
            if found:
                return found
        return Example(reader, target)

    def _sent_to(self, endpoint: str, reader: str, forms: list[tuple[str, Any]]) -> Example | None:
        for action, form in forms:
            if self.endpoint(action) == endpoint:
                return Example(reader, action, {**filled_in(form), **TYPED.get(endpoint, {})})
        return None

    def _near(self, target: str, reader: str, place: str) -> list[str]:
        if place:
            return [place.format(**self._named)]
        pages = [
            row.address.format(**self._named) for row in self._pages if row.answers[reader] == "200"
        ]
        return sorted(pages, key=lambda page: (-in_common(page, target), len(page)))[:PAGES]

    def _forms(self, page: str, reader: str) -> list[tuple[str, Any]]:
        key = (reader, page)
        if key not in self._read:
            self._rewind()  # the form that was sent last may stand there too
            with self._visit(reader).get(page) as answer:
                self._read[key] = forms_in(answer, page)
        return self._read[key]


def forms_in(answer: Any, page: str) -> list[tuple[str, Any]]:
    """Return the forms of a page, with each address to which one can be sent. To that of a dialog
    without any, a script adds it.
    """
    is_page = answer.status_code == 200 and "html" in answer.content_type
    text = answer.text.strip() if is_page else ""
    return [
        (action.partition("#")[0], form)
        for form in (html.fromstring(text).forms if text else ())
        if form.method == "POST"
        and (form.action or not form.xpath("ancestor::dialog | ancestor::template"))
        for action in (form.action or page, *form.xpath(".//button/@formaction"))
    ]


def permitted(row: Row) -> list[str]:
    """Whoever is given most first."""
    best = row.best
    others = [each for each, code in row.answers.items() if code in DONE and each != "guest"]
    return [best, *(each for each in reversed(others) if each != best)]


def in_common(one: str, other: str) -> int:
    parts = zip(one.split("/"), other.split("/"), strict=False)
    same = [a == b for a, b in parts]
    return same.index(False) if False in same else len(same)


def try_twice(app, visit, rewind, example, before):
    rewind()
    browser = visit(example.reader)
    first = browser.post(example.address, data=sent_by(example.sent))
    after = again = before
    if first.status_code in STORED:
        after = counted(app)
        browser.post(example.address, data=sent_by(example.sent))
        again = counted(app)
    said = ""
    if first.status_code in (409, 422) and "html" in first.content_type:
        said = " ".join(html.fromstring(first.text).xpath("string(//main)").split())[:160]
    return (
        f"{example.reader} {example.address} {said} {'once' in example.sent}",
        first.status_code,
        dict(after - before),
        dict(again - after),
    )


def counted(app) -> Counter[str]:
    """How many rows each table has, in one statement."""
    tables = [each for each in Base.metadata.sorted_tables if each.name not in BOOKKEEPING]
    numbers = [
        select(func.count()).select_from(each).scalar_subquery().label(each.name) for each in tables
    ]
    with app.app_context(), db.engine.connect() as connection:
        return Counter(dict(connection.execute(select(*numbers)).mappings().one()))
