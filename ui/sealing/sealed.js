// A seal opened by itself: shows one slide at a time, opens passports, and has the page check itself. The page as the browser read
// it is asked for before anything is changed in it. Before visitors (a kiosk's page, or a seal made for them, opened at #kiosk) it
// goes round by itself, is touched and nothing else, and returns to its first slide once nobody has touched it for two minutes.
(() => {
  const read = "<!DOCTYPE html>" + document.documentElement.outerHTML;
  const block = document.getElementById("seal")?.textContent ?? "";
  const words = {
    zh: { back: "上一步", next: "下一步", notes: "讲解词", other: "English", about: "封存证书", close: "关闭", checking: "正在自检……", good: "自检：与封存时逐字节一致（自检只是方便，证明请用核验命令）", bad: "本文件被改动过：与封存时不一致，不可作为依据。", cannot: "此浏览器不能自检，请用核验命令", by: "封存人", when: "封存时间", revision: "数据版本", mark: "印记", key: "密钥指纹", before: "上一份封存", kiosk: "展台", training: "演练室（演示数据）", room: "来源", real: "正式数据", title: "名称", number: "编号" },
    en: { back: "Back", next: "Next", notes: "Notes", other: "中文", about: "Certificate", close: "Close", checking: "Checking itself…", good: "Checked itself: to the byte as it was sealed (a convenience; the proof is the command)", bad: "This file was changed: it is not what was sealed, and proves nothing.", cannot: "This browser cannot check the file; use the command", by: "Sealed by", when: "Sealed at", revision: "Revision", mark: "Mark", key: "Fingerprint of the key", before: "Seal before", kiosk: "For visitors", training: "Training room (demo data)", room: "From", real: "Real figures", title: "Title", number: "Number" },
  };
  const parsed = (slides) => new DOMParser().parseFromString(slides, "text/html");
  let held = parsed(document.getElementById("slides").textContent);
  const stage = document.getElementById("stage");
  const first = document.documentElement.lang, REST = 120_000;
  const state = { lang: first, step: 1, notes: false, check: "checking", panel: "", touched: 0, since: Date.now() };
  let count = held.querySelectorAll('.slide[lang="zh"]').length;
  const made = (tag, about, ...below) => { const each = Object.assign(document.createElement(tag), about); each.append(...below); return each; };
  const press = (name, what, off) => made("button", { type: "button", textContent: words[state.lang][name], disabled: Boolean(off), onclick: what });
  const go = (step) => { state.since = Date.now(); state.step = Math.min(count, Math.max(1, step)); state.panel = ""; show(); scrollTo(0, 0); };
  const turn = () => { state.lang = state.lang === "zh" ? "en" : "zh"; state.panel = state.panel.replace(/-(zh|en)$/, `-${state.lang}`); show(); };
  const notes = () => { state.notes = !state.notes; show(); };
  const open = (panel) => { state.panel = panel; show(); };
  let statement = {};
  if (block) try { statement = JSON.parse(JSON.parse(block).statement); } catch { state.check = "bad"; }
  const visited = () => !block || Boolean(statement.visitors && location.hash === "#kiosk");

  function show() {
    const say = words[state.lang];
    document.documentElement.lang = state.lang;
    const slide = document.importNode(held.getElementById(`s${state.step}-${state.lang}`), true);
    const told = slide.querySelector(".slide-notes");
    if (told) { told.open = true; told.hidden = !state.notes; }
    document.body.classList.toggle("is-kiosk", visited());
    const keys = visited() ? touched() : made("nav", { className: "seal-keys" },
      press("back", () => go(state.step - 1), state.step === 1), made("span", { textContent: `${state.step} / ${count}` }), press("next", () => go(state.step + 1), state.step === count),
      press("notes", notes, !told), press("other", turn), press("about", () => open("certificate")),
      ...(statement.visitors ? [press("kiosk", () => { location.hash = "kiosk"; })] : []),
      made("span", { className: `check ${state.check}`, textContent: say[state.check] }));
    const shown = state.check === "bad" ? [made("p", { className: "seal-changed", textContent: say.bad })] : [];
    stage.replaceChildren(...shown, slide, ...panel(say), keys);
    document.title = slide.dataset.title;
  }

  const round = (step) => go(((step - 1 + count) % count) + 1);
  const touched = () => made("nav", { className: "seal-keys kiosk-keys" },
    press("back", () => round(state.step - 1)), made("span", { textContent: `${state.step} / ${count}` }), press("next", () => round(state.step + 1)), press("other", turn));
  const begin = () => { state.touched = 0; state.lang = first; go(1); };
  function pass() {
    const now = Date.now(), stays = 1000 * Number(document.querySelector("#stage .slide")?.dataset.seconds || 20);
    document.body.classList.toggle("is-touched", state.touched > 0);
    if (!visited()) return;
    if (state.touched) return now - state.touched >= REST ? begin() : undefined;
    if (now - state.since >= stays) round(state.step + 1);
  }

  function panel(say) {
    if (!state.panel) return [];
    const inside = state.panel === "certificate" ? certificate(say) : held.getElementById(state.panel);
    if (!inside) return [];
    const close = made("button", { type: "button", className: "seal-close", textContent: say.close, onclick: () => open("") });
    return [made("aside", { className: "seal-panel" }, close, document.importNode(inside, true))];
  }

  function certificate(say) {
    const told = { title: statement.title?.[state.lang], number: statement.number, by: statement.name, when: statement.moment, room: say[statement.room], revision: statement.revision, mark: statement.mark, key: statement.key, before: statement.previous || "—" };
    return made("dl", {}, ...Object.entries(told).flatMap(([name, value]) => [made("dt", { textContent: say[name] }), made("dd", { textContent: String(value ?? "—") })]));
  }

  async function check() {
    if (!crypto?.subtle) return "cannot";
    const bytes = (text) => new TextEncoder().encode(text);
    const raw = (text) => Uint8Array.from(atob(text), (each) => each.charCodeAt(0));
    const { statement: signed, key, signature } = JSON.parse(block);
    const [before, ...after] = read.split(block);
    if (after.length !== 1) return "bad";
    const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes(before + after[0])));
    if ([...hash].map((each) => each.toString(16).padStart(2, "0")).join("") !== statement.page) return "bad";
    let known;
    try { known = await crypto.subtle.importKey("raw", raw(key), "Ed25519", false, ["verify"]); } catch (error) { return error.name === "NotSupportedError" ? "cannot" : "bad"; }
    return (await crypto.subtle.verify("Ed25519", known, raw(signature), bytes(signed))) ? "good" : "bad";
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#p"], a[*|href^="#p"]');
    if (!link) return;
    event.preventDefault();
    if (visited()) return;
    open((link.getAttribute("href") ?? "").slice(1));
  });
  document.addEventListener("keydown", (event) => {
    if (visited()) return;
    const black = document.querySelector(".seal-black");
    if (black) return black.remove();
    const does = { ArrowRight: () => go(state.step + 1), PageDown: () => go(state.step + 1), " ": () => go(state.step + 1), ArrowLeft: () => go(state.step - 1), PageUp: () => go(state.step - 1), Home: () => go(1), End: () => go(count), n: notes, l: turn, Escape: () => open(""), b: () => document.body.append(made("div", { className: "seal-black" })) }[event.key];
    if (!does || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    does();
  });
  let waiting = 0;
  const stir = () => { document.body.classList.remove("is-quiet"); clearTimeout(waiting); waiting = setTimeout(() => document.body.classList.add("is-quiet"), 5000); };
  for (const each of ["mousemove", "touchstart", "keydown"]) document.addEventListener(each, stir, { passive: true });
  stir();
  document.addEventListener("pointerdown", () => { state.touched = Date.now(); }, true);
  document.addEventListener("contextmenu", (event) => { if (visited()) event.preventDefault(); });
  document.addEventListener("renewed", (event) => { held = parsed(event.detail); count = held.querySelectorAll('.slide[lang="zh"]').length; go(state.step); });
  addEventListener("hashchange", () => { state.notes = false; begin(); });
  setInterval(pass, 250);
  let from = null;
  document.addEventListener("touchstart", (event) => { from = event.touches.length === 1 ? event.touches[0] : null; }, { passive: true });
  document.addEventListener("touchend", (event) => {
    const to = event.changedTouches[0];
    const [across, down] = from ? [to.clientX - from.clientX, to.clientY - from.clientY] : [0, 0];
    if (Math.abs(across) > 60 && Math.abs(across) > 2 * Math.abs(down)) (visited() ? round : go)(state.step + (across < 0 ? 1 : -1));
  }, { passive: true });
  show();
  if (block) check().catch(() => "bad").then((came) => { if (state.check !== "bad") state.check = came; show(); });
})();
