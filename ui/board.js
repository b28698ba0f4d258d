// One board: shows the panels it is given, follows links without a page load, keeps the last frame when the server is away.

const plain = (event) => event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;

export default function ({ parentElement, data, setTriggerValue }) {
  const root = parentElement.querySelector(".board");
  const stories = () => root.querySelector("[data-shown]");
  root.dataset.key = data.key;
  // Drawn by the same run as before: a view that was handed to this browser since stays.
  const given = data.at && data.at + data.html;
  if (!given || root.given !== given) draw(root, data);
  root.given = given;
  arrive(root);
  const go = (url) => (url.pathname === location.pathname ? setTriggerValue("go", { search: url.search, at: Date.now() }) : open(url));
  root.onclick = (event) => {
    const step = event.target.closest("[data-step]");
    if (step) return show(stories(), Number(step.dataset.step));
    const play = event.target.closest("[data-play]");
    if (play) return playing(play);
    if (event.target.closest("[data-ticker]")) return stand();
    const link = event.target.closest("a[href]");
    if (!link || !plain(event) || link.hasAttribute("download") || link.hasAttribute("target")) return;
    event.preventDefault();
    go(new URL(link.getAttribute("href"), document.baseURI));
  };
  const flat = root.querySelector("[data-flat]")?.dataset.flat;
  if (flat && !drawsDeep()) return go(new URL(flat, document.baseURI));
  root.onpointerover = pointedAt;
  root.oninput = (event) => {
    if (event.target.matches("[data-slide]")) frame(event.target.closest("[data-frames]"), Number(event.target.value));
  };
  root.onchange = (event) => {
    const url = event.target.dataset?.href && new URL(event.target.dataset.href, document.baseURI);
    if (!url) return;
    url.searchParams.set(event.target.name, event.target.value);
    go(url);
  };
  const watch = (window.cockpitWatch ??= startWatching());
  watch.tick();
  watch.hide();
  watch.begin();
  if (data.watch) watch.follow(data.watch, () => go(new URL(location.href)));
  if (data.watch) hearing(data, () => go(new URL(location.href)));
  const box = (window.cockpitBox ??= startSearching());
  if (data.watch) box.by(go);
}

// What a board shows from now on, whether a run of the script gave it or the live channel.
function draw(root, data) {
  takeOver(root, data.key);
  const shown = root.querySelector("[data-shown]")?.dataset.shown;
  if (root.drawn !== data.html) {
    redraw(root, data.html);
    ahead.clear();
  }
  rest();
  root.drawn = data.html;
  const stories = root.querySelector("[data-shown]");
  if (stories && shown < count(stories)) stories.dataset.shown = shown;
  root.querySelectorAll("[data-frames]").forEach((played) => frame(played, Number(played.dataset.now)));
  wear(data.sheet);
  document.documentElement.lang = data.lang;
}

// What stood since the document came (`first_frame.js`) is taken over, board by board, each from its place; where something else is
// shown, all of it makes way.
function takeOver(root, key) {
  const first = document.querySelector(".first-frame");
  if (!first) return;
  const stood = first.querySelector(`[data-first="${key}"]`);
  if (!stood) return first.remove();
  stood.style.height = `${stood.offsetHeight}px`;
  root.replaceChildren(...stood.childNodes);
  root.drawn = stood.html;
  delete stood.dataset.first;
  if (first.querySelector("[data-first]")) return;
  const page = document.querySelector('[data-testid="stMain"]');
  if (page) page.scrollTop = first.scrollTop;
  first.remove();
}

// What somebody points at for a moment the server draws ahead, so that it is there when they press, and at rest the places of the
// map, one after the other: who goes to one has looked at the map. A server with enough to do does not (`web/first_frame.py`).
const DWELL = 80, FRESH = 60_000, REST = 2_000; // ms
const ahead = new Map();
let pointed, resting;
function pointedAt(event) {
  clearTimeout(pointed);
  const link = event.target.closest("a[href]");
  if (link) pointed = setTimeout(() => drawAhead(link), DWELL);
}
function rest() {
  clearTimeout(resting);
  resting = setTimeout(async () => {
    const places = document.querySelectorAll('.overview:not(.wall) [data-panel="map"] svg a[href]');
    for (const place of places) {
      if (document.hidden || !place.isConnected) return;
      if (!(await drawAhead(place, { purpose: "prefetch" }))) return rest(); // the server has enough to do
    }
  }, REST);
}
// Whether it stands ready, or need not.
async function drawAhead(link, headers = {}) {
  const path = new URL(document.baseURI).pathname;
  const url = new URL(link.getAttribute("href"), document.baseURI); // on a map it is a link of SVG
  if (!window.cockpitFirst || url.origin !== location.origin || link.hasAttribute("download") || link.hasAttribute("target")) return true;
  if (Date.now() - (ahead.get(url.href) ?? 0) < FRESH) return true;
  ahead.set(url.href, Date.now());
  const page = url.pathname.slice(path.length) || "overview";
  const answer = await fetch(new URL(`first/${page}${url.search}`, document.baseURI), { method: "HEAD", headers }).catch(() => ({}));
  return answer.status === 200;
}

