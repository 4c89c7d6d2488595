/** What exists already, asked when the typing pauses and shown beside the form. It never moves what is typed. */

import { post } from "../http.js";

const PAUSE = 1500;
const FIELDS = ["name", "lead", "title", "abstract", "keywords", "scope", "text"];
const WIDE = matchMedia("(width >= 60rem)");

const panel = document.querySelector("[data-beside]");
const form = document.querySelector("form[data-drafting]");
let timer;
let asking; // the one question whose answer still counts
let asked = "";

if (panel && form) {
  form.addEventListener("input", ({ target: { name } }) => {
    if (!FIELDS.includes(name)) return;
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });
  ask();
}

async function ask() {
  const data = new FormData();
  for (const field of FIELDS) {
    const value = form.elements[field]?.value.trim();
    if (value) data.append(field, value);
  }
  const text = [...data.values()].join("\n");
  if (text === asked) return;
  asked = text;
  asking?.abort();
  const isNamed = data.has("name") && data.has("lead"); // who has both may be there already
  if (!isNamed && words(text) < Number(panel.dataset.least)) return show("");
  if (panel.dataset.besides) data.append("besides", panel.dataset.besides);
  const mine = (asking = new AbortController());
  const answer = await post(panel.dataset.beside, data, { signal: mine.signal }).catch(() => null);
  if (mine.signal.aborted) return;
  if (!answer?.ok) {
    asked = ""; // the next pause asks again; until then what is shown stays
    return;
  }
  const html = answer.status === 204 ? "" : await answer.text();
  if (!mine.signal.aborted) show(html);
}

/** Scripts without spaces count by their letters. */
function words(text) {
  return (text.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]|[\p{L}\p{N}_]+/gu) ?? []).length;
}

function show(html) {
  const place = panel.querySelector("[data-beside-found]");
  if (html === place.innerHTML) return;
  const opened = [...place.querySelectorAll("details[open]")].map(name);
  place.innerHTML = html;
  panel.hidden = html === "";
  for (const part of place.querySelectorAll("details")) {
    part.open = opened.includes(name(part)) || (WIDE.matches && part.matches(".beside__all"));
  }
  say(place.querySelector(".beside__summary")?.textContent ?? "");
}

function name(part) {
  return part.closest("article")?.querySelector("a")?.href ?? "";
}

/** Said only when it says something else than before. */
function say(summary) {
  const status = panel.querySelector("[data-beside-said]");
  if (status.textContent !== summary) status.textContent = summary;
}
