/** What a writer can do to the text, as commands: kinds of blocks, lists, marks, and the keys that do them. */

import {
  baseKeymap,
  chainCommands,
  exitCode,
  liftEmptyBlock,
  selectNodeBackward,
  splitBlockAs,
  toggleMark,
  wrapIn,
  lift,
} from "prosemirror-commands";
import { redo, undo } from "prosemirror-history";
import { inputRules, textblockTypeInputRule, wrappingInputRule } from "prosemirror-inputrules";
import { liftListItem, sinkListItem, splitListItem, wrapInList } from "prosemirror-schema-list";
import { goToNextCell, isInTable } from "prosemirror-tables";
import { schema } from "./schema.js";

/** @typedef {import("prosemirror-state").Command} Command */
/** @typedef {import("prosemirror-state").EditorState} EditorState */
/** @typedef {import("prosemirror-model").Node} Node */
/** @typedef {import("prosemirror-model").ResolvedPos} ResolvedPos */

const { paragraph, heading, bullet_list, ordered_list, list_item, blockquote, hard_break } = schema.nodes;

/** The kinds of lists, by the names of their buttons. @type {Record<string, {type: import("prosemirror-model").NodeType, attrs?: {style: string, delim: string}}>} */
export const LISTS = {
  bullets: { type: bullet_list },
  numbers: { type: ordered_list, attrs: { style: "1", delim: "." } },
  letters: { type: ordered_list, attrs: { style: "a", delim: ")" } },
  roman: { type: ordered_list, attrs: { style: "i", delim: "." } },
};
/** @type {Record<string, {style: string, delim: string}>} */
const NEXT_STYLE = { 1: { style: "a", delim: ")" }, a: { style: "i", delim: "." }, A: { style: "1", delim: "." } };

// Kinds of blocks

/** `p`, `numbered`, or `h1` to `h4`; a block keeps its id. @param {string} kind @returns {Command} */
export const setBlock = (kind) => (state, dispatch) => {
  const type = kind.startsWith("h") ? heading : paragraph;
  const own = kind.startsWith("h") ? { level: Number(kind.slice(1)) } : { numbered: kind === "numbered" };
  const { tr } = state;
  for (const { $from, $to } of state.selection.ranges) {
    state.doc.nodesBetween($from.pos, $to.pos, (node, pos) => {
      if (!node.isTextblock) return true;
      const { id, dir, change, border } = node.attrs;
      const at = tr.mapping.map(pos);
      const $at = tr.doc.resolve(at);
      if (!$at.parent.canReplaceWith($at.index(), $at.index() + 1, type)) return false;
      if (node.hasMarkup(type, { id, dir, change, border, ...own })) return false;
      if (node.type === type) for (const [name, value] of Object.entries(own)) tr.setNodeAttribute(at, name, value);
      else tr.setNodeMarkup(at, type, { id, dir, change, border, ...own });
      return false;
    });
  }
  if (!tr.docChanged) return false;
  dispatch?.(tr.scrollIntoView());
  return true;
};

/** The kind of the block at the caret, as `setBlock` calls it. @param {EditorState} state */
export function blockAt({ selection: { $from } }) {
  const { type, attrs } = $from.parent;
  if (type === heading) return `h${attrs.level}`;
  return attrs.numbered ? "numbered" : "p";
}

/** The innermost list around a place. @param {ResolvedPos} $pos */
function listAround($pos) {
  for (let depth = $pos.depth; depth > 0; depth -= 1) {
    const node = $pos.node(depth);
    if (node.type === bullet_list || node.type === ordered_list) return { node, depth, pos: $pos.before(depth) };
    if (node.type.spec.tableRole) return null;
  }
  return null;
}

/** The kind of list at the caret, as `LISTS` names it. @param {EditorState} state */
export function listAt({ selection: { $from } }) {
  const list = listAround($from)?.node;
  if (!list) return null;
  return Object.keys(LISTS).find((name) => isList(list, name)) ?? "numbers";
}

/** @type {(list: Node, name: string) => boolean} */
const isList = (list, name) => list.type === LISTS[name].type && (list.type === bullet_list || list.attrs.style === LISTS[name].attrs.style);

