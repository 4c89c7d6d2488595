/**
 * The steps of this page that the server has not confirmed, and how what others did is taken in under them.
 *
 * As `prosemirror-collab`, except that no word is lost on the way (`rescue.js`), and that each step keeps the number under
 * which it was made.
 */

import { NodeSelection, Plugin, PluginKey, Selection, TextSelection } from "prosemirror-state";
import { movedOver, redo, written } from "./rescue.js";

/** @typedef {import("prosemirror-state").EditorState} EditorState */
/** @typedef {import("prosemirror-state").Transaction} Transaction */
/** @typedef {import("prosemirror-transform").Step} Step */
/** @typedef {{step: Step, inverted: Step, number: number}} Unconfirmed `number` counts the steps as they were made */
/** @typedef {{version: number, unconfirmed: Unconfirmed[], made: number}} CollabState */

/** @type {PluginKey<CollabState>} */
const key = new PluginKey("collab");

/** `made`: where this page has opened the text before, and counts on. @type {(version?: number, made?: number) => Plugin<CollabState>} */
export const collab = (version = 0, made = 0) =>
  new Plugin({
    key,
    state: {
      /** @returns {CollabState} */
      init: () => ({ version, unconfirmed: [], made }),
      apply(transaction, before) {
        const received = transaction.getMeta(key);
        if (received) return received;
        if (!transaction.docChanged) return before;
        const { steps, docs } = transaction;
        const own = steps.map((step, at) => ({ step, inverted: step.invert(docs[at]), number: before.made + at }));
        return { ...before, unconfirmed: [...before.unconfirmed, ...own], made: before.made + own.length };
      },
    },
    // Tells the history to keep steps apart, so that they can be rebased.
    historyPreserveItems: true,
  });

/** @param {EditorState} state */
export const getVersion = (state) => key.getState(state).version;

/** @param {EditorState} state */
export const madeSoFar = (state) => key.getState(state).made;

/** @param {EditorState} state */
export const unconfirmed = (state) => key.getState(state).unconfirmed;

/** @param {EditorState} state */
export const unsentSteps = (state) => unconfirmed(state).map(({ step }) => step);

/** The server has stored the first steps as they are here. @type {(state: EditorState, count: number) => Transaction} */
export function confirm(state, count) {
  const before = key.getState(state);
  const after = { ...before, version: before.version + count, unconfirmed: before.unconfirmed.slice(count) };
  return state.tr.setMeta(key, after);
}

/** What others did, under what is not confirmed here. @type {(state: EditorState, steps: readonly Step[]) => Transaction} */
export function receiveOthers(state, steps) {
  const before = key.getState(state);
  const { tr } = state;
  const after = { ...before, version: before.version + steps.length, unconfirmed: rebased(tr, before.unconfirmed, steps) };
  const moved = movedSelection(tr, state.selection);
  if (moved) {
    tr.setSelection(moved);
    // @ts-expect-error prosemirror-state keeps this to itself: the selection was not set by the writer, it moved
    tr.updated &= ~1;
  }
  return tr.setMeta("rebased", before.unconfirmed.length).setMeta("addToHistory", false).setMeta(key, after);
}

/**
 * Where words are selected or the caret stands, before what others wrote at the same place. What was selected as a whole may
 * be gone although its place is not: ours was undone, and could not be done again where it was.
 *
 * @type {(tr: Transaction, selection: Selection) => Selection | null}
 */
function movedSelection(tr, selection) {
  if (selection instanceof TextSelection) {
    const [anchor, head] = [selection.anchor, selection.head].map((place) => tr.doc.resolve(tr.mapping.map(place, -1)));
    return TextSelection.between(anchor, head, -1);
  }
  if (selection instanceof NodeSelection) {
    const { deleted, pos } = tr.mapping.mapResult(selection.anchor);
    const place = tr.doc.resolve(pos);
    const isThere = !deleted && place.nodeAfter && NodeSelection.isSelectable(place.nodeAfter);
    return isThere ? new NodeSelection(place) : Selection.near(place);
  }
  return null;
}

/** Undo ours, do the others', and do ours again where they are now. @type {(tr: Transaction, ours: Unconfirmed[], others: readonly Step[]) => Unconfirmed[]} */
function rebased(tr, ours, others) {
  for (const { inverted } of ours.toReversed()) tr.step(inverted);
  for (const step of others) tr.step(step);
  let unseen = written(others);
  return ours.flatMap(({ step, number }, at) => {
    const undone = ours.length - 1 - at;
    const first = tr.steps.length;
    const redone = redo(tr, step, tr.mapping.slice(undone + 1), unseen);
    // @ts-expect-error prosemirror-transform keeps this method to itself
    if (redone.twin !== null) tr.mapping.setMirror(undone, first + redone.twin);
    return redone.steps.map((each) => {
      unseen = movedOver(each.step.getMap(), unseen);
      return { step: each.step, inverted: each.step.invert(each.before), number };
    });
  });
}
