"""A small server with real sockets and one room, which every client is in."""

import json
import socket
import threading
import time
from contextlib import contextmanager

import websocket
from flask import Flask
from flask_socketio import SocketIO
from werkzeug.serving import make_server

from tests.servers import HOST
from wgcop.live import frames, timeouts


class Room:
    def __init__(self, *, shared=True, largest=200_000, manager=None, **options):
        app = Flask(__name__)
        self.opened = []
        self.socketio = SocketIO()
        self.socketio.init_app(
            app,
            async_mode="threading",
            client_manager=manager or frames.Broadcasts(),
            async_handlers=False,
            max_http_buffer_size=largest,
            **options,
        )
        timeouts.supervise(self.socketio.server.eio)
        self.is_shared = shared and frames.install(self.socketio)
        self.socketio.on_event("ask", lambda number: number)
        self.server = make_server(HOST, 0, app, threaded=True)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def address(self):
        return f"{HOST}:{self.server.port}/socket.io/?EIO=4&transport="

    @property
    def clients(self):
        return [c for c in self.socketio.server.eio.sockets.copy().values() if not c.closed]

    @property
    def lines(self):
        return list(self.socketio.server.manager.lines._named.values())

    def say(self, number, text=""):
        self.socketio.emit("entry", {"number": number, "text": text})

    def connect(self, query, **options):
        self.opened.append(
            websocket.create_connection(f"ws://{self.address}{query}", timeout=20, **options)
        )
        return self.opened[-1]

    def enter(self, **options):
        client = self.connect("websocket", **options)
        client.send("40")
        assert client.recv().startswith("0")
        assert client.recv().startswith("40")
        return client


@contextmanager
def opened(**options):
    room = Room(**options)
    try:
        yield room
    finally:
        for client in room.opened:
            client.shutdown()
        room.server.shutdown()
        room.server.server_close()


def entries(client, count):
    heard = []
    while len(heard) < count:
        message = client.recv()
        if message.startswith('42["entry"'):
            heard.append(json.loads(message[2:])[1])
        elif message == "2":
            client.send("3")
    return heard


def numbers(client, count):
    return [entry["number"] for entry in entries(client, count)]


def stuck(room):
    """A client that reads nothing more and has a small receive buffer."""
    small = ((socket.SOL_SOCKET, socket.SO_RCVBUF, 4096),)
    return room.enter(sockopt=small)


def wait_until(holds):
    deadline = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < deadline, "It did not happen in time."
        time.sleep(0.02)
