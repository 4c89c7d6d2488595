/**
 * What is asked for while it is being done is done once more, and never twice at once. Whoever asks can wait until all is done.
 * Where the work gives `false` it was refused, and is not done once more: whoever asked meanwhile had not read why.
 *
 * @param {() => Promise<boolean | void>} work
 * @returns {() => Promise<void>}
 */
export function inTurn(work) {
  let isAskedAgain = false;
  /** @type {Promise<void> | null} */
  let underWay = null;

  async function untilDone() {
    try {
      while (isAskedAgain) {
        isAskedAgain = false;
        if ((await work()) === false) isAskedAgain = false;
      }
    } finally {
      underWay = null;
    }
  }

  return () => {
    isAskedAgain = true;
    underWay ??= untilDone();
    return underWay;
  };
}
