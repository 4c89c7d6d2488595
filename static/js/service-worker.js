/**
 * Shows notifications, and opens the page that they tell of. It does nothing else: pages load without it.
 *
 * What arrives was worded by the workspace as it left, for the person whose device this is.
 */

const worker = /** @type {any} */ (self);

/** @typedef {{ title: string, body: string, path: string, tag: string, lang: string, dir: string }} Shown */

worker.addEventListener("install", () => worker.skipWaiting());
worker.addEventListener("activate", (/** @type {any} */ event) => event.waitUntil(worker.clients.claim()));

/** @param {any} data @returns {Shown} */
function read(data) {
  const plain = { title: "WG-COP", body: "", path: "/", tag: "", lang: "", dir: "auto" };
  try {
    return { ...plain, ...data.json() };
  } catch {
    return plain;
  }
}

/** An address of this site, whatever the path says. @param {string} path */
function addressOf(path) {
  const address = new URL(path, worker.location.origin);
  return address.origin === worker.location.origin ? address : new URL("/", worker.location.origin);
}

/** The open tabs of the workspace that show this page. @param {URL} address */
async function tabsAt(address) {
  const tabs = await worker.clients.matchAll({ type: "window", includeUncontrolled: true });
  return tabs.filter((/** @type {any} */ tab) => new URL(tab.url).pathname === address.pathname);
}

/** @param {Shown} shown */
async function show(shown) {
  const tabs = await tabsAt(addressOf(shown.path));
  if (tabs.some((/** @type {any} */ tab) => tab.focused && tab.visibilityState === "visible")) return; // its reader sees it
  const { title, body, path, tag, lang, dir } = shown;
  const before = await worker.registration.getNotifications({ tag });
  const isThere = before.some((/** @type {any} */ each) => each.title === title && each.data?.path === path);
  await worker.registration.showNotification(title, { body, tag, lang, dir, data: { path }, renotify: Boolean(tag) && !isThere });
}

worker.addEventListener("push", (/** @type {any} */ event) => event.waitUntil(show(read(event.data))));

/** @param {URL} address */
async function open(address) {
  const [tab] = await tabsAt(address);
  if (!tab) return worker.clients.openWindow(address.href);
  const focused = await tab.focus();
  if (focused.url === address.href) return focused;
  return focused.navigate(address.href).catch(() => worker.clients.openWindow(address.href));
}

worker.addEventListener("notificationclick", (/** @type {any} */ event) => {
  event.notification.close();
  event.waitUntil(open(addressOf(event.notification.data?.path ?? "/")));
});

/** @param {any} event */
async function renew(event) {
  const key = new URL(worker.location.href).searchParams.get("key");
  const options = { userVisibleOnly: true, applicationServerKey: event.oldSubscription?.options.applicationServerKey ?? key };
  const subscription = event.newSubscription ?? (await worker.registration.pushManager.subscribe(options));
  const body = new URLSearchParams({ subscription: JSON.stringify(subscription) });
  const answer = await fetch("/account/devices/renewal", { method: "POST", body, credentials: "same-origin" });
  if (answer.status === 404) await subscription.unsubscribe();
}

worker.addEventListener("pushsubscriptionchange", (/** @type {any} */ event) => event.waitUntil(renew(event)));
