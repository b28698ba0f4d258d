// The live channel: what the server says by itself to a view that only looks. One socket a browser tab, as long as it shows such a view.

const SLOW = 60_000; // ms after which a view is drawn anew that nobody tells anything
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
  const state = { socket: null, asked: null, at: "", told: "", wait: 1000, ran: 0, since: null, crowded: false, live: null };
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
    state.wait = 1000;
    state.crowded = Boolean(told.crowded);
    state.since = told.away === undefined ? null : Date.now() - told.away * 1000;
    if ("address" in told) channel.wall?.show(told);
    const moved = told.at && told.at !== state.told && told.at !== state.at;
    state.told = told.at ?? state.told;
    if (moved && (channel.wall?.stays() ?? true)) run(); // a wall that goes elsewhere is drawn there
    say();
  };
  const connect = () => {
    const address = new URL(`live${location.search}`, document.baseURI);
    address.protocol = address.protocol.replace("http", "ws");
    state.asked = location.search;
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
  // The server answers again: no need to wait for the next try.
  channel.retry = () => state.live && !state.socket && connect();
  channel.leave = () => {
    const left = state.socket;
    Object.assign(state, { socket: null, live: null, since: null, crowded: false });
    left?.close();
    say();
  };
  // Where nobody tells, or what was told could not be drawn: the slow way.
  setInterval(() => {
    say();
    const late = state.live && (!open() || (state.told && state.told !== state.at));
    if (late && Date.now() - state.ran > SLOW) run();
  }, 1000);
  return channel;
}
