"""What may not happen on any screen, asked of the browser: it answers with a list of sentences."""

# Every leaf of text lies within its panel and no two panels overlap; a sparkline's end mark may stand over by a hair.
FAULTS = """() => {
  const faults = [], box = (e) => e.getBoundingClientRect();
  const hidden = (e) => getComputedStyle(e.closest("thead") ?? e).position === "absolute";  // headings on a phone: for screen readers
  const outside = (a, b) => a.left < b.left - 1 || a.top < b.top - 1 || a.right > b.right + 1 || a.bottom > b.bottom + 1;
  const screen = { left: 0, top: 0, right: innerWidth, bottom: innerHeight };
  const parts = [...document.querySelectorAll('.frame, .tile, .panel, .plain:not(:has(.tile, .headline)), .headline')];
  parts.forEach((part, i) => {
    if (document.querySelector('.overview') && outside(box(part), screen)) faults.push(`off the screen: ${part.textContent.trim().slice(0, 30)}`);
    parts.slice(i + 1).forEach((other) => {
      const [a, b] = [box(part), box(other)];
      if (a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1)
        faults.push(`overlap: ${part.className} and ${other.className}`);
    });
    for (const drawn of part.querySelectorAll('svg')) if (outside(box(drawn), box(part))) faults.push(`cut off: ${drawn.classList}`);
    for (const leaf of part.querySelectorAll('*')) {
      if (leaf.children.length || !leaf.textContent.trim() || !leaf.checkVisibility() || hidden(leaf)) continue;
      if (outside(box(leaf), box(part))) faults.push(`cut off: ${leaf.textContent.trim()}`);
      if (leaf.scrollWidth > leaf.clientWidth + 1 && getComputedStyle(leaf).overflow !== 'visible') faults.push(`clipped: ${leaf.textContent.trim()}`);
    }
  });
  return faults;
}"""

# What can be touched is at least 40 px high on a phone; a link inside a running text is not counted.
SMALL_TARGETS = """() => [...document.querySelectorAll('.board a[href], .board select, .board summary, button')]
  .filter((e) => e.checkVisibility() && getComputedStyle(e).display !== 'inline')
  .filter((e) => e.getBoundingClientRect().height < 39.5)
  .map((e) => `${e.className} ${e.textContent.trim().slice(0, 20)} ${Math.round(e.getBoundingClientRect().height)}`)"""

SIDEWAYS = """() => [...document.querySelectorAll('html, [data-testid=stMain], .board, .panel, nav, .facts')]
  .filter((e) => e.scrollWidth > Math.min(e.clientWidth, innerWidth) + 1).map((e) => e.className || e.tagName)"""
