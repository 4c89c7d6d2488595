/**
 * What becomes of words when one writer deletes where another writes: they stay, whoever comes first.
 *
 * ProseMirror lets a step go whose place was deleted meanwhile, and a deletion takes what was written meanwhile between its
 * ends. Here words whose place is gone find another one, and a deletion spares words that its writer has not seen.
 * `wgcop/paper/steps/rescue.py` makes the same steps of the same text: change both together.
 */

import { Slice, Fragment } from "prosemirror-model";
import { ReplaceStep, Transform } from "prosemirror-transform";
import { schema } from "./schema.js";
import { Together } from "./together.js";
import "./steps.js"; // a step that does not fit fails, instead of throwing

/** @typedef {import("prosemirror-model").Node} Node */
/** @typedef {import("prosemirror-transform").Step} Step */
/** @typedef {{from: number, to: number}} Stretch */

/** Without one of them a table has a hole. */
const CELLS = new Set(["table_cell", "table_header"]);

/** The id of a paragraph that is made here: the same on every page. Where a text has it already, the server gives another. */
const ID = "rescued0";

/** A step of somebody as it is done in a text that others changed: several steps, one, or none. */
class Redone {
  /** @param {Transform} transform */
  constructor(transform) {
    this.transform = transform;
    /** @type {{step: Step, before: Node}[]} */
    this.steps = [];
    /** Which of the steps writes what the original step wrote, as long as it did. @type {number | null} */
    this.twin = null;
  }

  /** Whether it fitted. @param {Step} step */
  do(step) {
    const before = this.transform.doc;
    if (this.transform.maybeStep(step).failed) return false;
    this.steps.push({ step, before });
    return true;
  }

  /** @type {(place: number, words: Slice) => boolean} */
  write(place, words) {
    const fits = this.do(new ReplaceStep(place, place, words));
    if (fits) this.twin = this.steps.length - 1;
    return fits;
  }

  /** @type {(places: number[], words: Slice) => boolean} */
  writeAtOneOf(places, words) {
    return places.some((place) => this.write(place, words));
  }
}

/**
 * `mapping` leads from the text of the step to the one of the transform; `unseen` is what its writer has not seen of that.
 *
 * @type {(transform: Transform, step: Step, mapping: import("prosemirror-transform").Mapping, unseen: Stretch[]) => Redone}
 */
export function redo(transform, step, mapping, unseen) {
  const redone = new Redone(transform);
  const moved = step.map(mapping);
  if (moved instanceof ReplaceStep) {
    const spared = unseen.filter((each) => holdsWords(transform.doc, moved.from, moved.to, each));
    if (spared.length) {
      deleteAround(redone, moved, spared);
      return redone;
    }
  }
  if (moved && redone.do(moved)) {
    redone.twin = 0;
  } else if (step instanceof ReplaceStep) {
    const places = [mapping.map(step.from, 1), mapping.map(step.to, -1)];
    if (writesWords(step)) findPlace(redone, step.slice, places);
    else if (moved && step.slice.size) redone.writeAtOneOf(places, step.slice);
  }
  return redone;
}

/** Where in the text after these steps stands what they wrote. @param {readonly Step[]} steps */
export const written = (steps) => writtenIn(steps.map((step) => step.getMap()));

/** The same of the changes that steps made. @param {readonly import("prosemirror-transform").StepMap[]} changes */
export function writtenIn(changes) {
  /** @type {Stretch[]} */
  let stretches = [];
  for (const change of changes) {
    stretches = movedOver(change, stretches);
    change.forEach((_from, _to, from, to) => {
      if (from < to) stretches.push({ from, to });
    });
  }
  return stretches;
}

/** Those of which nothing is left are left out. @type {(change: import("prosemirror-transform").StepMap, stretches: Stretch[]) => Stretch[]} */
export const movedOver = (change, stretches) =>
  stretches.map(({ from, to }) => ({ from: change.map(from, 1), to: change.map(to, -1) })).filter(({ from, to }) => from < to);

/**
 * What the step deletes except the spared words, as one step that can be undone; then what it writes, behind them.
 *
 * @type {(redone: Redone, step: ReplaceStep, spared: Stretch[]) => void}
 */
