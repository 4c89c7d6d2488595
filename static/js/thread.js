/** Threads on a page: opening one under its clause, speaking in it, and letting new comments in without a jump. */

import { elements, fragment, me, post } from "./http.js";
import { apply, catchUp, known, leave, listenWithin } from "./live.js";
import { hasLater, isBeyond } from "./more.js";
import { isQuiet } from "./quiet.js";
import { waiting } from "./shelf.js";
import { discard, enqueue } from "./waiting.js";
import { say } from "./words.js";

const threadOf = (element) => element.closest("[data-thread]");
const threadNamed = (name) => document.querySelector(`[data-thread="${CSS.escape(name)}"]`);
const topicsOf = (thread) => [...thread.querySelectorAll("[data-topic]")].map((one) => one.dataset.topic);
const threadOfTopic = (topic) => threadNamed(topic.split("@")[0]);

/* Opening and closing */

document.addEventListener("click", async (event) => {
  const link = event.target.closest("[data-open-thread]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  if (link.ariaBusy === "true") return; // asked for already: a second answer would take away what has the focus
  const open = threadNamed(link.dataset.openThread);
  if (open) close(open, link);
  else await openUnder(link);
});

async function openUnder(link) {
  const place = document.getElementById(link.getAttribute("aria-controls"));
  link.setAttribute("aria-busy", "true");
  try {
    const answer = await fragment(link.dataset.fragment);
    if (!answer.ok) throw new Error(answer.statusText);
    place.replaceChildren(...elements(await answer.text()));
    link.setAttribute("aria-expanded", "true");
    const thread = place.querySelector("[data-thread]");
    setUp(thread);
    listenWithin(place);
    thread.querySelector("[data-new-since]")?.scrollIntoView({ block: "nearest" });
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
  held.delete(thread.dataset.thread);
  thread.querySelectorAll(".comment").forEach(addControls);
  for (const id of thread.dataset.new?.split(" ") ?? []) {
    document.getElementById(`comment-${id}`)?.classList.add("is-new");
  }
  const form = thread.querySelector("form[data-composer]");
  if (form) restoreDraft(thread, form);
  for (const item of waiting()) if (item.thread === thread.dataset.thread) showWaiting(item);
  markRead(thread);
  showPill(thread);
  tell("thread:opened", { thread });
}

/** For the scripts of what else people do in a thread: each adds what is its own. */
function tell(name, detail) {
  document.dispatchEvent(new CustomEvent(name, { detail }));
}

/* What the reader may do with a comment: viewer's business, so never part of what is broadcast */

function addControls(comment) {
  const thread = threadOf(comment);
  if (!thread?.dataset.may || comment.querySelector("[data-controls]")) return;
  const template = thread.querySelector("template[data-comment-controls]");
  if (!template || comment.dataset.retracted !== undefined || !comment.dataset.audience) return;
  const controls = template.content.firstElementChild.cloneNode(true);
  if (comment.dataset.person !== me) {
    controls.querySelectorAll("[data-own]").forEach((one) => one.remove());
  }
  (comment.querySelector("[data-supporters]") ?? comment.querySelector("[data-body]")).after(controls);
  tell("comment:controls", { thread, comment, controls });
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-do]");
  if (!button) return;
  const comment = button.closest(".comment");
  const act = { reply: startReply, edit: startEdit, retract: askRetraction, cancel: cancel, discard: drop, again: editAgain };
  act[button.dataset.do]?.(comment, button);
});

function startReply(comment) {
  const thread = threadOf(comment);
  const form = thread.querySelector("form[data-composer]").cloneNode(true);
  const list = comment.closest("[data-list]").id.startsWith("replies-") ? comment.closest(".replies") : comment;
  form.dataset.reply = "";
  form.elements.parent.value = comment.dataset.parent || comment.id.replace("comment-", "");
  form.elements.body.value = "";
  form.querySelectorAll("[id]").forEach((one) => one.removeAttribute("id"));
  form.querySelectorAll("label[for]").forEach((one) => one.removeAttribute("for"));
  form.elements.body.setAttribute("aria-label", say("reply"));
  for (const choice of form.querySelectorAll('[name="audience"]')) {
    choice.checked = choice.value === comment.dataset.audience;
  }
  form.querySelector("[data-do='cancel']").hidden = false;
  tell("composer:opened", { form });
  thread.querySelector("form[data-reply]")?.closest("li").remove();
  (list.nextElementSibling?.classList.contains("replies") ? list : comment).after(wrapped(form));
  form.elements.body.focus();
}

