"""An open page, as a browser has it: it listens, comes back when the line is cut, and asks for what it missed."""

import json
import random
import re
import time
from collections import Counter
from threading import Event, Thread
from typing import Any

import requests
import websocket

from bench.load.noted import Load

NUMBER = re.compile(r"Number (\d+)\.")
RESTARTS = 1012
"""The code by which a server that ends says within how many seconds to come back."""


class Page(Thread):
    """`heard` is every comment that it shows, with how often it came."""

    def __init__(self, load: Load, cookie: str, *, leaves_after: float = 0) -> None:
        """`leaves_after` is for somebody whose line breaks now and then: after about so many seconds, again and again."""
        super().__init__(daemon=True)
        self.load, self.cookie, self._leaves_after = load, cookie, leaves_after
        self.seq, self.heard = -1, Counter[int]()
        self.is_open = Event()

    def run(self) -> None:
        lost = 0.0
        while not self.load.closed.is_set():
            within = 0.5
            client = websocket.WebSocket()
            try:
                self._connect(client)
                if lost:
                    with self.load.lock:
                        self.load.came_back.append(time.monotonic())
                        self.load.away.append(time.monotonic() - lost)
                    lost = 0.0
                self.is_open.set()
                within = self._listen(client)
            except (websocket.WebSocketException, OSError, requests.RequestException):
                pass
            finally:
                client.shutdown()
            self.is_open.clear()
            lost = lost or time.monotonic()
            time.sleep(random.uniform(0, within))

    def _connect(self, client: websocket.WebSocket) -> None:
        client.settimeout(60)
        self.load.door.line(client, self.cookie)
        client.send("40")
        join = ["join", {"topic": self.load.topic, "language": "en"}]
        while not str(client.recv()).startswith("40"):
            pass
        client.send("420" + json.dumps(join))
        while not (answer := str(client.recv())).startswith("430"):
            pass
        seq = json.loads(answer[3:])[0]["seq"]
        if self.seq < 0:
            self.seq = seq
        elif seq != self.seq:
            self._catch_up()

    def _listen(self, client: websocket.WebSocket) -> float:
        """Until the server closes; within how many seconds to come back."""
        until = float("inf")
        if self._leaves_after:
            until = time.monotonic() + random.uniform(0.5, 1.5) * self._leaves_after
        while time.monotonic() < until:
            opcode, data = client.recv_data(control_frame=True)
            if opcode == websocket.ABNF.OPCODE_CLOSE:
                code = int.from_bytes(data[:2], "big")
                with self.load.lock:
                    self.load.codes[code] += 1
                return float(data[2:] or 0.5) if code == RESTARTS else 0.5
            text = data.decode()
            if text == "2":
                client.send("3")
            elif text.startswith("41"):  # the server asks the page to connect anew
                return 0.5
            elif text.startswith('42["entry"'):
                self._take(json.loads(text[2:])[1])
        return 0.5

    def _take(self, entry: dict[str, Any]) -> None:
        if entry["seq"] <= self.seq:
            return
        if entry["seq"] != self.seq + 1:
            self._catch_up()
            return
        self.seq = entry["seq"]
        self._note(entry)

    def _catch_up(self) -> None:
        address = f"{self.load.door.url}/live/{self.load.topic}?after={self.seq}"
        with self.load.door.browser(self.cookie) as http:
            answer = self.load.ask("catching up", lambda: http.get(address, timeout=60))
        if answer is not None and answer.ok:
            missed = answer.json()
            for entry in missed["entries"]:
                self._note(entry)
            self.seq = missed["seq"]

    def _note(self, entry: dict[str, Any]) -> None:
        if found := NUMBER.search(entry.get("html") or ""):
            self.heard[int(found[1])] += 1
