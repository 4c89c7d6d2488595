/** Who is in the room, by delegation, and who is writing. */

import { me } from "../http.js";
import { whisper } from "../live.js";
import { say } from "../words.js";
import { threadNamed, threadOf } from "./lookup.js";

const PAUSE = 1_000;
const FADES = 4_000;

/** @type {Map<string, Map<string, {name: string, until: number}>>} thread name → person's id → who writes, and until when */
const writers = new Map();

/** @type {Map<string, Presence>} topic → what was last heard of it */
const presences = new Map();
let lastWhisper = 0;

/** @param {Presence} presence */
export function showPresence(presence) {
  presences.set(presence.topic, presence);
  show(presence);
}

/** @param {Announced["thread:opened"]} detail */
export function showPresenceIn({ thread }) {
  const presence = presences.get(thread.dataset.thread);
  if (presence) show(presence);
}

/**
 * Who is here is not known while there is no connection; the room is told again when this page comes back into it.
 *
 * @param {Announced["live:state"]} detail
 */
export function forgetOnceCutOff({ connected }) {
  if (connected) return;
  presences.clear();
  writers.clear();
  for (const place of document.querySelectorAll("[data-presence], [data-typing]")) place.replaceChildren();
}

/** @param {Presence} presence */
function show({ topic, people, count }) {
  const place = threadNamed(topic)?.querySelector("[data-presence]");
  if (!place) return;
  const parts = [...byDelegation(people)].map(([delegation, members]) => {
    const part = document.createElement("bdi");
    part.className = "presence__person";
    part.textContent = `${delegation}: ${members.map(({ name }) => name).join(", ")}`;
    return part;
  });
  place.replaceChildren(say("present", { count }), ...parts);
}

/** `Map.groupBy`, for browsers that lack it. @param {Presence["people"]} people */
function byDelegation(people) {
  /** @type {Map<string, Presence["people"]>} */
  const groups = new Map();
  for (const person of people) groups.set(person.delegation, [...(groups.get(person.delegation) ?? []), person]);
  return groups;
}

/* Writing */

document.addEventListener("input", ({ target }) => {
  const form = target.form;
  if (target.name !== "body" || !form?.matches("[data-composer]") || !target.value) return;
  const audience = String(new FormData(form).get("audience") ?? "");
  const now = Date.now();
  if (!audience || now - lastWhisper < PAUSE) return; // nobody is told before the readers are chosen
  lastWhisper = now;
  const name = threadOf(form)?.dataset.thread;
  // What is written for the delegation alone is told to nobody else: its layer is a topic of its own.
  if (name) whisper("typing", { topic: audience === "members" ? name : `${name}@${audience.split(":")[1]}` });
});

/** @param {Announced["live:typing"]} detail */
export function showWriter({ topic, person: { id, name } }) {
  if (String(id) === me || document.hidden) return;
  const thread = topic.split("@")[0];
  const people = writers.get(thread) ?? new Map();
  writers.set(thread, people.set(String(id), { name, until: Date.now() + FADES }));
  showWriters(thread);
  setTimeout(() => showWriters(thread), FADES + 100);
}

/**
 * Whoever has just commented is not writing any more.
 *
 * @param {Entry} entry
 */
export function removeWriter({ topic, about: { author } }) {
  const thread = topic.split("@")[0];
  if (writers.get(thread)?.delete(String(author))) showWriters(thread);
}

/** @param {string} thread */
function showWriters(thread) {
  const people = writers.get(thread) ?? new Map();
  for (const [id, { until }] of people) if (until < Date.now()) people.delete(id);
  const place = threadNamed(thread)?.querySelector("[data-typing]");
  if (!place) return;
  const who = [...people.values()].map(({ name }) => name).join(", ");
  place.textContent = who ? say("types", { who }) : "";
}
