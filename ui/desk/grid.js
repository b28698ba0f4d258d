// The grid of a draft: every change is sent by itself, and what has not been saved yet stays in the browser until it is.

const QUIET = 700, AGAIN = 8000; // ms after the last key until it is sent; ms until it is sent once more
const key = (input) => `${input.dataset.sheet}!${input.dataset.cell}`;

export default function ({ parentElement, data, setTriggerValue }) {
  const root = parentElement.querySelector(".cells-root");
  if (root.grid?.draft !== data.draft) root.grid = begin(root, data);
  const grid = root.grid;
  Object.assign(grid, { data, send: (value) => setTriggerValue("typed", value) });
  if (grid.sent && grid.sent.id === data.done) grid.sent = null;
  keep(grid);
  if (grid.composing) grid.late = true;
  else redraw(root, grid);
  if (!grid.sent) flush(grid);
}

// What was typed and not saved before this page was loaded again is sent once more, with the version it was typed over.
function begin(root, data) {
  const grid = { draft: data.draft, store: `cockpit-draft-${data.draft}`, typed: new Map(), sent: null, focused: "" };
  const kept = JSON.parse(sessionStorage.getItem(grid.store) ?? "null");
  for (const [place, each] of kept ?? []) grid.typed.set(place, each);
  root.oninput = (event) => event.target.dataset?.cell && note(root.grid, event.target);
  root.onchange = (event) => event.target.dataset?.cell && flush(root.grid);
  root.onpaste = (event) => paste(root, event);
  root.onkeydown = (event) => move(root, event);
  root.addEventListener("focusin", (event) => event.target.dataset?.cell && event.target.select());
  root.addEventListener("compositionstart", () => (root.grid.composing = true));
  root.addEventListener("compositionend", () => {
    root.grid.composing = false;
    if (root.grid.late) redraw(root, root.grid);
  });
  window.cockpitGrid?.abort();
  window.cockpitGrid = new AbortController();
  const signal = window.cockpitGrid.signal;
  addEventListener("beforeunload", (event) => (grid.typed.size || grid.sent) && event.preventDefault(), { signal });
  document.addEventListener("click", (event) => lead(root, event), { signal });
  const timer = setInterval(() => {
    if (!root.isConnected) return clearInterval(timer);
    if (grid.sent && Date.now() - grid.sent.at > AGAIN && document.querySelector('[data-test-connection-state="CONNECTED"]')) send(grid);
    say(root, grid);
  }, 1000);
  return grid;
}

function note(grid, input) {
  grid.typed.set(key(input), { sheet: input.dataset.sheet, cell: input.dataset.cell, value: input.value, base: grid.typed.get(key(input))?.base ?? grid.data.version });
  input.classList.add("unsaved");
  keep(grid);
  clearTimeout(grid.timer);
  grid.timer = setTimeout(() => !grid.composing && flush(grid), QUIET);
}

// One batch is on its way at a time; what is typed meanwhile goes with the next.
function flush(grid) {
  if (grid.sent || !grid.typed.size || grid.data.closed) return;
  const edits = [...grid.typed.values()];
  grid.sent = { id: `${Date.now()}-${Math.random().toString(36).slice(2, 8)}`, edits, base: Math.min(...edits.map((each) => each.base)) };
  grid.typed.clear();
  keep(grid);
  send(grid);
}

function send(grid) {
  grid.sent.at = Date.now();
  grid.send({ ...grid.sent, draft: grid.draft });
}

function keep(grid) {
  const unsaved = [...(grid.sent?.edits ?? []), ...grid.typed.values()].map((each) => [`${each.sheet}!${each.cell}`, each]);
  if (unsaved.length) sessionStorage.setItem(grid.store, JSON.stringify(unsaved));
  else sessionStorage.removeItem(grid.store);
}

