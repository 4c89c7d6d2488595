/**
 * Exchanging steps with the server, one exchange at a time. The server rebases what is sent and answers with all steps
 * since the version that it was written upon, so that both sides rebase the same steps over the same steps.
 *
 * While an exchange is under way, what others send is held back: its answer brings that too.
 */

import { confirm, getVersion, receiveOthers, unconfirmed, unsentSteps } from "./collab.js";
import { isSameStep, stepOf } from "./steps.js";

/** @typedef {import("prosemirror-state").EditorState} EditorState */
/** @typedef {import("prosemirror-state").Transaction} Transaction */
/** @typedef {{step: object, client: string, by?: number | string | null}} Stored */
/** @typedef {{ok: boolean, from?: number, steps?: Stored[], taken?: number, reason?: string, message?: string}} Answer */

/** The server takes no more in one message. */
export const MOST_STEPS = 100;
const SOON = 1000;
const LATER = 15_000;
const PATIENCE = 4;

export class Exchange {
  /**
   * @param {object} options
   * @param {string} options.client this load of the page
   * @param {() => EditorState} options.state
   * @param {() => void} options.before what the browser has done is read first: a caret that has just moved
   * @param {(transaction: Transaction, maps: import("prosemirror-transform").StepMap[]) => void} options.apply
   * @param {(name: string, payload: object) => Promise<Answer | null>} options.ask null where no answer came
   * @param {() => object} options.about what every message names: document and revision
   * @param {(reason: string, message: string) => void} options.refused
   * @param {() => Promise<boolean>} options.differs the server has another text: open it again, and say whether that worked
   * @param {() => void} options.told the state of the exchange has changed
   */
  constructor({ client, state, before, apply, ask, about, refused, differs, told }) {
    this.client = client;
    this.state = state;
    this.before = before;
    this.apply = apply;
    this.ask = ask;
    this.about = about;
    this.refused = refused;
    this.differs = differs;
    this.told = told;
    this.isOpen = false;
    this.isRunning = false;
    this.isBehind = false;
    /** The server has another text than this editor: open again. */
    this.isAstray = false;
    /** @type {{from: number, steps: Stored[]}[]} */
    this.held = [];
    /** How many steps the message under way holds. */
    this.underWay = 0;
    this.failures = 0;
    /** How many steps were sent without an answer. */
    this.inDoubt = 0;
    this.most = MOST_STEPS;
    /** @type {ReturnType<typeof setTimeout>} */
    this.timer = undefined;
  }

  get unsent() {
    return unsentSteps(this.state()).length;
  }

  /** How many of the first steps the server may have, although it has not said so. */
  get mayHaveArrived() {
    return Math.max(this.underWay, this.inDoubt);
  }

  /** Whether what is written now leaves at once. */
  get isFree() {
    return this.isOpen && !this.isRunning;
  }

  /** The document is open on the server: send what waits, and ask for what was missed. */
  opened() {
    this.isOpen = true;
    this.isBehind = true;
    this.failures = 0;
    return this.pump();
  }

  closed() {
    this.isOpen = false;
    clearTimeout(this.timer);
    this.told();
  }

  /** What the server sent to everybody in the room. @type {(from: number, steps: Stored[]) => void} */
  hear(from, steps) {
    if (!this.isOpen) return;
    this.held.push({ from, steps });
    if (this.isRunning) return;
    this.takeHeld();
    if (this.isBehind || this.isAstray) this.pump();
  }

  /** What arrived while an exchange was under way, unless its answer has brought it. */
  takeHeld() {
    for (const { from, steps } of this.held.splice(0)) {
      if (!this.isBehind && !this.isAstray) this.receive(from, steps);
    }
  }

  async pump() {
    if (!this.isFree) return;
    this.isRunning = true;
    clearTimeout(this.timer);
    try {
      while (this.isOpen && (this.isAstray || this.isBehind || this.unsent)) {
        if (this.isAstray) {
          this.told();
          if (!(await this.differs())) {
            this.again();
            break;
          }
          // What was heard meanwhile may be newer than the text that was opened.
          this.isAstray = false;
          this.failures = 0;
        } else if (!(await this.round())) {
          break;
        }
        this.takeHeld();
      }
    } finally {
      this.isRunning = false;
      this.underWay = 0;
      this.told();
    }
  }

