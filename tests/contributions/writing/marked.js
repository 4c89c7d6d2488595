/** Keys that somebody presses in a text while changes are marked, and what accepting and rejecting them all leaves. Reads all tasks as JSON. */

import { history } from "prosemirror-history";
import { Node } from "prosemirror-model";
import { EditorState, TextSelection } from "prosemirror-state";
import process from "node:process";
import { text } from "node:stream/consumers";
import { keys } from "../../../frontend/src/commands.js";
import { borderOf } from "../../../frontend/src/marking/borders.js";
import { changesAt, changesIn, decide } from "../../../frontend/src/marking/decisions.js";
import { withMarks } from "../../../frontend/src/marking/marks.js";
import { markingSwitch, toggleMarking } from "../../../frontend/src/marking/switch.js";
import { schema } from "../../../frontend/src/schema.js";
import { tables } from "../../../frontend/src/tables.js";
import { upkeep } from "../../../frontend/src/upkeep.js";

const author = { by: "Amina", at: "2026-03-09T08:00:00Z" };
const commands = keys({ isLeaving: () => false });
const SIGNS = { inserted: "+", deleted: "-" };

/** With + before what is inserted, and - before what is deleted; ¶ is the border above a block. */
function outline(node) {
  const marks = node.marks.map(({ type }) => ({ insertion: "+", deletion: "-" })[type.name] ?? "").join("");
  if (node.isText) return `${marks}${node.text}`;
  const inner = node.content.content.map(outline);
  const border = node.isTextblock && borderOf(node);
  const line = border ? `${border.type === "insertion" ? "+" : "-"}¶` : "";
  return `${line}${SIGNS[node.attrs.change] ?? ""}${node.type.name}(${inner.join(node.inlineContent ? "|" : ", ")})`;
}

/** A text with the caret where its ^ was, or with the words from there to its ‸ selected. */
function opened(tree) {
  const state = EditorState.create({ doc: Node.fromJSON(schema, tree), plugins: [history(), ...tables(), upkeep(), markingSwitch()] });
  /** @type {number[]} */
  const signs = [];
  state.doc.descendants((node, pos) => {
    if (node.isText) for (const { index } of node.text.matchAll(/[\^‸]/g)) signs.push(pos + index);
  });
  const { tr } = state;
  for (const at of signs.toReversed()) tr.delete(at, at + 1);
  const places = signs.map((at, before) => at - before);
  return state.apply(tr.setSelection(TextSelection.create(tr.doc, places[0], places.at(-1))));
}

function pressed(before, names) {
  let state = before;
  let name = "";
  const dispatch = (tr) => {
    state = state.apply(withMarks(tr, state, { ...author, isForward: name === "Delete" }));
    state.doc.check();
  };
  for (name of names) {
    if (name === "Home") {
      state = state.apply(state.tr.setSelection(TextSelection.create(state.doc, state.selection.$from.start())));
      continue;
    }
    if (commands[name]?.(state, dispatch)) continue;
    const { from, $from } = state.selection;
    const ways = { Backspace: [from - 1, from], Delete: [from, from + 1] };
    // In the middle of words the browser deletes.
    if (!ways[name]) dispatch(state.tr.insertText(name));
    else if (name === "Backspace" ? $from.parentOffset : $from.parentOffset < $from.parent.content.size) dispatch(state.tr.delete(...ways[name]));
  }
  return state;
}

function decided(state, isAccepted, which) {
  let { doc } = state;
  decide(isAccepted, which)(state, (tr) => {
    doc = state.apply(tr).doc;
  });
  return doc;
}

/** What is decided with the caret in the first block that is inserted. */
function first({ doc, tr }) {
  const change = changesIn(doc).find(({ isBlock, border, kind }) => (isBlock || border !== undefined) && kind === "inserted");
  return change ? changesAt(tr.setSelection(TextSelection.near(doc.resolve(change.from), 1))) : [];
}

function answer({ tree, names }) {
  const before = opened(tree);
  let marking = before;
  toggleMarking(before, (tr) => {
    marking = before.apply(tr);
  });
  const after = pressed(marking, names);
  return {
    marked: outline(after.doc),
    accepted: outline(decided(after, true)),
    firstRejected: outline(decided(after, false, first(after))),
    unmarked: outline(pressed(before, names).doc),
    rejected: outline(decided(after, false)),
    isRejectedExactly: decided(after, false).eq(before.doc),
  };
}

process.stdout.write(JSON.stringify(JSON.parse(await text(process.stdin)).map(answer)));
