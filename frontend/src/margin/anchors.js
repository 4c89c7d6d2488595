/**
 * Where the words stand that comments quote. The server keeps these places and moves them with each step that it stores;
 * here they are moved with the same steps in the same order, and then shown where the writer's own unsent steps leave them.
 * So every page comes to what a fresh one shows. `places.py` does the same.
 */

import { Plugin, PluginKey } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";
import { unsentSteps } from "../collab.js";
import { writtenIn } from "../rescue.js";

/** @typedef {import("prosemirror-state").EditorState} EditorState */
/** @typedef {import("prosemirror-state").Transaction} Transaction */
/** @typedef {import("prosemirror-transform").StepMap} StepMap */
/** @typedef {{from: number, to: number, isCut?: boolean}} Place `isCut` once the words lost some at either end */
/** @typedef {{places: Map<string, Place>, resolved: Set<string>, current: string}} Anchors by the names of the comments */

/** @type {PluginKey<Anchors>} */
const key = new PluginKey("anchors");

export const isGone = (/** @type {Place} */ { from, to }) => from >= to;

/** What is written at either end of the words does not become part of them. @type {(place: Place, change: StepMap) => Place} */
export function after(place, change) {
  const [from, to] = [change.map(place.from, 1), change.map(place.to, -1)];
  if (!isGone(place) && from < to) return { from, to, isCut: place.isCut || cuts(change, place) };
  const spot = change.map(place.from, -1);
  return { from: spot, to: spot };
}

/** Whether something goes at either end of the words. @type {(change: StepMap, place: Place) => boolean} */
function cuts(change, { from, to }) {
  let isCut = false;
  change.forEach((start, end) => {
    isCut ||= start < end && ((start <= from && from < end) || (start < to && to <= end));
  });
  return isCut;
}

/** No quote is longer. */
const NEAR = 2000;

/** Whether a comment lost words that may be there again after these changes. @type {(places: Map<string, Place>, changes: StepMap[]) => boolean} */
export function mayBeBack(places, changes) {
  const written = writtenIn(changes);
  const isNear = (/** @type {Place} */ { from, to }) => written.some((each) => each.from < to + NEAR && from - NEAR < each.to);
  return [...places.values()].some((place) => isGone(place) || (place.isCut && isNear(place)));
}

/** @type {(places: Map<string, Place>, changes: StepMap[]) => Map<string, Place>} */
export const moved = (places, changes) => new Map([...places].map(([name, place]) => [name, changes.reduce(after, place)]));

/** The server has stored these steps; `transaction` brings them here. @type {(transaction: Transaction, changes: StepMap[]) => Transaction} */
export const confirmed = (transaction, changes) => transaction.setMeta(key, { changes });

/** What the server says, in the version that is confirmed here. @type {(state: EditorState, told: Partial<Anchors>) => Transaction} */
export const told = (state, anchors) => state.tr.setMeta(key, anchors).setMeta("addToHistory", false);

/** @param {EditorState} state */
export const anchorsIn = (state) => key.getState(state);

/** Where they are in the text as the writer sees it. @param {EditorState} state */
export const shownPlaces = (state) =>
  moved(
    key.getState(state).places,
    unsentSteps(state).map((step) => step.getMap()),
  );

export const anchors = () =>
  new Plugin({
    key,
    state: {
      /** @returns {Anchors} */
      init: () => ({ places: new Map(), resolved: new Set(), current: "" }),
      apply(transaction, before) {
        const { changes, ...said } = transaction.getMeta(key) ?? {};
        if (changes?.length && before.places.size) return { ...before, places: moved(before.places, changes) };
        return Object.keys(said).length ? { ...before, ...said } : before;
      },
    },
    props: {
      decorations(state) {
        const { places, resolved, current } = key.getState(state);
        if (!places.size) return null;
        const most = state.doc.content.size;
        return DecorationSet.create(
          state.doc,
          [...shownPlaces(state)]
            .filter(([name, place]) => !isGone(place) && place.to <= most && (!resolved.has(name) || name === current))
            .map(([name, { from, to }]) =>
              Decoration.inline(from, to, { class: `editor__anchor${name === current ? " is-current" : ""}`, "data-anchor": name }),
            ),
        );
      },
    },
  });
