/** The facets beside the results are folded on a phone and open at a desk. Where a style sheet can do so, this does nothing. */

if (!CSS.supports("selector(::details-content)")) {
  const wide = matchMedia("(width >= 60rem)");
  const facets = document.querySelector("[data-facets]");
  const foldOrOpen = () => facets && (facets.open = wide.matches);
  wide.addEventListener("change", foldOrOpen);
  foldOrOpen();
}