/** Make a list of the selection, make the list another kind of list, or take the list away. @param {string} name @returns {Command} */
export const toggleList = (name) => (state, dispatch, view) => {
  const { type, attrs } = LISTS[name];
  const around = listAround(state.selection.$from);
  if (!around) return wrapInList(type, attrs)(state, dispatch, view);
  if (isList(around.node, name)) return liftListItem(list_item)(state, dispatch, view);
  if (dispatch) {
    const { id, dir, change } = around.node.attrs;
    const { tr } = state;
    if (around.node.type === type) for (const [key, value] of Object.entries(attrs)) tr.setNodeAttribute(around.pos, key, value);
    else tr.setNodeMarkup(around.pos, type, { id, dir, change, ...attrs });
    dispatch(tr);
  }
  return true;
};

/** Give the numbered list at the caret another first number. @param {number} start @returns {Command} */
export const startAt = (start) => (state, dispatch) => {
  const around = listAround(state.selection.$from);
  if (around?.node.type !== ordered_list) return false;
  dispatch?.(state.tr.setNodeAttribute(around.pos, "start", start));
  return true;
};

/** The first number of the list at the caret; null where it has none. @param {EditorState} state */
export function startOf({ selection: { $from } }) {
  const around = listAround($from);
  return around?.node.type === ordered_list ? Number(around.node.attrs.start) : null;
}

/** A list within 1. begins with a), one within a) with i. @type {Command} */
export const indent = (state, dispatch) =>
  sinkListItem(list_item)(
    state,
    dispatch &&
      ((tr) => {
        const list = listAround(tr.selection.$from);
        const outer = list && listAround(tr.doc.resolve(list.pos));
        if (outer && list.node.type === ordered_list && list.node.childCount === 1) {
          const next = NEXT_STYLE[outer.node.attrs.style] ?? { style: "1", delim: "." };
          for (const [name, value] of Object.entries(next)) tr.setNodeAttribute(list.pos, name, value);
        }
        dispatch(tr);
      }),
  );

export const outdent = liftListItem(list_item);

/** @param {EditorState} state */
export const isInList = ({ selection: { $from } }) => Boolean(listAround($from));

/** A quotation, or none. @type {Command} */
export const toggleQuote = (state, dispatch, view) => {
  const { $from } = state.selection;
  for (let depth = $from.depth; depth > 0; depth -= 1) {
    if ($from.node(depth).type === blockquote) {
      const range = $from.blockRange(state.selection.$to, (node) => node.type === blockquote);
      if (range) return lift(state, dispatch);
    }
  }
  return wrapIn(blockquote)(state, dispatch, view);
};

/** @param {EditorState} state */
export function isInQuote({ selection: { $from } }) {
  for (let depth = $from.depth; depth > 0; depth -= 1) if ($from.node(depth).type === blockquote) return true;
  return false;
}

// Marks

/** @param {string} name @returns {Command} */
export const mark = (name) => toggleMark(schema.marks[name]);

/** @type {(state: EditorState, name: string) => boolean} */
export function hasMark(state, name) {
  const type = schema.marks[name];
  const { from, to, $from, empty } = state.selection;
  if (empty) return Boolean(type.isInSet(state.storedMarks ?? $from.marks()));
  return state.doc.rangeHasMark(from, to, type);
}

/** The stretch of the link at the caret. @param {EditorState} state */
export function linkAt(state) {
  const { $from, empty, from, to } = state.selection;
  const { link } = schema.marks;
  /** @type {{from: number, to: number, href: string} | null} */
  let found = null;
  $from.parent.forEach((node, offset) => {
    const start = $from.start() + offset;
    const own = link.isInSet(node.marks);
    if (!own || start > to || start + node.nodeSize < from) return;
    if (found && found.to === start && found.href === own.attrs.href) found.to = start + node.nodeSize;
    else if (!found || found.to < from) found = { from: start, to: start + node.nodeSize, href: own.attrs.href };
  });
  return empty ? found : found && { ...found, from: Math.min(found.from, from), to: Math.max(found.to, to) };
}

// Keys

/** With its words before a split, a block keeps its id: an empty one is put above it. @type {Command} */
const newBlockAbove = (state, dispatch) => {
  const { $from, empty } = state.selection;
  const { parent } = $from;
  if (!empty || $from.parentOffset > 0 || !parent.content.size || !parent.isTextblock) return false;
  if ($from.depth > 1 && $from.node(-1).type === list_item) return false;
  const { dir } = parent.attrs;
  dispatch?.(state.tr.insert($from.before(), paragraph.create({ dir, numbered: parent.attrs.numbered ?? false })).scrollIntoView());
  return true;
};

