/** Talking to the server as this page's reader, and what it answers as elements. */

import { say } from "./words.js";

/** @param {string} name */
const meta = (name) => document.querySelector(`meta[name="${name}"]`);

/** The signed-in person's id, or "" for a guest. */
export const me = document.body.dataset.person ?? "";

/** @type {(url: string, headers?: Record<string, string>) => Promise<Response>} */
export function get(url, headers = {}) {
  return fetch(url, { headers, credentials: "same-origin" });
}

/** A part of a page. @param {string | URL} url */
export function fragment(url) {
  return get(String(url), { "X-Fragment": "1" });
}

/** @type {(url: string, data: FormData | Record<string, string>, options?: RequestInit) => Promise<Response>} */
export function post(url, data, options = {}) {
  return fetch(url, {
    ...options,
    method: "POST",
    credentials: "same-origin",
    headers: { "X-CSRFToken": meta("csrf-token")?.content ?? "", Accept: "application/json" },
    body: data instanceof FormData ? data : new URLSearchParams(data),
  });
}

/**
 * The answer of the workspace to a form that a script sends. Null where none came, also where something between us and the
 * server has answered, such as the page of a hotel: the workspace answers a script with JSON, with nothing, or leads it on.
 *
 * @type {(url: string, data: FormData | Record<string, string>) => Promise<Response | null>}
 */
export async function answerTo(url, data) {
  const answer = await post(url, data).catch(noAnswer);
  const isForeign = answer?.status === 200 && !answer.redirected && !answer.headers.get("Content-Type")?.startsWith("application/json");
  return isForeign ? null : answer;
}

/** For `.catch(noAnswer)`, where a page goes on without a connection. @returns {Response | null} */
export const noAnswer = () => null;

/**
 * The answer to a form. Where it is refused, or there is no connection, an error with the words for it, and with the
 * answer and its status if there is one.
 *
 * @param {string} url
 * @param {FormData | Record<string, string>} data
 */
export async function submit(url, data) {
  let answer;
  let result;
  try {
    answer = await post(url, data);
    result = await answer.json();
  } catch {
    throw new Error(say("not-sent"));
  }
  if (!answer.ok) throw Object.assign(new Error(result.error ?? say("not-sent")), { answer: result, status: answer.status });
  return result;
}

/**
 * Whether the person who wrote on this page is still the one who is signed in; brings a fresh token.
 * What waits in this browser is sent under nobody else's name.
 */
export async function isStillMe() {
  const answer = await get("/api/v1/session");
  if (!answer.ok) throw new Error(say("not-sent"));
  const session = await answer.json();
  if (session.csrf && meta("csrf-token")) meta("csrf-token").content = session.csrf;
  return String(session.person ?? "") === me;
}

/**
 * Markup of ours as elements; the server has escaped what people typed.
 *
 * @param {string} html
 */
export function elements(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return /** @type {HTMLElement[]} */ ([...template.content.children]);
}

/**
 * A copy of what a template holds, with words in its attributes replaced. Attributes, not properties: inside a template
 * an address leads nowhere yet, so that `form.action` is empty there.
 *
 * @type {(template: HTMLTemplateElement, replacements: Record<string, string>) => DocumentFragment}
 */
export function copyWith(template, replacements) {
  const copy = /** @type {DocumentFragment} */ (template.content.cloneNode(true));
  for (const element of copy.querySelectorAll("*")) {
    for (const attribute of element.attributes) {
      for (const [word, replacement] of Object.entries(replacements)) {
        if (attribute.value.includes(word)) attribute.value = attribute.value.replaceAll(word, () => replacement);
      }
    }
  }
  return copy;
}

/**
 * A copy of the element that a template holds.
 *
 * @template {HTMLElement} [Kind=HTMLElement]
 * @param {HTMLTemplateElement} template
 * @returns {Kind}
 */
export function copyOf(template) {
  return /** @type {Kind} */ (template.content.firstElementChild.cloneNode(true));
}
