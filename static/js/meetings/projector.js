/** Nobody reads on, writes or has a place on a wall: what cannot be replaced in parts is loaded anew. */

document.addEventListener("live:reload", () => location.reload());
document.addEventListener("element:outdated", (event) => {
  event.preventDefault();
  location.reload();
});
