/** Switching notifications on and off on this device. The browser asks for its permission only when the button is pressed. */

import { noAnswer } from "./http.js";
import { checked, endHere, keepAsMine, subscriptionHere } from "./push-here.js";

const place = document.querySelector("[data-push]");
const form = document.querySelector("form[data-push-form]");

/** @param {string} state */
function say(state) {
  for (const line of place.querySelectorAll("[data-push-says]")) line.hidden = line.dataset.pushSays !== state;
  form.hidden = !["off", "lost", "dismissed", "failed"].includes(state);
}

/** Why there can be no notifications here, or "". */
function hindrance() {
  if (!window.isSecureContext) return "insecure";
  if (!navigator.serviceWorker) return "worker";
  if (!("PushManager" in window) || !("Notification" in window)) return "push";
  return Notification.permission === "denied" ? "blocked" : "";
}

async function stateHere() {
  const why = hindrance();
  if (why) return why;
  await checked;
  if (place.dataset.state !== "on") return "off";
  return (await subscriptionHere()) && Notification.permission === "granted" ? "on" : "lost";
}

async function subscribed() {
  const { key, worker } = place.dataset;
  await navigator.serviceWorker.register(`${worker}?key=${key}`, { scope: "/" });
  const { pushManager } = await navigator.serviceWorker.ready;
  const options = { userVisibleOnly: true, applicationServerKey: key };
  try {
    return await pushManager.subscribe(options);
  } catch (error) {
    if (error.name !== "InvalidStateError") throw error;
    await (await pushManager.getSubscription())?.unsubscribe(); // made with another key of the workspace
    return pushManager.subscribe(options);
  }
}

async function switchOn() {
  const permission = await Notification.requestPermission();
  if (permission !== "granted") {
    say(permission === "denied" ? "blocked" : "dismissed");
    return;
  }
  try {
    form.querySelector('input[name="subscription"]').value = JSON.stringify(await subscribed());
  } catch {
    say("failed");
    return;
  }
  keepAsMine();
  form.submit();
}

form?.addEventListener("submit", (event) => {
  event.preventDefault();
  void switchOn();
});

for (const off of document.querySelectorAll("form[data-push-off]")) {
  off.addEventListener("submit", async (event) => {
    event.preventDefault();
    await endHere().catch(noAnswer);
    off.submit();
  });
}

if (place) void stateHere().then(say);
