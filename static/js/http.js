/** Talking to the server as this page's reader. */

import { say } from "./words.js";

const meta = (name) => document.querySelector(`meta[name="${name}"]`);

/** The signed-in person's id, or "" for a guest. */
export const me = document.body.dataset.person ?? "";

export function get(url, headers = {}) {
  return fetch(url, { headers, credentials: "same-origin" });
}

export function fragment(url) {
  return get(url, { "X-Fragment": "1" });
}

export function post(url, data, options = {}) {
  return fetch(url, {
    ...options,
    method: "POST",
    credentials: "same-origin",
    headers: { "X-CSRFToken": meta("csrf-token")?.content ?? "", Accept: "application/json" },
    body: data instanceof FormData ? data : new URLSearchParams(data),
  });
}

/** What a form that was sent is answered with; where it is refused, or the line is cut, an error with the words for it. */
export async function submit(url, data) {
  let answer;
  let result;
  try {
    answer = await post(url, data);
    result = await answer.json();
  } catch {
    throw new Error(say("not-sent"));
  }
  if (!answer.ok) throw new Error(result.error ?? say("not-sent"));
  return result;
}

/**
 * Whether the person who wrote on this page is still the one who is signed in; brings a fresh token.
 * Words that wait in this browser are sent under nobody else's name.
 */
export async function stillMe() {
  const answer = await get("/api/v1/session");
  if (!answer.ok) return false;
  const session = await answer.json();
  if (meta("csrf-token")) meta("csrf-token").content = session.csrf;
  return String(session.person ?? "") === me;
}

/**
 * Markup of ours as elements; the server has escaped what people typed.
 *
 * @param {string} html
 * @returns {HTMLElement[]}
 */
export function elements(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return [...template.content.children];
}

/**
 * A copy of what a template element of the page holds.
 *
 * @template {HTMLElement} [Kind=HTMLElement]
 * @param {HTMLTemplateElement} template
 * @returns {Kind}
 */
export function copyOf(template) {
  return /** @type {Kind} */ (template.content.firstElementChild.cloneNode(true));
}
