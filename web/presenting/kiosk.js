// A kiosk's page says three times a minute that it is there and what stands on it, as a wall does, and asks for its slides anew where
// something else is to be shown; nothing is loaded anew, so that nothing is blank while the server is away. Once it was ended it says so.
(() => {
  const BEAT = 20_000, here = document.body;
  const hash = (text) => {
    let found = 0x811c9dc5;
    for (let at = 0; at < text.length; at++) found = Math.imul(found ^ text.charCodeAt(at), 0x01000193);
    return (found >>> 0).toString(16);
  };
  const end = (said) => {
    here.replaceChildren(Object.assign(document.createElement("p"), { className: "kiosk-ended", textContent: said }));
    clearInterval(beating);
  };
  const renew = async () => {
    const answer = await fetch("kiosk");
    if (!answer.ok) return;
    const next = new DOMParser().parseFromString(await answer.text(), "text/html");
    const slides = next.getElementById("slides");
    if (!slides) return;
    Object.assign(here.dataset, next.body.dataset);
    document.dispatchEvent(new CustomEvent("renewed", { detail: slides.innerHTML }));
  };
  const beat = async () => {
    const slide = document.querySelector("#stage .slide");
    const said = { address: slide?.dataset.address ?? "/", frame: slide ? hash(slide.innerHTML) : "", revision: here.dataset.revision };
    const answer = await fetch("kiosk/beat", { method: "POST", body: JSON.stringify(said) });
    if (answer.status === 410) return end(await answer.text());
    if (!answer.ok) return;
    const { token } = await answer.json();
    if (token && token !== here.dataset.token && !here.classList.contains("is-touched")) await renew();
  };
  const say = () => beat().catch(() => undefined);
  const beating = setInterval(say, BEAT);
  setTimeout(say, BEAT / 10);
})();
