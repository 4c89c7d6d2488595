/**
 * The editor of a paper. The page gives it a place, a line to the server and a store in this browser; it gives the page
 * the words as they change.
 *
 * How a keystroke travels: ProseMirror makes a transaction of it, `marking/marks` may turn it into marked changes, `upkeep`
 * gives new blocks their ids, and `exchange` sends the steps. What others wrote comes back the same way.
 */

import { dropCursor } from "prosemirror-dropcursor";
import { gapCursor } from "prosemirror-gapcursor";
import { closeHistory, history } from "prosemirror-history";
import { Node } from "prosemirror-model";
import { EditorState, TextSelection } from "prosemirror-state";
import { EditorView } from "prosemirror-view";
import { found, placeIn, readCaret, readCaretLeft } from "./caret.js";
import { Composed, withLinks } from "./auto-links.js";
import { typedMarks } from "./commands.js";
import { collab, getVersion, madeSoFar, unsentSteps } from "./collab.js";
import { cursorPlugin } from "./cursors.js";
import { Dialogs } from "./dialogs.js";
import { Exchange } from "./exchange.js";
import { Find, finding } from "./find.js";
import { Keyboard } from "./keyboard.js";
import { Leftovers } from "./leftovers.js";
import { anchors, confirmed } from "./margin/anchors.js";
import { Beside } from "./margin/beside.js";
import { withMarks } from "./marking/marks.js";
import { markingSwitch } from "./marking/switch.js";
import { Notes } from "./notes.js";
import { awaited, insertPictures, picturesIn } from "./pictures.js";
import { clean } from "./paste/clean.js";
import { isOwn, paste } from "./paste/paste.js";
import { waysOf } from "./paste/ways.js";
import { Outline } from "./outline.js";
import { Presence } from "./presence.js";
import { newId, pictures, schema } from "./schema.js";
import { Status } from "./status.js";
import { tables } from "./tables.js";
import { Toolbar } from "./toolbar.js";
import { UndoUnits } from "./undo-units.js";
import { entryOf, UnsentSteps } from "./unsent.js";
import { upkeep } from "./upkeep.js";
import { WordCount } from "./word-count.js";
import { wordsIn, wordsOf } from "./words.js";

/** @typedef {import("./exchange.js").Answer} Answer */
/** @typedef {import("prosemirror-state").Transaction} Transaction */
/** @typedef {import("./cursors.js").Person} Person */
/** @typedef {{ok: boolean, reason?: string, message?: string, revision: number, version: number, doc: object, you: Person, people: Person[]}} Opened */

/**
 * What the page provides.
 *
 * @typedef {object} Surroundings
 * @property {HTMLElement} place
 * @property {string} me the id of whoever this page was made for
 * @property {(name: string, payload: object) => Promise<any>} ask null where no answer came
 * @property {() => boolean} isBegun whether somebody types in the field that the editor would take the place of
 * @property {(name: string, payload: object) => void} tell what is worth nothing later
 * @property {(name: string, listener: (detail: any) => void) => void} hear
 * @property {() => boolean} isConnected
 * @property {(at: string) => string} moment a moment as the page words it
 * @property {(listener: (connected: boolean) => void) => void} onConnection
 * @property {import("./unsent.js").Store} store
 * @property {(url: string, data: FormData) => Promise<Response>} post
 * @property {(url: string) => Promise<Response>} get
 * @property {(name: string, values?: Record<string, string | number>) => string} say
 * @property {(words: string) => void} changed the plain words, a moment after they changed
 * @property {(listener: (told: import("./margin/beside.js").Told) => void) => void} onCards the comments on words, whenever the page has them
 * @property {() => void} askForCards
 */

const WORDS_PAUSE = 700;
const AGAIN = 5000;
/** ProseMirror takes 20 ms to end a composition. */
const AFTER_COMPOSITION = 60;

/** Opens the text in its place; null where the server did not let it, or somebody types in the field. @param {Surroundings} surroundings */
export async function mount(surroundings) {
  const editor = new Editor(surroundings);
  return (await editor.begin()) ? editor : null;
}

