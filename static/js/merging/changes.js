/** What changed between two texts, and where a change belongs in a text that somebody else has changed too. */

/** Words in place of those from `start` to `stop`. @typedef {{start: number, stop: number, words: string}} Change */

const MOST = 4_000_000;

/** The one change between two texts. @type {(before: string, after: string) => Change | null} */
export function changeBetween(before, after) {
  if (before === after) return null;
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start] === after[start]) start++;
  let end = 0;
  while (end < most - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;
  // No half of a letter that takes two places.
  if (start && isFirstHalf(before[start - 1])) start--;
  if (end && isSecondHalf(before[before.length - end])) end--;
  return { start, stop: before.length - end, words: after.slice(start, after.length - end) };
}

/** @param {string} sign */
const isFirstHalf = (sign) => sign >= "\ud800" && sign <= "\udbff";

/** @param {string} sign */
const isSecondHalf = (sign) => sign >= "\udc00" && sign <= "\udfff";

/** The changes word by word, in their order. @type {(before: string, after: string) => Change[]} */
export function changesBetween(before, after) {
  const whole = changeBetween(before, after);
  if (!whole) return [];
  const [old, now] = [piecesOf(before), piecesOf(after)];
  let head = 0;
  while (head < old.length && head < now.length && old[head] === now[head]) head++;
  let tail = 0;
  while (tail < old.length - head && tail < now.length - head && old.at(-1 - tail) === now.at(-1 - tail)) tail++;
  const [left, right] = [old.slice(head, old.length - tail), now.slice(head, now.length - tail)];
  if (left.length * right.length > MOST) return [whole];
  return changesOf(left, right, old.slice(0, head).join("").length);
}

/** @type {(old: string[], now: string[], at: number) => Change[]} */
function changesOf(old, now, at) {
  const width = now.length + 1;
  const common = new Uint32Array((old.length + 1) * width);
  for (let i = old.length - 1; i >= 0; i--) {
    for (let j = now.length - 1; j >= 0; j--) {
      common[i * width + j] =
        old[i] === now[j] ? common[(i + 1) * width + j + 1] + 1 : Math.max(common[(i + 1) * width + j], common[i * width + j + 1]);
    }
  }
  /** @type {Change[]} */
  const changes = [];
  let [i, j, place] = [0, 0, at];
  while (i < old.length || j < now.length) {
    if (i < old.length && j < now.length && old[i] === now[j]) {
      place += old[i].length;
      i++;
      j++;
      continue;
    }
    const change = { start: place, stop: place, words: "" };
    while (i < old.length || j < now.length) {
      if (i < old.length && j < now.length && old[i] === now[j]) break;
      const isGone = j === now.length || (i < old.length && common[(i + 1) * width + j] >= common[i * width + j + 1]);
      if (isGone) place += old[i++].length;
      else change.words += now[j++];
    }
    change.stop = place;
    changes.push(change);
  }
  return changes;
}

/** @param {string} text */
const piecesOf = (text) => text.match(/\s+|[^\s]+/g) ?? [];

/**
 * Where changes of one text belong after others were made in it. Those whose place the others have touched too are left out, and
 * `meets` says that there are some.
 *
 * @type {(changes: Change[], others: Change[]) => {placed: Change[], meets: boolean}}
 */
export function moved(changes, others) {
  const apart = changes.filter((change) => !others.some((other) => meet(change, other)));
  const placed = apart.map(({ start, stop, words }) => {
    let shift = 0;
    for (const other of others) if (other.stop <= start) shift += lengthened(other);
    return { start: start + shift, stop: stop + shift, words };
  });
  return { placed, meets: apart.length < changes.length };
}

/** Whether two changes touch the same words, or both come in at the same letter. @type {(one: Change, other: Change) => boolean} */
function meet(one, other) {
  if (one.start === one.stop && other.start === other.stop) return one.start === other.start;
  return one.start < other.stop && other.start < one.stop;
}

/** Whether what `change` has done to a text is still so in `now`. @type {(change: Change, text: string, now: string) => boolean} */
export function stands({ start, words }, text, now) {
  const place = { start, stop: start + words.length, words: "" };
  return !changesBetween(text, now).some((other) => meet(place, narrowed(other, text)));
}

/** The same change without letters at its ends that stand in the text already. @type {(change: Change, text: string) => Change} */
export function narrowed({ start, stop, words }, text) {
  const inner = changeBetween(text.slice(start, stop), words);
  return inner ? { start: start + inner.start, stop: start + inner.stop, words: inner.words } : { start, stop: start, words: "" };
}

/** Where a place of a text is after a change: behind the letter where it was. @type {(place: number, change: Change) => number} */
export function placeAfter(place, { start, stop, words }) {
  if (place <= start) return place;
  return place >= stop ? place + lengthened({ start, stop, words }) : Math.min(place, start + words.length);
}

/** @param {Change} change */
const lengthened = ({ start, stop, words }) => words.length - (stop - start);