function wrapped(form) {
  const item = document.createElement("li");
  item.className = "comment comment--writing";
  item.append(form);
  return item;
}

async function startEdit(comment) {
  const answer = await fragment(`/comments/${comment.id.replace("comment-", "")}/edit`);
  if (!answer.ok) return;
  const [form] = elements(await answer.text());
  const body = comment.querySelector("[data-body]");
  body.hidden = true;
  comment.querySelector("[data-controls]").hidden = true;
  body.after(form);
  form.elements.body.focus();
}

function askRetraction(comment) {
  const dialog = document.getElementById("retract-dialog");
  dialog.querySelector("form").action = `/comments/${comment.id.replace("comment-", "")}/retraction`;
  dialog.showModal();
}

function cancel(comment, button) {
  const form = button.closest("form");
  if (form.dataset.reply !== undefined) {
    form.closest("li").remove();
  } else {
    const comment = form.closest(".comment");
    form.remove();
    comment.querySelector("[data-body]").hidden = false;
    comment.querySelector("[data-controls]").hidden = false;
    comment.querySelector("[data-do='edit']").focus();
  }
}

/* Speaking */

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (event.submitter?.formMethod === "dialog") return;
  if (form.matches("form[data-composer]")) {
    event.preventDefault();
    speak(form);
  } else if (form.matches("form[data-in-place]")) {
    event.preventDefault();
    await sendInPlace(form);
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.matches("textarea")) {
    event.target.form.requestSubmit();
  }
});

function speak(form) {
  const fields = Object.fromEntries(new FormData(form));
  fields.body = fields.body.trim();
  if (!fields.body) return form.elements.body.focus();
  const thread = threadOf(form);
  delete fields.csrf_token;
  const item = { key: crypto.randomUUID(), url: form.getAttribute("action"), thread: thread.dataset.thread, fields };
  enqueue(item);
  form.elements.body.value = "";
  saveDraft(thread, "");
  if (form.dataset.reply !== undefined) form.closest("li").remove();
  else form.elements.body.focus();
}

/** What was edited or retracted comes by its number, to this page as to the room: an answer might look older. */
async function sendInPlace(form) {
  const problem = form.querySelector("[data-problem]");
  let answer;
  try {
    answer = await post(form.action, new FormData(form));
  } catch {
    if (problem) problem.textContent = say("not-sent");
    return;
  }
  const result = await answer.json();
  if (!answer.ok) {
    if (problem) problem.textContent = result.error;
    return;
  }
  form.closest("dialog")?.close();
  await catchUp(result.topic);
}

/* Comments that wait */

function showWaiting(item) {
  const thread = threadNamed(item.thread);
  if (!thread || document.getElementById(`waiting-${item.key}`)) return;
  const comment = thread.querySelector("template[data-waiting]").content.firstElementChild.cloneNode(true);
  comment.id = `waiting-${item.key}`;
  comment.dataset.key = item.key;
  comment.querySelector("[data-body]").textContent = item.fields.body;
  if (item.fields.audience !== "members") comment.classList.add("comment--private");
  const list = item.fields.parent && document.getElementById(`replies-${item.fields.parent}`);
  (list || document.getElementById(`comments-${item.thread}`)).append(comment);
  explain(comment, item);
}

function explain(comment, item) {
  const offline = document.documentElement.dataset.live === "off" || !navigator.onLine;
  comment.querySelector("[data-state]").textContent = item.refused || item.paused || say(offline ? "waiting" : "sending");
  comment.classList.toggle("comment--refused", Boolean(item.refused));
  comment.querySelector("[data-waiting-controls]").hidden = !(item.refused || item.paused || offline);
}

function drop(comment) {
  discard(comment.dataset.key);
  comment.remove();
}

/** Back into the composer: the words are the writer's until somebody has them. */
function editAgain(comment) {
  const item = waiting().find((one) => one.key === comment.dataset.key);
  if (!item) return comment.remove();
  const form = threadNamed(item.thread).querySelector("form[data-composer]:not([data-reply])");
  form.elements.body.value = [item.fields.body, form.elements.body.value].filter(Boolean).join("\n\n");
  form.elements.parent.value = item.fields.parent ?? "";
  tell("composer:filled", { form, fields: item.fields });
  drop(comment);
  form.elements.body.focus();
}