class Editor {
  /** @param {Surroundings} surroundings */
  constructor(surroundings) {
    const { place, ask, store, say, moment } = surroundings;
    this.surroundings = surroundings;
    this.place = place;
    this.say = say;
    this.desk = place.dataset.desk ?? "draft";
    this.document = Number(place.dataset.document);
    this.client = newId() + newId();
    this.revision = 0;
    /** @type {Person} */
    this.you = { id: 0, name: "", colour: 1 };
    this.unsent = new UnsentSteps(store, this.nameOfText, this.client);
    this.status = new Status(place, say, moment);
    this.presence = new Presence(this);
    this.leftovers = new Leftovers(this);
    this.keyboard = new Keyboard(this);
    this.units = new UndoUnits();
    this.composed = new Composed();
    this.ways = waysOf(surroundings, (words) => this.status.announce(words));
    this.isClosed = false;
    this.exchange = new Exchange({
      client: this.client,
      state: () => this.view.state,
      before: () => this.readCarets(),
      apply: (transaction, maps) => {
        this.presence.cursors.confirmed(maps);
        this.view.dispatch(confirmed(transaction, maps));
        this.beside.caughtUp(maps);
      },
      ask,
      about: () => this.about,
      refused: (reason, message) => this.close(reason, message),
      differs: () => this.reopen(),
      told: () => this.showState(),
    });
    pictures.addressOf = (file) => `${place.dataset.pictures}/${encodeURIComponent(file)}`;
  }

  get about() {
    return { desk: this.desk, document: this.document, revision: this.revision };
  }

  /** For what this browser stores. Drafts were there first. */
  get nameOfText() {
    return this.desk === "draft" ? String(this.document) : `${this.desk}-${this.document}`;
  }

  /** @returns {Promise<Opened | null>} */
  async ask() {
    const { ask, me } = this.surroundings;
    const opened = await ask("document:open", { desk: this.desk, document: this.document, schema: this.place.dataset.schema });
    // Somebody else has signed in on this browser: what waits here is sent under nobody else's name.
    if (opened?.ok && String(opened.you.id) !== me) return { ...opened, ok: false, reason: "forbidden", message: this.say("another-person") };
    return opened;
  }

  async begin() {
    const opened = await this.ask();
    if (!opened?.ok) {
      if (opened) this.status.refuse(opened.reason, opened.message);
      return false;
    }
    this.revision = opened.revision;
    const text = (await this.leftovers.send()) ? await this.ask() : opened;
    if (!text?.ok || this.surroundings.isBegun()) return false;
    this.show(text);
    this.listen();
    this.exchange.opened();
    this.presence.send();
    return true;
  }

  /** @param {Opened} opened */
  show(opened) {
    this.you = opened.you;
    const { place } = this;
    const { textLabel } = place.dataset;
    place.hidden = false;
    /** @type {Notes} */
    this.notes = new Notes({
      view: () => this.view,
      panel: place.querySelector("[data-note-panel]"),
      say: this.say,
      marked: (transaction) => withMarks(transaction, this.view.state, this.author),
    });
    /** @type {EditorView} */
    this.view = new EditorView(place.querySelector("[data-text]"), {
      state: this.stateOf(opened),
      attributes: (state) => ({
        role: "textbox",
        "aria-multiline": "true",
        "aria-label": textLabel,
        "aria-describedby": `${place.id}-keys`,
        class: "editor__words",
        ...(state.doc.childCount === 1 && !state.doc.textContent && { "data-empty": "" }),
      }),
      editable: () => !this.isClosed,
      nodeViews: { footnote: (node, view, getPos) => this.notes.nodeView(node, view, getPos) },
      dispatchTransaction: (transaction) => this.dispatch(transaction),
      // Dropped HTML; what is pasted is taken before this.
      transformPastedHTML: (html) => (isOwn(html) ? html : clean(html, { picture: this.say("picture") }).body.innerHTML),
      handleDrop: (view, event) => {
        const at = view.posAtCoords({ left: event.clientX, top: event.clientY });
        return Boolean(at) && this.pastePictures(event.dataTransfer, at.pos);
      },
      handleKeyDown: (view, event) => this.keyboard.pressed(event),
      handleDOMEvents: {
        // Before ProseMirror reads the HTML: its styles would be forbidden aloud.
        paste: (view, event) => {
          const isTaken = !this.isClosed && (paste(view, event, this.ways) || this.pastePictures(event.clipboardData, view.state.selection.from));
          if (isTaken) event.preventDefault();
          return isTaken;
        },
        compositionend: () => {
          setTimeout(() => this.linkComposed(), AFTER_COMPOSITION);
          return false;
        },
        blur: (view) => {
          this.keyboard.left();
          readCaretLeft(view);
          return false;
        },
      },
      clipboardTextSerializer: (slice) => wordsOf(slice.content),
    });
    this.dialogs = new Dialogs(this);
    this.toolbar = new Toolbar(this);
    this.find = new Find(this);
    this.wordCount = new WordCount(this);
    this.outline = new Outline(this);
    this.presence.begin(opened.people, this.you);
    this.place.dataset.version = String(opened.version);
    this.beside = new Beside(this);
    this.beside.begin();
    this.tellWords();
  }

