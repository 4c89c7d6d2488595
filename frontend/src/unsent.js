/**
 * Steps that the server does not have yet, stored in this browser for their writer alone. They outlive a closed tab and
 * are sent when the document is opened again, by whichever page comes first.
 */

import { getVersion, unsentSteps } from "./collab.js";
import { MOST_STEPS } from "./exchange.js";
import { wordsIn } from "./words.js";

/** @typedef {import("./exchange.js").Answer} Answer */
/** @typedef {import("./exchange.js").Exchange} Exchange */
/** @typedef {import("prosemirror-state").EditorState} EditorState */
/** @typedef {import("prosemirror-transform").Step} Step */
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
/** @typedef {{ready: Promise<unknown>, names: () => string[], read: (name: string) => Unsent, write: (name: string, entry: object) => void, forget: (name: string) => void}} Store */

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

  /** What the server does not have yet of a text; nothing, if it has it all. @type {(state: EditorState, exchange: Exchange, text: {revision: number, schema: string}) => void} */
  keepOf(state, exchange, text) {
    this.keep(exchange.unsent ? entryOf(state, exchange, text) : null);
  }

  /** Those of pages that are gone. */
  async left() {
    await this.store.ready;
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

/** @type {(state: EditorState, exchange: Exchange, text: {revision: number, schema: string}) => Omit<Unsent, "at" | "client">} */
export function entryOf(state, { mayHaveArrived }, text) {
  const steps = condensed(unsentSteps(state), mayHaveArrived);
  return {
    ...text,
    version: getVersion(state),
    underWay: mayHaveArrived,
    steps: steps.map((step) => step.toJSON()),
    words: wordsIn(steps, state.doc),
  };
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
 * Send what a page that is gone has left, all of it as it was made: the server knows again what arrived, and stores the rest.
 *
 * @param {Unsent} entry
 * @param {(name: string, payload: object) => Promise<Answer | null>} ask
 * @param {object} about
 * @returns {Promise<Answer | null>} null too where the answer does not speak for every step
 */
export async function sendLeft({ version, client, steps }, ask, about) {
  const answer = await ask("document:steps", { ...about, version, client, steps });
  return answer?.ok && answer.taken !== steps.length ? null : answer;
}

/**
 * Of many steps that never left, those of one run of typing as one. The first ones, which may have arrived, stay as they
 * were made.
 *
 * @type {(steps: readonly Step[], mayHaveArrived: number) => Step[]}
 */
export function condensed(steps, mayHaveArrived) {
  if (steps.length <= MOST_STEPS) return [...steps];
  const found = steps.slice(0, mayHaveArrived);
  for (const step of steps.slice(mayHaveArrived)) {
    const both = found.length > mayHaveArrived ? found.at(-1).merge(step) : null;
    if (both) found[found.length - 1] = both;
    else found.push(step);
  }
  return found;
}
