// Search and go: one box over every page, opened by / or Ctrl-K or its button. It asks the route /search and runs no page.

const ASK_AFTER = 90; // ms after the last letter

function startSearching() {
  const make = (tag, attributes = {}, ...inner) => {
    const made = document.createElement(tag);
    Object.entries(attributes).forEach(([name, value]) => made.setAttribute(name, value));
    made.append(...inner);
    return made;
  };
  const input = make("input", { type: "search", role: "combobox", "aria-autocomplete": "list", "aria-controls": "box-found", "aria-expanded": "false", maxlength: 100, autocomplete: "off", autocapitalize: "off", spellcheck: "false", enterkeyhint: "go" });
  const close = make("button", { type: "button", class: "close" }, "×");
  const list = make("ul", { id: "box-found", role: "listbox" });
  const told = make("p", { role: "status" });
  const above = make("div", { class: "above", "aria-live": "polite" });
  const box = document.body.appendChild(make("dialog", { class: "finder" }, make("div", { class: "asking" }, input, close), told, above, list));
  const state = { go: null, words: {}, asked: 0, waiting: 0, at: -1 };

  const show = () => {
    const button = document.querySelector("[data-find]"); // a wall has none
    if (!button || box.open) return;
    state.words = JSON.parse(button.dataset.find);
    input.placeholder = state.words.hint;
    box.setAttribute("aria-label", state.words.open);
    list.setAttribute("aria-label", state.words.found);
    close.setAttribute("aria-label", state.words.close);
    input.value = "";
    draw([]);
    say("examples");
    box.showModal();
    input.focus();
  };
  const say = (key, words) => {
    told.dataset.said = key;
    told.textContent = state.words[key].replace("{words}", words);
  };
  const follow = (link) => {
    box.close();
    state.go?.(new URL(link.getAttribute("href"), document.baseURI));
  };
  const choose = (at) => {
    const options = [...list.children];
    state.at = options.length ? (at + options.length) % options.length : -1;
    options.forEach((option, nth) => option.setAttribute("aria-selected", String(nth === state.at)));
    if (state.at < 0) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", options[state.at].id);
    options[state.at].scrollIntoView({ block: "nearest" });
  };
  // An answer stands above what is called so: its number opens the passport, and the words it was read as can be changed.
  const option = (href, ...inner) => make("li", { role: "option" }, make("a", { href, tabindex: "-1" }, ...inner));
  const again = (ask) => ((input.value = ask), input.focus(), run());
  const asking = (ask, name) => {
    const button = make("button", { type: "button" }, name);
    button.onclick = () => again(ask);
    return button;
  };
  const read = (words) => make("div", { class: "read" }, make("small", {}, state.words.read), ...words.map((word) => word.choices.length
    ? make("details", { name: "read" }, make("summary", {}, word.name), make("div", {}, ...word.choices.map((choice) => asking(choice.ask, choice.name))))
    : make("span", {}, word.name)));
  const answered = (answer) => {
    const lines = answer.lines.map((line) => option(line.href, make("b", {}, line.name), make("strong", {}, line.value), make("span", {}, line.note)));
    const head = answer.lines.length ? [] : [option(answer.href, make("b", {}, answer.said), make("span", {}, answer.note))];
    const said = answer.lines.length ? [make("p", {}, [answer.said, answer.note].filter(Boolean).join(" · "))] : [];
    const more = answer.more ? [make("p", {}, state.words.more.replace("{count}", answer.more))] : [];
    above.replaceChildren(read(answer.words), ...said, ...more);
    return [...head, ...lines];
  };
  const unread = (why) => above.replaceChildren(make("p", { class: "unread" }, why.said), ...(why.suggested.length
    ? [make("div", { class: "read" }, make("small", {}, state.words.nearest), ...why.suggested.map((ask) => asking(ask, ask)))] : []));
  const draw = (found, answer, why) => {
    above.replaceChildren();
    const first = answer ? answered(answer) : [];
    if (why) unread(why);
    list.replaceChildren(...first, ...found.map((each) => option(each.href, make("b", {}, each.name), make("small", {}, each.kind), make("span", {}, each.note))));
    const options = [...list.children];
    options.forEach((each, nth) => (each.id = `box-${nth}`));
    input.setAttribute("aria-expanded", String(options.length > 0));
    choose(options.length ? 0 : -1);
  };
  const ask = async () => {
    const words = input.value.trim(), mine = ++state.asked;
    if (!words) return draw([]), say("examples");
    const query = new URLSearchParams(location.search);
    query.set("ask", words);
    query.set("lang", document.documentElement.lang);
    const answer = await fetch(new URL(`search?${query}`, document.baseURI), { headers: { accept: "application/json" } })
      .then((response) => (response.ok && !response.redirected ? response.json() : null), () => null);
    if (mine !== state.asked) return;
    draw(answer?.found ?? [], answer?.answer, answer?.unread);
    say(!answer ? "away" : answer.found.length || answer.answer || answer.unread ? "how" : "nothing", words);
  };

  const run = () => {
    clearTimeout(state.waiting);
    state.waiting = setTimeout(ask, ASK_AFTER);
  };
  input.addEventListener("input", run);
  box.addEventListener("keydown", (event) => {
    event.stopPropagation(); // the page behind has keys of its own
    if (event.key === "Escape") return event.preventDefault(), box.close(); // a field of its own would only be emptied
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by) event.preventDefault(), choose(state.at + by);
    if (event.key !== "Enter" || event.isComposing || event.target !== input) return; // Enter of an input method takes its word
    event.preventDefault();
    const chosen = list.children[state.at]?.querySelector("a");
    if (chosen) follow(chosen);
  });
  box.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (link && plain(event)) return event.preventDefault(), follow(link);
    if (event.target === box || event.target === close) box.close();
  });
  document.addEventListener("click", (event) => event.target.closest?.("[data-find]") && show());
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, select, textarea, [contenteditable], [role=textbox]");
    const asked = (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) || (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.altKey);
    if (!asked || !document.querySelector("[data-find]")) return;
    event.preventDefault();
    show();
  }, true);
  return { by: (go) => (state.go = go) };
}