document.addEventListener("waiting:added", ({ detail }) => showWaiting(detail));
document.addEventListener("waiting:refused", ({ detail }) => {
  const comment = document.getElementById(`waiting-${detail.key}`);
  if (comment) explain(comment, detail);
});
document.addEventListener("waiting:paused", ({ detail }) => {
  const comment = document.getElementById(`waiting-${detail.key}`);
  if (comment) explain(comment, { ...detail, paused: say("saying-much", { minutes: detail.minutes }) });
});
document.addEventListener("waiting:sent", ({ detail }) => {
  document.getElementById(`waiting-${detail.key}`)?.remove();
  if (document.getElementById(`comment-${detail.answer.id}`)) return; // heard by its number already
  const { parent } = detail.fields;
  const target = parent ? `replies-${parent}` : `comments-${detail.thread}`;
  apply({ topic: detail.answer.topic, action: "append", target, html: detail.answer.html });
});
document.addEventListener("live:state", () => {
  for (const item of waiting()) {
    const comment = document.getElementById(`waiting-${item.key}`);
    if (comment) explain(comment, item);
  }
});

/* Letting new comments in: at once where their place is in view, behind a pill where it is not */

const held = new Map(); // thread name → entries in the order heard

document.addEventListener("live:entry", (event) => {
  const entry = event.detail;
  const thread = threadOfTopic(entry.topic);
  if (!thread || !entry.kind.startsWith("comment.")) return;
  const key = /data-key="([^"]+)"/.exec(entry.html)?.[1];
  const mine = key && document.getElementById(`waiting-${key}`);
  if (mine) {
    discard(key); // it has arrived, even if the answer to its sending never will
    mine.remove();
    return;
  }
  if (isBeyond(entry)) {
    event.preventDefault();
    readOut(thread, entry);
    return;
  }
  const queue = held.get(thread.dataset.thread) ?? [];
  const shown = /id="(comment-\d+)"/.exec(entry.html)?.[1];
  if (entry.action === "append" && shown && document.getElementById(shown)) return;
  const follows = queue.some((one) => one.html.includes(`id="${entry.target}"`));
  const arrives = entry.action === "append" && !inView(document.getElementById(entry.target));
  if (!follows && !arrives) return;
  event.preventDefault();
  held.set(thread.dataset.thread, [...queue, entry]);
  showPill(thread);
});

/** Whether the end of a list, where the next comment would stand, is before the reader's eyes. */
function inView(list) {
  if (!list) return true;
  // A list without replies has no place of its own yet: the comment that it belongs to has.
  const before = list.childElementCount ? null : list.closest(".replies")?.previousElementSibling;
  const { bottom } = (before ?? list).getBoundingClientRect();
  return bottom >= 0 && bottom <= innerHeight;
}

function showPill(thread) {
  const pill = thread.querySelector("[data-pill]");
  const count = (held.get(thread.dataset.thread) ?? []).filter((one) => one.action === "append").length;
  pill.hidden = count === 0;
  pill.querySelector("[data-count]").textContent = count ? say("new", { count }) : "";
}

document.addEventListener("click", (event) => {
  const pill = event.target.closest("[data-pill]");
  if (!pill) return;
  const thread = threadOf(pill);
  const queue = held.get(thread.dataset.thread) ?? [];
  held.delete(thread.dataset.thread);
  queue.forEach(apply);
  showPill(thread);
  const first = elements(queue[0]?.html ?? "")[0];
  const shown = first && document.getElementById(first.id);
  if (shown) {
    shown.tabIndex = -1;
    shown.scrollIntoView({ block: "center" });
    shown.focus({ preventScroll: true });
  }
});

document.addEventListener("live:applied", ({ detail: entry }) => {
  const thread = entry.topic && threadOfTopic(entry.topic);
  for (const element of elements(entry.html ?? "")) {
    if (element.matches(".comment")) addControls(document.getElementById(element.id) ?? element);
  }
  if (!thread) return;
  if (entry.kind?.startsWith("comment.") ?? true) thread.querySelector("[data-empty]")?.remove();
  const heard = entry.kind === "comment.posted" && elements(entry.html)[0];
  if (heard && heard.dataset.person !== me) {
    if (document.hidden) document.getElementById(heard.id)?.classList.add("is-new");
    readOut(thread, entry);
  }
  markRead(thread);
});

