/** Scripts tell one another on the document: who tells need not know who hears. */
export function tell(name, detail) {
  document.dispatchEvent(new CustomEvent(name, { detail }));
}
