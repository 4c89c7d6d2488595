/** What is asked in a dialog: an address, a picture and the words for it, a clause, a number; and the list of keys. */

import { NodeSelection, TextSelection } from "prosemirror-state";
import { toggleMark } from "prosemirror-commands";
import { linkAt, startAt, startOf } from "./commands.js";
import { isMarking, toggleMarking } from "./marking/switch.js";
import { insertPictures, pictureAt } from "./pictures.js";
import { proposal, quotation } from "./proposing.js";
import { isSafe, schema } from "./schema.js";

/** @typedef {{wid: string, citation: string, words: string, url: string}} Clause */

const { link } = schema.marks;
const { paragraph } = schema.nodes;
const WAIT = 200;

/** @type {(form: HTMLFormElement, name: string) => HTMLInputElement} */
const field = (form, name) => /** @type {HTMLInputElement} */ (form.elements.namedItem(name));

/** @returns {Response | null} */
const noAnswer = () => null;

export class Dialogs {
  /** @param {any} editor */
  constructor(editor) {
    this.editor = editor;
    this.place = /** @type {HTMLElement} */ (editor.place);
    for (const dialog of this.place.querySelectorAll("dialog")) {
      dialog.addEventListener("close", () => {
        if (dialog.returnValue === "do") this.done[dialog.dataset.dialog]?.(dialog);
        else if (dialog.returnValue === "remove") this.removed[dialog.dataset.dialog]?.();
        this.view.focus();
      });
      dialog.addEventListener("click", ({ target }) => {
        const button = /** @type {HTMLElement} */ (target).closest("button");
        if (button?.dataset.close !== undefined) dialog.close("");
      });
    }
    this.searchClauses();
  }

  /** @returns {import("prosemirror-view").EditorView} */
  get view() {
    return this.editor.view;
  }

  /** @type {(name: string) => HTMLDialogElement} */
  dialog(name) {
    return this.place.querySelector(`dialog[data-dialog="${name}"]`);
  }

  /** @param {string} name */
  open(name) {
    if (name === "link") return this.link();
    if (name === "picture") return this.picture();
    if (name === "clause") return this.clause();
    if (name === "start") return this.start();
    return this.help();
  }

  /** @type {(name: string, fill?: (form: HTMLFormElement) => void) => boolean} */
  show(name, fill = () => {}) {
    const dialog = this.dialog(name);
    const form = dialog.querySelector("form");
    form.reset();
    for (const message of dialog.querySelectorAll("[data-error]")) message.textContent = "";
    fill(form);
    dialog.returnValue = "";
    dialog.showModal();
    return true;
  }

  /** A note or a picture that is selected, by Enter. */
  openSelected() {
    const { selection } = this.view.state;
    const node = selection instanceof NodeSelection ? selection.node : null;
    if (node?.type.name === "footnote") return this.editor.notes.openSelected();
    return node?.type.name === "image" ? this.picture() : false;
  }

  link() {
    return this.show("link", (form) => {
      const found = linkAt(this.view.state);
      field(form, "href").value = found?.href ?? "https://";
      /** @type {HTMLElement} */ (form.querySelector("[data-remove]")).hidden = !found;
    });
  }

  /** A new one is chosen; of one that is selected the words are changed. */
  picture() {
    const selected = pictureAt(this.view.state);
    return this.show("picture", (form) => {
      field(form, "alt").value = selected?.node.attrs.alt ?? "";
      /** @type {HTMLElement} */ (field(form, "picture").closest(".field")).hidden = Boolean(selected);
      field(form, "picture").required = !selected;
    });
  }

  /** After a picture was dropped or pasted: those who do not see it need words. */
  askForWords() {
    const { state } = this.view;
    const before = state.selection.$from.nodeBefore;
    if (before?.type.name !== "image" || before.attrs.alt) return;
    this.view.dispatch(state.tr.setSelection(NodeSelection.create(state.doc, state.selection.from - 1)));
    this.picture();
  }

  clause() {
    return this.show("clause", () => this.list([]));
  }

  start() {
    const start = startOf(this.view.state);
    if (start === null) return false;
    return this.show("start", (form) => (field(form, "start").value = String(start)));
  }

  help() {
    return this.show("help");
  }

