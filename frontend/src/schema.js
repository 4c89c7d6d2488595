/** The shape of a paper in the browser, from the same `schema.json` that the server reads. */

import { Schema } from "prosemirror-model";
import shape from "../../wgcop/paper/schema.json";

/** @typedef {import("prosemirror-model").Node} Node */
/** @typedef {import("prosemirror-model").NodeType} NodeType */
/** @typedef {import("prosemirror-model").NodeSpec} NodeSpec */
/** @typedef {import("prosemirror-model").MarkSpec} MarkSpec */
/** @typedef {import("prosemirror-model").DOMOutputSpec} Dom */
/** @typedef {import("prosemirror-model").AttributeSpec} AttributeSpec */

const INLINE = Object.entries(shape.nodes).flatMap(([name, spec]) => ("group" in spec && spec.group === "inline" ? [name] : []));

/** Whether parts of this kind have an id of their own. @param {string} name */
export const isBlock = (name) => name !== shape.topNode && !INLINE.includes(name);

const LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";

/** As the server makes them: eight small letters or digits, by chance. */
export function newId() {
  return [...crypto.getRandomValues(new Uint32Array(8))].map((chance) => LETTERS[chance % 36]).join("");
}

/** @type {Record<string, {tableRole: string}>} for the commands of prosemirror-tables */
const ROLES = {
  table: { tableRole: "table" },
  table_row: { tableRole: "row" },
  table_cell: { tableRole: "cell" },
  table_header: { tableRole: "header_cell" },
};

/** The counter of each kind of list, for the style sheet: to selectors the types `a` and `A` are the same. @type {Record<string, string>} */
const COUNTERS = { a: "lower-alpha", A: "upper-alpha", i: "lower-roman", I: "upper-roman" };

/** What every block says of itself in HTML. @type {(node: Node) => Record<string, string>} */
function common({ attrs: { id, dir, change, border } }) {
  return {
    ...(id && { "data-id": id }),
    ...(dir && { dir }),
    ...(change && { "data-change": change }),
    ...(border && { "data-border": border.type, ...signatureOf(border.attrs) }),
  };
}

/** @type {(signature: {by?: string | null, at?: string | null}) => Record<string, string>} */
const signatureOf = ({ by, at }) => ({ ...(by && { "data-by": by, class: `by-${colourOf(by)}` }), ...(at && { "data-at": at }) });

/** @param {Element} element */
const signedIn = (element) => ({ by: element.getAttribute("data-by") || null, at: element.getAttribute("data-at") || null });

/** @param {Element} element */
const borderIn = (element) => {
  const type = element.getAttribute("data-border");
  return { border: ["insertion", "deletion"].includes(type) ? { type, attrs: signedIn(element) } : null };
};

/** @param {Element} element */
const commonOf = (element) => ({
  id: element.getAttribute("data-id"),
  dir: ["ltr", "rtl"].includes(element.getAttribute("dir")) ? element.getAttribute("dir") : null,
  change: ["inserted", "deleted"].includes(element.getAttribute("data-change")) ? element.getAttribute("data-change") : null,
});

/** @type {(element: Element, name: string, otherwise: number) => number} */
function number(element, name, otherwise) {
  const value = Number.parseInt(element.getAttribute(name), 10);
  return value >= 0 && value <= 99_999 ? value : otherwise;
}

/** @param {Node} node */
const spans = ({ attrs: { colspan, rowspan } }) => ({
  ...(colspan > 1 && { colspan: String(colspan) }),
  ...(rowspan > 1 && { rowspan: String(rowspan) }),
});

/** @param {Element} element */
const spansOf = (element) => ({
  ...commonOf(element),
  colspan: Math.max(1, number(element, "colspan", 1)),
  rowspan: Math.max(1, number(element, "rowspan", 1)),
});

/** @type {(tag: string, attrs?: (element: HTMLElement) => object) => any} */
const from = (tag, attrs = commonOf) => ({ tag, getAttrs: attrs });

/** Where the pictures of this paper are; the page says it. */
export const pictures = {
  /** @param {string} file */
  addressOf: (file) => `#${file}`,
};

