/**
 * Words of any script: how many a text has, and where one begins.
 *
 * Counted as the server counts them (`words_in` of `wgcop/paper/comparison/words.py`): each Chinese character and kana is
 * a word, and what a hyphen, an apostrophe or a sign between letters joins is one.
 */

const words = new Intl.Segmenter("en", { granularity: "word" });
const IDEOGRAPH = /[\u3005\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u{20000}-\u{3ffff}]/gu;
const JOINER = /^[-‐‑'’.,:/]$/u;
const LETTER = /[\p{L}\p{N}_]/u;

/** @param {string} text */
export function countWords(text) {
  let count = 0;
  let isOpen = false;
  let isJoined = false;
  for (const { segment } of words.segment(text)) {
    if (!LETTER.test(segment)) {
      isJoined = isOpen && JOINER.test(segment);
      isOpen = false;
      continue;
    }
    const ideographs = segment.match(IDEOGRAPH)?.length ?? 0;
    if (ideographs) count += ideographs;
    else if (!isOpen && !isJoined) count += 1;
    isOpen = !ideographs;
    isJoined = false;
  }
  return count;
}

/** Whether a word begins with what is put behind the text. @type {(before: string, added: string) => boolean} */
export function beginsWord(before, added) {
  const first = String.fromCodePoint(added.codePointAt(0) ?? 32);
  if (!LETTER.test(first)) return false;
  if (!first.match(IDEOGRAPH)) return countWords(before + first) > countWords(before);
  return words.segment(before + added).containing(before.length).index === before.length;
}
