/** What writers do by chance in a text, with the editor's own state and commands, but without a screen. */

import { deleteSelection, joinBackward, lift, selectParentNode, setBlockType, splitBlock, toggleMark, wrapIn } from "prosemirror-commands";
import { history, redo, undo } from "prosemirror-history";
import { Node } from "prosemirror-model";
import { liftListItem, sinkListItem, splitListItem, wrapInList } from "prosemirror-schema-list";
import { EditorState, TextSelection } from "prosemirror-state";
import { CellSelection } from "prosemirror-tables";
import { collab } from "../../../frontend/src/collab.js";
import { changesIn, decide } from "../../../frontend/src/marking/decisions.js";
import { withMarks } from "../../../frontend/src/marking/marks.js";
import { markingSwitch, toggleMarking } from "../../../frontend/src/marking/switch.js";
import { schema } from "../../../frontend/src/schema.js";
import { TABLE, tables } from "../../../frontend/src/tables.js";
import { upkeep } from "../../../frontend/src/upkeep.js";

const WORDS = ["a", "the ", "child", " Online", "é", "عربي", "حماية ", "无线", "電波", "𠮷野", "👍🏽", "👩‍👩‍👧‍👦", "e\u0301", ".", "\u200f"];

/** Numbers by chance that are the same for the same seed. */
export function chances(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const depth = (node) => 1 + Math.max(0, ...node.content.content.map(depth));

/** No caret of a browser stands in the middle of a letter. */
function whole(doc, place) {
  const { nodeBefore, nodeAfter } = doc.resolve(place);
  const isHalf = nodeBefore?.isText && nodeAfter?.isText && /[\ud800-\udbff]$/.test(nodeBefore.text) && /^[\udc00-\udfff]/.test(nodeAfter.text);
  return isHalf ? place - 1 : place;
}

/** Somebody's text and their chances. Those who use one say what is done with a transaction. */
export class Hand {
  /** @type {(number: number, seed: number, onlyWords?: boolean) => void} */
  constructor(number, seed, onlyWords = false) {
    Object.assign(this, { number, onlyWords, typed: 0 });
    this.chance = chances(seed * 1000 + number);
    this.client = `writer-${number}-${seed}`;
    /** Whether what they do is marked, as of one who suggests. */
    this.marks = !onlyWords && number % 3 === 1;
    /** Words that nobody else wrote, each once. */
    this.words = [];
  }

  show({ doc, version }) {
    this.state = EditorState.create({
      doc: Node.fromJSON(schema, doc),
      plugins: [collab(version), history(), ...tables(), upkeep(), markingSwitch()],
    });
    if (this.marks) {
      toggleMarking(this.state, (tr) => {
        this.state = this.state.apply(tr);
      });
    }
  }

  below(most) {
    return Math.floor(this.chance() * most);
  }

  of(list) {
    return list[this.below(list.length)];
  }

  /** A place in some paragraph. */
  select(spread = 0) {
    const { doc } = this.state;
    const size = doc.content.size;
    const from = whole(doc, this.below(size + 1));
    const to = whole(doc, Math.min(size, from + this.below(spread + 1)));
    this.state = this.state.apply(this.state.tr.setSelection(TextSelection.between(doc.resolve(from), doc.resolve(to))));
  }

  /** What a step leaves may be stored, and undone to: it is a paper after each, and not only in the end. */
  take(transaction) {
    const marked = withMarks(transaction, this.state, { by: this.client, at: "2026-03-09T08:00:00Z" });
    if (!marked) return; // the writer is told that it cannot be marked
    const { state, transactions } = this.state.applyTransaction(marked);
    this.state = state;
    for (const { docs, doc } of transactions) for (const each of [...docs.slice(1), doc]) each.check();
  }

  run(command) {
    return command(this.state, this.dispatch);
  }

  /** Papers are not nested without end, */
  get isDeep() {
    return depth(this.state.doc) > 9;
  }

  /** and nobody waits for tables of thousands of cells. */
  get isLong() {
    return this.state.doc.content.size > 5000;
  }

  act() {
    const before = this.state.doc;
    try {
      this.doAnything();
    } catch (error) {
      // A command that the libraries themselves do not survive is not one of a writer.
      if (this.state.doc !== before) throw error;
    }
  }

  doAnything() {
    this.of(this.onlyWords ? [writeWord] : this.isDeep || this.isLong ? FLAT : ACTIONS)(this);
  }
}

const type = (writer) => {
  writer.select();
  const words = writer.of(WORDS);
  const { from, to, $from } = writer.state.selection;
  if (!$from.parent.inlineContent) return;
  writer.typed += words.length;
  writer.dispatch(writer.state.tr.insertText(words, from, to));
};

/** After a blank or at the end of a paragraph, so that nobody writes within another's word. */
const writeWord = (writer) => {
  const places = [];
  writer.state.doc.descendants((node, pos) => {
    if (node.isText) for (const [at, sign] of [...node.text].entries()) if (sign === " ") places.push(pos + [...node.text].slice(0, at + 1).join("").length);
    if (node.isTextblock) places.push(pos + 1 + node.content.size);
  });
  const word = `<${writer.number}-${writer.words.length}>`;
  writer.words.push(word);
  writer.dispatch(writer.state.tr.insertText(`${word} `, writer.of(places)));
};

const insertNode = (make) => (writer) => {
  writer.select();
  writer.dispatch(writer.state.tr.replaceSelectionWith(make(writer), false));
};

const { nodes, marks } = schema;
const paragraph = (words) => nodes.paragraph.create(null, words ? schema.text(words) : null);
const cell = (words) => nodes.table_cell.create(null, paragraph(words));

const select = (writer, command, spread = 0) => {
  writer.select(spread);
  writer.run(command);
};

/** What makes nothing deeper. */
const FLAT = [
  ...Array.from({ length: 12 }, () => type),
  (writer) => select(writer, deleteSelection, 12),
  (writer) => select(writer, deleteSelection, 3),
  (writer) => select(writer, deleteSelection, 60),
  (writer) => select(writer, splitBlock),
  (writer) => select(writer, splitBlock),
  (writer) => select(writer, joinBackward),
  (writer) => {
    writer.select();
    const { $from } = writer.state.selection;
    writer.state = writer.state.apply(writer.state.tr.setSelection(TextSelection.near(writer.state.doc.resolve($from.start()))));
    writer.run(joinBackward);
  },
  (writer) => select(writer, toggleMark(writer.of([marks.strong, marks.em, marks.underline, marks.sup, marks.sub, marks.code])), 30),
  (writer) => select(writer, toggleMark(marks.link, { href: "https://example.org/" }), 10),
  (writer) => select(writer, toggleMark(writer.of([marks.insertion, marks.deletion]), { by: "Kenya", at: null }), 10),
  (writer) => select(writer, setBlockType(nodes.heading, { level: 1 + writer.below(4) }), 20),
  (writer) => select(writer, setBlockType(nodes.paragraph, { numbered: writer.chance() < 0.3 }), 20),
  (writer) => select(writer, splitListItem(nodes.list_item)),
  (writer) => select(writer, liftListItem(nodes.list_item), 10),
  (writer) => select(writer, lift, 10),
  insertNode((writer) => nodes.footnote.create(null, schema.text(writer.of(WORDS)))),
  insertNode((writer) => nodes.image.create({ file: "a".repeat(64), alt: writer.of(WORDS), width: 20, height: 10 })),
  insertNode(() => nodes.hard_break.create()),
  (writer) => writer.isLong || select(writer, TABLE["row-below"]),
  (writer) => writer.isLong || select(writer, TABLE["column-after"]),
  (writer) => select(writer, writer.of([writer.isLong ? "row-gone" : "row-above", "row-gone", "column-gone", "header-row", "cell-split"].map((name) => TABLE[name]))),
  decideOne,
  merge,
  move,
  (writer) => {
    writer.select();
    writer.run(selectParentNode);
    if (writer.chance() < 0.3) writer.run(deleteSelection);
  },
  direct,
  (writer) => writer.run(undo),
  (writer) => writer.run(undo),
  (writer) => writer.run(redo),
];

const ACTIONS = [
  ...FLAT,
  (writer) => select(writer, wrapInList(nodes.bullet_list), 20),
  (writer) => select(writer, wrapInList(nodes.ordered_list, { style: "a", delim: ")" }), 20),
  (writer) => select(writer, sinkListItem(nodes.list_item), 10),
  (writer) => select(writer, wrapIn(nodes.blockquote, { clause: "r179.2" }), 10),
  insertNode((writer) =>
    nodes.table.create(null, [
      nodes.table_row.create(null, [cell(writer.of(WORDS)), cell("")]),
      nodes.table_row.create(null, [cell(""), cell(writer.of(WORDS))]),
    ]),
  ),
  copy,
];

/** Somebody accepts or rejects a change, or sometimes all. */
function decideOne(writer) {
  const changes = changesIn(writer.state.doc);
  if (changes.length) writer.run(decide(writer.chance() < 0.5, writer.chance() < 0.1 ? changes : [writer.of(changes)]));
}

/** Two cells of a table become one. */
function merge(writer) {
  const places = [];
  writer.state.doc.descendants((node, pos) => {
    if (["table_cell", "table_header"].includes(node.type.name)) places.push(pos);
  });
  if (!places.length) return;
  const at = writer.below(places.length);
  const [one, other] = [places[at], places[Math.min(at + 1, places.length - 1)]].map((pos) => writer.state.doc.resolve(pos));
  if (one.node(-1) !== other.node(-1)) return;
  const { state } = writer;
  writer.state = state.apply(state.tr.setSelection(new CellSelection(one, other)));
  writer.run(TABLE["cells-joined"]);
}

/** Words and blocks are pasted elsewhere, with the ids that they have. */
function copy(writer) {
  writer.select(40);
  const { from, to } = writer.state.selection;
  const slice = writer.state.doc.slice(from, to);
  writer.select();
  writer.dispatch(writer.state.tr.replaceSelection(slice));
}

/** A block is moved to another place. */
function move(writer) {
  const { doc } = writer.state;
  const at = writer.below(doc.childCount);
  const place = doc.content.content.slice(0, at).reduce((sum, node) => sum + node.nodeSize, 0);
  const block = doc.child(at);
  if (doc.childCount < 2) return;
  const transaction = writer.state.tr.delete(place, place + block.nodeSize);
  const size = transaction.doc.content.size;
  transaction.insert(writer.chance() < 0.5 ? 0 : size, block);
  writer.dispatch(transaction);
}

function direct(writer) {
  const places = [];
  writer.state.doc.descendants((node, pos) => {
    if (node.isBlock) places.push(pos);
  });
  const dir = writer.of(["ltr", "rtl", null]);
  writer.dispatch(writer.state.tr.setNodeAttribute(writer.of(places), "dir", dir));
}
