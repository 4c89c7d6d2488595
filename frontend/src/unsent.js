/**
 * Steps that the server does not have yet, stored in this browser for their writer alone. They outlive a closed tab and
 * are sent when the document is opened again, by whichever page comes first.
 */

import { Mapping } from "prosemirror-transform";
import { writesWords } from "./rescue.js";
import { stepOf } from "./steps.js";

/** @typedef {import("./exchange.js").Answer} Answer */
/** @typedef {import("./exchange.js").Stored} Stored */
/**
 * What one load of a page has not sent: the steps upon a version, of which the first `underWay` may have arrived.
 *
 * @typedef {object} Unsent
 * @property {string} at
 * @property {number} revision
 * @property {string} schema
 * @property {number} version
 * @property {string} client
 * @property {number} underWay
 * @property {object[]} steps
 * @property {string} words what is in them, should they no longer fit
 * @property {string} [why] the server did not take them
 * @property {number} [alive] where pages cannot hold locks: when the page was last there
 */
/** @typedef {{names: () => string[], read: (name: string) => Unsent, write: (name: string, entry: object) => void, forget: (name: string) => void}} Store */

const LONGEST_SILENCE = 15_000;

export class UnsentSteps {
  /**
   * @param {Store} store
   * @param {string} document
   * @param {string} client
   */
  constructor(store, document, client) {
    this.store = store;
    this.start = `text.${document}.`;
    this.name = this.start + client;
    this.client = client;
    this.isLeft = false;
    /** @type {Unsent | null} */
    this.last = null;
    holdLock(this.name);
    addEventListener("pagehide", () => this.leave());
    addEventListener("pageshow", () => (this.isLeft = false));
  }

  /** @param {Omit<Unsent, "at" | "client" | "alive"> | null} unsent */
  keep(unsent) {
    if (!unsent) {
      if (this.last) this.store.forget(this.name);
      this.last = null;
      return;
    }
    this.last = { ...unsent, at: new Date().toISOString(), client: this.client, alive: this.isLeft ? 0 : Date.now() };
    this.store.write(this.name, this.last);
  }

  leave() {
    this.isLeft = true;
    if (this.last) this.keep(this.last);
  }

  /** Those of pages that are gone. */
  async left() {
    /** @type {{name: string, entry: Unsent}[]} */
    const found = [];
    for (const name of this.store.names()) {
      if (!name.startsWith(this.start) || name === this.name) continue;
      const entry = this.store.read(name);
      if (entry && !(await isAlive(name, entry))) found.push({ name, entry });
    }
    return found.toSorted((one, other) => (one.entry.at < other.entry.at ? -1 : 1));
  }
}

/** As long as a page is there, it holds the lock of what it stores. @param {string} name */
function holdLock(name) {
  navigator.locks?.request(lockOf(name), () => new Promise(() => {}));
}

/** @param {string} name */
const lockOf = (name) => `wgcop.${name}`;

/** @type {(name: string, entry: Unsent) => Promise<boolean>} */
async function isAlive(name, entry) {
  if (!navigator.locks) return Date.now() - (entry.alive ?? 0) < LONGEST_SILENCE;
  const isFree = await navigator.locks.request(lockOf(name), { ifAvailable: true }, (lock) => lock !== null);
  return !isFree;
}

/**
 * Send what a page that is gone has left. What was under way is sent as it was, so that the server knows it again if it
 * arrived; the rest is brought to the text as it is now.
 *
 * @param {Unsent} entry
 * @param {(name: string, payload: object) => Promise<Answer | null>} ask
 * @param {object} about
 * @returns {Promise<Answer & {isWhole?: boolean} | null>} `isWhole`: all words that were left are in the text
 */
export async function sendLeft(entry, ask, about) {
  const { client } = entry;
  const first = entry.underWay || entry.steps.length;
  const sent = entry.steps.slice(0, first);
  const answer = await ask("document:steps", { ...about, version: entry.version, client, steps: sent });
  if (!answer?.ok || first === entry.steps.length) return answer && { ...answer, isWhole: true };
  const another = `${client}r`;
  if (answer.steps.some((each) => each.client === another)) return { ...answer, isWhole: true };
  const { brought, isWhole } = broughtOver(entry.steps.slice(first), sent, answer.steps, client);
  if (!brought.length) return { ...answer, isWhole };
  const version = answer.from + answer.steps.length;
  const last = await ask("document:steps", { ...about, version, client: another, steps: brought });
  return last && { ...last, isWhole };
}

/**
 * Steps upon `sent`, as steps upon what the server made of it.
 *
 * @type {(steps: object[], sent: object[], stored: Stored[], client: string) => {brought: object[], isWhole: boolean}}
 */
export function broughtOver(steps, sent, stored, client) {
  let mapping = new Mapping();
  for (const step of sent.toReversed()) mapping.appendMap(stepOf(step).getMap().invert());
  const areAsSent = stored.filter((each) => each.client === client).length === sent.length;
  let own = 0;
  for (const each of stored) {
    const mirror = areAsSent && each.client === client ? sent.length - 1 - own : undefined;
    if (each.client === client) own += 1;
    mapping.appendMap(stepOf(each.step).getMap(), mirror);
  }
  const brought = [];
  let isWhole = true;
  for (const json of steps) {
    const step = stepOf(json);
    const mapped = step.map(mapping);
    if (!mapped) {
      isWhole &&= !writesWords(step);
      continue;
    }
    brought.push(mapped.toJSON());
    // The next step stands upon this one: back over it, then over it where it is now.
    const next = new Mapping([step.getMap().invert()]);
    next.appendMapping(mapping);
    next.appendMap(mapped.getMap(), 0);
    mapping = next;
  }
  return { brought, isWhole };
}
