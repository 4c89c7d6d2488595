// Our writers without a browser, with the editor's own exchange: writers.mjs URL COOKIE DOCUMENT SCHEMA COUNT PAUSE, or `fill
// PARAGRAPHS` or `edits NUMBER` instead of the last two.

import process from "node:process";
import { Node } from "prosemirror-model";
import { EditorState } from "prosemirror-state";
import { io } from "socket.io-client";
import { collab } from "../../frontend/src/collab.js";
import { Exchange } from "../../frontend/src/exchange.js";
import { newId, schema } from "../../frontend/src/schema.js";
import { paragraphOf, sentence } from "./prose.mjs";
import { inTurns } from "./turns.mjs";

const [url, cookie, document, shape, what, number] = process.argv.slice(2);

async function join() {
  const socket = io(url, { transports: ["websocket"], extraHeaders: { Cookie: cookie }, forceNew: true });
  await new Promise((resolve) => socket.once("connect", resolve));
  const ask = (name, payload) => socket.timeout(20_000).emitWithAck(name, payload).catch(() => null);
  const opened = await ask("document:open", { document: Number(document), schema: shape });
  if (!opened?.ok) throw new Error(JSON.stringify(opened));
  const client = newId();
  let state = EditorState.create({ doc: Node.fromJSON(schema, opened.doc), plugins: [collab(opened.version)] });
  const exchange = new Exchange({
    client,
    ask,
    state: () => state,
    before: () => {},
    apply: (transaction) => (state = state.apply(transaction)),
    about: () => ({ document: Number(document), revision: opened.revision }),
    refused: (reason, message) => process.stderr.write(`${reason}: ${message}\n`),
    differs: async () => process.stderr.write("differs\n"),
    told: () => {},
  });
  socket.on("document:steps", ({ from, steps }) => exchange.hear(from, steps));
  exchange.opened();
  return {
    exchange,
    state: () => state,
    change: (make) => {
      state = state.apply(make(state));
      exchange.pump();
    },
  };
}

const paragraph = (words) => schema.nodes.paragraph.create({ dir: "ltr" }, words ? schema.text(words) : null);
const settled = async ({ exchange }) => {
  while (exchange.unsent) await new Promise((resolve) => setTimeout(resolve, 20));
};

if (what === "fill") {
  const writer = await join();
  writer.change(({ tr }) => tr.insert(tr.doc.content.size, Array.from({ length: Number(number) }, (_, at) => paragraph(paragraphOf(at)))));
  await settled(writer);
  process.exit();
} else if (what === "edits") {
  const writer = await join();
  writer.change(({ tr }) => tr.insert(tr.doc.content.size, paragraph("")));
  for (let at = 0; at < Number(number); at += 1) {
    writer.change(({ tr }) => tr.insertText(sentence[at % sentence.length], tr.doc.content.size - 1));
    if (at % 90 === 89) await settled(writer);
    if (at % 90 === 89) await new Promise((resolve) => setTimeout(resolve, 60)); // within what a page may send
  }
  await settled(writer);
  process.exit();
} else {
  const writers = [];
  for (let n = 0; n < Number(what); n += 1) {
    const writer = await join();
    const id = newId();
    writer.change(({ tr }) => tr.insert(tr.doc.content.size, schema.nodes.paragraph.create({ id, dir: "ltr" }, schema.text(`Writer ${n}: `))));
    let at = 0;
    writers.push(() =>
      writer.change(({ tr }) => {
        let end = 1;
        tr.doc.forEach((node, pos) => {
          if (node.attrs.id === id) end = pos + node.nodeSize - 1;
        });
        return tr.insertText(sentence[at++ % sentence.length], end);
      }),
    );
  }
  inTurns(writers, Number(number));
}
