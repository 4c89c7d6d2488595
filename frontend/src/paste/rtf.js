/**
 * Marked changes that a clipboard tells in RTF alone. LibreOffice writes deleted words into its HTML like any others, and
 * says in the RTF beside it which they are.
 */

/** @typedef {{by: string, at: string | null}} Moment */
/** @typedef {{words: string, tag: "del" | "ins" | null, by: string, at: string | null}} Run */
/** @typedef {{isSkipped: boolean, tag: "del" | "ins" | null, by: string, at: string | null, isMarked: boolean, uc: number}} Group */

const TOKEN = /\\([a-z]+)(-?\d+)? ?|\\'([0-9a-f]{2})|\\([^a-z])|([{}])|([^\\{}\r\n]+)/gi;
// Groups that hold no words of the text. Notes stand elsewhere in HTML.
const ELSEWHERE =
  /^(?:fonttbl|colortbl|stylesheet|info|pict|header[lrf]?|footer[lrf]?|footnote|listtable|listoverridetable|listtext|pntext|fldinst|themedata|datastore|object|annotation)$/;
const LARGEST = 20_000_000;
const SHORT = 12;
const NEAR = 8;
const BLANK = /[\s\u00a0\u00ad\u200b]+/g;

/** The words of an RTF text in order, each run with what is said of it. @param {string} rtf @returns {Run[]} */
function runsOf(rtf) {
  const people = [...(/\\\*\\revtbl((?:\s*\{[^{}]*\})*)/.exec(rtf)?.[1] ?? "").matchAll(/\{([^{}]*?);?\}/g)].map(([, name]) => name);
  const isLibreOffice = /\\\*\\generator LibreOffice/.test(rtf);
  /** @type {Run[]} */
  const runs = [];
  /** @type {Group[]} */
  const outer = [];
  /** @type {Group} */
  let group = { isSkipped: false, tag: null, by: "", at: null, isMarked: false, uc: 1 };
  let skipped = 0;
  /** @param {string} words */
  const put = (words) => {
    const { isSkipped, tag, by, at } = group;
    if (isSkipped) return;
    const last = runs.at(-1);
    if (last && last.tag === tag && last.by === by && last.at === at) last.words += words;
    else runs.push({ words, tag, by, at });
  };
  for (const [, word, number, code, sign, brace, words] of rtf.matchAll(TOKEN)) {
    if (brace === "{") {
      outer.push(group);
      group = { ...group, isMarked: false };
      skipped = 0;
    } else if (brace === "}") {
      group = outer.pop() ?? group;
      skipped = 0;
    } else if (words || code) {
      const text = words ?? String.fromCharCode(Number.parseInt(code, 16));
      put(text.slice(skipped));
      skipped = Math.max(0, skipped - text.length);
    } else if (sign) {
      if (sign === "*") group.isSkipped = true;
      else if (sign === "~") put(" ");
      else if ("\\{}".includes(sign)) put(sign);
    } else if (word === "u") {
      put(String.fromCharCode(Number(number) & 0xffff));
      skipped = group.uc;
    } else if (word === "uc") group.uc = Number(number);
    else if (ELSEWHERE.test(word)) group.isSkipped = true;
    else if (/^[lhd](?:o|i|b)ch$/.test(word)) group.isMarked = true;
    else if (word === "plain") group.tag = null;
    else if (word === "deleted" || word === "revised") {
      // Behind the kind of its letters LibreOffice says it of the end of the paragraph, and not of the words.
      if (!(isLibreOffice && group.isMarked)) group.tag = number === "0" ? null : word === "deleted" ? "del" : "ins";
    } else if (/^revauth(?:del)?$/.test(word)) group.by = plain(people[Number(number)] ?? "");
    else if (/^revdttm(?:del)?$/.test(word)) group.at = momentOf(Number(number));
  }
  return runs;
}

/** A name may have letters of its own. @param {string} rtf */
const plain = (rtf) =>
  rtf
    .replace(/\\u(-?\d+) ?(?:\\'[0-9a-f]{2}|\?)?/gi, (_, code) => String.fromCharCode(Number(code) & 0xffff))
    .replace(/\\'([0-9a-f]{2})/gi, (_, code) => String.fromCharCode(Number.parseInt(code, 16)));

/** Minute, hour, day, month and year, packed into one number. @param {number} packed */
function momentOf(packed) {
  const part = (/** @type {number} */ shift, /** @type {number} */ mask) => String((packed >>> shift) & mask).padStart(2, "0");
  const text = `${1900 + ((packed >>> 20) & 0x1ff)}-${part(16, 15)}-${part(11, 31)}T${part(6, 31)}:${part(0, 63)}:00Z`;
  return Number.isNaN(Date.parse(text)) ? null : text;
}

/** Whether there is an RTF, and not too long to be read. @param {string} rtf */
export const canTell = (rtf) => rtf !== "" && rtf.length <= LARGEST;

/**
 * Mark in HTML what the RTF of the same words marks. Gives how many deleted stretches were not found.
 *
 * @type {(body: HTMLElement, rtf: string) => number}
 */
export function markChanges(body, rtf) {
  if (!canTell(rtf) || !/\\(?:deleted|revised)\b/.test(rtf)) return 0;
  const letters = lettersOf(body);
  const text = letters.map(({ letter }) => letter).join("");
  /** @type {{from: number, to: number, run: Run}[]} */
  const found = [];
  let at = 0;
  let lost = 0;
  for (const run of runsOf(rtf)) {
    const words = run.words.replace(BLANK, "");
    const from = words ? text.indexOf(words, at) : -1;
    const isThere = from >= 0 && (words.length >= SHORT || from - at <= NEAR);
    if (!isThere) {
      if (words && run.tag === "del") lost += 1;
      continue;
    }
    at = from + words.length;
    if (run.tag) found.push({ from, to: at, run });
  }
  for (const { from, to, run } of found.toReversed()) wrap(letters.slice(from, to), run);
  return lost;
}

/** @param {HTMLElement} body */
function lettersOf(body) {
  /** @type {{letter: string, node: Text, offset: number}[]} one for each unit of the text, without blanks */
  const letters = [];
  const walker = body.ownerDocument.createTreeWalker(body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = /** @type {Text} */ (walker.currentNode);
    for (let offset = 0; offset < node.data.length; offset += 1) {
      if (!isBlank(node.data[offset])) letters.push({ letter: node.data[offset], node, offset });
    }
  }
  return letters;
}

/** From behind, so that the places of what comes before stay. @type {(letters: {node: Text, offset: number}[], run: Run) => void} */
function wrap(letters, { words, tag, by, at }) {
  const nodes = [...new Set(letters.map(({ node }) => node))];
  for (const node of nodes.toReversed()) {
    const offsets = letters.filter((one) => one.node === node).map(({ offset }) => offset);
    let start = node === nodes[0] ? offsets[0] : 0;
    let end = node === nodes.at(-1) ? offsets.at(-1) + 1 : node.data.length;
    // The blanks at both ends go with the words that they were written with.
    if (/^\s/.test(words)) while (isBlank(node.data[start - 1])) start -= 1;
    if (/\s$/.test(words)) while (isBlank(node.data[end])) end += 1;
    node.splitText(end);
    const marked = node.splitText(start);
    const mark = node.ownerDocument.createElement(tag);
    if (by) mark.setAttribute("data-by", by.slice(0, 200));
    if (at) mark.setAttribute("data-at", at);
    marked.replaceWith(mark);
    mark.append(marked);
  }
}

/** @param {string | undefined} letter */
const isBlank = (letter) => letter !== undefined && !letter.replace(BLANK, "");
