/**
 * A child's drawing as a few numbers: lines of a crayon on a paper 1000 wide and 750 high.
 *
 * Written as {"v":1,"lines":[["purple",x,y,x,y,…],…]}: whole numbers only, so that it seals to the same bytes
 * everywhere, and never a picture file, which could carry more than the drawing.
 *
 * @typedef {{crayon: string, points: [number, number][]}} Line
 */
import { getStroke } from "perfect-freehand";

export const WIDTH = 1000;
export const HEIGHT = 750;
// A whole page with this much drawing still seals into 64 KiB: its length says nothing a smaller one would not.
export const LIMIT = 60000;
const COARSEST = 64;

/** @param {number} value @param {number} most */
function whole(value, most) {
  return Math.max(0, Math.min(most, Math.round(value)));
}

/** @param {number} x @param {number} y @returns {[number, number]} */
export function point(x, y) {
  return [whole(x, WIDTH), whole(y, HEIGHT)];
}

/** Where a pointer is on a paper that is shown in this rectangle of the screen, as large as fits and in its middle.
 * @param {{clientX: number, clientY: number}} at @param {{left: number, top: number, width: number, height: number}} shown */
export function under(at, { left, top, width, height }) {
  const scale = Math.min(width / WIDTH, height / HEIGHT);
  if (!scale) return point(0, 0);
  return point(
    (at.clientX - left - (width - WIDTH * scale) / 2) / scale,
    (at.clientY - top - (height - HEIGHT * scale) / 2) / scale,
  );
}

/** The least text that still draws these lines; null when even the coarsest is too long.
 * @param {Line[]} lines @param {number} [limit] characters @returns {string | null} */
export function encode(lines, limit = LIMIT) {
  if (lines.length === 0) return "";
  for (let tolerance = 1.5; tolerance <= COARSEST; tolerance *= 2) {
    const text = JSON.stringify({ v: 1, lines: lines.map((line) => flat(line, tolerance)) });
    if (text.length <= limit) return text;
  }
  return null;
}

/** @param {Line} line @param {number} tolerance @returns {(string | number)[]} */
function flat(line, tolerance) {
  return [line.crayon, ...simplify(line.points, tolerance).flat()];
}

/** The lines of a drawing; none for text that is not one. @param {string} text @returns {Line[]} */
export function decode(text) {
  let read;
  try {
    read = JSON.parse(text);
  } catch {
    return [];
  }
  if (read?.v !== 1 || !Array.isArray(read.lines)) return [];
  return read.lines.filter(Array.isArray).map(unflat);
}

/** @param {any[]} row @returns {Line} */
function unflat(row) {
  /** @type {[number, number][]} */
  const points = [];
  for (let at = 1; at + 1 < row.length; at += 2) points.push(point(Number(row[at]) || 0, Number(row[at + 1]) || 0));
  return { crayon: String(row[0]), points };
}

/** Leave out points that lie on the way between others. @param {[number, number][]} points @param {number} tolerance
 * @returns {[number, number][]} */
export function simplify(points, tolerance) {
  if (points.length < 3) return points;
  const keep = new Set([0, points.length - 1]);
  const open = [[0, points.length - 1]];
  while (open.length > 0) {
    const [from, to] = /** @type {number[]} */ (open.pop());
    const far = farthest(points, from, to);
    if (far.distance > tolerance) {
      keep.add(far.at);
      open.push([from, far.at], [far.at, to]);
    }
  }
  return points.filter((_, at) => keep.has(at));
}

/** @param {[number, number][]} points @param {number} from @param {number} to */
function farthest(points, from, to) {
  let best = { at: from, distance: 0 };
  for (let at = from + 1; at < to; at += 1) {
    const distance = offLine(points[at], points[from], points[to]);
    if (distance > best.distance) best = { at, distance };
  }
  return best;
}

/** @param {[number, number]} p @param {[number, number]} a @param {[number, number]} b */
function offLine(p, a, b) {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  const length = dx * dx + dy * dy;
  if (length === 0) return Math.hypot(p[0] - a[0], p[1] - a[1]);
  const along = Math.max(0, Math.min(1, ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / length));
  return Math.hypot(p[0] - a[0] - along * dx, p[1] - a[1] - along * dy);
}

/** The outline of a line as the `d` of an SVG path. @param {Line} line */
export function outline(line) {
  const around = getStroke(line.points, { size: 15, thinning: 0.35, smoothing: 0.6, streamline: 0.4 });
  if (around.length === 0) return "";
  const parts = around.map(([x, y], at) => {
    const [nx, ny] = around[(at + 1) % around.length];
    return `${x.toFixed(1)} ${y.toFixed(1)} ${((x + nx) / 2).toFixed(1)} ${((y + ny) / 2).toFixed(1)}`;
  });
  return `M${around[0][0].toFixed(1)} ${around[0][1].toFixed(1)}Q${parts.join(" ")}Z`;
}
