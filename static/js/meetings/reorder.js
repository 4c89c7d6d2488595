/**
 * Moving the lines of a nested list with a pointer: mouse, pen or finger. Up and down choose the gap, sideways
 * the depth. What is dragged keeps its place until it is dropped; a line shows where that would be.
 * A finger rests on the handle for a moment first: one that moves on at once scrolls the page, as everywhere.
 *
 * Lines are elements with `data-item`, nested in lists; `[data-handle]` inside one is what is grabbed.
 */

const STARTS_AFTER = 5; // pixels, so that a click on the handle is only a click
const FINGER_RESTS = 300; // milliseconds
const FINGER_TREMBLES = 10; // pixels
const INDENT = 28;
const EDGE = 70;

/**
 * Below and behind which items something stands, and before which one of the same depth; "" stands for none.
 *
 * @typedef {{parent: string, after: string, before?: string}} Place
 */

/**
 * @param {HTMLElement} root
 * @param {object} options
 * @param {number} options.deepest how many lists may be nested
 * @param {(place: Place) => string} options.words what the line says while something is dragged
 * @param {(place: Place & {item: string}) => void} options.onPlace
 * @param {() => void} options.onStart
 * @param {(item: string) => void} options.onEnd
 */
export function reorder(root, { deepest, words, onPlace, onStart, onEnd }) {
  /**
   * What is dragged: from where the pointer was pressed to where it is.
   *
   * @type {{item: string, x: number, y: number, at: {x: number, y: number}, isBegun: boolean, place: Place | null} | null}
   */
  let drag = null;
  /** @type {number} */
  let resting;
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
    const at = { x: event.clientX, y: event.clientY };
    drag = { item: line.dataset.item, ...at, at, isBegun: false, place: null };
    // The document listens, since the line may be replaced by a newer one while it is dragged.
    document.addEventListener("pointermove", move);
    document.addEventListener("pointerup", drop);
    document.addEventListener("pointercancel", cancel);
    document.addEventListener("keydown", escape, true);
    if (event.pointerType === "touch") resting = setTimeout(begin, FINGER_RESTS);
  });

  // Only who listens like this can keep the browser from scrolling; before the drag has begun it is left to do so.
  root.addEventListener("touchmove", (event) => drag?.isBegun && event.preventDefault(), { passive: false });
  root.addEventListener("contextmenu", (event) => drag?.isBegun && event.preventDefault());

  /** @param {PointerEvent} event */
  function move(event) {
    drag.at = { x: event.clientX, y: event.clientY };
    if (!drag.isBegun) {
      const distance = Math.hypot(event.clientX - drag.x, event.clientY - drag.y);
      if (event.pointerType === "touch") {
        if (distance > FINGER_TREMBLES) stop();
        return;
      }
      if (distance < STARTS_AFTER) return;
      begin();
    }
    event.preventDefault();
    show();
  }

  function begin() {
    drag.isBegun = true;
    root.dataset.dragging = "";
    lineOf(drag.item)?.classList.add("is-moving");
    onStart();
    show();
    requestAnimationFrame(scroll);
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
    mark.style.setProperty("--drop-depth", String(depth));
  }

  /**
   * The last line above with this depth is the one it comes behind; one less deep is what it goes below.
   *
   * @type {(lines: ReturnType<typeof otherLines>, gap: number, depth: number) => Place}
   */
  function placeAt(lines, gap, depth) {
    for (const line of lines.slice(0, gap).toReversed()) {
      if (line.depth === depth) return { parent: line.parent, after: line.item };
      if (line.depth < depth) return { parent: line.item, after: "" };
    }
    return { parent: "", after: "" };
  }

  function drop() {
    const { item, isBegun, place } = drag;
    stop();
    if (isBegun && place) onPlace({ item, ...place });
  }

  function cancel() {
    if (drag) stop();
  }

  /** @param {KeyboardEvent} event */
  function escape(event) {
    if (event.key !== "Escape") return;
    event.preventDefault();
    cancel();
  }

  function stop() {
    const { item, isBegun } = drag;
    drag = null;
    clearTimeout(resting);
    mark.hidden = true;
    delete root.dataset.dragging;
    lineOf(item)?.classList.remove("is-moving");
    document.removeEventListener("pointermove", move);
    document.removeEventListener("pointerup", drop);
    document.removeEventListener("pointercancel", cancel);
    document.removeEventListener("keydown", escape, true);
    if (isBegun) onEnd(item);
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

  /** @type {(item: string) => HTMLElement | null} */
  const lineOf = (item) => root.querySelector(`[data-item="${item}"]`);

  /** @param {HTMLElement} line */
  const parentOf = (line) => line.parentElement.closest("[data-item]");

  /** @type {(line: HTMLElement) => number} */
  const depthOf = (line) => (parentOf(line) ? depthOf(parentOf(line)) + 1 : 0);

  /** How many lists are nested below a line. @param {HTMLElement} line */
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