function deleteAround(redone, step, spared) {
  const { doc } = redone.transform;
  const pieces = deletions(new Redone(new Transform(doc)), doc, 0, step, spared).toReversed();
  let places = [step.to, step.from];
  if (pieces.length) {
    const deletion = new Together(pieces.map(({ from, to }) => ({ from, to, was: doc.slice(from, to), slice: Slice.empty })));
    redone.do(deletion);
    places = places.map((place) => deletion.getMap().map(place, 1));
  }
  if (writesWords(step)) findPlace(redone, step.slice, places);
  if (pieces.length) redone.twin = 0;
}

/**
 * What lies between `from` and `to`, except the spared words and what they stand in; `inside` is where the node's content
 * begins. From the end, so that no deletion moves another.
 *
 * @type {(cleared: Redone, node: Node, inside: number, range: Stretch, spared: Stretch[]) => Stretch[]}
 */
function deletions(cleared, node, inside, { from, to }, spared) {
  /** @type {Stretch[]} */
  const pieces = [];
  const isDeleted = (/** @type {Stretch} */ piece) => cleared.do(new ReplaceStep(piece.from, piece.to, Slice.empty));
  let behind = inside + node.content.size;
  for (const child of node.content.content.toReversed()) {
    const here = { from: behind - child.nodeSize, to: behind };
    if (here.from < to && from < here.to) {
      const kept = spared.filter((each) => each.from < here.to && here.from < each.to);
      const isWhole = from <= here.from && here.to <= to && !kept.length;
      if (isWhole && !CELLS.has(child.type.name) && isDeleted(here)) pieces.push(here);
      else if (child.isText) pieces.push(...gaps(Math.max(from, here.from), Math.min(to, here.to), kept).filter(isDeleted));
      else pieces.push(...deletions(cleared, child, here.from + 1, { from, to }, spared));
    }
    behind = here.from;
  }
  return pieces;
}

/** What is left between the two, the last first. @type {(from: number, to: number, kept: Stretch[]) => Stretch[]} */
function gaps(from, to, kept) {
  /** @type {Stretch[]} */
  const left = [];
  for (const each of kept.toSorted((one, other) => other.from - one.from || other.to - one.to)) {
    if (each.to < to) left.push({ from: Math.max(from, each.to), to });
    to = Math.min(to, each.from);
  }
  return from < to ? [...left, { from, to }] : left;
}

/** Where they fit as they are, or else in paragraphs of their own. @type {(redone: Redone, words: Slice, places: number[]) => void} */
function findPlace(redone, words, places) {
  if (redone.writeAtOneOf(places, words)) return;
  let [place] = places;
  const isInline = words.content.firstChild.isInline;
  for (const line of isInline ? [words.content] : lines(words.content)) {
    const spot = addParagraph(redone, place);
    if (spot === null) return;
    redone.write(spot, new Slice(line, 0, 0));
    place = spot + line.size + 1;
  }
  if (!isInline) redone.twin = null;
}

/** The place inside a new one, at the place or behind what it lies in. @type {(redone: Redone, place: number) => number | null} */
function addParagraph(redone, place) {
  const around = redone.transform.doc.resolve(place);
  const paragraph = new Slice(Fragment.from(schema.nodes.paragraph.create({ id: ID })), 0, 0);
  for (let { depth } = around; depth >= 0; depth -= 1) {
    const spot = depth === around.depth ? place : around.after(depth + 1);
    if (redone.do(new ReplaceStep(spot, spot, paragraph))) return spot + 1;
  }
  return null;
}

/** @type {(content: Fragment) => Fragment[]} */
const lines = (content) =>
  content.content.flatMap((node) => (node.inlineContent ? (hasWords(node.content) ? [node.content] : []) : lines(node.content)));

/** @type {(content: Fragment) => boolean} */
const hasWords = (content) => content.content.some((child) => child.isLeaf || hasWords(child.content));

/** @param {Step} step */
const writesWords = (step) => step instanceof ReplaceStep && hasWords(step.slice.content);

/** Whether something that was written lies in the stretch and between the two. @type {(doc: Node, from: number, to: number, stretch: Stretch) => boolean} */
function holdsWords(doc, from, to, stretch) {
  let holds = false;
  const [first, last] = [Math.max(from, stretch.from), Math.min(to, stretch.to)];
  if (first < last) {
    doc.nodesBetween(first, last, (node) => {
      holds ||= node.isLeaf;
    });
  }
  return holds;
}
