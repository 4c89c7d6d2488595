/** Notes of Word and LibreOffice: a mark in the text that leads to words at the end. Here the words stand at the mark. */

const MARKS = [
  'a.sdfootnoteanc, a.sdendnoteanc, a[name$="anc"][href^="#sdfootnote"], a[name$="anc"][href^="#sdendnote"]',
  'a[href^="#_ftn"]:not([href^="#_ftnref"]), a[href^="#_edn"]:not([href^="#_ednref"])',
  'a[role="doc-noteref"]',
].join(", ");
const BACK = 'a.sdfootnotesym, a.sdendnotesym, a[href^="#_ftnref"], a[href^="#_ednref"], a[role="doc-backlink"], a[href$="anc"][name$="sym"]';

/** @param {HTMLElement} body */
export function notes(body) {
  /** @type {Set<Element>} */
  const used = new Set();
  for (const mark of body.querySelectorAll(MARKS)) {
    const place = placeOf(body, mark.getAttribute("href").slice(1));
    const note = body.ownerDocument.createElement("span");
    note.setAttribute("data-note", "");
    if (place) {
      note.append(...wordsOf(place));
      used.add(place);
    }
    const around = mark.closest("sup") ?? mark;
    if (place) around.replaceWith(note);
    else around.remove(); // a number that leads nowhere says nothing
  }
  for (const place of used) place.remove();
  for (const list of body.querySelectorAll("div")) {
    if (/footnote-list|endnote-list/.test(list.getAttribute("data-style") ?? "")) list.remove();
  }
}

/** The block that a mark leads to. @type {(body: HTMLElement, name: string) => Element | null} */
function placeOf(body, name) {
  const target = body.querySelector(`[id="${CSS.escape(name)}"], a[name="${CSS.escape(name)}"]`);
  const block = target?.closest('div[id^="ftn"], div[id^="edn"], div[id^="sdfootnote"], div[id^="sdendnote"]') ?? target?.closest("li, p");
  return block && block !== body ? block : null;
}

/** The words of a note: paragraphs become lines. @param {Element} place */
function wordsOf(place) {
  for (const back of place.querySelectorAll(BACK)) (back.closest("sup") ?? back).remove();
  const paragraphs = [...place.querySelectorAll("p")];
  const parts = paragraphs.length ? paragraphs : [place];
  return parts.flatMap((part, at) => {
    trimStart(part);
    return [...(at ? [place.ownerDocument.createElement("br")] : []), ...part.childNodes];
  });
}

/** @param {Element} part */
function trimStart(part) {
  const walker = part.ownerDocument.createTreeWalker(part, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode;
    text.nodeValue = text.nodeValue.replace(/^[\s\u00a0]+/, "");
    if (text.nodeValue) return;
  }
}
