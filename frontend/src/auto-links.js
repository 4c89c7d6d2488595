/** An address that is typed or pasted becomes a link. The link is a change of its own, so that undo takes it back and leaves the words. */

import { closeHistory } from "prosemirror-history";
import { ReplaceStep } from "prosemirror-transform";
import { writtenIn } from "./rescue.js";
import { isSafe, schema } from "./schema.js";

/** @typedef {import("prosemirror-model").Node} Node */
/** @typedef {import("prosemirror-state").EditorState} EditorState */
/** @typedef {import("prosemirror-state").Transaction} Transaction */
/** @typedef {{from: number, to: number, href: string}} Address */

const { link, code, deletion } = schema.marks;
const ADDRESS = /(?<![\p{L}\p{N}@./:-])(?:https?:\/\/[^\s\ufffc<>"]+|www\.[^\s\ufffc<>"]+\.[^\s\ufffc<>"]+|[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+)/giu;
/** What ends a sentence or a bracket is no part of an address. */
const BEHIND = /[.,;:!?…'’”»،؛؟。，、]+$/u;
const BRACKETS = /** @type {const} */ ([["(", ")"], ["[", "]"]]);

/** The transaction that makes links of what this one has brought; null where it has brought no address. @type {(tr: Transaction, state: EditorState) => Transaction | null} */
export function withLinks(tr, state) {
  if (!tr.docChanged || tr.getMeta("remote") || tr.getMeta("history$") || tr.getMeta("decision") || tr.getMeta("composition") !== undefined) return null;
  return linked(tr.getMeta("paste") || tr.getMeta("uiEvent") === "paste" ? pasted(tr, state) : typed(tr, state), state);
}

/** What is composed with an input method. While it is, nothing changes under it; once it stands there, it is looked through once. */
export class Composed {
  /** @type {{from: number, to: number} | null} */
  stretch = null;

  /** @param {Transaction} tr */
  follow(tr) {
    const { stretch } = this;
    if (stretch) this.stretch = { from: tr.mapping.map(stretch.from, -1), to: tr.mapping.map(stretch.to, 1) };
    if (tr.getMeta("composition") === undefined) return;
    for (const { from, to } of writtenIn(tr.mapping.maps)) {
      this.stretch = { from: Math.min(from, this.stretch?.from ?? from), to: Math.max(to, this.stretch?.to ?? to) };
    }
  }

  /** The transaction that makes links of what was composed; null where there was no address before a blank. @param {EditorState} state */
  links(state) {
    const { stretch } = this;
    this.stretch = null;
    const { doc } = state;
    if (!stretch || stretch.from >= stretch.to || stretch.to > doc.content.size) return null;
    /** @type {Address[]} */
    const found = [];
    doc.nodesBetween(stretch.from, stretch.to, (node, pos) => {
      if (node.inlineContent) found.push(...addressesIn(node, pos + 1));
      return true;
    });
    const hasBlank = (/** @type {number} */ from, /** @type {number} */ to) => from < to && /\s/u.test(doc.textBetween(from, to, " ", " "));
    return linked(found.filter(({ to }) => hasBlank(to, stretch.to) && !hasBlank(to, stretch.from)), state);
  }
}

/** @type {(found: Address[], state: EditorState) => Transaction | null} */
function linked(found, state) {
  if (!found.length) return null;
  const tr = closeHistory(state.tr);
  for (const { from, to, href } of found) tr.addMark(from, to, link.create({ href }));
  return tr.removeStoredMark(link);
}

/** The address before a blank or a new line that was just typed. @type {(tr: Transaction, state: EditorState) => Address[]} */
function typed({ steps }, { doc }) {
  const [step] = steps;
  if (steps.length === 0 || !(step instanceof ReplaceStep)) return [];
  const { content } = step.slice;
  const isBlank = content.childCount === 1 && /^\s$/u.test(content.firstChild.text ?? "") || content.firstChild?.type.name === "hard_break";
  const isSplit = step.slice.openStart > 0 && !content.textBetween(0, content.size);
  if (!isBlank && !isSplit) return [];
  const end = Math.min(step.from, doc.content.size);
  const $end = doc.resolve(end);
  if (!$end.parent.inlineContent) return [];
  return addressesIn($end.parent, $end.start()).filter(({ to }) => to <= end && !/\s/u.test(doc.textBetween(to, end, " ", " ")));
}

/** All addresses in what was put in. @type {(tr: Transaction, state: EditorState) => Address[]} */
function pasted({ mapping }, { doc }) {
  /** @type {Address[]} */
  const found = [];
  for (const [n, map] of mapping.maps.entries()) {
    map.forEach((_from, _to, from, to) => {
      const rest = mapping.slice(n + 1);
      const [start, end] = [rest.map(from, 1), rest.map(to, -1)];
      doc.nodesBetween(start, Math.min(end, doc.content.size), (node, pos) => {
        if (node.inlineContent) found.push(...addressesIn(node, pos + 1).filter((one) => one.from >= start && one.to <= end));
        return true; // there may be notes in it
      });
    });
  }
  return found;
}

/** Of one block, without those that are links or code already. @type {(block: Node, start: number) => Address[]} */
function addressesIn(block, start) {
  let words = "";
  block.forEach((node) => {
    const isFree = node.isText && ![link, code, deletion].some((mark) => mark.isInSet(node.marks));
    words += isFree ? node.text : "\ufffc".repeat(node.nodeSize);
  });
  return [...words.matchAll(ADDRESS)].flatMap((match) => {
    const said = trimmed(match[0]);
    const href = hrefOf(said);
    return isSafe(href) ? [{ from: start + match.index, to: start + match.index + said.length, href }] : [];
  });
}

/** @param {string} said */
function trimmed(said) {
  let address = said.replace(BEHIND, "");
  for (const [opens, closes] of BRACKETS) {
    while (address.endsWith(closes) && address.split(opens).length < address.split(closes).length) address = address.slice(0, -1).replace(BEHIND, "");
  }
  return address;
}

/** @param {string} said */
function hrefOf(said) {
  if (/^https?:\/\/[^/]/i.test(said)) return said;
  return said.includes("@") ? `mailto:${said}` : `https://${said}`;
}
