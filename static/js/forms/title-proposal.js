/** For a draft without a title: its first line, which its writer may take for one. */

const LONGEST = 200;

const proposal = /** @type {HTMLElement | null} */ (document.querySelector("[data-title-proposal]"));
const form = /** @type {HTMLFormElement | null} */ (document.querySelector("form[data-drafting]"));
const title = /** @type {HTMLInputElement | undefined} */ (form?.elements["title"]);
const text = /** @type {HTMLInputElement | undefined} */ (form?.elements["text"]);

if (proposal && title && text) {
  for (const field of [title, text]) field.addEventListener("input", show);
  document.addEventListener("form:filled", show);
  proposal.querySelector("button").addEventListener("click", () => {
    title.value = proposal.querySelector("q").textContent;
    title.dispatchEvent(new Event("input", { bubbles: true }));
    title.focus();
  });
  show();
}

function show() {
  const words = title.value.trim() ? "" : firstLine(text.value);
  proposal.hidden = !words;
  proposal.querySelector("q").textContent = words;
}

/** Without the signs that the typed form has for headings and lists. @param {string} words */
function firstLine(words) {
  const line = words.split("\n").map((each) => each.replace(/^[\s#>*•–-]+|[\s*_]+$/gu, "").replace(/\s+/gu, " ")).find((each) => /\p{L}/u.test(each)) ?? "";
  if (line.length <= LONGEST) return line;
  const cut = line.slice(0, LONGEST);
  return `${cut.slice(0, cut.lastIndexOf(" ") > 0 ? cut.lastIndexOf(" ") : LONGEST)}…`;
}
