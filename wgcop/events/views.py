"""`GET /live/<topic>` returns the entries that a page missed after a number, `GET /live/clock` the
server's time.
"""

from flask import Blueprint, Response, jsonify, request
from flask_login import current_user
from werkzeug.exceptions import NotFound

from wgcop import clock
from wgcop.events.catch_up import Missed, missed
from wgcop.events.circles import heard
from wgcop.events.queries import seq_for, topic_for
from wgcop.processes.turns import Turns
from wgcop.web import current_audiences, public
from wgcop.web.received import LARGEST_KEY

bp = Blueprint("events", __name__)

AT_ONCE = 4
"""How many requests for missed entries are answered at once. After a restart a whole room asks in
the same seconds. A hundred threads sharing the processor would not be faster, and a writer that
holds SQLite's lock would get a hundredth of it.
"""
PATIENCE = 20.0  # seconds for which a request waits for its turn; then it is answered without one
turns = Turns(AT_ONCE)


@bp.get("/live/clock")
@public
def server_time() -> Response:
    """Return the server's time in milliseconds, so that all pages count time alike, regardless of
    their own clocks.
    """
    answer = jsonify(now=round(clock.now().timestamp() * 1000))
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.get("/live/<path:topic_name>")
@public  # the topic's audience decides, and a private topic answers like none
def catch_up(topic_name: str) -> Response:
    with turns.taken(PATIENCE):
        return what_was_missed(topic_name)


def what_was_missed(topic_name: str) -> Response:
    circles = heard(topic_name, current_user)
    audiences = current_audiences() | frozenset(circles.values())
    topic = topic_for(topic_name, audiences)
    if topic is None and seq_for(topic_name, audiences, circles) is None:
        raise NotFound
    after = request.args.get("after", 0, type=int)
    result = missed(topic, min(max(after, 0), LARGEST_KEY)) if topic else Missed(0, ())
    return jsonify(topic=topic_name, seq=result.seq, entries=result.messages, reload=result.reload)
