/** A thread opens and closes under its clause, and an address that names one of its comments leads there. */

import { announce } from "../announce.js";
import { isInUse, isPageInUse } from "../forms/written.js";
import { elements, fragment, noAnswer } from "../http.js";
import { leave, listenWithin } from "../live.js";
import { say } from "../words.js";
import { threadNamed, threadOfTopic, topicsOf } from "./lookup.js";

/** @param {string} name */
const linkTo = (name) => document.querySelector(`a[data-open-thread="${CSS.escape(name)}"]`);

document.addEventListener("click", async (event) => {
  const link = event.target.closest("a[data-open-thread]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  if (link.ariaBusy === "true") return; // asked for already: a second answer would take away what has the focus
  const thread = threadNamed(link.dataset.openThread);
  if (thread) return close(thread, link);
  const outcome = await openUnder(link);
  if (outcome === "opened") return;
  announce("thread:stays-closed", { name: link.dataset.openThread });
  if (outcome === "refused") location.assign(link.href); // its page says why
  else sayUnreached(link);
});

/** Whoever reads or writes here stays: without a line the page of the thread would be that of the browser. @param {HTMLAnchorElement} link */
function sayUnreached(link) {
  const place = document.getElementById(link.getAttribute("aria-controls"));
  place.querySelector("[data-unreached]")?.remove();
  const note = Object.assign(document.createElement("p"), { className: "small soft", role: "status" });
  note.dataset.unreached = "";
  place.append(note);
  note.textContent = say("unreached");
}

/**
 * Puts the thread where the link says, unless it stands there and must stay by then.
 *
 * @type {(link: HTMLAnchorElement, address?: string | URL, stays?: () => boolean) => Promise<"opened" | "kept" | "refused" | "unreached">}
 */
async function openUnder(link, address = link.dataset.fragment, stays = () => false) {
  const place = document.getElementById(link.getAttribute("aria-controls"));
  const positionBefore = scrollY;
  link.setAttribute("aria-busy", "true");
  const answer = await fragment(address).catch(noAnswer);
  const html = answer?.ok ? await answer.text().catch(() => "") : "";
  link.removeAttribute("aria-busy");
  if (answer && answer.status < 500 && !answer.ok) return "refused";
  if (!html) return "unreached";
  if (stays()) return "kept";
  // From now on entries count from the number with which the new one is written.
  topicsOf(place).forEach(leave);
  place.replaceChildren(...elements(html));
  link.setAttribute("aria-expanded", "true");
  const thread = place.querySelector("[data-thread]");
  setUp(thread);
  listenWithin(place);
  // Whoever has gone on reading while the thread was under way stays there.
  if (scrollY === positionBefore) thread.querySelector("[data-new-since]")?.scrollIntoView({ block: "nearest" });
  return "opened";
}

/** @type {(thread: HTMLElement, link: HTMLAnchorElement) => void} */
function close(thread, link) {
  const topics = topicsOf(thread);
  thread.remove();
  // A page that counts what is said goes on listening.
  topics.filter((name) => !document.querySelector(`[data-topic="${CSS.escape(name)}"]`)).forEach(leave);
  link.setAttribute("aria-expanded", "false");
}

/** @param {HTMLElement} thread */
function setUp(thread) {
  for (const id of thread.dataset.new?.split(" ") ?? []) {
    document.getElementById(`comment-${id}`)?.classList.add("is-new");
  }
  announce("thread:opened", { thread });
}

/**
 * The whole thread anew, or its page where it is a part of that. Nobody who writes there is interrupted: they are told, and
 * load the page when they like.
 *
 * @param {Announced["live:reload"]} detail
 */
export async function reloadThread({ topic }) {
  const thread = threadOfTopic(topic);
  if (!thread) return;
  const link = linkTo(thread.dataset.thread);
  if (!link && !isPageInUse()) return location.reload();
  const stays = () => isInUse(thread);
  if (link && !stays() && (await openUnder(link, undefined, stays)) === "opened") return;
  thread.querySelector("[data-missed]").hidden = false;
}

/**
 * The address of a comment leads to a page with its thread open, at its fragment or else at what has `autofocus`.
 * The comment itself may stand in a part of its thread that was not sent along: then that part is asked for.
 */
export function setUpServedThreads() {
  document.querySelectorAll("[data-thread]").forEach(setUp);
  const [, id, name] = /^#(comment-(\w+))$/.exec(location.hash) ?? [];
  const thread = document.querySelector(".is-open [data-thread]");
  if (name && thread && !document.getElementById(id)) showNamed(thread, id, name);
}

/** The thread of that name, open where a comment stands in it. @type {(name: string, id: string) => Promise<void>} */
export async function openAt(name, id) {
  const link = linkTo(name);
  if (!link || document.getElementById(id)) return;
  const address = new URL(link.dataset.fragment, location.href);
  address.searchParams.set("comment", id.replace("comment-", ""));
  await openUnder(link, address);
}

/** @type {(thread: HTMLElement, id: string, name: string) => Promise<void>} */
async function showNamed(thread, id, name) {
  const link = linkTo(thread.dataset.thread);
  const isNumber = /^\d{1,9}$/.test(name); // from before comments had names: the server leads on
  if (!link || isNumber) {
    const asked = new URL(location.href);
    if (asked.searchParams.get("comment") === name) return; // it is not there
    asked.searchParams.set("comment", name);
    location.replace(asked);
    return;
  }
  const address = new URL(link.dataset.fragment, location.href);
  address.searchParams.set("comment", name);
  await openUnder(link, address);
  if (!("acted" in document.documentElement.dataset)) document.getElementById(id)?.scrollIntoView({ block: "center" });
}

/** The talk about a draft, which opens far below its text. @param {Announced["thread:opened"]} detail */
export function showDraftTalk({ thread }) {
  if (thread.closest("[data-draft-talk]")) thread.scrollIntoView({ block: "nearest" });
}
