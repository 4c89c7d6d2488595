"""The workspace's own server with one more address, which emits to rooms as often as it is told.

Usage: emitting_server.py PORT, with the workspace's settings in the environment.
"""

import sys
import time
from pathlib import Path

from flask import Response, request

sys.path.insert(0, str(Path(__file__).parents[1]))

from wgcop import live, server
from wgcop.app import create_app
from wgcop.web import csrf, public

app = create_app()


@app.post("/bench/emit")
@csrf.exempt
@public
def emit() -> Response:
    topics, html = request.args.getlist("topic"), request.get_data(as_text=True)
    for seq in range(1, request.args.get("n", 1, type=int) + 1):
        for topic in topics:
            entry = {
                "topic": topic,
                "seq": seq,
                "kind": "comment.posted",
                "action": "append",
                "target": "comments",
                "html": html,
                "at": time.time(),
            }
            live.send("entry", entry, to=live.room(topic, "en"))
    return Response(status=204)


server.serve(app, host="127.0.0.1", port=int(sys.argv[1]), processes=1)
