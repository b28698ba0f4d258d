// A paired wall: it goes where it is led, and says what is on it.

// What is drawn, in eight characters (FNV-1a), for whoever keeps the wall to know whether there is something on it.
function hash(text) {
  let found = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) found = Math.imul(found ^ text.charCodeAt(at), 0x01000193);
  return (found >>> 0).toString(16);
}

// Where a presenter or the clock leads it, it goes, and says three times a minute what is on it; while the connection is away it stays as it is and says nothing to the room.
// What it shows is held against where it is led each second: an order given while Streamlit's own connection is away is lost.
const BEAT = 20_000; // ms
const SMALLEST = 0.75; // of the size that its seats ask for
const EDGE = 0.08; // of the screen's height: what is pointed at there is brought to the middle
const LATE = 2_000; // ms by which a step may be changed after its time
const POINTED = 2_000; // ms for which the spot to which a presenter points stays
function startFollowing(channel) {
  const look = document.head.appendChild(document.createElement("style"));
  const state = { led: null, missed: 0 };
  const sorted = (url) => { const asked = new URLSearchParams(url.search); asked.sort(); return String(asked); };
  const same = (url) => url.pathname === location.pathname && sorted(url) === sorted(location);
  const is = (what, how) => document.querySelector(`[data-test-${what}="${how}"]`) !== null;
  const page = () => location.pathname.split("/").pop() || "overview";
  const go = () => {
    if (!state.led || !is("connection-state", "CONNECTED") || document.body.classList.contains("is-cut")) return;
    if (!same(state.led)) {
      history.replaceState({}, "", state.led);
      return dispatchEvent(new PopStateEvent("popstate"));
    }
    // A page stands there as soon as its run begins; where Streamlit still waits for a run that a server took with it, too.
    const lacks = !document.querySelector(`.st-key-page-${page()}`);
    state.missed = lacks ? state.missed + (is("script-state", "notRunning") ? 1 : 0.25) : 0;
    if (state.missed > 3) anew();
  };
  const spot = document.body.appendChild(Object.assign(document.createElement("i"), { className: "pointer" }));
  const main = () => document.querySelector('[data-testid="stMain"]');
  // What is further down than the screen comes into sight where somebody points at it.
  const point = ([x, y, , panel]) => {
    const found = panel && document.querySelector(`.board [data-panel="${CSS.escape(panel)}"]`);
    const at = () => found?.getBoundingClientRect?.() ?? { left: 0, top: 0, width: innerWidth, height: innerHeight };
    const high = at().top + y * at().height;
    if (high < EDGE * innerHeight || high > (1 - EDGE) * innerHeight) main()?.scrollBy({ top: high - innerHeight / 2, behavior: "instant" });
    spot.style.left = `${at().left + x * at().width}px`;
    spot.style.top = `${at().top + y * at().height}px`;
    spot.classList.add("shown");
    clearTimeout(state.pointed);
    state.pointed = setTimeout(() => spot.classList.remove("shown"), POINTED);
  };
  // A page that is taller than the screen is drawn smaller, as far as it can be read from the seats.
  const fit = () => {
    const area = main(), inner = area?.firstElementChild;
    const drawn = [...document.querySelectorAll(".board")].map((each) => each.drawn?.length ?? 0);
    const now = [location.href, innerWidth, innerHeight, ...drawn].join();
    if (!inner || state.fitted === now) return;
    if (state.where !== location.href) area.scrollTo(0, 0); // a step begins at its top, wherever the one before was left
    Object.assign(state, { fitted: now, where: location.href });
    inner.style.zoom = 1;
    if (document.querySelector(".overview.wall")) return; // is laid out for the screen
    for (let zoom = 1; zoom > SMALLEST && area.scrollHeight > area.clientHeight; ) inner.style.zoom = zoom = Math.max(SMALLEST, zoom - 0.05);
  };
  // What is still below its edge comes by itself where nobody presents: after a while at the top, until shortly before the step ends.
  const roll = () => {
    const area = main(), left = area ? area.scrollHeight - area.clientHeight : 0;
    if (!state.rolls || left <= 0) return;
    if (Date.now() - state.since > 1000 * state.rolls + LATE) state.since += 1000 * state.rolls; // the only step: once more
    const passed = (Date.now() - state.since) / 1000 / state.rolls;
    const behavior = matchMedia("(prefers-reduced-motion: reduce)").matches ? "instant" : "smooth";
    area.scrollTo({ top: left * Math.min(1, Math.max(0, (passed - 0.25) / 0.6)), behavior });
  };
  const show = ({ address, black, focus, hidden, pointer, rolls }) => {
    if (pointer) point(pointer);
    if (state.led?.href !== new URL(address, document.baseURI).href) state.since = Date.now();
    state.rolls = rolls;
    document.body.classList.toggle("is-black", black);
    const lit = focus ? `body:has(.board [data-panel="${focus}"]) .board [data-panel]:not([data-panel="${focus}"], [data-panel="frame"], :has([data-panel="${focus}"])) { opacity: .16; }` : "";
    look.textContent = lit + hidden.map((key) => `[data-metric="${key}"] { visibility: hidden; }`).join("");
    state.led = new URL(address, document.baseURI);
    go();
  };
  const beat = () => {
    const drawn = [...document.querySelectorAll(".board")].map((each) => each.drawn ?? "").join("");
    const revision = document.querySelector(".board [data-revision]")?.dataset.revision ?? "";
    channel.send(JSON.stringify({ address: location.pathname + location.search, frame: drawn && hash(drawn), revision }));
  };
  setInterval(() => { go(); fit(); roll(); }, 1000);
  setInterval(beat, BEAT);
  channel.opened = () => setTimeout(beat, BEAT / 10);
  const shows = (address) => state.led?.href === new URL(address, document.baseURI).href && same(state.led);
  return { show, shows }; // once a browser tab, however often its bar is drawn anew
}
