// The first frame of this page is asked for at once, and Streamlit's program begins when it stands: both at the same time would keep
// each other waiting. It stands until that program has drawn the same (`takeOver` in `ui/board.js`).
{
  const PATIENT = 300; // ms for which the program waits
  const LONGEST = 15_000; // ms for which the frame stands where nothing takes its place
  const { page, program } = document.currentScript.dataset;
  window.cockpitFirst = true; // what is pointed at may be drawn ahead, too
  let begun = !program;
  const begin = () => {
    if (begun) return;
    begun = true;
    document.head.append(Object.assign(document.createElement("script"), { type: "module", crossOrigin: "", src: program }));
  };
  const painted = (then) => requestAnimationFrame(() => setTimeout(then));
  const body = (then) => (document.body ? then() : requestAnimationFrame(() => body(then)));
  const stand = (frame) => {
    if (document.querySelector(".board")) return; // the program was quicker
    const first = Object.assign(document.createElement("div"), { className: "first-frame" });
    const below = Object.assign(document.createElement("div"), { className: `st-key-page-${page}` });
    for (const [key, html] of Object.entries(frame.boards)) {
      const part = Object.assign(document.createElement("div"), { className: "board", innerHTML: html });
      part.dataset.first = key;
      part.html = html;
      (key === "frame" || key === "notes" ? first : below).append(part);
    }
    first.append(below);
    document.title = frame.title;
    document.documentElement.lang = frame.lang;
    document.body.append(first);
    painted(begin);
    setTimeout(() => first.remove(), LONGEST);
  };
  setTimeout(begin, PATIENT);
  fetch(`./first/${page}${location.search}`, { priority: "high" })
    .then((answer) => (answer.status === 200 ? answer.json() : Promise.reject(answer.status)))
    .then((frame) => body(() => stand(frame)))
    .catch(begin); // the slower way
}
