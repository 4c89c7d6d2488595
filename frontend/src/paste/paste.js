/** Pasting: HTML is cleaned, its pictures are stored first, and then it goes in as one change. */

import { DOMParser as Parser, Slice } from "prosemirror-model";
import { TextSelection } from "prosemirror-state";
import { blobOf, markPlace, takePlace } from "../pictures.js";
import { schema } from "../schema.js";
import { clean, parse } from "./clean.js";

/** @typedef {import("prosemirror-view").EditorView} EditorView */
/** @typedef {import("./clean.js").Picture} Picture */

/**
 * @typedef {object} Pasting
 * @property {import("../pictures.js").Upload} upload
 * @property {(source: string) => Promise<Blob>} fetchPicture of this workspace
 * @property {(source: string) => string | null} fileAt the picture of this paper that an address shows
 * @property {(name: string, values?: Record<string, string | number>) => string} say
 * @property {(words: string) => void} tell
 */

const parser = Parser.fromSchema(schema);

/** Whether it comes from an editor like this one: nothing is lost on the usual way. @param {string} html */
export const isOwn = (html) => html.includes("data-pm-slice");

/** True where this has taken the paste over. @type {(view: EditorView, event: ClipboardEvent, ways: Pasting) => boolean} */
export function paste(view, event, ways) {
  const html = event.clipboardData?.getData("text/html");
  if (!html || view.state.selection.$from.parent.type.spec.code) return false;
  if (isOwn(html)) return pasteOwn(view, html, ways);
  const { body, pictures, changes } = clean(html, { picture: ways.say("picture") }, event.clipboardData.getData("text/rtf"));
  const awaited = [...pictures].filter(([, { kind }]) => kind !== "missing");
  const missing = pictures.size - awaited.length;
  const told = [missing && ways.say("pictures-missing", { count: missing }), changes !== "known" && ways.say(`changes-${changes}`)]
    .filter(Boolean)
    .join(" ");
  if (!awaited.length) {
    put(view, body);
    if (told) ways.tell(told);
    return true;
  }
  later(view, body, pictures, ways, told);
  return true;
}

/** @type {(view: EditorView, body: HTMLElement, pictures: Map<string, Picture>, ways: Pasting, told: string) => Promise<void>} */
async function later(view, body, pictures, ways, told) {
  ways.tell(ways.say("pictures-coming", { count: pictures.size }));
  const place = markPlace(view, view.state.selection.to);
  const size = view.state.selection.to - view.state.selection.from;
  const failures = new Set(told ? [told] : []);
  for (const img of body.querySelectorAll("img[data-awaited]")) {
    const { kind, source, alt } = pictures.get(img.getAttribute("data-awaited"));
    try {
      const own = kind === "address" && ways.fileAt(source);
      const stored = own ? { file: own, width: null, height: null } : await ways.upload(await pictureOf(kind, source, ways));
      img.setAttribute("data-file", stored.file);
      if (stored.width) img.setAttribute("width", String(stored.width));
      if (stored.height) img.setAttribute("height", String(stored.height));
    } catch (error) {
      img.replaceWith(`[${ways.say("picture")}${alt ? `: ${alt}` : ""}]`);
      failures.add(/** @type {Error} */ (error).message);
    }
  }
  selectPlace(view, takePlace(view, place), size);
  put(view, body);
  ways.tell([...failures].join(" "));
}

/**
 * From an editor like this one. Pictures of another paper are stored with this one first, if the writer can see them there.
 *
 * @type {(view: EditorView, html: string, ways: Pasting) => boolean}
 */
function pasteOwn(view, html, ways) {
  const { body } = parse(html);
  const others = [...body.querySelectorAll("img[data-file]")].filter((img) => ways.fileAt(sourceOf(img)) === null);
  if (!others.length) return false;
  copyPictures(view, body, others, ways);
  return true;
}

/** @param {Element} img */
const sourceOf = (img) => img.getAttribute("data-src") ?? "";

/** @type {(view: EditorView, body: HTMLElement, others: Element[], ways: Pasting) => Promise<void>} */
async function copyPictures(view, body, others, ways) {
  ways.tell(ways.say("pictures-coming", { count: others.length }));
  const place = markPlace(view, view.state.selection.to);
  const size = view.state.selection.to - view.state.selection.from;
  const failures = new Set();
  for (const img of others) {
    try {
      const { file } = await ways.upload(await ways.fetchPicture(sourceOf(img)));
      img.setAttribute("data-file", file);
    } catch (error) {
      const alt = img.getAttribute("alt");
      img.replaceWith(`[${ways.say("picture")}${alt ? `: ${alt}` : ""}]`);
      failures.add(/** @type {Error} */ (error).message);
    }
  }
  selectPlace(view, takePlace(view, place), size);
  view.pasteHTML(body.innerHTML);
  ways.tell([...failures].join(" "));
}

/** What was selected when the pictures were asked for. @type {(view: EditorView, at: number | null, size: number) => void} */
function selectPlace(view, at, size) {
  if (at === null) return;
  const { tr } = view.state;
  view.dispatch(tr.setSelection(TextSelection.between(tr.doc.resolve(Math.max(0, at - size)), tr.doc.resolve(at))));
}

/** @type {(kind: string, source: string, ways: Pasting) => Promise<Blob>} */
async function pictureOf(kind, source, ways) {
  const blob = kind === "data" ? blobOf(source) : await ways.fetchPicture(source);
  if (!blob) throw new Error(ways.say("picture-failed"));
  return blob;
}

/** @type {(view: EditorView, body: HTMLElement) => void} */
function put(view, body) {
  const slice = parser.parseSlice(body, { preserveWhitespace: false, context: view.state.selection.$from });
  const closed = Slice.maxOpen(slice.content, false);
  const tr = view.state.tr.replaceSelection(inlineOnly(closed) ?? closed);
  view.dispatch(tr.scrollIntoView().setMeta("paste", true).setMeta("uiEvent", "paste"));
}

/** A few words from a paragraph go into the paragraph. @param {Slice} slice */
function inlineOnly({ content }) {
  const only = content.childCount === 1 && content.firstChild;
  return only && only.type === schema.nodes.paragraph && !only.attrs.numbered ? new Slice(only.content, 0, 0) : null;
}
