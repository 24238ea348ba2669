/** The paper a child draws on with a finger, a pen or a mouse; every shape is made by the DOM, never from text. */
import { HEIGHT, WIDTH, decode, encode, outline, under } from "./drawing.js";

const SVG = "http://www.w3.org/2000/svg";
const NEAREST = 3;

/** Show a drawing that is finished. @param {Element} svg @param {string} text */
export function show(svg, text) {
  svg.setAttribute("viewBox", `0 0 ${WIDTH} ${HEIGHT}`);
  svg.replaceChildren(...decode(text || "").map(shape));
}

/** @param {import("./drawing.js").Line} line */
function shape(line) {
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("class", `wax wax-${line.crayon}`);
  path.setAttribute("d", outline(line));
  return path;
}

/**
 * The rectangle of the screen in which the paper shows its drawing, inside its edge.
 *
 * A page is made smaller to fit (`zoom`), and there browsers differ: the matrix of an SVG knows of it in Chromium alone, and
 * WebKit measures everything as if it were not smaller. What the box around it measures, against its own width, tells which.
 * @param {SVGSVGElement} svg
 */
function shownIn(svg) {
  const around = /** @type {HTMLElement} */ (svg.parentElement);
  let smaller = 1;
  for (let one = /** @type {Element | null} */ (around); one; one = one.parentElement)
    smaller *= Number(getComputedStyle(one).zoom) || 1;
  const measure = (smaller * around.offsetWidth) / around.getBoundingClientRect().width;
  const { left, top, width } = svg.getBoundingClientRect();
  const pixel = (width * measure) / (svg.clientWidth + 2 * svg.clientLeft);
  return {
    left: left * measure + svg.clientLeft * pixel,
    top: top * measure + svg.clientTop * pixel,
    width: svg.clientWidth * pixel,
    height: svg.clientHeight * pixel,
  };
}

/**
 * Let a child draw on `svg`.
 * @param {SVGSVGElement} svg
 * @param {{text: string, limit: number, crayon: () => string, changed: (text: string) => void, full: () => void}} about
 */
export function openPaper(svg, about) {
  const lines = decode(about.text);
  /** @type {import("./drawing.js").Line | null} */
  let line = null;
  /** @type {SVGPathElement | null} */
  let path = null;
  let pointer = -1;
  let shown = { left: 0, top: 0, width: 0, height: 0 };
  show(svg, about.text);

  /** @param {PointerEvent} event */
  function start(event) {
    if (line || event.button > 0) return;
    pointer = event.pointerId;
    svg.setPointerCapture(pointer);
    shown = shownIn(svg);
    line = { crayon: about.crayon(), points: [under(event, shown)] };
    path = shape(line);
    svg.append(path);
    event.preventDefault();
  }

  /** @param {PointerEvent} event */
  function move(event) {
    if (!line || !path || event.pointerId !== pointer) return;
    const events = event.getCoalescedEvents ? event.getCoalescedEvents() : [];
    for (const each of events.length ? events : [event]) add(line, under(each, shown));
    path.setAttribute("d", outline(line));
  }

  /** @param {PointerEvent} event */
  function finish(event) {
    if (!line || event.pointerId !== pointer) return;
    lines.push(line);
    line = null;
    const text = encode(lines, about.limit);
    if (text === null) {
      lines.pop();
      path?.remove();
      about.full();
    } else about.changed(text);
    path = null;
  }

  svg.addEventListener("pointerdown", start);
  svg.addEventListener("pointermove", move);
  svg.addEventListener("pointerup", finish);
  svg.addEventListener("pointercancel", finish);
  // Where the lifting of a finger got lost: the next line must not wait for it.
  svg.addEventListener("lostpointercapture", finish);
  return {
    /** Take the last line back. */
    takeBack() {
      lines.pop();
      const text = encode(lines, about.limit) || "";
      show(svg, text);
      about.changed(text);
    },
  };
}

/** @param {import("./drawing.js").Line} line @param {[number, number]} next */
function add(line, next) {
  const last = line.points[line.points.length - 1];
  if (Math.hypot(next[0] - last[0], next[1] - last[1]) >= NEAREST) line.points.push(next);
}
