"""A small IMAP server with one mailbox, for the tests: it speaks what RFC 3501 says of the commands that are used."""

import re
import socketserver
import threading
from contextlib import suppress


class Postbox(socketserver.ThreadingTCPServer):
    """`messages` has by UID what lies there, as bytes with its flags. With `tls` lines are encrypted from the start, or after
    STARTTLS if `starts_tls`. `without` are the abilities that it does not offer.
    """

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, user="reply", password="p@ss w%rd", tls=None, starts_tls=False, without=()):
        self.user, self.password = user, password
        self.tls, self.starts_tls, self.without = tls, starts_tls, without
        self.messages, self.heard, self.last = {}, [], 0
        self.breaks_at = ""
        """The word of a command at which it breaks off, once."""
        super().__init__(("127.0.0.1", 0), Conversation)

    @property
    def port(self):
        return self.server_address[1]

    def put(self, data, *flags):
        self.last += 1
        self.messages[self.last] = (data, set(flags))
        return self.last

    def flags(self, uid):
        return self.messages[uid][1]

    @property
    def abilities(self):
        named = ["IMAP4rev1", "UIDPLUS", *(["STARTTLS"] if self.starts_tls else [])]
        return " ".join(each for each in named if each not in self.without)

    def get_request(self):
        connection, address = super().get_request()
        if self.tls and not self.starts_tls:
            try:
                connection = self.tls.wrap_socket(connection, server_side=True)
            except OSError:  # whoever asked does not trust us
                connection.close()
                raise
        return connection, address

    def __enter__(self):
        threading.Thread(
            target=self.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True
        ).start()
        return self

    def __exit__(self, *_):
        self.shutdown()
        self.server_close()


class Conversation(socketserver.StreamRequestHandler):
    def finish(self):
        super().finish()
        self.request.close()

    def handle(self):
        with suppress(OSError):
            self.say("* OK here")
            while line := self.rfile.readline():
                if self.obey(line.decode().rstrip("\r\n")):
                    return

    def say(self, *lines):
        for line in lines:
            self.wfile.write((line if isinstance(line, bytes) else line.encode()) + b"\r\n")
        self.wfile.flush()

    def obey(self, line):
        """Do what the line asks. It is over if this returns True."""
        tag, _, asked = line.partition(" ")
        self.server.heard.append(asked)
        words = asked.removeprefix("UID ")
        command = words.partition(" ")[0].upper()
        if self.server.breaks_at and self.server.breaks_at in asked:
            self.server.breaks_at = ""
            return True
        match command:
            case "CAPABILITY":
                self.say(f"* CAPABILITY {self.server.abilities}", f"{tag} OK done")
            case "STARTTLS":
                self.say(f"{tag} OK begin")
                self.request = self.server.tls.wrap_socket(self.request, server_side=True)
                self.setup()
            case "LOGIN":
                user, password = self.arguments(words)
                is_known = (user, password) == (self.server.user, self.server.password)
                self.say(
                    f"{tag} OK welcome" if is_known else f"{tag} NO [AUTHENTICATIONFAILED] who?"
                )
            case "SELECT":
                [folder] = self.arguments(words)
                there = folder == "INBOX"
                self.say(*([f"* {len(self.server.messages)} EXISTS"] if there else []))
                self.say(f"{tag} OK [READ-WRITE] open" if there else f"{tag} NO no such folder")
            case "SEARCH":
                assert words == "SEARCH UNSEEN UNDELETED"
                fresh = [
                    str(uid)
                    for uid, (_data, flags) in self.server.messages.items()
                    if not flags & {r"\Seen", r"\Deleted"}
                ]
                self.say(" ".join(["* SEARCH", *fresh]), f"{tag} OK done")
            case "FETCH":
                self.fetch(words)
                self.say(f"{tag} OK done")
            case "STORE":
                _, uid, _, flags = words.split(" ", 3)
                self.server.flags(int(uid)).update(flags.strip("()").split())
                self.say(f"{tag} OK done")
            case "EXPUNGE":
                only = words.partition(" ")[2]
                for uid in [int(only)] if only else list(self.server.messages):
                    if r"\Deleted" in self.server.flags(uid):
                        del self.server.messages[uid]
                self.say(f"{tag} OK done")
            case "LOGOUT":
                self.say("* BYE", f"{tag} OK done")
                return True
            case _:
                self.say(f"{tag} BAD {command}?")
        return False

    def fetch(self, words):
        _, uid, item = words.split(" ", 2)
        data, _flags = self.server.messages[int(uid)]
        if item == "(RFC822.SIZE)":
            self.say(f"* 1 FETCH (UID {uid} RFC822.SIZE {len(data)})")
            return
        head = data.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
        content, name = (data, "BODY[]") if item == "(BODY.PEEK[])" else (head, "BODY[HEADER]<0>")
        assert item == "(BODY.PEEK[])" or item.startswith("(BODY.PEEK[HEADER]<0.")
        self.wfile.write(f"* 1 FETCH (UID {uid} {name} {{{len(content)}}}\r\n".encode() + content)
        self.say(")")

    @staticmethod
    def arguments(words):
        found = re.findall(r'"((?:[^"\\]|\\.)*)"|(\S+)', words.partition(" ")[2])
        return [re.sub(r"\\(.)", r"\1", quoted) or bare for quoted, bare in found]
