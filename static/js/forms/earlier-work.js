/** Earlier work that resembles what is typed: asked for when the typing pauses, and shown beside the form. */

import { announce } from "../announce.js";
import { noAnswer, post } from "../http.js";

const PAUSE = 1500;
const FIELDS = ["name", "acronym", "lead", "title", "abstract", "keywords", "scope", "text"];
const WIDE = matchMedia("(width >= 60rem)");

const panel = document.querySelector("[data-beside]");
const form = document.querySelector("form[data-drafting]");

/** @type {number} */
let timer;
/** @type {AbortController} of the one question whose answer still counts */
let question;
let textAsked = "";

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
  if (text === textAsked) return;
  textAsked = text;
  question?.abort();
  const isNamed = data.has("name"); // an initiative of this name may be there already
  if (!isNamed && countWords(text) < Number(panel.dataset.least)) return show("");
  if (panel.dataset.besides) data.append("besides", panel.dataset.besides);
  const { signal } = (question = new AbortController());
  const answer = await post(panel.dataset.beside, data, { signal }).catch(noAnswer);
  if (signal.aborted) return;
  if (!answer?.ok) {
    textAsked = ""; // the next pause asks again; until then what is shown stays
    return;
  }
  const html = answer.status === 204 ? "" : await answer.text().catch(noAnswer);
  if (typeof html === "string" && !signal.aborted) show(html);
}

/** Scripts without spaces count by their letters. @param {string} text */
function countWords(text) {
  return (text.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]|[\p{L}\p{N}_]+/gu) ?? []).length;
}

/** What the reader has opened stays open. @param {string} html */
function show(html) {
  const place = panel.querySelector("[data-beside-found]");
  if (html === place.innerHTML) return;
  const opened = [...place.querySelectorAll("details[open]")].map(addressOf);
  place.innerHTML = html;
  panel.hidden = html === "";
  for (const part of place.querySelectorAll("details")) {
    part.open = opened.includes(addressOf(part)) || (WIDE.matches && part.matches(".beside__all"));
  }
  const summary = place.querySelector(".beside__summary")?.textContent.trim() ?? "";
  announce("earlier-work:shown", { summary });
  tellSummary(summary);
}

/** The document that a part is about. @param {Element} part */
function addressOf(part) {
  return part.closest("article")?.querySelector("a")?.href ?? "";
}

/** A screen reader is told only of a change. @param {string} summary */
function tellSummary(summary) {
  const status = panel.querySelector("[data-beside-said]");
  if (status.textContent !== summary) status.textContent = summary;
}
