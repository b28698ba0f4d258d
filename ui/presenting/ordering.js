// Steps put in order by dragging, with the mouse or a finger: the line follows, the others make room, and where it was let go is said once.
// The arrows beside each step do the same from the keyboard.

const LINE = '[class*="st-key-line-step-"]';
const EDGE = 80, SCROLL = 12; // px from the edge of the screen at which the page moves along, and by how much each time

export default function ({ data, setTriggerValue }) {
  const state = (window.cockpitOrdering ??= start());
  state.say = (from, to) => setTriggerValue("moved", { from, to, version: data.version });
  if (state.version !== data.version) settle(); // drawn in their new order
  state.version = data.version;
}

function settle() {
  for (const item of items()) {
    item.style.order = "";
    item.classList.remove("is-settling");
  }
}
const LATE = 6000; // ms

// Each line with what lies beside the others': Streamlit wraps it.
function items() {
  const lines = [...document.querySelectorAll(LINE)];
  const beside = lines[1]?.parentElement.contains(lines[0]) ? lines : lines.map((line) => line.parentElement);
  return lines.length > 1 ? beside : lines;
}

function start() {
  const state = {};
  document.addEventListener("pointerdown", (event) => {
    const handle = event.target.closest?.("[data-handle]");
    if (!handle || event.button !== 0) return;
    event.preventDefault();
    handle.setPointerCapture(event.pointerId);
    take(handle, event, state);
  });
  return state;
}

function take(handle, begun, state) {
  const all = items(), from = all.findIndex((item) => item.contains(handle)), held = all[from];
  const area = document.querySelector('[data-testid="stMain"]');
  const places = all.map((item) => item.getBoundingClientRect()), step = places[from].height + gap(places), top = area.scrollTop;
  let to = from;
  held.classList.add("is-dragged");
  const move = ({ clientY }) => {
    if (clientY < EDGE) area.scrollBy(0, -SCROLL);
    if (clientY > innerHeight - EDGE) area.scrollBy(0, SCROLL);
    const scrolled = area.scrollTop - top, at = clientY + scrolled;
    to = places.filter((place, nth) => nth !== from && place.top + place.height / 2 < at).length;
    held.style.transform = `translateY(${clientY - begun.clientY + scrolled}px)`;
    all.forEach((item, nth) => {
      if (nth === from) return;
      const by = nth > from && nth <= to ? -step : nth < from && nth >= to ? step : 0;
      item.style.transform = by ? `translateY(${by}px)` : "";
    });
  };
  const end = (kept) => {
    controller.abort();
    held.classList.remove("is-dragged");
    all.forEach((item) => (item.style.transform = ""));
    if (!kept || to === from) return;
    const order = all.toSpliced(from, 1).toSpliced(to, 0, held);
    order.forEach((item, nth) => {
      item.style.order = nth + 1; // until the page is drawn with it
      item.classList.add("is-settling");
    });
    state.say(from + 1, to + 1);
    setTimeout(settle, LATE); // where nothing came of it, they stand as they did
  };
  const controller = new AbortController(), { signal } = controller;
  handle.addEventListener("pointermove", move, { signal });
  handle.addEventListener("pointerup", () => end(true), { signal });
  handle.addEventListener("pointercancel", () => end(false), { signal });
  document.addEventListener("keydown", (event) => event.key === "Escape" && end(false), { signal });
}

const gap = (places) => (places.length > 1 ? Math.max(0, places[1].top - places[0].bottom) : 0);
