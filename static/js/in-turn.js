/**
 * What is asked for while it is being done is done once more, and never twice at once.
 *
 * @param {() => Promise<void>} work
 */
export function inTurn(work) {
  let isBusy = false;
  let isAskedAgain = false;
  return async () => {
    isAskedAgain = true;
    if (isBusy) return;
    isBusy = true;
    while (isAskedAgain) {
      isAskedAgain = false;
      await work();
    }
    isBusy = false;
  };
}
