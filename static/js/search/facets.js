/** What narrows the results is folded on a phone and open at a desk; browsers that can do so by style alone need nothing. */

if (!CSS.supports("selector(::details-content)")) {
  const wide = matchMedia("(width >= 60rem)");
  const facets = document.querySelector("[data-facets]");
  const fit = () => facets && (facets.open = wide.matches);
  wide.addEventListener("change", fit);
  fit();
}