/** An empty numbered paragraph ends the numbers. @type {Command} */
const endNumbers = (state, dispatch) => {
  const { $from } = state.selection;
  if (!$from.parent.attrs.numbered || $from.parent.content.size) return false;
  dispatch?.(state.tr.setNodeAttribute($from.before(), "numbered", false));
  return true;
};

/** @type {Command} */
const numbersGoBackward = (state, dispatch) => {
  const { $from, empty } = state.selection;
  if (!empty || $from.parentOffset > 0 || !$from.parent.attrs.numbered) return false;
  dispatch?.(state.tr.setNodeAttribute($from.before(), "numbered", false));
  return true;
};

const split = splitBlockAs((node, atEnd) =>
  atEnd
    ? { type: paragraph, attrs: { dir: node.attrs.dir, numbered: node.attrs.numbered ?? false, change: node.attrs.change } }
    : { type: node.type, attrs: { ...node.attrs, id: null, border: null } },
);

/** @type {Command} */
const lineBreak = chainCommands(exitCode, (state, dispatch) => {
  dispatch?.(state.tr.replaceSelectionWith(hard_break.create()).scrollIntoView());
  return true;
});

/** The first item of a list goes out of it. @type {Command} */
const liftAtStart = (state, dispatch, view) => {
  const { $from, empty } = state.selection;
  if (!empty || $from.parentOffset > 0 || $from.depth < 2) return false;
  if ($from.node(-1).type !== list_item || $from.index(-1) > 0) return false;
  return liftListItem(list_item)(state, dispatch, view);
};

export const enter = chainCommands(
  splitListItem(list_item, {}),
  endNumbers,
  liftEmptyBlock,
  newBlockAbove,
  split,
);

/** Tab never holds anybody: after Escape it leaves the text. @param {{isLeaving: () => boolean}} ways @returns {Record<string, Command>} */
export const keys = ({ isLeaving }) => ({
  ...baseKeymap,
  Enter: enter,
  "Shift-Enter": lineBreak,
  "Mod-Enter": lineBreak,
  Backspace: chainCommands(numbersGoBackward, liftAtStart, baseKeymap.Backspace, selectNodeBackward),
  Tab: (state, dispatch, view) => {
    if (isLeaving()) return false;
    if (isInList(state)) {
      indent(state, dispatch, view);
      return true;
    }
    return isInTable(state) && goToNextCell(1)(state, dispatch, view);
  },
  "Shift-Tab": (state, dispatch, view) => {
    if (isLeaving()) return false;
    if (isInList(state)) {
      outdent(state, dispatch, view);
      return true;
    }
    return isInTable(state) && goToNextCell(-1)(state, dispatch, view);
  },
  "Mod-z": undo,
  "Mod-y": redo,
  "Mod-Shift-z": redo,
  "Mod-b": mark("strong"),
  "Mod-i": mark("em"),
  "Mod-u": mark("underline"),
  "Mod-.": mark("sup"),
  "Mod-,": mark("sub"),
  "Mod-`": mark("code"),
  "Mod-Alt-0": setBlock("p"),
  "Mod-Alt-1": setBlock("h1"),
  "Mod-Alt-2": setBlock("h2"),
  "Mod-Alt-3": setBlock("h3"),
  "Mod-Alt-4": setBlock("h4"),
  "Mod-Alt-5": setBlock("numbered"),
  "Mod-Shift-7": toggleList("numbers"),
  "Mod-Shift-8": toggleList("bullets"),
  "Mod-Shift-9": toggleQuote,
});

// What is typed as marks

const ordered = (/** @type {RegExp} */ pattern, /** @type {string} */ style) =>
  wrappingInputRule(
    pattern,
    ordered_list,
    (match) => ({ start: style === "1" ? Number(match[1]) : 1, style, delim: match[2] }),
    (match, { attrs, childCount }) =>
      style === "1" && attrs.style === style && attrs.delim === match[2] && childCount + attrs.start === Number(match[1]),
  );

/** As in the typed form: # and -, 1., a) or i. at the start of a line. */
export const typedMarks = () =>
  inputRules({
    rules: [
      textblockTypeInputRule(/^(#{1,4})\s$/, heading, (match) => ({ level: match[1].length })),
      wrappingInputRule(/^\s*[-*•–]\s$/, bullet_list),
      ordered(/^(\d{1,4})([.)])\s$/, "1"),
      ordered(/^(a)([.)])\s$/, "a"),
      ordered(/^(i)([.)])\s$/, "i"),
      wrappingInputRule(/^>\s$/, blockquote),
    ],
  });
