/** The toolbar: one stop for Tab, arrow keys within it, and its buttons say what holds at the caret. */

import { redo, redoDepth, undo, undoDepth } from "prosemirror-history";
import { CellSelection, isInTable } from "prosemirror-tables";
import { readCaret } from "./caret.js";
import { blockAt, hasMark, indent, isInList, isInQuote, listAt, LISTS, mark, outdent, setBlock, toggleList, toggleQuote } from "./commands.js";
import { changesAt, changesIn, decide, goToChange } from "./marking/decisions.js";
import { ChangeHere } from "./marking/here.js";
import { isMarking, toggleMarking } from "./marking/switch.js";
import { insertNote } from "./notes.js";
import { insertTable, TABLE } from "./tables.js";

/** @typedef {import("prosemirror-state").Command} Command */
/** @typedef {import("prosemirror-state").EditorState} EditorState */

const OTHERS_PAUSE = 200;
/** Pixels between a menu and its button, and between it and the edges of the window. */
const APART = 4;
const EDGE = 8;
const MARKS = ["strong", "em", "underline", "sup", "sub", "code"];

/** @type {(isAccepted: boolean) => Command} */
const decideHere = (isAccepted) => (state, dispatch) => decide(isAccepted, changesAt(state))(state, dispatch);

/** What a button does to the text. @type {Record<string, Command>} */
const COMMANDS = {
  ...Object.fromEntries(MARKS.map((name) => [name, mark(name)])),
  ...Object.fromEntries(Object.keys(LISTS).map((name) => [name, toggleList(name)])),
  ...TABLE,
  indent,
  outdent,
  quote: toggleQuote,
  table: insertTable(3, 3),
  note: insertNote,
  undo,
  redo,
  marking: toggleMarking,
  "change-next": goToChange(1),
  "change-previous": goToChange(-1),
  accept: decideHere(true),
  reject: decideHere(false),
  "accept-all": decide(true),
  "reject-all": decide(false),
};

/** Whether a switch is on. @type {(state: EditorState, name: string) => boolean} */
function isOn(state, name) {
  if (MARKS.includes(name)) return hasMark(state, name);
  if (name in LISTS) return listAt(state) === name;
  if (name === "quote") return isInQuote(state);
  return name === "marking" && isMarking(state);
}

/** Without trying the command, which would be slow at each letter. @type {(state: EditorState, name: string) => boolean} */
function isPossible(state, name) {
  if (name === "undo") return undoDepth(state) > 0;
  if (name === "redo") return redoDepth(state) > 0;
  if (name === "indent" || name === "outdent") return isInList(state);
  if (name === "table") return !isInTable(state);
  if (name === "cells-joined") return state.selection instanceof CellSelection;
  return true;
}

