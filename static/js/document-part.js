/**
 * The server does not hear what an address has after its number sign: a bookmark of a place that stands in another
 * part of a long document is asked for by `place`, and opens there.
 */

function find() {
  const id = location.hash.slice(1);
  const asked = new URLSearchParams(location.search);
  if (!id || document.getElementById(id) || asked.get("place") === id) return;
  for (const name of ["at", "part"]) asked.delete(name);
  asked.set("place", id);
  location.replace(`${location.pathname}?${asked}${location.hash}`);
}

if (document.querySelector("[data-in-parts]")) {
  addEventListener("hashchange", find);
  find();
}