// The table as the server drew it, with what is not saved yet, the pointer of the text and the scrolled place put back.
function redraw(root, grid) {
  grid.late = false;
  const at = root.contains(document.activeElement) && document.activeElement.dataset.cell ? document.activeElement : null;
  const place = at && { key: key(at), from: at.selectionStart, to: at.selectionEnd };
  const scrolled = root.querySelector(".scroll")?.scrollLeft ?? 0;
  if (grid.html !== grid.data.html) root.innerHTML = grid.html = grid.data.html;
  const inputs = new Map([...root.querySelectorAll("[data-cell]")].map((input) => [key(input), input]));
  for (const each of [...(grid.sent?.edits ?? []), ...grid.typed.values()]) {
    const input = inputs.get(`${each.sheet}!${each.cell}`);
    if (input) Object.assign(input, { value: each.value }).classList.add("unsaved");
  }
  for (const input of inputs.values()) if (!unsaved(grid, key(input))) input.classList.remove("unsaved");
  const scroll = root.querySelector(".scroll");
  if (scroll) scroll.scrollLeft = scrolled;
  if (place && inputs.has(place.key)) {
    if (document.activeElement !== inputs.get(place.key)) inputs.get(place.key).focus({ preventScroll: true });
    inputs.get(place.key).setSelectionRange(place.from, place.to);
  }
  if (grid.data.focus && grid.focused !== grid.data.focus) {
    grid.focused = grid.data.focus;
    if (inputs.get(grid.data.focus) !== document.activeElement) reach(inputs.get(grid.data.focus));
  }
  say(root, grid);
}

const unsaved = (grid, place) => grid.typed.has(place) || grid.sent?.edits.some((each) => `${each.sheet}!${each.cell}` === place);

function reach(input) {
  input?.scrollIntoView({ block: "center", inline: "center" });
  input?.focus({ preventScroll: true });
}

// A link to a cell that is on the screen leads there at once.
function lead(root, event) {
  const href = event.target.closest?.("a[href]")?.getAttribute("href");
  const asked = href && new URL(href, document.baseURI).searchParams;
  if (!asked?.get("cell")) return;
  reach([...root.querySelectorAll("[data-cell]")].find((input) => input.dataset.cell === asked.get("cell") && input.dataset.sheet === asked.get("sheet")));
}

function say(root, grid) {
  const told = root.querySelector(".saved");
  if (!told) return;
  const waiting = grid.sent || grid.typed.size;
  const long = grid.sent && Date.now() - grid.sent.at > AGAIN / 2;
  told.textContent = waiting ? (long ? grid.data.words.unsent : grid.data.words.saving) : grid.data.words.saved;
  told.classList.toggle("warn", Boolean(long));
}

// Enter and the arrows go to the cell below or above, as in a workbook.
function move(root, event) {
  const step = { Enter: event.shiftKey ? -1 : 1, ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || !event.target.dataset?.cell || event.isComposing) return;
  event.preventDefault();
  const cell = event.target.closest("td");
  for (let row = cell.parentElement; (row = step > 0 ? row.nextElementSibling : row.previousElementSibling); ) {
    const next = row.classList.contains("said") ? null : row.cells[cell.cellIndex]?.querySelector("[data-cell]");
    if (next) return next.focus();
  }
  if (event.key === "Enter") flush(root.grid);
}

// Cells copied from a workbook go to the cells of the same shape from here on, by their addresses.
function paste(root, event) {
  const text = event.clipboardData?.getData("text/plain") ?? "";
  const input = event.target;
  if (!input.dataset?.cell || input.readOnly || !/[\t\n]./.test(text.trimEnd())) return;
  event.preventDefault();
  const [, letters, row] = /^([A-Z]+)(\d+)$/.exec(input.dataset.cell);
  const inputs = new Map([...root.querySelectorAll("[data-cell]")].map((each) => [key(each), each]));
  text.trimEnd().split(/\r?\n/).forEach((line, down) => line.split("\t").forEach((value, right) => {
    const place = inputs.get(`${input.dataset.sheet}!${lettersOf(numberOf(letters) + right)}${Number(row) + down}`);
    if (!place || place.readOnly) return;
    place.value = value.trim();
    note(root.grid, place);
  }));
  flush(root.grid);
}

const numberOf = (letters) => [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
const lettersOf = (number) => (number > 26 ? lettersOf(Math.floor((number - 1) / 26)) : "") + String.fromCharCode(65 + ((number - 1) % 26));
