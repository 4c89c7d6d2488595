/**
 * What is asked for while it is being done is done once more, and never twice at once. Whoever asks can wait until all is done.
 *
 * @param {() => Promise<void>} work
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
        await work();
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