  /** @type {Record<string, (dialog: HTMLDialogElement) => void>} */
  done = {
    link: (dialog) => {
      let href = field(dialog.querySelector("form"), "href").value.trim();
      if (/^[^\s/:]+@[^\s/:]+$/.test(href)) href = `mailto:${href}`;
      else if (!/^[a-z]+:/i.test(href)) href = `https://${href}`;
      if (!isSafe(href)) return this.editor.status.announce(this.editor.say("link-refused"));
      const { state } = this.view;
      const found = linkAt(state);
      const { from, to, empty } = state.selection;
      if (found) {
        this.view.dispatch(state.tr.removeMark(found.from, found.to, link).addMark(found.from, found.to, link.create({ href })));
      } else if (empty) {
        this.view.dispatch(state.tr.replaceSelectionWith(schema.text(href, [link.create({ href })]), false));
      } else {
        toggleMark(link, { href })(state, this.view.dispatch);
        this.view.dispatch(this.view.state.tr.setSelection(TextSelection.create(this.view.state.doc, from, to)));
      }
    },
    picture: (dialog) => {
      const form = dialog.querySelector("form");
      const [picture, alt] = [field(form, "picture"), field(form, "alt")];
      const words = alt.value.trim();
      const selected = pictureAt(this.view.state);
      if (selected) {
        this.view.dispatch(this.view.state.tr.setNodeMarkup(selected.pos, null, { ...selected.node.attrs, alt: words }));
      } else {
        const { ways } = this.editor;
        const { to } = this.view.state.selection;
        insertPictures(this.view, [...picture.files], to, ways.upload, ways.tell, words);
      }
    },
    start: (dialog) => {
      startAt(Number(field(dialog.querySelector("form"), "start").value))(this.view.state, this.view.dispatch);
    },
  };

  /** @type {Record<string, () => void>} */
  removed = {
    link: () => {
      const found = linkAt(this.view.state);
      if (found) this.view.dispatch(this.view.state.tr.removeMark(found.from, found.to, link));
    },
  };

  // Clauses

  searchClauses() {
    const dialog = this.dialog("clause");
    /** @type {ReturnType<typeof setTimeout>} */
    let timer;
    const input = dialog.querySelector("input");
    input.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(() => this.findClauses(input.value.trim()), WAIT);
    });
    dialog.querySelector("form").addEventListener("submit", (event) => {
      if (event.submitter?.getAttribute("value") !== "") event.preventDefault(); // Enter searches; a clause is chosen
    });
  }

  /** @param {string} words */
  async findClauses(words) {
    const dialog = this.dialog("clause");
    if (words.length < 2) return this.list([]);
    const answer = await this.editor.surroundings.get(`${this.place.dataset.clauses}?q=${encodeURIComponent(words)}`).catch(noAnswer);
    if (dialog.querySelector("input").value.trim() !== words) return;
    const clauses = answer?.ok ? (await answer.json()).clauses : [];
    this.list(clauses);
    dialog.querySelector("[data-found]").textContent = this.editor.say(clauses.length ? "clauses-found" : "clauses-none", { count: clauses.length });
  }

  /** @param {Clause[]} clauses */
  list(clauses) {
    const dialog = this.dialog("clause");
    dialog.querySelector("[data-found]").textContent = "";
    dialog.querySelector("[data-clauses]").replaceChildren(
      ...clauses.map((clause) => {
        const item = document.createElement("li");
        const button = document.createElement("button");
        button.type = "button";
        button.className = "editor__clause";
        const name = document.createElement("b");
        name.textContent = clause.citation;
        const words = document.createElement("span");
        words.dir = "auto";
        words.textContent = clause.words;
        button.append(name, " ", words);
        button.addEventListener("click", () => {
          this.quote(clause);
          dialog.close("");
        });
        item.append(button);
        return item;
      }),
    );
  }

  /** Quotes a clause at the caret, or proposes something on it. @param {Clause} clause */
  quote(clause) {
    const symbol = this.dialog("clause").querySelector("select")?.value;
    if (!symbol) return this.insert([quotation(clause)]);
    const { blocks, writes } = proposal(symbol, clause, this.editor.author, this.place.dataset.reasons);
    const at = this.insert(blocks);
    const { state } = this.view;
    const end = at + blocks.slice(0, writes + 1).reduce((size, block) => size + block.nodeSize, 0);
    this.view.dispatch(state.tr.setSelection(TextSelection.near(state.doc.resolve(end), -1)).scrollIntoView());
    // What is changed in the words of the clause is what is proposed.
    if (symbol.includes("MOD") && !isMarking(this.view.state)) toggleMarking(this.view.state, this.view.dispatch);
    return undefined;
  }

  /** Puts blocks in behind what the caret is in, with the caret behind them; gives where they begin. @param {import("prosemirror-model").Node[]} blocks */
  insert(blocks) {
    const { state } = this.view;
    const { $from } = state.selection;
    const { tr } = state;
    let depth = $from.depth;
    while (depth > 1 && !$from.node(depth - 1).canReplaceWith($from.indexAfter(depth - 1), $from.indexAfter(depth - 1), blocks[0].type)) depth -= 1;
    const isEmpty = $from.parent.isTextblock && !$from.parent.content.size && depth === $from.depth;
    const at = isEmpty ? $from.before() : $from.after(depth);
    if (isEmpty) tr.replaceWith(at, $from.after(), blocks);
    else tr.insert(at, blocks);
    const end = blocks.reduce((place, block) => place + block.nodeSize, at);
    if (!tr.doc.resolve(end).nodeAfter) tr.insert(end, paragraph.create());
    this.view.dispatch(tr.setSelection(TextSelection.near(tr.doc.resolve(end))).scrollIntoView());
    return at;
  }
}
