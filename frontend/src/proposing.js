/** A proposal in a paper: a line with its symbol, the clause with its words, and reasons. `wgcop/paper/proposed.py` reads it. */

import { Fragment } from "prosemirror-model";
import { direction } from "./direction.js";
import { schema } from "./schema.js";

/** @typedef {import("./dialogs.js").Clause} Clause */
/** @typedef {import("prosemirror-model").Node} Node */

const { blockquote, paragraph } = schema.nodes;
const { strong, em, deletion } = schema.marks;

/** A symbol is written in Latin letters in each language. */
const SYMBOL_DIR = "ltr";

/** Symbols of what has words of its own, and is written in the clause; of the others the reasons are what is left to write. */
const HAS_WORDS = ["MOD", "(MOD)", "ADD"];

/** What stands between two asterisks is emphasized, as `wgcop/resolutions/typeset.py` reads it. */
const EMPHASIS = /\*([^*\s](?:[^*\n]*[^*\s])?)\*/u;

/** A line of a clause as text, with emphasis in place of asterisks. @type {(line: string, marks: readonly import("prosemirror-model").Mark[]) => Node[]} */
function typeset(line, marks) {
  return line
    .split(EMPHASIS)
    .map((words, at) => ({ words, marks: at % 2 ? [...marks, em.create()] : marks }))
    .filter((part) => part.words)
    .map((part) => schema.text(part.words, part.marks));
}

/** The words of a clause as they are now, with a name by which the page links to it. @type {(clause: Clause, marks?: import("prosemirror-model").Mark[]) => Node} */
export function quotation({ wid, words }, marks = []) {
  const lines = words.split("\n").filter((line) => line.trim());
  return blockquote.create(
    { clause: wid, dir: direction(words) },
    Fragment.from(lines.map((line) => paragraph.create({ dir: direction(words) }, typeset(line, marks)))),
  );
}

/**
 * The blocks of a proposal, and where the caret goes: into the last paragraph of the block of this number.
 *
 * @param {string} symbol
 * @param {Clause} clause
 * @param {{by: string | null, at: string}} author
 * @param {string} reasons the word before reasons, in the language of the paper
 * @returns {{blocks: Node[], writes: number}}
 */
export function proposal(symbol, clause, { by, at }, reasons) {
  const dir = direction(clause.words);
  const line = paragraph.create({ dir: SYMBOL_DIR }, schema.text(symbol, [strong.create()]));
  const empty = blockquote.create({ clause: clause.wid, dir }, paragraph.create({ dir }));
  const struck = symbol === "SUP" ? [deletion.create({ by, at })] : [];
  const words = symbol === "ADD" ? empty : quotation(clause, struck);
  const why = paragraph.create({ dir: direction(reasons) }, [schema.text(reasons.trim(), [strong.create()]), schema.text(" ")]);
  return { blocks: [line, words, why], writes: HAS_WORDS.includes(symbol) ? 1 : 2 };
}
