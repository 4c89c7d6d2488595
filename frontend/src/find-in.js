/** Where words stand in a text (pure). Deleted words are passed over, and words of notes are found in their notes. */

/** @typedef {import("prosemirror-model").Node} Node */
/** @typedef {{from: number, to: number, note: number | null}} Match `note` is the place of the note that it stands in */
/** @typedef {{words: string, isExact: boolean}} Query */

/** Stands for what is no word, one for each place in the text. */
const NONE = "\ufffc";
/** Signs that nobody tells apart who looks for one of them. @type {Record<string, string>} */
const ALIKE = { "\u00a0": " ", "\u202f": " ", "’": "'", "‘": "'", "“": '"', "”": '"', "‑": "-", "‐": "-" };
/** Most texts are asked for the same words again and again while somebody writes: blocks stay the same. @type {WeakMap<Node, {query: Query, places: number[]}>} */
const known = new WeakMap();

/** In reading order. @type {(doc: Node, query: Query) => Match[]} */
export function matchesIn(doc, query) {
  /** @type {Match[]} */
  const found = [];
  const wanted = folded(query.words, query.isExact);
  if (!wanted) return found;
  doc.descendants((node, pos) => {
    if (!node.inlineContent) return true;
    const isNote = node.type.name === "footnote";
    for (const place of placesIn(node, query, wanted)) {
      found.push({ from: pos + 1 + place, to: pos + 1 + place + wanted.length, note: isNote ? pos : null });
    }
    return true; // there may be notes in it
  });
  return found.toSorted((one, other) => one.from - other.from);
}

/** @type {(node: Node, query: Query, wanted: string) => number[]} */
function placesIn(node, query, wanted) {
  const before = known.get(node);
  if (before?.query.words === query.words && before.query.isExact === query.isExact) return before.places;
  const text = folded(wordsOf(node), query.isExact);
  const places = [];
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + wanted.length)) places.push(at);
  known.set(node, { query, places });
  return places;
}

/** One letter for each place. @param {Node} block */
function wordsOf(block) {
  let words = "";
  block.forEach((node) => {
    const isThere = node.isText && !node.marks.some(({ type }) => type.name === "deletion");
    words += isThere ? node.text : NONE.repeat(node.nodeSize);
  });
  return words;
}

/** As long as it was: `İ` has no small letter of one place, and stays. @type {(text: string, isExact: boolean) => string} */
function folded(text, isExact) {
  const alike = text.replaceAll(/[\u00a0\u202f’‘“”‑‐]/g, (sign) => ALIKE[sign]);
  if (isExact) return alike;
  const small = alike.toLowerCase();
  if (small.length === alike.length) return small;
  return Array.from(alike, (letter) => (letter.toLowerCase().length === letter.length ? letter.toLowerCase() : letter)).join("");
}
