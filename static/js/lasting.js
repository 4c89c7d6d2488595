/**
 * What this browser stores, so that it is there again after the browser was killed.
 *
 * `localStorage` can be read at once, which pages need, but a browser brings it to the disk when it finds time: half a minute
 * may be missing after a crash. So whatever changes is written to IndexedDB too, a moment later. When a page is
 * opened, what IndexedDB has newer is put back. Each change of a value has a number; a value that was taken away is `null`.
 */

/** @typedef {{key: string, value: string | null, number: number}} Change */

const NUMBERS = "wgcop.changes";
const PAUSE = 250;
const DAY = 86_400_000;
const PATIENCE = 10_000;
const ATTEMPTS = 10;
const BETWEEN_ATTEMPTS = 500;
/** Its files are held, it was closed in the middle, or the disk was full. */
const OF_THE_MOMENT = ["UnknownError", "AbortError", "QuotaExceededError"];

/** @type {Map<string, Change>} changes that are not on the disk yet */
const pending = new Map();
/** @type {Map<string, number>} of what was changed before the disk was read: the number of what this page knew then */
const upon = new Map();
let hasRead = false;
/** @type {ReturnType<typeof setTimeout>} */
let timer;
/** @type {IDBDatabase | null} */
let database = null;
let isLeft = false;
/** The page is read anew: until it is gone, its forms hold less than what has just come back. */
let isReadAnew = false;

/** The number of the last change of each. @returns {Record<string, number>} */
const numbers = () => JSON.parse(localStorage.getItem(NUMBERS) ?? "{}");

/** @param {string} key */
const numberOf = (key) => numbers()[key] ?? 0;

/** Stores a value, or takes it away. Throws where the browser has no room. @type {(key: string, value: string | null) => void} */
export function put(key, value) {
  if (value === localStorage.getItem(key) || (isReadAnew && !isWrittenIn)) return;
  const before = numberOf(key);
  const number = Math.max(Date.now(), before + 1);
  if (!hasRead && !upon.has(key)) upon.set(key, before);
  set(key, value, number);
  pending.set(key, { key, value, number });
  if (isLeft || document.hidden) flush();
  else timer ??= setTimeout(flush, PAUSE);
}

/** @type {(key: string, value: string | null, number: number) => void} */
function set(key, value, number) {
  if (value === null) localStorage.removeItem(key);
  else localStorage.setItem(key, value);
  localStorage.setItem(NUMBERS, JSON.stringify({ ...numbers(), [key]: number }));
}

function flush() {
  clearTimeout(timer);
  timer = undefined;
  if (!database || !hasRead || !pending.size) return; // what is there is read before anything takes its place
  const changes = [...pending.values()];
  const transaction = database.transaction("changes", "readwrite", { durability: "strict" });
  for (const change of changes) transaction.objectStore("changes").put(change);
  transaction.addEventListener("complete", () => forgetWritten(changes));
  transaction.commit();
}

/** What was changed again meanwhile waits on. @param {Change[]} changes */
function forgetWritten(changes) {
  for (const change of changes) if (pending.get(change.key) === change) pending.delete(change.key);
}

/** What is newer there comes back here. Whether there was something. */
async function catchUp() {
  database = await open();
  if (!database) return false;
  let isChanged = false;
  try {
    /** @type {Change[]} */
    const changes = await answerTo(database.transaction("changes").objectStore("changes").getAll());
    for (const change of changes) isChanged = takeIn(change) || isChanged;
    forgetOld(changes);
  } finally {
    hasRead = true;
    flush();
  }
  return isChanged;
}

/**
 * A page that has just been opened may have changed what it knew in an older state, such as a form that seemed to hold nothing
 * new. That counts only where somebody writes there. Whether it is otherwise here now.
 *
 * @param {Change} change
 */
function takeIn({ key, value, number }) {
  const here = numberOf(key);
  const isNewer = number > (upon.get(key) ?? here);
  if (isNewer && !(upon.has(key) && isWrittenIn)) {
    pending.delete(key);
    const isOther = value !== localStorage.getItem(key);
    set(key, value, number);
    return isOther;
  }
  if (number < here && !pending.has(key)) {
    pending.set(key, { key, value: localStorage.getItem(key), number: here }); // its page was gone before it was written
  }
  return false;
}

/** Both forget long after, when it is sure that both know, that something was taken away. @param {Change[]} changes */
function forgetOld(changes) {
  const old = changes.filter(({ key, value, number }) => value === null && number < Date.now() - DAY && number === numberOf(key));
  if (!old.length) return;
  const store = database.transaction("changes", "readwrite").objectStore("changes");
  const left = numbers();
  for (const { key } of old) {
    store.delete(key);
    delete left[key];
  }
  localStorage.setItem(NUMBERS, JSON.stringify(left));
}

/**
 * Null where the browser has none, or lets nobody use it. One that was killed a moment ago may still hold its files.
 *
 * @returns {Promise<IDBDatabase | null>}
 */
async function open() {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    try {
      const opening = indexedDB.open("wgcop", 1);
      opening.addEventListener("upgradeneeded", () => opening.result.createObjectStore("changes", { keyPath: "key" }));
      const opened = await answerTo(opening);
      // Somebody clears what is stored, or the disk failed.
      for (const name of /** @type {const} */ (["versionchange", "close"])) opened.addEventListener(name, () => shut(opened));
      return opened;
    } catch (error) {
      if (!OF_THE_MOMENT.includes(error.name)) return null;
      await pause(BETWEEN_ATTEMPTS);
    }
  }
  return null;
}

/** A moment later it is opened again, for what could not be written and for what comes. @param {IDBDatabase} opened */
async function shut(opened) {
  opened.close();
  database = null;
  await pause(BETWEEN_ATTEMPTS);
  database ??= await open();
  flush();
}

/** @param {number} time */
const pause = (time) => new Promise((resolve) => setTimeout(resolve, time));

/** @type {(request: IDBRequest) => Promise<any>} */
const answerTo = (request) =>
  new Promise((resolve, reject) => {
    request.addEventListener("success", () => resolve(request.result));
    request.addEventListener("error", () => reject(request.error));
  });

let isWrittenIn = false;
// Scripts, too, fill forms in: with what may be older here than there.
addEventListener("input", ({ isTrusted }) => (isWrittenIn ||= isTrusted), { capture: true });
addEventListener("pagehide", () => {
  isLeft = true; // there is no moment later
  flush();
});
addEventListener("pageshow", () => (isLeft = false));
document.addEventListener("visibilitychange", () => document.hidden && flush());

/**
 * Once it is done, everything that was stored is here. A browser that comes back from a crash may take seconds for it; where it
 * does not answer at all, things are stored as well as the browser does.
 */
export const caughtUp = Promise.race([begin(), new Promise((resolve) => setTimeout(resolve, PATIENCE))]);

async function begin() {
  const isChanged = await catchUp().catch(() => false);
  // All that reads what is stored has read too early. What somebody begins in this moment is worth more than that.
  if (!isChanged || isWrittenIn || "posted" in document.body.dataset) return;
  isReadAnew = true;
  location.reload();
}
