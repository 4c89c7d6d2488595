/**
 * The caret as the browser has it. ProseMirror hears a moment later that it moved, and by then may have drawn its own old
 * one again: so it is read before anything is done at the caret, and before something of others is drawn.
 */

import { TextSelection } from "prosemirror-state";

/** @typedef {import("prosemirror-view").EditorView} EditorView */

/** @param {EditorView} view */
export function readCaret(view) {
  if (view.composing) return;
  const observer = observerOf(view);
  observer.forceFlush(); // without this, what is about to be read would be left for later
  observer.flush();
}

/** As the text loses the focus: ProseMirror no longer listens, and would forget where the caret had gone. @param {EditorView} view */
export function readCaretLeft(view) {
  readCaret(view);
  const { anchorNode, anchorOffset, focusNode, focusOffset } = document.getSelection();
  const isHere = view.dom.contains(anchorNode) && view.dom.contains(focusNode);
  if (view.composing || !isHere || observerOf(view).currentSelection.eq(document.getSelection())) return;
  const $anchor = view.state.doc.resolve(view.posAtDOM(anchorNode, anchorOffset));
  const $head = view.state.doc.resolve(view.posAtDOM(focusNode, focusOffset));
  const selection = view.someProp("createSelectionBetween", (create) => create(view, $anchor, $head)) ?? TextSelection.between($anchor, $head);
  if (!selection.eq(view.state.selection)) view.dispatch(view.state.tr.setSelection(selection));
}

/** @param {EditorView} view */
function observerOf(view) {
  // @ts-expect-error prosemirror-view keeps its observer to itself
  return view.domObserver;
}

/** Where a position is: the block's id and how far into it. @type {(doc: import("prosemirror-model").Node, pos: number) => {id: string, offset: number, pos: number}} */
export function placeIn(doc, pos) {
  const $pos = doc.resolve(pos);
  return { id: $pos.parent.attrs.id, offset: $pos.parentOffset, pos };
}

/** @type {(doc: import("prosemirror-model").Node, place: {id: string, offset: number, pos: number}) => number} */
export function found(doc, { id, offset, pos }) {
  let at = Math.min(pos, doc.content.size);
  doc.descendants((node, start) => {
    if (node.attrs.id === id && node.isTextblock) at = start + 1 + Math.min(offset, node.content.size);
    return !node.isTextblock;
  });
  return at;
}
