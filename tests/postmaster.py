"""A mail server to write to."""

import socket
import threading
from contextlib import suppress


class Postmaster(threading.Thread):
    """A mail server that offers no encryption, or one that nobody has certified; it notes what it hears."""

    def __init__(self, offers=(), refuses=None, tls=None):
        """`refuses` has what it answers to which word; with `tls` it is encrypted from the start."""
        super().__init__(daemon=True)
        self.offers, self.heard = offers, []
        self.refuses, self.tls = refuses or {}, tls
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]

    def run(self):
        with suppress(OSError):  # it was closed
            while True:
                connection, _ = self._listening.accept()
                if self.tls:
                    try:
                        connection = self.tls.wrap_socket(connection, server_side=True)
                    except OSError:  # whoever asked does not trust us
                        connection.close()
                        continue
                self.receive(connection)

    def receive(self, connection):
        with connection, connection.makefile("rwb") as lines:

            def say(*words):
                lines.writelines(word.encode() + b"\r\n" for word in words)
                lines.flush()

            with suppress(OSError):
                self.talk(lines, say)

    def talk(self, lines, say):
        say("220 here")
        for line in iter(lambda: lines.readline().decode(errors="replace").strip(), ""):
            self.heard.append(line)
            word = line.partition(" ")[0].upper()
            match word:
                case _ if word in self.refuses:
                    say(self.refuses[word])
                case "EHLO":
                    say("250-here", *(f"250-{each}" for each in self.offers), "250 SIZE 99999")
                case "AUTH":
                    say("235 come in")
                case "DATA":
                    say("354 go on")
                    text = list(iter(lambda: lines.readline().decode().strip("\r\n"), "."))
                    self.heard += text
                    say("250 taken")
                case "STARTTLS" | "QUIT":
                    say("220 ready" if line.upper() == "STARTTLS" else "221 bye")
                    return
                case _:
                    say("250 fine")

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self.join(10)
        self._listening.close()
