/** Finding words in the text and replacing them: a bar below the toolbar, and what it found in the text. */

import { NodeSelection, Plugin, PluginKey, TextSelection } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";
import { matchesIn } from "./find-in.js";
import { reveal } from "./reveal.js";

/** @typedef {import("prosemirror-state").EditorState} EditorState */
/** @typedef {import("./find-in.js").Match} Match */
/** @typedef {import("./find-in.js").Query} Query */
/** @typedef {{query: Query, matches: Match[], at: number | null}} Found `at` is where the match begins that the writer is at */

/** So many before and behind the present one are drawn. */
const DRAWN = 300;
const LONGEST = 200;
/** @type {Found} */
const NOTHING = { query: { words: "", isExact: false }, matches: [], at: null };

/** @type {PluginKey<Found>} */
const key = new PluginKey("find");

export const finding = () =>
  new Plugin({
    key,
    state: {
      init: () => NOTHING,
      apply(tr, before, _, { doc }) {
        /** @type {Partial<Found> | undefined} */
        const asked = tr.getMeta(key);
        if (!asked && !(tr.docChanged && before.query.words)) return before;
        const query = asked?.query ?? before.query;
        const at = asked?.at ?? (before.at === null ? null : tr.mapping.map(before.at, 1));
        const isKnown = query === before.query && !tr.docChanged;
        return { query, at, matches: isKnown ? before.matches : matchesIn(doc, query) };
      },
    },
    props: { decorations: drawn },
  });

/** @param {EditorState} state */
const foundIn = (state) => key.getState(state) ?? NOTHING;

/** Which of the matches the writer is at; below 0 where what stood there is no match any more. @param {Found} found */
const numberOf = ({ matches, at }) => matches.findIndex(({ from }) => from === at);

/** @param {EditorState} state */
function drawn(state) {
  const found = foundIn(state);
  if (!found.matches.length) return null;
  const number = numberOf(found);
  const middle = Math.max(number, 0);
  const first = Math.max(0, middle - DRAWN);
  return DecorationSet.create(
    state.doc,
    found.matches.slice(first, middle + DRAWN).map(({ from, to, note }, n) => {
      const how = { class: first + n === number ? "editor__match is-current" : "editor__match" };
      return note === null ? Decoration.inline(from, to, how) : Decoration.node(note, note + state.doc.nodeAt(note).nodeSize, how);
    }),
  );
}

export class Find {
  /** @param {any} editor */
  constructor(editor) {
    this.editor = editor;
    const bar = /** @type {HTMLElement} */ (editor.place.querySelector("[data-find]"));
    this.bar = bar;
    this.words = /** @type {HTMLInputElement} */ (bar.querySelector("[data-find-words]"));
    this.by = /** @type {HTMLInputElement} */ (bar.querySelector("[data-find-by]"));
    this.isExact = /** @type {HTMLInputElement} */ (bar.querySelector("[data-find-exact]"));
    this.count = bar.querySelector("[data-find-count]");
    bar.addEventListener("input", (event) => {
      event.stopPropagation(); // these are no fields of the paper
      this.look();
    });
    bar.addEventListener("change", (event) => event.stopPropagation());
    bar.addEventListener("keydown", (event) => this.pressed(event));
    bar.addEventListener("click", ({ target }) => {
      const wanted = /** @type {HTMLElement} */ (target).closest("button")?.dataset.find;
      if (wanted === "next") this.go(1);
      if (wanted === "previous") this.go(-1);
      if (wanted === "one") this.replace();
      if (wanted === "all") this.replaceAll();
      if (wanted === "close") this.close();
    });
    new ResizeObserver(([{ target }]) => {
      editor.place.style.setProperty("--bar", `${/** @type {HTMLElement} */ (target).offsetHeight}px`);
    }).observe(editor.toolbar.bar);
  }

  /** @returns {import("prosemirror-view").EditorView} */
  get view() {
    return this.editor.view;
  }

  get isOpen() {
    return !this.bar.hidden;
  }

  /** With the words that are selected, if they are some of one line. */
  open() {
    const { doc, selection } = this.view.state;
    const selected = doc.textBetween(selection.from, selection.to, "\n", "\ufffc");
    if (selected && selected.length <= LONGEST && !/[\n\ufffc]/.test(selected)) this.words.value = selected;
    this.bar.hidden = false;
    this.look();
    this.words.focus();
    this.words.select();
    return true;
  }

