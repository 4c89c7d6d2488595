/**
 * Notes: a number in the text, and a panel in which the words of the note are written. The panel is an editor of its own
 * on the content of the note, so that several people may write in one note as well.
 */

import { baseKeymap } from "prosemirror-commands";
import { redo, undo } from "prosemirror-history";
import { keymap } from "prosemirror-keymap";
import { EditorState, NodeSelection, TextSelection } from "prosemirror-state";
import { StepMap } from "prosemirror-transform";
import { EditorView } from "prosemirror-view";
import { mark } from "./commands.js";
import { schema } from "./schema.js";

/** @typedef {import("prosemirror-model").Node} Node */
/** @typedef {import("prosemirror-state").Transaction} Transaction */

const { footnote } = schema.nodes;

/** Puts an empty note at the caret and selects it, which opens its panel. @type {import("prosemirror-state").Command} */
export function insertNote(state, dispatch) {
  const { $to } = state.selection;
  if (!$to.parent.inlineContent || $to.parent.type === footnote) return false;
  if (dispatch) {
    const { tr } = state;
    tr.insert($to.pos, footnote.create());
    dispatch(tr.setSelection(NodeSelection.create(tr.doc, $to.pos)).scrollIntoView());
  }
  return true;
}

export class Notes {
  /**
   * @param {object} options
   * @param {() => EditorView} options.view
   * @param {HTMLElement} options.panel
   * @param {(name: string, values?: Record<string, string | number>) => string} options.say
   * @param {(tr: Transaction) => Transaction | null} options.marked the same with its changes marked, while they are
   */
  constructor({ view, panel, say, marked }) {
    this.viewNow = view;
    this.panel = panel;
    this.say = say;
    this.marked = marked;
    /** @type {EditorView | null} */
    this.inner = null;
    /** @type {NoteView | null} */
    this.opened = null;
    /** @type {Set<NoteView>} */
    this.shown = new Set();
    panel.addEventListener("click", ({ target }) => {
      const wanted = /** @type {HTMLElement} */ (target).closest("button")?.dataset.do;
      if (wanted === "close") this.close();
      if (wanted === "remove") this.remove();
    });
    panel.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      this.close();
    });
  }

  /** @returns {EditorView} */
  get view() {
    return this.viewNow();
  }

  /** @type {(node: Node, view: EditorView, getPos: () => number | undefined) => NoteView} */
  nodeView = (node, view, getPos) => new NoteView(this, node, getPos);

  /** The note that is selected, from the keyboard. */
  openSelected() {
    const { selection } = this.view.state;
    const note = [...this.shown].find((one) => one.getPos() === selection.from);
    if (!note || !(selection instanceof NodeSelection)) return false;
    this.open(note);
    return true;
  }

  /** @param {NoteView} note */
  open(note) {
    if (this.opened === note && this.inner) return this.inner.focus();
    this.shut();
    this.opened = note;
    const number = [...this.view.dom.querySelectorAll("[data-note]")].indexOf(note.dom) + 1;
    this.panel.querySelector("[data-note-title]").textContent = this.say("note", { number });
    this.panel.hidden = false;
    this.inner = new EditorView(this.panel.querySelector("[data-note-text]"), {
      state: EditorState.create({
        doc: note.node,
        plugins: [
          keymap({
            "Mod-z": () => undo(this.view.state, this.view.dispatch),
            "Mod-y": () => redo(this.view.state, this.view.dispatch),
            "Mod-Shift-z": () => redo(this.view.state, this.view.dispatch),
            "Mod-b": mark("strong"),
            "Mod-i": mark("em"),
            "Mod-u": mark("underline"),
            Enter: () => true,
            "Shift-Enter": (state, dispatch) => {
              dispatch?.(state.tr.replaceSelectionWith(schema.nodes.hard_break.create()));
              return true;
            },
          }),
          keymap(baseKeymap),
        ],
      }),
      attributes: { role: "textbox", "aria-multiline": "true", "aria-label": this.say("note", { number }), class: "editor__note-words" },
      dispatchTransaction: (tr) => this.changed(tr),
    });
    const { doc } = this.inner.state;
    this.inner.dispatch(this.inner.state.tr.setSelection(TextSelection.atEnd(doc)));
    this.inner.focus();
  }

  /** What was typed in the panel, done in the text. @param {Transaction} tr */
  changed(tr) {
    const { state, transactions } = this.inner.state.applyTransaction(tr);
    const start = this.opened.getPos() + 1;
    const outer = this.view.state.tr;
    if (!tr.getMeta("from-outside")) {
      for (const { steps } of transactions) for (const step of steps) outer.step(step.map(StepMap.offset(start)));
    }
    const marked = outer.docChanged ? this.marked(outer) : outer;
    if (!marked) return;
    const caret = marked.selection.head - start;
    // Where changes are marked, the text says what becomes of the words, and the panel shows it.
    if (marked === outer) this.inner.updateState(state);
    if (outer.docChanged) this.view.dispatch(marked.setSelection(this.view.state.selection.map(marked.doc, marked.mapping)).setMeta("unmarked", true));
    if (marked !== outer && this.inner) {
      const { tr: moved } = this.inner.state;
      this.inner.dispatch(moved.setSelection(TextSelection.near(moved.doc.resolve(Math.max(0, Math.min(caret, moved.doc.content.size))))).setMeta("from-outside", true));
    }
  }

  /** The note has other words now: only what differs is replaced in the panel. @param {Node} node */
  changedOutside(node) {
    const { state } = this.inner;
    const start = node.content.findDiffStart(state.doc.content);
    if (start === null) return;
    let { a: end, b: innerEnd } = node.content.findDiffEnd(state.doc.content);
    const overlap = start - Math.min(end, innerEnd);
    if (overlap > 0) {
      end += overlap;
      innerEnd += overlap;
    }
    this.inner.dispatch(state.tr.replace(start, innerEnd, node.slice(start, end)).setMeta("from-outside", true));
  }

  /** Back to the text behind the note. An empty note goes. */
  close() {
    const pos = this.opened?.getPos();
    const isEmpty = this.opened && !this.opened.node.content.size;
    this.shut();
    if (pos !== undefined) {
      const { tr } = this.view.state;
      if (isEmpty) tr.delete(pos, pos + 2);
      const after = isEmpty ? pos : pos + tr.doc.nodeAt(pos).nodeSize;
      this.view.dispatch(tr.setSelection(TextSelection.near(tr.doc.resolve(after))));
    }
    this.view.focus();
  }

  remove() {
    const pos = this.opened?.getPos();
    const size = this.opened?.node.nodeSize;
    this.shut();
    if (pos !== undefined) this.view.dispatch(this.view.state.tr.delete(pos, pos + size));
    this.view.focus();
  }

  shut() {
    this.opened = null;
    this.inner?.destroy();
    this.inner = null;
    this.panel.hidden = true;
  }
}

class NoteView {
  /**
   * @param {Notes} notes
   * @param {Node} node
   * @param {() => number | undefined} getPos
   */
  constructor(notes, node, getPos) {
    this.notes = notes;
    this.node = node;
    this.getPos = getPos;
    this.dom = document.createElement("span");
    this.dom.dataset.note = "";
    this.dom.setAttribute("role", "button");
    this.dom.addEventListener("click", () => notes.open(this));
    this.describe();
    notes.shown.add(this);
  }

  describe() {
    this.dom.title = this.node.textContent;
    this.dom.setAttribute("aria-label", this.notes.say("note-of", { words: this.node.textContent }));
  }

  /** @param {Node} node */
  update(node) {
    if (node.type !== this.node.type) return false;
    this.node = node;
    this.describe();
    if (this.notes.opened === this) this.notes.changedOutside(node);
    return true;
  }

  selectNode() {
    this.dom.classList.add("is-selected");
  }

  deselectNode() {
    this.dom.classList.remove("is-selected");
  }

  stopEvent() {
    return false;
  }

  ignoreMutation() {
    return true;
  }

  destroy() {
    this.notes.shown.delete(this);
    if (this.notes.opened === this) this.notes.shut();
  }
}
