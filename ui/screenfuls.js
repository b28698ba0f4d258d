// A page that is taller than a wall is shown in screenfuls: nothing is cut through, and nobody has to scroll.

// What is shown whole or not at all.
const PIECE = "tr, li, p, h1, h2, h3, dt, dd, svg, canvas, img, iframe, .tile";
const said = (element) => [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());

// All of that in an element. What is taller than a screen goes in its parts, and is cut where it has none.
function pieces(element, high, found = []) {
  const box = element.getBoundingClientRect();
  const whole = element.matches(PIECE) || said(element) || !element.children.length;
  if (whole && box.height <= high) return box.height ? [...found, { element, top: box.top, bottom: box.bottom }] : found;
  return [...element.children].reduce((all, child) => pieces(child, high, all), found);
}

// Where each screenful begins: the next at the first piece that was not whole on the ones before.
function beginnings(all, high, end) {
  const begin = [0], lowest = Math.max(0, end - high);
  for (;;) {
    const at = begin.at(-1), after = all.filter((piece) => piece.bottom > at + high + 1).map((piece) => piece.top);
    const next = Math.min(lowest, ...after);
    if (!after.length || next <= at) return begin;
    begin.push(next);
  }
}

// The screenfuls of what scrolls in `area`; `turn(n)` shows the nth, from 1, and says in its corner which that is.
function screenfuls(area) {
  const high = area.clientHeight, up = area.getBoundingClientRect().top - area.scrollTop;
  for (const hidden of area.querySelectorAll(".beyond")) hidden.classList.remove("beyond");
  const all = area.scrollHeight > high + 1 ? pieces(area, high) : [];
  const placed = all.map((piece) => ({ ...piece, top: piece.top - up, bottom: piece.bottom - up }));
  const begin = beginnings(placed, high, area.scrollHeight);
  const turn = (nth) => {
    const at = Math.min(begin.length, Math.max(1, nth)), top = begin[at - 1];
    area.scrollTo({ top, behavior: "instant" });
    const cut = (piece) => [top, top + high].some((edge) => piece.top < edge - 1 && piece.bottom > edge + 1);
    for (const piece of placed) piece.element.classList.toggle("beyond", begin.length > 1 && cut(piece));
    return begin.length > 1 ? `${at}/${begin.length}` : "";
  };
  const of = (y) => begin.findLastIndex((top) => top <= y) + 1;
  return { count: begin.length, turn, of };
}
