/**
 * Several replacements that are made together or not at all: each only where still stands what it takes away. Of separate
 * steps one may find no place any more after what others did meanwhile, and what it should have moved would be lost.
 *
 * `Together` of `kinds.py` does the same on the server.
 */

import { Slice } from "prosemirror-model";
import { Step, StepMap, StepResult } from "prosemirror-transform";

/** @typedef {import("prosemirror-model").Node} Node */
/** @typedef {{from: number, to: number, was: Slice, slice: Slice}} Replacement */

export class Together extends Step {
  /** @param {Replacement[]} replacements in the order of the text, each where it is before all of them */
  constructor(replacements) {
    super();
    this.replacements = replacements;
  }

  /** @param {Node} doc */
  apply(doc) {
    let now = doc;
    let end = doc.content.size;
    for (const { from, to, was, slice } of this.replacements.toReversed()) {
      if (to > end || from > to || !doc.slice(from, to).eq(was)) return StepResult.fail("Something else stands there now");
      const result = StepResult.fromReplace(now, from, to, slice);
      if (result.failed) return result;
      now = result.doc;
      end = from;
    }
    return StepResult.ok(now);
  }

  getMap() {
    return new StepMap(this.replacements.flatMap(({ from, to, slice }) => [from, to - from, slice.size]));
  }

  invert() {
    let moved = 0;
    return new Together(
      this.replacements.map(({ from, to, was, slice }) => {
        const start = from + moved;
        moved += slice.size - (to - from);
        return { from: start, to: start + slice.size, was: slice, slice: was };
      }),
    );
  }

  /** @param {import("prosemirror-transform").Mappable} mapping */
  map(mapping) {
    return new Together(this.replacements.map((one) => ({ ...one, from: mapping.map(one.from, 1), to: mapping.map(one.to, one.from < one.to ? -1 : 1) })));
  }

  toJSON() {
    const replacements = this.replacements.map(({ from, to, was, slice }) => ({ from, to, was: was.toJSON(), slice: slice.toJSON() }));
    return { stepType: "together", replacements };
  }

  /** @type {(schema: import("prosemirror-model").Schema, json: {replacements: {from: number, to: number, was: object, slice: object}[]}) => Together} */
  static fromJSON(schema, { replacements }) {
    return new Together(
      replacements.map(({ from, to, was, slice }) => ({ from, to, was: Slice.fromJSON(schema, was), slice: Slice.fromJSON(schema, slice) })),
    );
  }
}

Step.jsonID("together", Together);
