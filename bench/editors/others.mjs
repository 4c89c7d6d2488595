// Writers on the peer without a browser: others.mjs URL ROOM COUNT PAUSE, or `fill PARAGRAPHS` or `edits NUMBER` after ROOM.

import process from "node:process";
import { WebSocket } from "ws";
import { WebsocketProvider } from "y-websocket";
import * as Y from "yjs";
import { paragraphOf, sentence } from "./prose.mjs";
import { inTurns } from "./turns.mjs";

const [url, room, what, number] = process.argv.slice(2);

async function join() {
  const doc = new Y.Doc();
  const provider = new WebsocketProvider(url, room, doc, { WebSocketPolyfill: WebSocket });
  await new Promise((resolve) => provider.once("sync", resolve));
  return { doc, provider, text: doc.getXmlFragment("text") };
}

/** @type {(text: Y.XmlFragment, words: string) => Y.XmlText} */
function addParagraph(text, words) {
  const paragraph = new Y.XmlElement("paragraph");
  const inner = new Y.XmlText();
  inner.insert(0, words);
  paragraph.insert(0, [inner]);
  text.push([paragraph]);
  return inner;
}

if (what === "fill") {
  const { doc, text } = await join();
  doc.transact(() => {
    for (let at = 0; at < Number(number); at += 1) addParagraph(text, paragraphOf(at));
  });
  await new Promise((resolve) => setTimeout(resolve, 1500));
} else if (what === "edits") {
  const { text } = await join();
  const inner = addParagraph(text, "");
  for (let at = 0; at < Number(number); at += 1) {
    inner.insert(at, sentence[at % sentence.length]);
    if (at % 50 === 0) await new Promise((resolve) => setTimeout(resolve, 1));
  }
  await new Promise((resolve) => setTimeout(resolve, 1500));
} else {
  const writers = [];
  for (let n = 0; n < Number(what); n += 1) {
    const { text } = await join();
    const inner = addParagraph(text, `Writer ${n}: `);
    let at = inner.length;
    writers.push(() => inner.insert(at, sentence[at++ % sentence.length]));
  }
  inTurns(writers, Number(number));
}
if (["fill", "edits"].includes(what)) process.exit();
