/**
 * Moving the lines of a nested list with a pointer: mouse, pen or finger. Up and down choose the gap, sideways
 * the depth. What is dragged keeps its place until it is dropped; a line shows where that would be.
 *
 * Lines are elements with `data-item`, nested in lists; `[data-handle]` inside one is what is grabbed.
 */

const STARTS_AFTER = 5; // pixels, so that a click on the handle is only a click
const INDENT = 28;
const EDGE = 70;

/**
 * `onPlace({item, parent, after})` says below and behind which items it was dropped; "" stands for none. `words` has
 * the same and `before`, the next at that depth: what it answers is read at the line while something is held.
 */
export function reorder(root, { deepest, words, onPlace, onStart = () => {}, onEnd = () => {} }) {
  let drag = null;
  const mark = document.createElement("div");
  mark.className = "drop-mark";
  mark.hidden = true;
  const label = document.createElement("span");
  label.className = "drop-mark__label";
  mark.append(label);
  root.append(mark);

  root.addEventListener("pointerdown", (event) => {
    const handle = event.target.closest("[data-handle]");
    if (!handle || event.button !== 0 || drag) return;
    const line = handle.closest("[data-item]");
    drag = { item: line.dataset.item, x: event.clientX, y: event.clientY, begun: false, place: null };
    // Followed on the document: the line may be replaced by a newer one while it is held.
    document.addEventListener("pointermove", move);
    document.addEventListener("pointerup", drop);
    document.addEventListener("pointercancel", cancel);
    document.addEventListener("keydown", escape, true);
  });

  function move(event) {
    drag.at = { x: event.clientX, y: event.clientY };
    if (!drag.begun) {
      if (Math.hypot(event.clientX - drag.x, event.clientY - drag.y) < STARTS_AFTER) return;
      drag.begun = true;
      root.dataset.dragging = "";
      lineOf(drag.item)?.classList.add("is-moving");
      onStart(drag.item);
      requestAnimationFrame(scroll);
    }
    event.preventDefault();
    show();
  }

  function show() {
    const lines = otherLines();
    const dragged = lineOf(drag.item);
    if (!dragged) return cancel();
    const gap = lines.filter(({ box }) => box.top + box.height / 2 < drag.at.y).length;
    const [before, behind] = [lines[gap - 1], lines[gap]];
    const sideways = (drag.at.x - drag.x) * (getComputedStyle(root).direction === "rtl" ? -1 : 1);
    const lowest = behind ? behind.depth : 0;
    // Straight down is beside the line above; only what is drawn inwards goes below it.
    const nests = Math.round(sideways / INDENT) > 0 || before?.item === (parentOf(dragged)?.dataset.item ?? "");
    const innermost = before ? before.depth + (nests ? 1 : 0) : 0;
    const highest = Math.max(lowest, Math.min(innermost, deepest - 1 - heightOf(dragged)));
    const wanted = depthOf(dragged) + Math.round(sideways / INDENT);
    const depth = Math.max(lowest, Math.min(highest, wanted));
    drag.place = placeAt(lines, gap, depth);

    const frame = root.getBoundingClientRect();
    const edge = before ? before.box.bottom : behind ? behind.box.top : frame.top;
    mark.hidden = false;
    label.textContent = words({ ...drag.place, before: behind?.depth === depth ? behind.item : "" });
    mark.classList.toggle("is-upward", drag.at.y > innerHeight - 2 * EDGE);
    mark.style.setProperty("--drop-at", `${edge - frame.top}px`);
    mark.style.setProperty("--drop-depth", depth);
  }

  /** The last line above with this depth is the one it comes behind; one less deep is what it goes below. */
  function placeAt(lines, gap, depth) {
    for (const line of lines.slice(0, gap).toReversed()) {
      if (line.depth === depth) return { parent: line.parent, after: line.item };
      if (line.depth < depth) return { parent: line.item, after: "" };
    }
    return { parent: "", after: "" };
  }

  function drop() {
    const { item, begun, place } = drag;
    stop();
    if (begun && place) onPlace({ item, ...place });
  }

  function cancel() {
    if (drag) stop();
  }

  function escape(event) {
    if (event.key !== "Escape") return;
    event.preventDefault();
    cancel();
  }

  function stop() {
    const { item, begun } = drag;
    drag = null;
    mark.hidden = true;
    delete root.dataset.dragging;
    lineOf(item)?.classList.remove("is-moving");
    document.removeEventListener("pointermove", move);
    document.removeEventListener("pointerup", drop);
    document.removeEventListener("pointercancel", cancel);
    document.removeEventListener("keydown", escape, true);
    if (begun) onEnd(item);
  }

  /** Near the edge of the window the page comes along. */
  function scroll() {
    if (!drag) return;
    const { y } = drag.at;
    const step = y < EDGE ? y - EDGE : y > innerHeight - EDGE ? y - innerHeight + EDGE : 0;
    if (step) {
      scrollBy({ top: step / 6, behavior: "instant" });
      show();
    }
    requestAnimationFrame(scroll);
  }

  const lineOf = (item) => root.querySelector(`[data-item="${item}"]`);
  const parentOf = (line) => line.parentElement.closest("[data-item]");
  const depthOf = (line) => (parentOf(line) ? depthOf(parentOf(line)) + 1 : 0);
  const heightOf = (line) =>
    Math.max(0, ...[...line.querySelectorAll("[data-item]")].map((below) => depthOf(below) - depthOf(line)));

  function otherLines() {
    const dragged = lineOf(drag.item);
    return [...root.querySelectorAll("[data-item]")]
      .filter((line) => !dragged?.contains(line))
      .map((line) => ({
        item: line.dataset.item,
        parent: parentOf(line)?.dataset.item ?? "",
        depth: depthOf(line),
        box: (line.querySelector("[data-row]") ?? line).getBoundingClientRect(),
      }));
  }
}