  /** @param {Opened} opened */
  stateOf({ doc, version }) {
    return EditorState.create({
      doc: Node.fromJSON(schema, doc),
      plugins: [
        collab(version, this.view ? madeSoFar(this.view.state) : 0),
        history(),
        typedMarks(),
        ...this.keyboard.plugins(),
        ...tables(),
        dropCursor({ class: "editor__drop", color: false, width: 3 }),
        gapCursor(),
        markingSwitch(),
        cursorPlugin(),
        finding(),
        anchors(),
        awaited(),
        upkeep(),
      ],
    });
  }

  /** Of what is marked now. */
  get author() {
    const at = new Date();
    at.setUTCSeconds(0, 0);
    return { by: this.you.name, at: at.toISOString().replace(".000Z", "Z"), isForward: this.keyboard.last === "Delete" };
  }

  /** @param {Transaction} transaction */
  dispatch(transaction) {
    const { view } = this;
    const before = view.state;
    const marked = withMarks(transaction, before, this.author);
    if (!marked) return this.status.hint("not-marked");
    if (this.units.begins(transaction, before)) closeHistory(marked);
    const { state } = before.applyTransaction(marked);
    view.updateState(state);
    if (transaction.getMeta("remote")) this.toolbar?.showSoon();
    else this.toolbar?.show();
    this.presence.carets?.drawSoon();
    this.beside?.drawSoon();
    this.place.dataset.version = String(getVersion(state));
    if (!state.doc.eq(before.doc)) {
      this.find?.tell();
      this.tellWordsSoon();
      if (!transaction.getMeta("remote")) {
        if (this.exchange.isFree) this.exchange.pump(); // stores it as under way
        else if (this.exchange.isOpen) this.keep();
        else this.showState(); // it waits in this browser
      }
    }
    if (transaction.getMeta("remote")) this.presence.hearDue();
    if (!state.selection.eq(before.selection) || !state.doc.eq(before.doc)) {
      this.presence.sendSoon();
      this.wordCount?.drawSoon();
      this.outline?.drawSoon();
    }
    this.composed.follow(marked);
    const links = withLinks(marked, view.state);
    if (links) this.dispatch(links);
  }

  linkComposed() {
    if (this.isClosed || this.view.composing) return;
    const links = this.composed.links(this.view.state);
    if (links) this.dispatch(links);
  }

  /** Where the caret is in the text, and in the note that is open. */
  readCarets() {
    readCaret(this.view);
    if (this.notes.inner) readCaret(this.notes.inner);
  }

  // The line

  listen() {
    const { hear, onConnection } = this.surroundings;
    const isOurs = (/** @type {{desk: string, document: number, revision: number}} */ { desk, document, revision }) =>
      desk === this.desk && document === this.document && revision === this.revision;
    hear("document:steps", (told) => isOurs(told) && this.exchange.hear(told.from, told.steps));
    hear("document:cursor", (told) => isOurs(told) && this.presence.hear(told));
    hear("document:state", (told) => isOurs(told) && this.hearState(told));
    onConnection((connected) => {
      if (connected) this.returned();
      else this.exchange.closed();
    });
    addEventListener("pagehide", () => this.keep());
  }

