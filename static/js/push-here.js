/**
 * Notifications on this device belong to one person. Whoever opens a page as somebody else ends them here; the same person
 * takes them into their present session.
 */

import { me, noAnswer, post } from "./http.js";

const KEY = "push-of"; // whose they are, and when the workspace last heard so
const EVERY = 12 * 60 * 60 * 1000;

/** @returns {{ of: string, at: number } | null} */
function kept() {
  try {
    return JSON.parse(localStorage.getItem(KEY));
  } catch {
    return null;
  }
}

/** @param {{ of: string, at: number } | null} owner */
function keep(owner) {
  try {
    if (owner) localStorage.setItem(KEY, JSON.stringify(owner));
    else localStorage.removeItem(KEY);
  } catch {
    // A browser that keeps nothing asks the workspace on each page.
  }
}

export const keepAsMine = () => keep({ of: me, at: Date.now() });

/** The subscription of this browser at its push service, or null. */
export async function subscriptionHere() {
  const registration = await navigator.serviceWorker?.getRegistration("/");
  return (await registration?.pushManager?.getSubscription()) ?? null;
}

export async function endHere() {
  const subscription = await subscriptionHere();
  await subscription?.unsubscribe();
  keep(null);
}

async function check() {
  if (!("Notification" in window) || Notification.permission !== "granted" || !navigator.serviceWorker) return;
  const owner = kept();
  if (!me) {
    if (owner) keep({ ...owner, at: 0 }); // whoever signs in next is asked at once
    return;
  }
  if (owner?.of === me && Date.now() - owner.at < EVERY) return;
  const subscription = await subscriptionHere();
  if (!subscription) {
    keep(null);
    return;
  }
  if (owner && owner.of !== me) {
    await endHere();
    return;
  }
  const answer = await post("/account/devices/renewal", { subscription: JSON.stringify(subscription) }).catch(noAnswer);
  if (answer?.status === 204) keepAsMine();
  else if (answer?.status === 404) await endHere();
}

/** Ends when it is known whose the notifications of this browser are. */
export const checked = check().catch(noAnswer);
