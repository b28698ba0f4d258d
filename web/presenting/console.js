// The console without reloading: a button is sent, what others do is heard over /live, and the clocks count.

const main = () => document.querySelector("main");
const state = () => main().querySelector("[data-turn]")?.dataset;

async function show(asked) {
  const answer = await asked;
  const next = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("main");
  if (!next) return location.reload();
  main().replaceWith(next);
  count();
  picture();
}

document.addEventListener("submit", (event) => {
  const pressed = event.submitter;
  if (pressed?.hasAttribute("data-plain")) return;
  event.preventDefault();
  const { name, value } = pressed;
  waiting = waiting.then(() => send(name, value));
});

// One press after the other, each upon what the one before left: who presses Next twice goes two steps.
let waiting = Promise.resolve();
async function send(name, value) {
  const form = main().querySelector("form");
  if (!form) return;
  const body = new URLSearchParams(new FormData(form));
  body.set(name, value);
  await show(fetch(location.href, { method: "POST", body })).catch(() => lost(true));
}

// Arrow keys, a clicker's Page Up and Page Down, b and f; never while something is typed or a button is in focus.
const KEYS = { ArrowRight: "next", PageDown: "next", ArrowLeft: "back", PageUp: "back", b: "black", f: "freeze" };
document.addEventListener("keydown", (event) => {
  const command = KEYS[event.key];
  if (!command || event.ctrlKey || event.metaKey || event.altKey) return;
  const button = main().querySelector(`[data-key="${command}"]`);
  if (!button) return;
  event.preventDefault();
  button.click();
});

const lost = (is) => (document.querySelector("[data-lost]").hidden = !is);

function listen() {
  const now = state();
  if (!now) return;
  const address = new URL(`/live?presentation=${now.presentation}`, location.href);
  address.protocol = address.protocol.replace("http", "ws");
  const socket = new WebSocket(address);
  socket.onopen = () => lost(false);
  socket.onmessage = (event) => {
    const { turn, screens } = JSON.parse(event.data);
    if (String(turn) !== state()?.turn || String(screens) !== state()?.screens) show(fetch(location.href)).catch(() => lost(true));
  };
  socket.onclose = () => {
    lost(true);
    setTimeout(listen, 1000);
  };
}

// The server's clock at the moment of drawing goes along, so that a phone whose own clock is wrong counts right.
let began = Date.now();
function count() {
  began = Date.now();
  tick();
}
function tick() {
  for (const clock of document.querySelectorAll("[data-passed]")) {
    const passed = Number(clock.dataset.passed) + Math.floor((Date.now() - began) / 1000);
    clock.textContent = `${Math.floor(passed / 60)}:${String(passed % 60).padStart(2, "0")}`;
    clock.classList.toggle("over", passed > Number(clock.dataset.planned) * 60);
  }
}

// A finger on the small picture of the step is a spot on the walls. The picture is asked for once it is opened.
const WIDE = 1920, HIGH = 1080, AGAIN = 120; // px of a wall as it is drawn there, and of its least height; ms between two spots
let opened = false, pointed = 0;
function picture() {
  const details = main().querySelector("details.pad");
  if (!details) return;
  details.open = opened;
  details.addEventListener("toggle", () => {
    opened = details.open;
    if (opened) draw(details.querySelector("[data-pad]"));
  });
  if (opened) draw(details.querySelector("[data-pad]"));
}
function draw(pad) {
  if (pad.firstChild) return;
  const frame = Object.assign(document.createElement("iframe"), { src: pad.dataset.picture, width: WIDE, height: HIGH, tabIndex: -1 });
  const fit = () => { frame.style.transform = `scale(${pad.clientWidth / WIDE})`; };
  frame.onload = () => { // all of a page that is taller than a wall can be pointed at
    frame.height = Math.max(HIGH, frame.contentDocument?.documentElement.scrollHeight ?? 0);
    pad.style.aspectRatio = `${WIDE} / ${frame.height}`;
    frame.dataset.drawn = "yes";
  };
  const glass = document.createElement("div");
  glass.onpointerdown = glass.onpointermove = (event) => {
    if (event.type === "pointermove" && !event.buttons) return;
    event.preventDefault();
    point(frame, glass.getBoundingClientRect(), event);
  };
  pad.append(frame, glass);
  fit();
  new ResizeObserver(fit).observe(pad);
}
// Where the finger is in the panel below it: walls of another shape have that panel elsewhere.
function point(frame, box, event) {
  const x = ((event.clientX - box.left) / box.width) * WIDE, y = ((event.clientY - box.top) / box.height) * Number(frame.height);
  if (Date.now() - pointed < AGAIN || x < 0 || y < 0 || x > WIDE || y > Number(frame.height)) return;
  pointed = Date.now();
  const under = frame.contentDocument?.elementFromPoint(x, y), panel = under?.closest("[data-panel]");
  const says = under?.closest("[data-metric], [data-says]")?.dataset;
  offer({ panel: panel?.dataset.panel, metric: says?.metric ?? says?.says.split(" ")[0] });
  const on = panel?.getBoundingClientRect() ?? { left: 0, top: 0, width: WIDE, height: Number(frame.height) };
  const token = main().querySelector('[name="token"]')?.value ?? "", share = (part, whole) => Math.min(1, Math.max(0, part / whole)).toFixed(4);
  const said = { token, x: share(x - on.left, on.width), y: share(y - on.top, on.height), panel: panel?.dataset.panel ?? "" };
  fetch(`${location.pathname}/point`, { method: "POST", body: new URLSearchParams(said) }).catch(() => lost(true));
}

// What was pointed at last can be lit, or left out where it is a number.
function offer(found) {
  for (const button of main().querySelectorAll("[data-spotted] [data-what]")) {
    const what = found[button.dataset.what] ?? "";
    button.hidden = !what || what === "frame";
    button.value = `${button.value.split(":")[0]}:${what}`;
  }
}

setInterval(tick, 1000);
count();
picture();
listen();
