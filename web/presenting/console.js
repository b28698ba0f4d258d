// The console without reloading: a button is sent, what others do is heard over /live, and the clocks count.

const main = () => document.querySelector("main");
const state = () => main().querySelector("[data-turn]")?.dataset;

async function show(asked) {
  const answer = await asked;
  const next = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("main");
  if (!next) return location.reload();
  main().replaceWith(next);
  count();
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
    const { turn } = JSON.parse(event.data);
    if (String(turn) !== state()?.turn) show(fetch(location.href)).catch(() => lost(true));
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

setInterval(tick, 1000);
count();
listen();
