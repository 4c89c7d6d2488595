/** What scripts say, in the language of the page: the server puts the words into a template element. */

const element = document.querySelector("template#words");
const words = element ? JSON.parse(element.content.textContent) : {};

/** The words of that name, with `{placeholders}` filled in; the name itself if there are none. */
export function say(name, values = {}) {
  return (words[name] ?? name).replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);
}
