/** What scripts say, in the language of the page: the server puts the words into a template element. */

const template = document.querySelector("template#words");

/** @type {Record<string, string>} */
const words = template ? JSON.parse(template.content.textContent) : {};

/**
 * The words of that name, with `{placeholders}` filled in; the name itself if there are none.
 *
 * @param {string} name
 * @param {Record<string, string | number>} [values]
 */
export function say(name, values = {}) {
  return fillIn(words[name] ?? name, values);
}

/** @type {(text: string, values: Record<string, string | number>) => string} */
export function fillIn(text, values) {
  return text.replace(/\{(\w+)\}/g, (placeholder, key) => String(values[key] ?? placeholder));
}