export class Toolbar {
  /** @param {any} editor */
  constructor(editor) {
    this.editor = editor;
    const bar = editor.place.querySelector("[data-toolbar]");
    this.bar = /** @type {HTMLElement} */ (bar);
    this.kind = /** @type {HTMLSelectElement} */ (bar.querySelector("select"));
    this.buttons = /** @type {HTMLButtonElement[]} */ ([...editor.place.querySelectorAll("button[data-command]")]);
    this.popovers = /** @type {HTMLElement[]} */ ([...editor.place.querySelectorAll("[popover]")]);
    bar.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => this.pressed(event));
    bar.addEventListener("focusin", (/** @type {FocusEvent} */ { target }) => this.stopAt(target));
    // The text keeps its selection, and a phone its keyboard.
    editor.place.addEventListener("mousedown", (/** @type {MouseEvent} */ event) => {
      if (/** @type {HTMLElement} */ (event.target).closest(":is([data-toolbar], [data-change-here]) button")) event.preventDefault();
    });
    for (const button of this.buttons) {
      button.addEventListener("click", () => {
        const around = /** @type {HTMLElement | null} */ (button.closest("[popover]"));
        around?.hidePopover();
        this.run(button.dataset.command);
      });
    }
    this.kind.addEventListener("change", () => {
      readCaret(this.view);
      setBlock(this.kind.value)(this.view.state, this.view.dispatch);
      this.view.focus();
    });
    for (const popover of this.popovers) {
      popover.addEventListener("toggle", (event) => {
        if (/** @type {ToggleEvent} */ (event).newState === "open") this.opened(popover);
      });
    }
    this.here = new ChangeHere(editor);
    this.stopAt(this.stops[0]);
    this.show();
  }

  /** @returns {import("prosemirror-view").EditorView} */
  get view() {
    return this.editor.view;
  }

  get stops() {
    return /** @type {HTMLElement[]} */ ([...this.bar.querySelectorAll("select, button")]).filter(
      (stop) => !stop.closest("[popover]") && !stop.hidden,
    );
  }

  /** @param {string} name */
  run(name) {
    const { dialogs, find, view } = this.editor;
    readCaret(view);
    if (name in COMMANDS) {
      COMMANDS[name](view.state, view.dispatch, view);
      if (name === "note") this.editor.notes.openSelected();
      else view.focus();
      this.show();
    } else if (name === "find") {
      find.open();
    } else {
      dialogs.open(name);
    }
    return true;
  }

  focus() {
    (this.stops.find(({ tabIndex }) => tabIndex === 0) ?? this.stops[0]).focus();
  }

  /** Only one stop of the bar is reached with Tab: the last that had the focus. @param {EventTarget} stop */
  stopAt(stop) {
    if (!this.stops.includes(/** @type {HTMLElement} */ (stop))) return;
    for (const each of this.stops) each.tabIndex = each === stop ? 0 : -1;
  }

  /** In a menu the arrow keys go up and down, and from its button into it. @param {KeyboardEvent} event */
  pressedInMenu(event) {
    const pressed = /** @type {HTMLElement} */ (event.target);
    const opened = this.popovers.find((one) => one.id === pressed.getAttribute("popovertarget"));
    if (opened) this.draw();
    const menu = pressed.closest("[popover]") ?? (opened?.matches(":popover-open") ? opened : null);
    const items = /** @type {HTMLElement[]} */ ([...(menu?.querySelectorAll("button:not(:disabled)") ?? [])]);
    const at = items.indexOf(pressed);
    const isInside = at >= 0;
    const next = { ArrowDown: at + 1, ArrowUp: isInside ? at - 1 : -1, ...(isInside && { Home: 0, End: -1 }) }[event.key];
    if (items.length === 0 || next === undefined) return;
    event.preventDefault();
    items.at(next % items.length).focus();
  }

  /** @param {KeyboardEvent} event */
  pressed(event) {
    const { stops } = this;
    this.pressedInMenu(event);
    const at = stops.indexOf(/** @type {HTMLElement} */ (event.target));
    if (event.key === "Escape" && !this.popovers.some((one) => one.matches(":popover-open"))) {
      event.preventDefault();
      this.view.focus();
    }
    if (at < 0) return;
    const forward = getComputedStyle(this.bar).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
    const backward = forward === "ArrowLeft" ? "ArrowRight" : "ArrowLeft";
    const next = { [forward]: at + 1, [backward]: at - 1, Home: 0, End: stops.length - 1 }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    stops.at(next % stops.length).focus();
  }

  /** What it offers holds for where the caret is now. @param {HTMLElement} popover */
  opened(popover) {
    this.draw();
    this.place(popover);
    if (popover.contains(document.activeElement)) return;
    /** @type {HTMLElement} */ (popover.querySelector("button:not(:disabled)"))?.focus();
  }

  /** Below its button; where it would not be seen whole there, beside it and as far up as it must. @param {HTMLElement} popover */
  place(popover) {
    const opener = this.bar.querySelector(`[popovertarget="${popover.id}"]`).getBoundingClientRect();
    const { offsetTop, height: seen } = window.visualViewport; // the keys of a phone cover the rest
    popover.style.maxBlockSize = `${seen - 2 * EDGE}px`;
    const { width, height } = popover.getBoundingClientRect();
    const below = opener.bottom + APART;
    const lowest = offsetTop + seen - EDGE - height;
    const start = below <= lowest ? opener.left : opener.right + APART;
    popover.style.insetBlockStart = `${Math.min(below, lowest)}px`;
    popover.style.setProperty("left", `${Math.max(EDGE, Math.min(start, document.documentElement.clientWidth - width - EDGE))}px`);
  }

  /** After a change by somebody else, who may write a letter in every frame. */
  showSoon() {
    this.timer ??= setTimeout(() => this.draw(), OTHERS_PAUSE);
  }

  show() {
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => this.draw());
  }

  draw() {
    clearTimeout(this.timer);
    this.timer = undefined;
    const { state } = this.view;
    const isTabled = isInTable(state);
    const changes = state.doc.content.size < 200_000 ? changesIn(state.doc).length : 0;
    for (const button of this.buttons) {
      const { command } = button.dataset;
      if (button.hasAttribute("aria-pressed")) button.setAttribute("aria-pressed", String(isOn(state, command)));
      const isIdle =
        !isPossible(state, command) ||
        (command in TABLE && !isTabled) ||
        (/^(?:change|accept|reject)/.test(command) && changes === 0);
      button.setAttribute("aria-disabled", String(isIdle));
      if (button.closest("[popover]")) button.disabled = isIdle;
    }
    const kind = blockAt(state);
    if (this.kind.value !== kind) this.kind.value = kind;
    this.editor.place.dataset.marking = String(isMarking(state));
    this.here.draw();
  }
}