  close() {
    this.bar.hidden = true;
    this.ask({ query: NOTHING.query, at: null });
    this.view.focus();
    return true;
  }

  /** Next or previous from the text, if something is looked for. @param {1 | -1} way */
  again(way) {
    if (!this.isOpen) return false;
    this.go(way);
    return true;
  }

  /** @param {KeyboardEvent} event */
  pressed(event) {
    const isIn = event.target === this.words || event.target === this.by;
    const isNext = event.key === "F3" || (event.key.toLowerCase() === "g" && (event.ctrlKey || event.metaKey));
    if (event.isComposing) return;
    if (event.key === "Escape") this.close();
    else if (isNext || (event.key === "Enter" && event.target === this.words)) this.go(event.shiftKey ? -1 : 1);
    else if (event.key === "Enter" && event.target === this.by) this.replace();
    else if (!(event.key === "Enter" && isIn)) return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** What the fields ask for, from where the caret is. */
  look() {
    const query = { words: this.words.value, isExact: this.isExact.checked };
    this.ask({ query });
    const { matches } = foundIn(this.view.state);
    const { from } = this.view.state.selection;
    this.goTo(matches.find((one) => one.from >= from) ?? matches[0]);
  }

  /** The text was opened anew. */
  renew() {
    if (!this.isOpen) return;
    this.ask({ query: { words: this.words.value, isExact: this.isExact.checked } });
    this.tell();
  }

  /** @param {1 | -1} way */
  go(way) {
    const found = foundIn(this.view.state);
    const { matches } = found;
    const number = numberOf(found);
    const { from } = this.view.state.selection;
    if (number >= 0) return this.goTo(matches.at((number + way) % matches.length));
    this.goTo(way > 0 ? (matches.find((one) => one.from >= from) ?? matches[0]) : (matches.findLast((one) => one.from < from) ?? matches.at(-1)));
  }

  /** The text has it selected, and has no focus yet. @param {Match | undefined} match */
  goTo(match) {
    if (match) {
      const { tr } = this.view.state;
      const selection = match.note === null ? TextSelection.create(tr.doc, match.from, match.to) : NodeSelection.create(tr.doc, match.note);
      this.view.dispatch(tr.setSelection(selection).setMeta(key, { at: match.from }));
      reveal(this.editor, match.note ?? match.from);
    }
    this.tell();
  }

  replace() {
    const found = foundIn(this.view.state);
    const match = found.matches[numberOf(found)];
    if (!match) return this.go(1);
    if (this.editor.isClosed) return;
    const size = this.view.state.doc.content.size;
    this.view.dispatch(this.put(this.view.state.tr, match));
    const behind = match.to + this.view.state.doc.content.size - size;
    const { matches } = foundIn(this.view.state);
    this.goTo(matches.find(({ from }) => from >= behind) ?? matches[0]);
  }

  /** As one change, which one undo takes back. */
  replaceAll() {
    const { matches } = foundIn(this.view.state);
    if (!matches.length || this.editor.isClosed) return;
    const tr = matches.toReversed().reduce((all, match) => this.put(all, match), this.view.state.tr);
    this.view.dispatch(tr);
    this.tell();
    this.editor.status.announce(this.editor.say("replaced", { count: matches.length }));
  }

  /** @type {(tr: import("prosemirror-state").Transaction, match: Match) => import("prosemirror-state").Transaction} */
  put(tr, { from, to }) {
    return this.by.value ? tr.insertText(this.by.value, from, to) : tr.delete(from, to);
  }

  /** @param {Partial<Found>} asked */
  ask(asked) {
    this.view.dispatch(this.view.state.tr.setMeta(key, asked));
  }

  /** How many there are, also after somebody else has written. */
  tell() {
    if (!this.isOpen) return;
    const found = foundIn(this.view.state);
    const count = found.matches.length;
    const at = numberOf(found) + 1;
    const words = this.words.value ? this.editor.say(count ? (at ? "found-at" : "found") : "found-none", { at, count }) : "";
    if (this.count.textContent !== words) this.count.textContent = words;
  }
}
