/** The words of a text without its form: for other programs, for checks, and to keep what could not be merged. */

/** @typedef {import("prosemirror-model").Node} Node */
/** @typedef {import("prosemirror-model").Fragment} Fragment */

/** One block to a line; deleted words left out, notes in brackets. @param {Fragment} content */
export function wordsOf(content) {
  /** @type {string[]} */
  const lines = [];
  let isNew = true;
  content.descendants((node) => {
    if (node.isTextblock || (node.isBlock && node.isLeaf)) isNew = true;
    if (!node.isInline) return true;
    if (node.marks.some(({ type }) => type.name === "deletion")) return false;
    if (isNew) lines.push("");
    isNew = false;
    lines[lines.length - 1] += inlineWords(node);
    return false;
  });
  return lines.join("\n");
}

/** @param {Node} node */
function inlineWords(node) {
  if (node.isText) return node.text;
  if (node.type.name === "hard_break") return "\n";
  return node.type.name === "footnote" ? ` (${node.textContent})` : "";
}

/** What steps have put into a text, as it stands there now. @type {(steps: readonly import("prosemirror-transform").Step[], doc: Node) => string} */
export function wordsIn(steps, doc) {
  /** @type {{from: number, to: number}[]} */
  let stretches = [];
  for (const step of steps) {
    const map = step.getMap();
    stretches = stretches.map(({ from, to }) => ({ from: map.map(from, 1), to: map.map(to, -1) })).filter(({ from, to }) => from < to);
    map.forEach((start, end, newStart, newEnd) => {
      if (newStart < newEnd) stretches.push({ from: newStart, to: newEnd });
    });
  }
  stretches.sort((one, other) => one.from - other.from);
  /** @type {{from: number, to: number}[]} */
  const joined = [];
  for (const { from, to } of stretches) {
    const last = joined.at(-1);
    if (last && from <= last.to) last.to = Math.max(last.to, to);
    else joined.push({ from, to });
  }
  const size = doc.content.size;
  return joined
    .map(({ from, to }) => wordsOf(doc.slice(Math.min(from, size), Math.min(to, size)).content))
    .filter((words) => words.trim())
    .join("\n");
}
