/** Who is in the room, by delegation, and who is writing. */

import { me } from "../http.js";
import { whisper } from "../live.js";
import { threadNamed, threadOf } from "./lookup.js";
import { say } from "../words.js";

const PAUSE = 1_000;
const FADES = 4_000;
const writing = new Map(); // thread name → Map of person's id → { name, until }
const there = new Map(); // topic → what was last told of it
let last = 0;

document.addEventListener("live:presence", ({ detail }) => {
  there.set(detail.topic, detail);
  show(detail);
});
document.addEventListener("thread:opened", ({ detail }) => {
  const told = there.get(detail.thread.dataset.thread);
  if (told) show(told);
});

/* Who is here is not known while the line is cut; the room is told again when this page comes back into it. */
document.addEventListener("live:state", ({ detail: { connected } }) => {
  if (connected) return;
  there.clear();
  writing.clear();
  for (const place of document.querySelectorAll("[data-presence], [data-typing]")) place.replaceChildren();
});

function show({ topic, people, count }) {
  const place = threadNamed(topic)?.querySelector("[data-presence]");
  if (!place) return;
  const byDelegation = Map.groupBy?.(people, (one) => one.delegation) ?? grouped(people);
  const parts = [...byDelegation].map(([delegation, members]) => {
    const part = document.createElement("bdi");
    part.className = "presence__person";
    part.textContent = `${delegation}: ${members.map((one) => one.name).join(", ")}`;
    return part;
  });
  place.replaceChildren(say("present", { count }), ...parts);
}

function grouped(people) {
  const found = new Map();
  for (const one of people) found.set(one.delegation, [...(found.get(one.delegation) ?? []), one]);
  return found;
}

/* Writing */

document.addEventListener("input", ({ target }) => {
  const form = target.form;
  if (target.name !== "body" || !form?.matches("[data-composer]") || !target.value) return;
  const audience = String(new FormData(form).get("audience") ?? "");
  const now = Date.now();
  if (!audience || now - last < PAUSE) return; // nobody is told while it is not said for whom it is
  last = now;
  const thread = threadOf(form);
  // What is written for the delegation alone is told to nobody else: its layer is a topic of its own.
  const topic = audience === "members" ? thread?.dataset.thread : `${thread?.dataset.thread}@${audience.split(":")[1]}`;
  if (thread) whisper("typing", { topic });
});

document.addEventListener("live:typing", ({ detail: { topic, person } }) => {
  if (String(person.id) === me || document.hidden) return;
  const name = topic.split("@")[0];
  const people = writing.get(name) ?? new Map();
  people.set(String(person.id), { name: person.name, until: Date.now() + FADES });
  writing.set(name, people);
  sayWho(name);
  setTimeout(() => sayWho(name), FADES + 100);
});

document.addEventListener("live:entry", ({ detail: entry }) => {
  const name = entry.topic.split("@")[0];
  const person = /data-person="(\d+)"/.exec(entry.html)?.[1];
  if (person && writing.get(name)?.delete(person)) sayWho(name);
});

function sayWho(name) {
  const people = writing.get(name) ?? new Map();
  for (const [id, { until }] of people) if (until < Date.now()) people.delete(id);
  const place = threadNamed(name)?.querySelector("[data-typing]");
  if (!place) return;
  const who = [...people.values()].map((one) => one.name).join(", ");
  place.textContent = who ? say("types", { who }) : "";
}