  /** Connected again: the room is another one, and much may have happened. Where no answer comes, it is asked for again. */
  async returned() {
    clearTimeout(this.returning);
    if (this.isClosed) return;
    const opened = await this.ask();
    if (!opened || opened.reason === "busy") {
      this.returning = setTimeout(() => this.surroundings.isConnected() && !this.exchange.isOpen && this.returned(), AGAIN);
      return;
    }
    if (!opened.ok) {
      this.close(opened.reason, opened.message);
      return;
    }
    if (opened.revision !== this.revision) {
      this.close("closed", this.say("another-draft"));
      return;
    }
    this.presence.beginAgain(opened.people, this.you);
    await this.leftovers.send();
    await this.exchange.opened();
    this.presence.send();
  }

  /** The server has another text: take that, and set aside what it does not have. Whether there was an answer. */
  async reopen() {
    const opened = await this.ask();
    if (!opened || opened.reason === "busy") return false;
    if (!opened.ok) {
      this.close(opened.reason, opened.message);
      return true;
    }
    this.place.dataset.reopened = String(Number(this.place.dataset.reopened ?? 0) + 1);
    const words = wordsIn(unsentSteps(this.view.state), this.view.state.doc);
    const { selection } = this.view.state;
    const caret = placeIn(this.view.state.doc, selection.from);
    const state = this.stateOf(opened);
    this.presence.cursors.forget();
    this.beside.forget();
    this.notes.shut();
    this.view.updateState(state.apply(state.tr.setSelection(TextSelection.near(state.doc.resolve(found(state.doc, caret))))));
    if (words) this.leftovers.setAside(words, entryOf(this.view.state, this.exchange, this.text));
    this.keep();
    this.tellWordsSoon();
    this.find.renew();
    this.wordCount.drawSoon();
    this.outline.drawSoon();
    return true;
  }

  /** Nothing more can be written here. @type {(reason: string, message: string) => void} */
  close(reason, message) {
    if (this.isClosed) return; // one hears it from the answer to what was sent, and again with everybody
    this.keep();
    this.isClosed = true;
    this.exchange.closed();
    this.view.setProps({});
    this.place.dataset.closed = reason;
    this.status.refuse(reason, message);
    const words = wordsIn(unsentSteps(this.view.state), this.view.state.doc);
    if (words) this.status.setAside(words, new Date().toISOString(), () => this.unsent.keep(null));
  }

  /** @param {{kind: string, message: string}} told */
  hearState({ kind, message }) {
    if (kind === "closed") this.close("closed", message);
    else this.status.announce(message);
  }

  // What is stored here

  get text() {
    return { revision: this.revision, schema: this.place.dataset.schema };
  }

  keep() {
    if (!this.isClosed && this.view) this.unsent.keepOf(this.view.state, this.exchange, this.text);
  }

  showState() {
    if (!this.view) return;
    this.keep();
    this.status.show(this.exchange.unsent + this.leftovers.waiting, this.exchange.isOpen);
  }

  /** Whether the server has everything now; waits a while for it. */
  async settle(patience = 4000) {
    const end = performance.now() + patience;
    if (this.leftovers.waiting) await Promise.race([this.leftovers.sendAgain(), new Promise((resolve) => setTimeout(resolve, patience))]);
    while (this.exchange.unsent && performance.now() < end) {
      this.exchange.pump();
      await new Promise((resolve) => setTimeout(resolve, 40));
    }
    return !this.exchange.unsent && !this.leftovers.waiting;
  }

  // What the page and the dialogs use

  tellWordsSoon() {
    clearTimeout(this.wordsTimer);
    this.wordsTimer = setTimeout(() => this.tellWords(), WORDS_PAUSE);
  }

  tellWords() {
    this.surroundings.changed(wordsOf(this.view.state.doc.content));
  }

  /** @type {(data: DataTransfer | null, pos: number) => boolean} */
  pastePictures(data, pos) {
    const files = picturesIn(data);
    if (!files.length || !this.place.dataset.pictures) return false;
    insertPictures(this.view, files, pos, this.ways.upload, this.ways.tell).then(() => this.dialogs.askForWords());
    return true;
  }
}
