/**
 * A page shows a part of a long document. A bookmark of a place in another part is led to that part: the server does not
 * receive what follows the number sign of an address, so the page asks for it by `place`.
 */

function openPartOfPlace() {
  const id = location.hash.slice(1);
  const query = new URLSearchParams(location.search);
  if (!id || document.getElementById(id) || query.get("place") === id) return;
  for (const name of ["at", "part"]) query.delete(name);
  query.set("place", id);
  location.replace(`${location.pathname}?${query}${location.hash}`);
}

if (document.querySelector("[data-in-parts]")) {
  addEventListener("hashchange", openPartOfPlace);
  openPartOfPlace();
}
