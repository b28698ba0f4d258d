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
const SPARE = 12, MINUTE = 60_000; // words about screenfuls in so many ms, of the twenty that are read of a wall
const STORIES = 5; // that a map tells at most (`ui/overview/stories.py`)
const POINTED = 2_000; // ms for which the spot to which a presenter points stays
function startFollowing(channel) {
  const look = document.head.appendChild(document.createElement("style"));
  const state = { led: null, missed: 0, lately: [] };
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
  // What is on another screenful comes into sight where somebody points at it.
  const bring = (y) => {
    const area = main();
    state.screen = state.screens?.of(y - area.getBoundingClientRect().top + area.scrollTop) ?? 1;
    turn();
  };
  const point = ([x, y, , panel]) => {
    const found = panel && document.querySelector(`.board [data-panel="${CSS.escape(panel)}"]`);
    const at = () => found?.getBoundingClientRect?.() ?? { left: 0, top: 0, width: innerWidth, height: innerHeight };
    const high = at().top + y * at().height;
    if (high < EDGE * innerHeight || high > (1 - EDGE) * innerHeight) bring(high);
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
    const now = [location.href, innerWidth, innerHeight, area?.scrollHeight, ...drawn].join();
    if (!inner || state.fitted === now) return;
    inner.style.zoom = 1;
    const laidOut = document.querySelector(".overview.wall"); // for the screen
    for (let zoom = 1; !laidOut && zoom > SMALLEST && area.scrollHeight > area.clientHeight; ) inner.style.zoom = zoom = Math.max(SMALLEST, zoom - 0.05);
    state.screens = laidOut ? null : screenfuls(area);
    state.fitted = [location.href, innerWidth, innerHeight, area.scrollHeight, ...drawn].join();
  };
  // Of a page that is still taller, the screenful to which whoever presents has turned; where nobody does, all in the time of the step.
  const turned = () => {
    const count = state.screens?.count ?? 1;
    if (!state.rolls) return state.screen;
    if (Date.now() - state.since > 1000 * state.rolls + LATE) state.since += 1000 * state.rolls; // the only step: once more
    return 1 + Math.floor((count * (Date.now() - state.since)) / 1000 / state.rolls);
  };
  const nth = document.body.appendChild(Object.assign(document.createElement("i"), { className: "screenful" }));
  const turn = () => {
    const stands = state.screens?.turn(turned()) ?? "";
    if (nth.textContent !== stands) nth.textContent = stands;
  };
  // Whoever presents is told how many there are, as soon as the step stands there.
  const tell = () => {
    const told = state.of && state.screens && same(state.led) && JSON.stringify({ of: state.of, screens: state.screens.count });
    const lately = state.lately.filter((at) => Date.now() - at < MINUTE);
    if (!told || told === state.told || lately.length >= SPARE) return;
    Object.assign(state, { told, lately: [...lately, Date.now()] });
    channel.send(told);
  };
  // A number where it stands, where sentences and lists say it, and on the map that tells it.
  const without = (key) => {
    const told = [...Array(STORIES).keys()].map((nth) => `.stories:has([data-story="${nth}"][data-says="${key}"]) [data-story="${nth}"]`);
    return [`[data-metric="${key}"]`, `[data-says~="${key}"]`, ...told].join();
  };
  const show = ({ address, black, focus, hidden, pointer, rolls, screen, of }) => {
    if (state.led?.href !== new URL(address, document.baseURI).href) {
      Object.assign(state, { since: Date.now(), screens: null });
      main()?.scrollTo(0, 0); // a step begins at its top, wherever the one before was left
    }
    if ([of, screen].join() !== [state.of, state.turnedTo].join()) state.screen = screen; // what was pointed at stays in sight till then
    Object.assign(state, { rolls, of, turnedTo: screen });
    document.body.classList.toggle("is-black", black);
    const lit = focus ? `body:has(.board [data-panel="${focus}"]) .board [data-panel]:not([data-panel="${focus}"], [data-panel="frame"], :has([data-panel="${focus}"])) { opacity: .16; }` : "";
    look.textContent = lit + hidden.map((key) => `${without(key)} { visibility: hidden; }`).join("");
    state.led = new URL(address, document.baseURI);
    go();
    turn();
    if (pointer) point(pointer);
  };
  const beat = () => {
    const drawn = [...document.querySelectorAll(".board")].map((each) => each.drawn ?? "").join("");
    const revision = document.querySelector(".board [data-revision]")?.dataset.revision ?? "";
    channel.send(JSON.stringify({ address: location.pathname + location.search, frame: drawn && hash(drawn), revision }));
  };
  setInterval(() => { go(); fit(); turn(); tell(); }, 1000);
  setInterval(beat, BEAT);
  channel.opened = () => setTimeout(beat, BEAT / 10);
  const shows = (address) => state.led?.href === new URL(address, document.baseURI).href && same(state.led);
  return { show, shows }; // once a browser tab, however often its bar is drawn anew
}