/** How each kind of part is read from HTML and shown as HTML. @type {Record<string, Partial<NodeSpec>>} */
const NODES = {
  paragraph: {
    parseDOM: [from("p", (element) => ({ ...commonOf(element), ...borderIn(element), numbered: element.hasAttribute("data-numbered") }))],
    toDOM: (node) => ["p", { ...common(node), ...(node.attrs.numbered && { "data-numbered": "" }) }, 0],
  },
  heading: {
    defining: true,
    parseDOM: [1, 2, 3, 4, 5, 6].map((level) =>
      from(`h${level}`, (element) => ({ ...commonOf(element), ...borderIn(element), level: Math.min(level, 4) })),
    ),
    toDOM: (node) => [`h${node.attrs.level}`, common(node), 0],
  },
  bullet_list: { parseDOM: [from("ul")], toDOM: (node) => ["ul", common(node), 0] },
  ordered_list: {
    parseDOM: [
      from("ol", (element) => ({
        ...commonOf(element),
        start: number(element, "start", 1),
        style: ["1", "a", "A", "i", "I"].includes(element.getAttribute("type")) ? element.getAttribute("type") : "1",
        delim: [".", ")", "()"].includes(element.getAttribute("data-delim")) ? element.getAttribute("data-delim") : ".",
      })),
    ],
    toDOM: (node) => {
      const { start, style, delim } = node.attrs;
      const counter = COUNTERS[style] ?? "decimal";
      return ["ol", { ...common(node), start: String(start), type: style, "data-counter": counter, "data-delim": delim }, 0];
    },
  },
  list_item: { defining: true, parseDOM: [from("li")], toDOM: (node) => ["li", common(node), 0] },
  blockquote: {
    defining: true,
    parseDOM: [
      from("blockquote", (element) => ({ ...commonOf(element), clause: element.getAttribute("data-clause") || null })),
    ],
    toDOM: (node) => ["blockquote", { ...common(node), ...(node.attrs.clause && { "data-clause": node.attrs.clause }) }, 0],
  },
  table: {
    isolating: true,
    parseDOM: [from("table")],
    toDOM: (node) => ["table", common(node), ["tbody", 0]],
  },
  table_row: { parseDOM: [from("tr")], toDOM: (node) => ["tr", common(node), 0] },
  table_cell: {
    isolating: true,
    parseDOM: [from("td", spansOf)],
    toDOM: (node) => ["td", { ...common(node), ...spans(node) }, 0],
  },
  table_header: {
    isolating: true,
    parseDOM: [from("th", spansOf)],
    toDOM: (node) => ["th", { ...common(node), ...spans(node) }, 0],
  },
  hard_break: { selectable: false, parseDOM: [{ tag: "br" }], toDOM: () => ["br"] },
  image: {
    draggable: true,
    parseDOM: [
      from("img[data-file]", (element) => ({
        file: element.getAttribute("data-file"),
        alt: element.getAttribute("alt") ?? "",
        width: number(element, "width", null),
        height: number(element, "height", null),
      })),
    ],
    toDOM: ({ attrs: { file, alt, width, height } }) => [
      "img",
      { src: pictures.addressOf(file), "data-file": file, alt, ...(width && { width: String(width) }), ...(height && { height: String(height) }) },
    ],
  },
  footnote: {
    parseDOM: [{ tag: "span[data-note]" }],
    toDOM: () => ["span", { "data-note": "" }, 0],
  },
};

/** @type {string[]} those who marked changes, in the order in which they were met */
const writers = [];
const COLOURS = 8;

/** @param {string} name */
function colourOf(name) {
  if (!writers.includes(name)) writers.push(name);
  return (writers.indexOf(name) % COLOURS) + 1;
}

/** @type {(tag: string) => Partial<MarkSpec>} */
const changed = (tag) => ({
  inclusive: false,
  parseDOM: [
    {
      tag,
      getAttrs: signedIn,
    },
  ],
  toDOM: ({ attrs }) => [tag, signatureOf(attrs), 0],
});

/** @type {(...tags: string[]) => Partial<MarkSpec>} the first is how it is shown */
const plain = (...tags) => ({ parseDOM: tags.map((tag) => ({ tag })), toDOM: () => [tags[0], 0] });

/** @type {Record<string, Partial<MarkSpec>>} */
const MARKS = {
  link: {
    inclusive: false,
    parseDOM: [
      {
        tag: "a[href]",
        getAttrs: (element) => isSafe(element.getAttribute("href")) && { href: element.getAttribute("href") },
      },
    ],
    toDOM: ({ attrs: { href } }) => ["a", { href, rel: "nofollow noopener" }, 0],
  },
  insertion: changed("ins"),
  deletion: changed("del"),
  strong: plain("strong", "b"),
  em: plain("em", "i"),
  underline: plain("u"),
  sup: plain("sup"),
  sub: plain("sub"),
  code: plain("code"),
};

/** As the server judges it: a link leads to the web or to a mailbox. @param {string} href */
export const isSafe = (href) => /^(?:https?:\/\/|mailto:)[^\s]+$/i.test(href);

/** What the standard says, and what each part needs here besides. */
export const schema = new Schema({
  topNode: shape.topNode,
  nodes: Object.fromEntries(
    Object.entries(shape.nodes).map(([name, spec]) => [
      name,
      { ...spec, ...NODES[name], ...ROLES[name], attrs: { ...(isBlock(name) && shape.blockAttrs), ...attrsOf(spec) } },
    ]),
  ),
  marks: Object.fromEntries(
    Object.entries(shape.marks).map(([name, spec]) => [name, { ...spec, ...MARKS[name], attrs: attrsOf(spec) }]),
  ),
});

/** @type {(spec: object) => Record<string, AttributeSpec>} */
function attrsOf(spec) {
  return "attrs" in spec ? /** @type {Record<string, AttributeSpec>} */ (spec.attrs) : {};
}

/** A block that is made here has an id from its first moment, so that no step is ever without one. @param {any} type its method is not documented */
function giveIds(type) {
  const compute = type.computeAttrs.bind(type);
  type.computeAttrs = (/** @type {object | null} */ attrs) => {
    const { id, ...others } = compute(attrs);
    return { id: id ?? newId(), ...others };
  };
}

for (const type of Object.values(schema.nodes)) if (isBlock(type.name)) giveIds(type);
