"""A translation service on this machine, which speaks the API of LibreTranslate as far as the workspace uses it."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

LANGUAGES = ("en", "fr", "es", "ru", "ar", "zh-Hans")


class TranslatorService:
    """It answers `[fr] words` for words that it is to put into French. `asked` holds the JSON of each request, and
    `answers` what it says next instead: a status and a body.
    """

    def __init__(self):
        self.asked, self.answers = [], []
        self.languages = list(LANGUAGES)
        self.meanwhile = lambda: None
        """What happens before it answers."""
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                languages = [{"code": code, "name": code} for code in service.languages]
                self.answer(200, json.dumps(languages) if self.path == "/languages" else "[]")

            def do_POST(self):
                asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                service.asked.append(asked)
                service.meanwhile()
                if service.answers:
                    self.answer(*service.answers.pop(0))
                elif self.path != "/translate" or asked["format"] != "text":
                    self.answer(404, "")
                else:
                    self.answer(
                        200, json.dumps({"translatedText": f"[{asked['target']}] {asked['q']}"})
                    )

            def answer(self, status, body):
                said = body.encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(said)))
                self.end_headers()
                self.wfile.write(said)

            def log_message(self, *_):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def words(self):
        return [asked["q"] for asked in self.asked]

    def close(self):
        self._server.shutdown()
        self._server.server_close()