// The stories of the map: one shown at a time, chosen by its dot, by the arrow keys, and on a wall by itself.
const STORY = 20_000; // ms
const count = (stories) => Number(stories.querySelector("[data-stories]")?.dataset.stories ?? 1);
function show(stories, nth) {
  const many = count(stories);
  stories.dataset.shown = (nth + many) % many;
}
function turn(by) {
  const stories = document.querySelector("[data-shown]");
  if (stories) show(stories, Number(stories.dataset.shown) + by);
}

// What happened lately moves on by a line where there is no room for all. It stands while somebody points at it, is inside it or
// has stopped it, and for whoever asked for less motion.
const LINE = 6_000; // ms
function stand() {
  document.documentElement.toggleAttribute("data-stands");
}
function moveOn() {
  if (matchMedia("(prefers-reduced-motion: reduce)").matches || document.documentElement.hasAttribute("data-stands")) return;
  document.querySelectorAll(".board .changed").forEach((list) => {
    const lines = [...list.children];
    const full = list.offsetParent && lines.some((line) => !line.offsetParent);
    if (full && !list.closest(".panel")?.matches(":hover, :focus-within")) list.append(lines[0]);
  });
}

// A landscape through time: one picture a moment, drawn by the server; the slider and the button choose which is shown.
const MOMENT = 900; // ms
function frame(played, nth) {
  played.dataset.now = nth;
  played.querySelector("[data-slide]").value = nth;
  played.querySelectorAll("[data-frame]").forEach((each) => each.classList.toggle("now", Number(each.dataset.frame) === nth));
}
function playing(button) {
  const on = button.getAttribute("aria-pressed") !== "true";
  button.setAttribute("aria-pressed", on);
  const tick = () => {
    const played = button.closest("[data-frames]");
    if (!button.isConnected || button.getAttribute("aria-pressed") !== "true") return;
    frame(played, (Number(played.dataset.now) + 1) % Number(played.dataset.frames));
    setTimeout(tick, MOMENT);
  };
  if (on) tick();
}

// Where the browser cannot draw three dimensions, the same map as vectors.
function drawsDeep() {
  return (window.cockpitDeep ??= Boolean(document.createElement("canvas").getContext("webgl2")));
}

// What a button far away has brought is shown: once for each name it bears.
function arrive(root) {
  const mark = root.querySelector("[data-arrive]"), name = mark?.dataset.arrive ?? "";
  if (name && root.dataset.arrived !== name) mark.scrollIntoView({ block: "center" });
  root.dataset.arrived = name;
}

// Another page of ours: one step of the browser's history, which Streamlit follows as it follows the button Back.
// A page that was opened before an upgrade has the style sheet of then; the boards of now are written for another.
function wear(sheet) {
  if (document.querySelector(`link[data-sheet="${sheet}"]`)) return;
  const worn = document.querySelectorAll("link[data-sheet]");
  const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href: `./style/${sheet}` });
  link.dataset.sheet = sheet;
  link.onload = () => worn.forEach((each) => each.remove());
  document.body.append(link);
}

function open(url) {
  history.pushState({}, "", url);
  dispatchEvent(new PopStateEvent("popstate"));
  document.querySelector('[data-testid="stMain"]')?.scrollTo(0, 0);
}

// Only panels that changed are replaced: the rest keeps its focus and does not flicker.
function redraw(root, html) {
  const next = document.createElement("template");
  next.innerHTML = html;
  const [before, after] = [root, next.content].map((each) => [...each.querySelectorAll("[data-panel]")]);
  const same = before.length > 0 && before.length === after.length
    && root.firstElementChild.className === next.content.firstElementChild.className
    && before.every((panel, index) => panel.dataset.panel === after[index].dataset.panel);
  if (!same) return root.replaceChildren(next.content);
  const [was, is] = [root.firstElementChild.dataset, next.content.firstElementChild.dataset];
  const moved = was.unit === is.unit && was.month === is.month && was.revision !== is.revision;
  Object.assign(was, is);
  before.forEach((panel, index) => {
    if (panel.outerHTML === after[index].outerHTML) return;
    if (moved) glow(panel, after[index]);
    panel.replaceWith(after[index]);
  });
}

// A figure that a new revision changed glows once.
function glow(before, after) {
  const values = new Map([...before.querySelectorAll("[data-metric]")].map((each) => [each.dataset.metric, each.querySelector(".tile-value")?.textContent]));
  for (const each of after.querySelectorAll("[data-metric]")) {
    const value = each.querySelector(".tile-value");
    if (value && values.has(each.dataset.metric) && values.get(each.dataset.metric) !== value.textContent) value.classList.add("glow");
  }
}

