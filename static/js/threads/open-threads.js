/** A thread opens and closes under its clause, and an address that names one of its comments leads there. */

import "./arrivals.js"; // these hear of a thread that is opened before anything below opens one
import "./comment-controls.js";
import "./comment-drafts.js";
import { elements, fragment } from "../http.js";
import { leave, listenWithin } from "../live.js";
import { threadNamed, threadOfTopic, topicsOf } from "./lookup.js";
import "./read-marks.js";
import "./replaced-comments.js";
import "./comment-forms.js";
import { tell } from "../announce.js";
import "./unsent-comments.js";

const linkTo = (name) => document.querySelector(`[data-open-thread="${CSS.escape(name)}"]`);

document.addEventListener("click", async (event) => {
  const link = event.target.closest("[data-open-thread]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  if (link.ariaBusy === "true") return; // asked for already: a second answer would take away what has the focus
  const open = threadNamed(link.dataset.openThread);
  if (open) close(open, link);
  else await openUnder(link);
});

async function openUnder(link, address = link.dataset.fragment) {
  const place = document.getElementById(link.getAttribute("aria-controls"));
  const here = scrollY;
  link.setAttribute("aria-busy", "true");
  try {
    const answer = await fragment(address);
    if (!answer.ok) throw new Error(answer.statusText);
    place.replaceChildren(...elements(await answer.text()));
    link.setAttribute("aria-expanded", "true");
    const thread = place.querySelector("[data-thread]");
    setUp(thread);
    listenWithin(place);
    // Whoever has gone on reading while the thread was under way stays there.
    if (scrollY === here) thread.querySelector("[data-new-since]")?.scrollIntoView({ block: "nearest" });
  } catch {
    location.assign(link.href);
  } finally {
    link.removeAttribute("aria-busy");
  }
}

function close(thread, link) {
  topicsOf(thread).forEach(leave);
  thread.remove();
  link.setAttribute("aria-expanded", "false");
}

function setUp(thread) {
  for (const id of thread.dataset.new?.split(" ") ?? []) {
    document.getElementById(`comment-${id}`)?.classList.add("is-new");
  }
  tell("thread:opened", { thread });
}

/** Heard anew from the number that the new page is written with. */
function reopen(thread, address) {
  topicsOf(thread).forEach(leave);
  return openUnder(linkTo(thread.dataset.thread), address);
}

document.addEventListener("live:reload", ({ detail }) => {
  const thread = threadOfTopic(detail.topic);
  if (thread) reopen(thread);
});

/* Where a permalink lands is in the page as it is served: at its fragment, or else at what has `autofocus`. */

const opened = document.querySelector(".clause.is-open");
document.querySelectorAll("[data-thread]").forEach(setUp);

/* A comment that an anchor names may stand in a part of its thread that was not sent along. */

const named = /^#(comment-(\w+))$/.exec(location.hash);
if (named && opened && !document.getElementById(named[1])) showNamed(...named.slice(1));

async function showNamed(id, name) {
  const thread = opened.querySelector("[data-thread]");
  const address = new URL(linkTo(thread.dataset.thread).dataset.fragment, location.href);
  address.searchParams.set("comment", name);
  await reopen(thread, address);
  if (!("acted" in document.documentElement.dataset)) document.getElementById(id)?.scrollIntoView({ block: "center" });
}
