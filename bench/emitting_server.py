"""The workspace's own server with one more address, which emits to rooms as often as it is told.

Usage: emitting_server.py PORT, with the workspace's settings in the environment.
"""

import sys
import time
from pathlib import Path

from flask import Response, request

sys.path.insert(0, str(Path(__file__).parents[1]))

from wgcop import live
from wgcop.app import create_app
from wgcop.server import serving
from wgcop.web import csrf, public

FIRST = 1_000_001  # so that all frames have the same length

app = create_app()


@app.post("/bench/emit")
@csrf.exempt
@public
def emit() -> Response:
    """So many entries, one after the other or, with `pauses`, each so many seconds after the one before."""
    asked = request.get_json()
    pauses = asked.get("pauses") or [0] * asked["n"]
    due = time.monotonic()
    for seq, pause in enumerate(pauses, FIRST):
        due += pause
        if pause and (left := due - time.monotonic()) > 0:
            time.sleep(left)
        for topic in asked["topics"]:
            entry = {
                "topic": topic,
                "seq": seq,
                "kind": "comment.posted",
                "action": "append",
                "target": "comments",
                "html": asked["html"],
                "at": time.time_ns() // 1000,
            }
            live.send("entry", entry, to=live.room(topic, "en"))
    return Response(status=204)


serving.serve(app, host="127.0.0.1", port=int(sys.argv[1]), processes=1)