// What goes on all the time, once a browser tab: the clock, the tip under the pointer, the server's pulse.
function startWatching() {
  const tip = document.body.appendChild(Object.assign(document.createElement("div"), { className: "tip", hidden: true }));
  const cut = document.body.appendChild(Object.assign(document.createElement("div"), { className: "cut", hidden: true }));
  cut.setAttribute("role", "status");
  document.addEventListener("pointermove", (event) => showTip(tip, event));
  const hide = () => (tip.hidden = true);
  document.addEventListener("click", hide);
  document.addEventListener("scroll", hide, true);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") [hide(), close(() => true)];
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (by && !event.target.closest?.("input, select, textarea, [role=textbox]")) turn(by);
  });
  // What was drawn for the width of the window is drawn again at the width of the sheet: nobody draws while a page is printed.
  addEventListener("beforeprint", () => document.querySelectorAll(".js-plotly-plot .main-svg").forEach((drawn) =>
    drawn.setAttribute("viewBox", `0 0 ${drawn.getAttribute("width")} ${drawn.getAttribute("height")}`)));
  setInterval(() => document.querySelector(".overview.wall") && turn(1), STORY);
  setInterval(moveOn, LINE);
  document.addEventListener("click", (event) => close((menu) => !menu.contains(event.target) || event.target.closest("a[href]")));
  document.addEventListener("focusin", (event) => close((menu) => !menu.contains(event.target)));
  const time = new Intl.DateTimeFormat("zh-CN", { timeZone: "Asia/Shanghai", hour12: false, timeStyle: "medium" });
  const tick = () => document.querySelectorAll("[data-clock]").forEach((clock) => (clock.textContent = time.format()));
  setInterval(tick, 1000);
  return { ...pulse(cut), tick, hide, moveOn, begin: beginning() };
}

// Menus close by Esc, by a click elsewhere, and when the focus leaves them; it goes back to the name of the menu it was in.
function close(which) {
  for (const menu of document.querySelectorAll("details:is(.menu, .pick)[open]")) {
    if (!which(menu)) continue;
    if (menu.contains(document.activeElement)) menu.firstElementChild.focus();
    menu.open = false;
  }
}

// Another page: its title is said to readers of screens, and the focus, which the link took with it, goes to where the page begins.
function beginning() {
  const said = document.body.appendChild(Object.assign(document.createElement("div"), { className: "announced" }));
  said.setAttribute("role", "status");
  let before = null;
  return () => {
    const page = document.querySelector('[data-testid="stMain"] [class*="st-key-page-"]'), path = location.pathname;
    if (!page || !page.matches(`.st-key-page-${path.split("/").pop() || "overview"}`) || before === path) return;
    if (before !== null) {
      said.textContent = document.title;
      if (document.activeElement === document.body) Object.assign(page, { tabIndex: -1 }).focus({ preventScroll: true });
    }
    before = path;
  };
}

function showTip(tip, event) {
  const text = event.target.closest?.("[data-tip]")?.dataset.tip;
  tip.hidden = !text;
  if (!text) return;
  tip.textContent = text;
  const left = Math.min(event.clientX + 16, innerWidth - tip.offsetWidth - 8);
  const below = event.clientY + 20 + tip.offsetHeight < innerHeight;
  tip.style.transform = `translate(${left}px, ${below ? event.clientY + 20 : event.clientY - tip.offsetHeight - 12}px)`;
}

const answers = () => fetch(new URL("_stcore/health", document.baseURI), { cache: "no-store", signal: AbortSignal.timeout(900) })
  .then((response) => response.ok, () => false);
// A page is loaded anew only from a server that answers: else nothing would stand there, and nothing would bring it back.
const anew = async () => (await answers()) && location.reload();

// Asks once a second whether the server answers. While it does not, the last frame stays and says how old it is.
function pulse(cut) {
  const state = { words: null, again: null, since: null, missed: 0 };
  const alive = () => document.querySelector('[data-test-connection-state="CONNECTED"]') !== null;
  const beat = async () => {
    const [healthy, connected] = [await answers(), alive()];
    if (healthy && connected) return back();
    state.since ??= Date.now();
    // A server that answers while this page stays unconnected for long will not come back to it by itself.
    state.missed = healthy ? state.missed + 1 : 0;
    if (state.missed > 8) return anew();
    show();
  };
  const back = () => {
    const was = state.since;
    Object.assign(state, { since: null, missed: 0 });
    cut.hidden = true;
    document.body.classList.remove("is-cut");
    if (was && !window.cockpitChannel?.heard(Date.now() - was)) state.again();
  };
  const show = () => {
    const seconds = Math.round((Date.now() - state.since) / 1000);
    if (seconds < 1) return;
    const [minutes, rest] = [Math.floor(seconds / 60), seconds % 60];
    const age = (minutes ? state.words.minutes : state.words.seconds).replace("{m}", minutes).replace("{s}", minutes ? rest : seconds);
    cut.textContent = state.words.cut.replace("{age}", age);
    cut.hidden = false;
    document.body.classList.add("is-cut");
  };
  const follow = (words, again) => {
    const first = state.words === null;
    Object.assign(state, { words, again });
    if (first) setInterval(beat, 1000);
  };
  return { follow };
}
