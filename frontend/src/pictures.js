/** Pictures: chosen, dropped or pasted, stored by the server, and shown with words for those who do not see them. */

import { Plugin } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";
import { schema } from "./schema.js";

/** @typedef {import("prosemirror-view").EditorView} EditorView */
/** @typedef {{file: string, width: number | null, height: number | null, url?: string}} StoredPicture */
/** @typedef {(file: Blob, name?: string) => Promise<StoredPicture>} Upload it fails with the words for it */

const { image } = schema.nodes;

/** Places at which pictures are under way; they move with the text. @type {Plugin<DecorationSet>} */
const places = new Plugin({
  state: {
    init: () => DecorationSet.empty,
    apply(transaction, before) {
      let now = before.map(transaction.mapping, transaction.doc);
      const { put, take } = transaction.getMeta(places) ?? {};
      if (put) {
        const mark = document.createElement("span");
        mark.className = "editor__awaited";
        now = now.add(transaction.doc, [Decoration.widget(put.pos, mark, { id: put.id, side: -1 })]);
      }
      if (take) now = now.remove(now.find(undefined, undefined, ({ id }) => id === take));
      return now;
    },
  },
  props: { decorations: (state) => places.getState(state) },
});

export const awaited = () => places;

/** Marks a place until `placeOf` takes it. @type {(view: EditorView, pos: number) => object} */
export function markPlace(view, pos) {
  const id = {};
  view.dispatch(view.state.tr.setMeta(places, { put: { pos, id } }));
  return id;
}

/** Where a marked place is now; null where the text around it is gone. @type {(view: EditorView, id: object) => number | null} */
export function takePlace(view, id) {
  const [found] = places.getState(view.state).find(undefined, undefined, (spec) => spec.id === id);
  view.dispatch(view.state.tr.setMeta(places, { take: id }));
  return found ? found.from : null;
}

/**
 * Store pictures and put each into the text where it was dropped.
 *
 * @type {(view: EditorView, files: Blob[], pos: number, upload: Upload, failed: (words: string) => void, alt?: string) => Promise<void>}
 */
export async function insertPictures(view, files, pos, upload, failed, alt = "") {
  for (const file of files) {
    const place = markPlace(view, pos);
    try {
      const stored = await upload(file);
      const at = takePlace(view, place);
      if (at === null) continue;
      const { width, height } = stored;
      const node = image.create({ file: stored.file, alt, width, height });
      const $at = view.state.doc.resolve(at);
      view.dispatch(
        $at.parent.inlineContent
          ? view.state.tr.insert(at, node).scrollIntoView()
          : view.state.tr.insert(at, schema.nodes.paragraph.create(null, node)).scrollIntoView(),
      );
    } catch (error) {
      takePlace(view, place);
      failed(/** @type {Error} */ (error).message);
    }
  }
}

/** @param {DataTransfer | null} data */
export const picturesIn = (data) => [...(data?.files ?? [])].filter(({ type }) => type.startsWith("image/"));

/** The picture that is selected. @param {import("prosemirror-state").EditorState} state */
export function pictureAt({ selection }) {
  const node = "node" in selection ? /** @type {import("prosemirror-model").Node} */ (selection.node) : null;
  return node?.type === image ? { node, pos: selection.from } : null;
}

/** @type {(data: string) => Blob | null} */
export function blobOf(data) {
  const parts = /^data:(image\/[\w.+-]+);base64,(.+)$/s.exec(data);
  if (!parts) return null;
  try {
    const bytes = Uint8Array.from(atob(parts[2].replace(/\s/g, "")), (letter) => letter.charCodeAt(0));
    return new Blob([bytes], { type: parts[1] });
  } catch {
    return null;
  }
}
