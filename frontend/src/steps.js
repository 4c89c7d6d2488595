/** Steps as they travel: tried without throwing, and compared with what the server stored. */

import { AttrStep, ReplaceAroundStep, Step, StepResult, Transform } from "prosemirror-transform";
import { schema } from "./schema.js";
import "./together.js";

/** @typedef {import("prosemirror-transform").StepMap} StepMap */

/** A step that no longer fits fails like any other that does not, instead of throwing. */
Transform.prototype.maybeStep = function (step) {
  if (step instanceof ReplaceAroundStep && !(step.from <= step.gapFrom && step.gapFrom <= step.gapTo && step.gapTo <= step.to)) {
    return StepResult.fail("Its places are not in order"); // moved past each other; the server lets it go too
  }
  let result;
  try {
    if (step instanceof AttrStep && this.doc.nodeAt(step.pos)?.isText) return StepResult.fail("Words have no attributes");
    result = step.apply(this.doc);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return StepResult.fail(error.message);
  }
  if (!result.failed) {
    // @ts-expect-error prosemirror-transform keeps this method to itself
    this.addStep(step, result.doc);
  }
  return result;
};

/** @param {object} json */
export const stepOf = (json) => Step.fromJSON(schema, json);

/** Whether two steps say the same, in whichever order they name their attributes. @type {(one: Step, other: Step) => boolean} */
export const isSameStep = (one, other) => ordered(one.toJSON()) === ordered(other.toJSON());

/** @param {unknown} value */
function ordered(value) {
  return JSON.stringify(value, (key, inner) =>
    inner && typeof inner === "object" && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
