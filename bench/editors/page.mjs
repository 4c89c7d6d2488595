// The peer's editor: our schema, our keys and our plugins, with y-prosemirror where we have steps.

import { gapCursor } from "prosemirror-gapcursor";
import { keymap } from "prosemirror-keymap";
import { EditorState } from "prosemirror-state";
import { EditorView } from "prosemirror-view";
import { redo, undo, yCursorPlugin, ySyncPlugin, yUndoPlugin } from "y-prosemirror";
import { WebsocketProvider } from "y-websocket";
import * as Y from "yjs";
import { keys, typedMarks } from "../../frontend/src/commands.js";
import { schema } from "../../frontend/src/schema.js";

const room = new URLSearchParams(location.search).get("room");
const doc = new Y.Doc();
const provider = new WebsocketProvider(`ws://${location.host}`, room, doc);
const text = doc.getXmlFragment("text");
provider.awareness.setLocalStateField("user", { name: "Amina", color: "#00639e" });
const view = new EditorView(document.getElementById("text"), {
  state: EditorState.create({
    schema,
    plugins: [
      ySyncPlugin(text),
      yCursorPlugin(provider.awareness),
      yUndoPlugin(),
      keymap({ "Mod-z": undo, "Mod-y": redo }),
      typedMarks(),
      keymap(keys({ isLeaving: () => false })),
      gapCursor(),
    ],
  }),
});
view.dom.setAttribute("role", "textbox");
view.dom.setAttribute("aria-label", "Text of the paper");
Object.assign(globalThis, { provider });
provider.on("sync", (isSynced) => isSynced && document.documentElement.setAttribute("data-synced", ""));
