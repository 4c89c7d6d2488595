// The peer: y-websocket's own server, and the page of its editor.

import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import process from "node:process";
import { WebSocketServer } from "ws";
import utils from "y-websocket/bin/utils";
import * as Y from "yjs";

const [port, script] = process.argv.slice(2);
const page = `<!doctype html><meta charset="utf-8"><title>Peer</title><div id="text"></div><script type="module" src="/page.js"></script>`;
let stored = 0;

const http = createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url, "http://peer");
  if (pathname === "/page.js") return response.writeHead(200, { "Content-Type": "text/javascript" }).end(readFileSync(script));
  if (pathname === "/size") {
    const doc = utils.docs.get(searchParams.get("room"));
    return response.end(JSON.stringify({ snapshot: Y.encodeStateAsUpdate(doc).length, log: stored }));
  }
  response.writeHead(200, { "Content-Type": "text/html" }).end(page);
});
const sockets = new WebSocketServer({ server: http, perMessageDeflate: false });
sockets.on("connection", (socket, request) => utils.setupWSConnection(socket, request));
utils.setPersistence({
  bindState: (_name, doc) => doc.on("update", (update) => (stored += update.length)),
  writeState: async () => {},
});
http.listen(Number(port), "127.0.0.1");
