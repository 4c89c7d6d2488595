/** How scripts tell one another what happened: who announces it need not know who listens. */

/**
 * @template {keyof Announced} Name
 * @param {Name} name
 * @param {Announced[Name]} detail
 */
export function announce(name, detail) {
  document.dispatchEvent(new CustomEvent(name, { detail }));
}