  /** One question and its answer; whether to go on. */
  async round() {
    const version = getVersion(this.state());
    // What may have arrived is sent again as it was, so that the server knows it.
    const sent = unconfirmed(this.state()).slice(0, this.inDoubt || this.most);
    this.isBehind = false;
    this.underWay = sent.length;
    if (sent.length) this.told(); // stored as under way before it leaves
    const answer = await (sent.length
      ? this.ask("document:steps", {
          ...this.about(),
          version,
          client: this.client,
          steps: sent.map(({ step }) => step.toJSON()),
        })
      : this.ask("document:since", { ...this.about(), version }));
    if (!answer?.ok) return this.turnedDown(answer, sent.length);
    this.failures = 0;
    this.inDoubt = 0;
    this.most = MOST_STEPS;
    this.underWay = 0;
    this.receive(answer.from, answer.steps);
    // The server let a step go that still fits here.
    const [first] = unconfirmed(this.state());
    if (first && sent.length && first.number <= sent.at(-1).number) this.isAstray = true;
    return true;
  }

  /** Whether to go on. @type {(answer: Answer | null, sent: number) => boolean} */
  turnedDown(answer, sent) {
    this.isBehind = true;
    if (!answer || answer.reason === "busy") {
      this.inDoubt = sent;
      this.again();
      return false;
    }
    this.underWay = 0;
    if (answer.reason === "too-much" && (sent > 1 || this.failures < PATIENCE)) {
      this.most = Math.max(1, Math.floor(sent / 2));
      this.again();
      return false;
    }
    this.inDoubt = 0;
    // What does not fit into a paper would never be taken: back to the text as it is there.
    if (["malformed", "too-much", "unknown"].includes(answer.reason)) {
      this.isAstray = true;
      return true;
    }
    this.refused(answer.reason, answer.message);
    return false;
  }

  again() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.pump(), Math.min(SOON * 2 ** this.failures, LATER));
    this.failures += 1;
  }

  /**
   * Take stored steps in; runs of our own and of others' apart, as only steps from the start of our own can be
   * confirmed. Where the server has stored one of ours otherwise than this editor has it, the editor is astray.
   *
   * @type {(from: number, steps: Stored[]) => void}
   */
  receive(from, steps) {
    this.before();
    const known = getVersion(this.state()) - from;
    if (known < 0) {
      this.isBehind = true;
      return;
    }
    try {
      for (const run of runs(steps.slice(known), this.client)) this.takeIn(run);
    } catch (error) {
      // A step of somebody else does not fit, or one of our own cannot be undone to make room for it.
      if (!(error instanceof RangeError || (error instanceof Error && error.name === "TransformError"))) throw error;
      this.isAstray = true;
    }
  }

  /** @param {Run} run */
  takeIn({ isOwn, steps }) {
    if (isOwn && !this.confirms(steps)) throw new RangeError("The server has stored something else.");
    const transaction = isOwn ? confirm(this.state(), steps.length) : receiveOthers(this.state(), steps);
    this.apply(
      transaction.setMeta("remote", true),
      steps.map((step) => step.getMap()),
    );
  }

  /** @param {import("prosemirror-transform").Step[]} stored */
  confirms(stored) {
    const own = unsentSteps(this.state());
    return stored.length <= own.length && stored.every((step, at) => isSameStep(step, own[at]));
  }
}

/** @typedef {{isOwn: boolean, steps: import("prosemirror-transform").Step[]}} Run */

/** @type {(stored: Stored[], client: string) => Run[]} */
function runs(stored, client) {
  /** @type {Run[]} */
  const found = [];
  for (const each of stored) {
    const isOwn = each.client === client;
    if (found.at(-1)?.isOwn !== isOwn) found.push({ isOwn, steps: [] });
    found.at(-1).steps.push(stepOf(each.step));
  }
  return found;
}
