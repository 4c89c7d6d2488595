/** Where the others are in the text: a caret with a name for each, and what they have selected. */

import { Plugin, PluginKey } from "prosemirror-state";
import { Mapping } from "prosemirror-transform";
import { Decoration, DecorationSet } from "prosemirror-view";
import { getVersion, unsentSteps } from "./collab.js";

/** @typedef {import("prosemirror-state").EditorState} EditorState */
/** @typedef {{id: number, name: string, delegation?: string, colour: string | number}} Person */
/** @typedef {{client: string, person: Person, version: number, anchor: number | null, head: number | null}} Heard */
/** @typedef {{person: Person, anchor: number, head: number}} Cursor */

const REMEMBERED = 1000;

/** @type {PluginKey<Map<string, Cursor>>} */
const key = new PluginKey("cursors");

/** Positions that others name are those of a version of the text; the steps since then bring them here. */
export class Cursors {
  constructor() {
    /** @type {import("prosemirror-transform").StepMap[]} the newest confirmed steps */
    this.maps = [];
    /** @type {Heard[]} positions in a version that this editor does not have yet */
    this.waiting = [];
  }

  /** @param {import("prosemirror-transform").StepMap[]} maps */
  confirmed(maps) {
    this.maps.push(...maps);
    this.maps.splice(0, this.maps.length - REMEMBERED);
  }

  forget() {
    this.maps = [];
    this.waiting = [];
  }

  /** What a message says, as a transaction; null where it has to wait. @type {(state: EditorState, heard: Heard) => import("prosemirror-state").Transaction | null} */
  hear(state, heard) {
    if (heard.anchor === null || heard.head === null) return state.tr.setMeta(key, { gone: [heard.client] });
    const ahead = heard.version - getVersion(state);
    if (ahead > 0) {
      this.waiting = [...this.waiting.filter(({ client }) => client !== heard.client), heard];
      return null;
    }
    if (-ahead > this.maps.length) return null;
    const mapping = new Mapping([
      ...(ahead < 0 ? this.maps.slice(ahead) : []),
      ...unsentSteps(state).map((step) => step.getMap()),
    ]);
    const most = state.doc.content.size;
    const place = (/** @type {number} */ pos) => Math.max(0, Math.min(mapping.map(pos, 1), most));
    return state.tr.setMeta(key, {
      here: [[heard.client, { person: heard.person, anchor: place(heard.anchor), head: place(heard.head) }]],
    });
  }

  /** What can be shown now. @param {EditorState} state */
  due(state) {
    const version = getVersion(state);
    const due = this.waiting.filter((heard) => heard.version <= version);
    this.waiting = this.waiting.filter((heard) => heard.version > version);
    return due;
  }
}

/** Everybody with a cursor here. @param {EditorState} state */
export const cursorsIn = (state) => key.getState(state) ?? new Map();

/** Nobody is known to be here any more. @param {EditorState} state */
export const forgetCursors = (state) => state.tr.setMeta(key, { gone: [...cursorsIn(state).keys()] });

/** What others have selected; their carets are drawn over the text by `Carets`. */
export const cursorPlugin = () =>
  new Plugin({
    key,
    state: {
      init: () => new Map(),
      apply(transaction, before) {
        const meta = transaction.getMeta(key);
        if (!meta && !transaction.docChanged) return before;
        const now = new Map(
          [...before].map(([client, { person, anchor, head }]) => [
            client,
            { person, anchor: transaction.mapping.map(anchor, 1), head: transaction.mapping.map(head, 1) },
          ]),
        );
        for (const client of meta?.gone ?? []) now.delete(client);
        for (const [client, cursor] of meta?.here ?? []) now.set(client, cursor);
        return now;
      },
    },
    props: {
      decorations: (state) => DecorationSet.create(state.doc, [...cursorsIn(state).values()].flatMap(selected)),
    },
  });

/** @type {(cursor: Cursor) => Decoration[]} */
function selected({ person, anchor, head }) {
  if (anchor === head) return [];
  const [from, to] = anchor < head ? [anchor, head] : [head, anchor];
  return [Decoration.inline(from, to, { class: "editor__selected", "data-colour": String(person.colour) })];
}

/**
 * The carets of others, each with a name, laid over the text: within it, keys would meet them. A screen reader is told
 * who is here, not at each letter where they are.
 */
export class Carets {
  /** @param {import("prosemirror-view").EditorView} view */
  constructor(view) {
    this.view = view;
    this.layer = document.createElement("div");
    this.layer.className = "editor__carets";
    this.layer.setAttribute("aria-hidden", "true");
    view.dom.after(this.layer);
    /** @type {Map<string, HTMLElement>} */
    this.shown = new Map();
    new ResizeObserver(() => this.drawSoon()).observe(view.dom);
  }

  drawSoon() {
    if (!this.shown.size && !cursorsIn(this.view.state).size) return;
    this.frame ??= requestAnimationFrame(() => {
      this.frame = undefined;
      this.draw();
    });
  }

  draw() {
    const cursors = cursorsIn(this.view.state);
    for (const [client, caret] of this.shown) {
      if (cursors.has(client)) continue;
      caret.remove();
      this.shown.delete(client);
    }
    const corner = this.layer.getBoundingClientRect();
    // First everything is measured, then everything is moved: one layout for all.
    const places = [...cursors].map(([client, { person, head }]) => ({ client, person, at: this.view.coordsAtPos(Math.min(head, this.view.state.doc.content.size), 1) }));
    for (const { client, person, at } of places) {
      const caret = this.shown.get(client) ?? this.add(client, person);
      // Moved so, it costs no layout.
      caret.style.setProperty("transform", `translate(${at.left - corner.left}px, ${at.top - corner.top}px)`);
      caret.style.setProperty("height", `${at.bottom - at.top}px`);
    }
  }

  /** @type {(client: string, person: Person) => HTMLElement} */
  add(client, { name, colour }) {
    const caret = document.createElement("span");
    caret.className = "editor__caret";
    caret.dataset.colour = String(colour);
    caret.style.setProperty("left", "0");
    caret.style.setProperty("top", "0");
    const label = document.createElement("bdi");
    label.className = "editor__caret-name";
    label.textContent = name;
    caret.append(label);
    this.layer.append(caret);
    this.shown.set(client, caret);
    return caret;
  }
}
