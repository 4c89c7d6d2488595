/** What the editor finds, counts, makes of what is typed and takes back, in texts and acts that come as JSON; one answer for each. */

import { closeHistory, history, undo } from "prosemirror-history";
import { Node } from "prosemirror-model";
import { EditorState } from "prosemirror-state";
import { withLinks } from "../../../frontend/src/auto-links.js";
import { enter, typedMarks } from "../../../frontend/src/commands.js";
import { matchesIn } from "../../../frontend/src/find-in.js";
import { headingsIn } from "../../../frontend/src/outline.js";
import { schema } from "../../../frontend/src/schema.js";
import { UndoUnits } from "../../../frontend/src/undo-units.js";
import { countWords } from "../../../frontend/src/word-segments.js";
import { wordsBetween } from "../../../frontend/src/word-count.js";

/** Types letter by letter, presses Backspace for ‹, and pastes what stands between ⟦ and ⟧; then undoes, and tells what is left after each. */
function undone(keys) {
  const units = new UndoUnits();
  let state = EditorState.create({ schema, plugins: [history({ newGroupDelay: 10_000 })] });
  const apply = (tr) => {
    if (units.begins(tr, state)) closeHistory(tr);
    state = state.apply(tr);
    const links = withLinks(tr, state);
    if (links) apply(links);
  };
  for (const [, pasted, key] of keys.matchAll(/⟦([^⟧]*)⟧|(.)/gsu)) {
    if (pasted !== undefined) apply(state.tr.insertText(pasted).setMeta("paste", true));
    else if (key === "‹") apply(state.tr.delete(state.selection.from - 1, state.selection.from));
    else if (key === "\n") apply(state.tr.split(state.selection.from));
    else apply(state.tr.insertText(key));
  }
  const told = [toldOf(state.doc)];
  while (undo(state, (tr) => apply(tr))) told.push(toldOf(state.doc));
  return told;
}

/** Links in brackets, a new block as a stroke. */
const toldOf = (doc) =>
  doc.content.content
    .map((block) => block.content.content.map((node) => (node.marks.some(({ type }) => type.name === "link") ? `[${node.text}]` : node.text)).join(""))
    .join("|");

/** Types letter by letter into an empty text, and tells its blocks: the sign of each, and its words or those of its parts. */
function typed(keys) {
  const rules = typedMarks();
  let state = EditorState.create({ schema, plugins: [rules] });
  const dispatch = (tr) => {
    state = state.apply(tr);
  };
  for (const key of keys) {
    const { from, to } = state.selection;
    if (key === "\n") enter(state, dispatch);
    else if (!rules.props.handleTextInput({ state, dispatch, composing: false }, from, to, key)) dispatch(state.tr.insertText(key));
  }
  const parts = (block) => (block.isTextblock ? [block] : block.content.content);
  return state.doc.content.content.map((block) => [SIGNS[block.type.name](block.attrs), ...parts(block).map(({ textContent }) => textContent)]);
}

const SIGNS = {
  paragraph: () => "",
  heading: ({ level }) => "#".repeat(level),
  bullet_list: () => "-",
  ordered_list: ({ start, style, delim }) => `${style === "1" ? start : style}${delim}`,
  blockquote: () => ">",
};

const answers = {
  count: ({ text }) => countWords(text),
  between: ({ doc, from, to }) => {
    const node = Node.fromJSON(schema, doc);
    return wordsBetween(node, from ?? 0, to ?? node.content.size);
  },
  find: ({ doc, words, isExact = false }) => matchesIn(Node.fromJSON(schema, doc), { words, isExact }).map(({ from, to, note }) => [from, to, note]),
  headings: ({ doc }) => headingsIn(Node.fromJSON(schema, doc)).map(({ level, words }) => [level, words]),
  typed: ({ keys }) => typed(keys),
  undo: ({ keys }) => undone(keys),
};

let asked = "";
for await (const part of process.stdin) asked += part;
process.stdout.write(JSON.stringify(JSON.parse(asked).map((one) => answers[one.what](one))));
