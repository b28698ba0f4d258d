// The live channel: what the server says by itself to a view that only looks. One socket a browser tab, as long as it shows such a view.

const SLOW = 60_000; // ms after which a view is drawn anew that nobody tells anything
const SOON = 3_000; // ms for which a view that was just drawn may be newer than what was told
const HICCUP = 8_000; // ms for which a server may be slow to answer without anything being lost
const DEAF = 100_000; // ms without a word after which a socket is taken for dead: the server says something each half minute
const PATIENT = 30_000; // ms at most between two tries to be heard
const ENDED = 4401, CROWDED = 1013;

// Each time a title bar is drawn: a wall's view listens, any other does not.
function hearing(data, again) {
  if (!data.live) return window.cockpitChannel?.leave();
  const channel = (window.cockpitChannel ??= startHearing());
  if (data.follows) channel.wall ??= startFollowing(channel);
  channel.hear(data.live, again);
}

function startHearing() {
  const state = { socket: null, asked: null, at: "", told: "", view: null, wait: 1000, joined: 0, heard: 0, ran: 0, since: null, crowded: false, live: null };
  const channel = { wall: null, opened: () => {} };
  const open = () => state.socket?.readyState === WebSocket.OPEN;
  const said = Object.assign(document.createElement("div"), { className: "store-away" });
  said.setAttribute("role", "status");
  const say = () => {
    const words = state.live?.words, seconds = Math.round((Date.now() - state.since) / 1000), minutes = Math.floor(seconds / 60);
    const age = () => (minutes ? words.minutes : words.seconds).replace("{m}", minutes).replace("{s}", minutes ? seconds % 60 : seconds);
    const text = !words ? "" : state.since !== null ? words.away.replace("{age}", age()) : state.crowded ? words.crowded : "";
    said.classList.toggle("quiet", state.since === null);
    if (said.textContent !== text) said.textContent = text;
    if (text && !said.isConnected) document.body.append(said);
    if (!text) said.remove();
  };
  const run = () => {
    state.ran = Date.now();
    state.again();
  };
  const take = (told) => {
    Object.assign(state, { wait: 1000, heard: Date.now() });
    state.told = told.at ?? state.told;
    if (told.view) {
      state.view = told;
      return swap();
    }
    if (told.anew) return told.at !== state.at && run();
    state.crowded = Boolean(told.crowded);
    state.since = told.away === undefined ? null : Date.now() - told.away * 1000;
    if ("address" in told) channel.wall?.show(told);
    say();
  };
  // The view that was handed to this browser takes the place of the one shown, all of it in one frame; where something else is
  // shown than what was drawn, it waits.
  const swap = () => {
    const { at, view, address } = state.view, boards = [...document.querySelectorAll(".board[data-key]")];
    const is = channel.wall ? channel.wall.shows(address) : state.asked === location.search;
    if (!is || boards.length !== Object.keys(view.boards).length || !boards.every((root) => root.dataset.key in view.boards)) return;
    requestAnimationFrame(() => {
      boards.forEach((root) => draw(root, view.boards[root.dataset.key]));
      document.title = view.title;
      window.cockpitWatch?.follow(view.boards.frame.watch, state.again);
      window.cockpitWatch?.tick();
    });
    state.at = at;
  };
  const connect = () => {
    const address = new URL(`live${location.search}`, document.baseURI);
    address.searchParams.set("at", state.at);
    address.protocol = address.protocol.replace("http", "ws");
    Object.assign(state, { asked: location.search, joined: Date.now(), heard: Date.now() });
    const socket = (state.socket = new WebSocket(address));
    socket.onopen = () => channel.opened();
    socket.onmessage = (event) => take(JSON.parse(event.data));
    socket.onclose = ({ code }) => {
      if (state.socket !== socket) return;
      state.socket = null;
      if (code === ENDED) run(); // the door says why
      const wait = code === CROWDED ? SLOW : state.wait;
      state.wait = Math.min(2 * state.wait, PATIENT);
      setTimeout(() => state.live && !state.socket && connect(), wait);
    };
  };
  channel.send = (text) => open() && state.socket.send(text);
  channel.hear = (live, again) => {
    const elsewhere = !channel.wall && state.asked !== location.search; // a wall is told wherever it is
    if (state.socket && elsewhere) channel.leave();
    Object.assign(state, { live, again, at: live.at, ran: Date.now() });
    if (!state.socket) connect();
  };
  // Whether all was heard meanwhile, though the server seemed away for so long: else it is asked for anew.
  channel.heard = (ms) => {
    if (state.live && open() && ms < HICCUP && state.joined < Date.now() - ms) return true;
    channel.retry();
    return false;
  };
  channel.retry = () => {
    if (!state.live) return;
    const left = state.socket;
    state.socket = null;
    left?.close();
    connect();
  };
  channel.leave = () => {
    const left = state.socket;
    Object.assign(state, { socket: null, live: null, since: null, crowded: false });
    left?.close();
    say();
  };
  // What was handed while a page was on its way is shown a little later. Where nobody tells, or what was told is not there: the slow way.
  setInterval(() => {
    say();
    if (open() && Date.now() - state.heard > DEAF) channel.retry();
    const behind = state.told && state.told !== state.at, since = Date.now() - state.ran;
    if (state.live && behind && since > SOON && state.view?.at === state.told) swap();
    if (state.live && (!open() || behind) && since > SLOW) run();
  }, 1000);
  return channel;
}
