"""What is taken as a file leaves a row in the audit trail: each file of the table, by somebody who may take it."""

from sqlalchemy import select

from tests.architecture.reading import report
from tests.permissions.matrix import READERS, Row
from tests.permissions.test_matrix import ROUTES, endpoint
from wgcop.audit.models import AuditRow
from wgcop.audit.views import EXPORTS
from wgcop.database import db

CHOSEN = [
    Row("GET /landscape.docx?clause={wid}", "", {"guest": "200", "member": "200"}),
    Row("POST /people/invitations/links.csv", "", {"head": "403", "secretariat": "200"}),
]
"""For files that the table asks for in vain because nothing is chosen, or that a form asks for."""
ELSEWHERE = {"contributions.enclosure"}
"""Tested beside the annexes of a paper."""


def test_each_export_leaves_one_row_and_none_where_nothing_is_given(app, http, world, named):
    def rows():
        return db.session.execute(
            select(AuditRow.person_id, AuditRow.of_id)
            .where(AuditRow.deed.in_(EXPORTS.values()))
            .order_by(AuditRow.number)
        ).all()

    wrong, tried = [], set()
    with app.app_context():
        known = len(rows())
    for row in (*CHOSEN, *ROUTES):
        address = row.address.format(**named)
        path = address.partition("?")[0]
        what = endpoint(http(), row, named)
        given = [reader for reader, answer in row.answers.items() if answer == "200"]
        if what not in EXPORTS or what in tried or not given:
            continue
        tried.add(what)
        refused = next((reader for reader in row.answers if reader not in given), "guest")
        taker = next(reader for reader in given if reader != "guest")
        expected = [(world[READERS[taker]].id, path)]
        for reader in ("guest", refused, taker):
            person = world[READERS[reader]] if READERS[reader] else None
            with http(person).open(address, method=row.method) as answer:
                assert answer.status_code == 200 or reader != taker, row.asked
        with app.app_context():
            left = [tuple(each) for each in rows()[known:]]
        known += len(left)
        if left != expected:
            wrong.append(f"{row.asked} by {taker} left {left}")
    report("Each of these should leave one row in the trail.", wrong)
    assert tried == EXPORTS.keys() - ELSEWHERE
