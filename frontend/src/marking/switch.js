/** Whether changes are marked in this editor: each writer decides it for themselves. */

import { Plugin, PluginKey } from "prosemirror-state";

/** @typedef {import("prosemirror-state").EditorState} EditorState */
/** @typedef {import("prosemirror-state").Transaction} Transaction */

/** @type {PluginKey<{isOn: boolean}>} */
export const marking = new PluginKey("marking");

export const markingSwitch = () =>
  new Plugin({
    key: marking,
    state: {
      init: () => ({ isOn: false }),
      apply: (transaction, before) => transaction.getMeta(marking) ?? before,
    },
  });

/** @param {EditorState} state */
export const isMarking = (state) => marking.getState(state)?.isOn ?? false;

/** @type {(state: EditorState, dispatch?: (tr: Transaction) => void) => boolean} */
export function toggleMarking(state, dispatch) {
  dispatch?.(state.tr.setMeta(marking, { isOn: !isMarking(state) }));
  return true;
}