function readOut(thread, { html }) {
  const { speaker } = elements(html)[0].dataset;
  if (!isQuiet()) thread.querySelector("[data-heard]").textContent = say("heard", { who: speaker });
}

document.addEventListener("live:reload", ({ detail }) => {
  const thread = threadOfTopic(detail.topic);
  const link = thread && document.querySelector(`[data-open-thread="${CSS.escape(thread.dataset.thread)}"]`);
  if (!link) return;
  topicsOf(thread).forEach(leave); // heard anew from the number that the new page is written with
  openUnder(link);
});

/* How far the reader has read */

const marked = new Map();

function markRead(thread) {
  if (document.hidden || !me || held.get(thread.dataset.thread)?.length) return;
  if (hasLater(thread)) return;
  for (const place of thread.querySelectorAll("[data-topic]")) {
    const { topic } = place.dataset;
    const seq = Math.max(known(topic), Number(place.dataset.seq));
    if (seq <= Math.max(marked.get(topic) ?? 0, Number(place.dataset.mark))) continue;
    marked.set(topic, seq);
    post("/read-marks", { topic, seq })
      .then(() => document.dispatchEvent(new CustomEvent("live:changed", { detail: { topic } })))
      .catch(() => marked.delete(topic));
  }
}

document.addEventListener("thread:extended", ({ detail: { thread } }) => {
  thread.querySelectorAll(".comment").forEach(addControls);
  markRead(thread);
});

/** Read in another tab: here nothing is new any more either. */
document.addEventListener("live:read", ({ detail: { topic, seq } }) => {
  const thread = threadOfTopic(topic);
  if (!thread || (marked.get(topic) ?? 0) >= seq || seq < known(topic)) return;
  marked.set(topic, seq);
  thread.querySelector("[data-new-since]")?.remove();
  thread.querySelectorAll(".comment.is-new").forEach((one) => one.classList.remove("is-new"));
});

document.addEventListener("visibilitychange", () => {
  document.querySelectorAll("[data-thread]").forEach(markRead);
});

/* Drafts: what is being typed survives a closed tab */

const draftOf = (thread) => `wgcop.draft.${me}.${thread.dataset.thread}`;

function saveDraft(thread, text) {
  if (text) localStorage.setItem(draftOf(thread), text);
  else localStorage.removeItem(draftOf(thread));
}

function restoreDraft(thread, form) {
  if (!form.elements.body.value) form.elements.body.value = localStorage.getItem(draftOf(thread)) ?? "";
}

document.addEventListener("input", ({ target }) => {
  const form = target.form;
  if (target.name === "audience" && form?.matches("[data-composer]")) {
    form.classList.toggle("composer--private", target.value !== "members");
  }
  if (target.name === "body" && form?.matches("[data-composer]:not([data-reply])")) {
    saveDraft(threadOf(form), target.value);
  }
});

/* A permalink lands on its clause, the text in view and the thread under it; an anchor says it better. */

const opened = document.querySelector(".clause.is-open");
const firstNew = opened?.querySelector("[data-new-since]");
if (!location.hash) (firstNew ?? opened)?.scrollIntoView({ block: firstNew ? "center" : "start" });
document.querySelectorAll("[data-thread]").forEach(setUp);

/* A comment that an anchor names may stand in a part of its thread that was not sent along. */
const named = /^#comment-(\d+)$/.exec(location.hash);
if (named && opened && !document.getElementById(`comment-${named[1]}`)) {
  const link = opened.querySelector("[data-open-thread]");
  const address = new URL(link.dataset.fragment, location.href);
  address.searchParams.set("comment", named[1]);
  const plain = link.dataset.fragment;
  link.dataset.fragment = address.pathname + address.search;
  topicsOf(threadNamed(link.dataset.openThread)).forEach(leave);
  openUnder(link).then(() => document.getElementById(`comment-${named[1]}`)?.scrollIntoView({ block: "center" }));
  link.dataset.fragment = plain;
}
