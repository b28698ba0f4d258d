"""What may not happen on any screen, asked of the browser: it answers with a list of sentences."""

from functools import cache
from pathlib import Path

import axe_playwright_python
from playwright.sync_api import Page

SETTLED = 100  # ms that a page may take to draw itself anew at another size


# Every leaf of text lies within its panel and no two panels overlap; a sparkline's end mark may stand over by a hair.
FAULTS = """() => {
  const faults = [], box = (e) => e.getBoundingClientRect();
  const hidden = (e) => getComputedStyle(e.closest("thead") ?? e).position === "absolute";  // headings on a phone: for screen readers
  const outside = (a, b) => a.left < b.left - 1 || a.top < b.top - 1 || a.right > b.right + 1 || a.bottom > b.bottom + 1;
  const screen = { left: 0, top: 0, right: innerWidth, bottom: innerHeight };
  const wall = document.querySelector('.overview.wall'), screen_ = { ...screen, bottom: wall ? innerHeight : Infinity };
  const parts = [...document.querySelectorAll('.frame, .tile:not(.figures .tile), .conclusions li, .panel, .plain:not(:has(.tile, .headline)), .headline')];
  parts.forEach((part, i) => {
    if (document.querySelector('.overview') && part.getClientRects().length && outside(box(part), screen_)) faults.push(`off the screen: ${part.textContent.trim().slice(0, 30)}`);
    if (!part.getClientRects().length) return;
    parts.slice(i + 1).filter((other) => other.getClientRects().length).forEach((other) => {
      const [a, b] = [box(part), box(other)];
      if (a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1)
        faults.push(`overlap: ${part.className} and ${other.className}`);
    });
    for (const drawn of part.querySelectorAll('svg')) if (drawn.getClientRects().length && outside(box(drawn), box(part))) faults.push(`cut off: ${drawn.classList}`);
    for (const leaf of part.querySelectorAll('*')) {
      if (leaf.children.length || !leaf.textContent.trim() || !leaf.checkVisibility() || !leaf.getClientRects().length || hidden(leaf)) continue;
      if (outside(box(leaf), box(part))) faults.push(`cut off: ${leaf.textContent.trim()}`);
      if (leaf.scrollWidth > leaf.clientWidth + 1 && getComputedStyle(leaf).overflow !== 'visible') faults.push(`clipped: ${leaf.textContent.trim()}`);
    }
  });
  // A row of a table stays one, whatever another style sheet calls by its class; on a phone rows become cards.
  if (innerWidth >= 900) for (const row of document.querySelectorAll('.board table.list tbody tr'))
    if (row.checkVisibility() && getComputedStyle(row).display !== 'table-row') faults.push(`no row: ${row.className} ${row.textContent.trim().slice(0, 30)}`);
  // A status colours what says it, never a whole row.
  for (const row of document.querySelectorAll('.board table.list tbody tr:is(.good, .watch, .warn, .bad, .over)')) {
    const [own, table] = [row, row.closest('table')].map((e) => getComputedStyle(e).color);
    if (own !== table) faults.push(`a whole row in ${own}: ${row.className} ${row.textContent.trim().slice(0, 30)}`);
  }
  return faults;
}"""

# What can be touched is at least 40 px high on a phone; a link inside a running text is not counted.
SMALL_TARGETS = """() => [...document.querySelectorAll('.board a[href], .board select, .board summary, button')]
  .filter((e) => e.checkVisibility() && getComputedStyle(e).display !== 'inline')
  .filter((e) => e.getBoundingClientRect().height < 39.5)
  .map((e) => `${e.className} ${e.textContent.trim().slice(0, 20)} ${Math.round(e.getBoundingClientRect().height)}`)"""

# At a desk what can be touched is 24 px and more (WCAG 2.2); a link inside a running text is not counted.
TINY = """() => [...document.querySelectorAll('.board :is(a[href], button, select, summary)')]
  .filter((e) => e.checkVisibility() && getComputedStyle(e).display !== 'inline').map((e) => [e, e.getBoundingClientRect()])
  .filter(([, box]) => box.width > 1 && Math.min(box.width, box.height) < 23.5)
  .map(([e, box]) => `${e.className} ${e.textContent.trim().slice(0, 20)} ${Math.round(box.width)} x ${Math.round(box.height)}`)"""

# No letter is smaller than 11 px, in a drawing neither, whatever it is scaled by.
LETTERS = """() => {
  const drawn = (e) => parseFloat(getComputedStyle(e).fontSize) * (e instanceof SVGElement ? Math.hypot(e.getScreenCTM().a, e.getScreenCTM().b) : 1);
  const leaf = (e) => [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim()) && e.checkVisibility() && e.getClientRects().length;
  const small = [...document.querySelectorAll('.board *')].filter((e) => leaf(e) && !(e.closest('style, script')) && drawn(e) < 11);
  return [...new Set(small.map((e) => `small letters (${drawn(e).toFixed(1)} px): ${e.textContent.trim().slice(0, 20)}`))];
}"""

SIDEWAYS = """() => [...document.querySelectorAll('html, [data-testid=stMain], .board, .panel, nav, .facts')]
  .filter((e) => e.scrollWidth > Math.min(e.clientWidth, innerWidth) + 1).map((e) => e.className || e.tagName)"""

# Of the front page: no two texts of a panel lie on each other, and nothing is smaller than one rem; at most five sizes.
TEXTS = """() => {
  const faults = [], rem = parseFloat(getComputedStyle(document.documentElement).fontSize), sizes = new Set();
  const leaf = (e) => [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim()) && e.getClientRects().length;
  for (const panel of document.querySelectorAll('.overview .panel, .overview .conclusions')) {
    const texts = [...panel.querySelectorAll('*')].filter((e) => leaf(e) && !(e instanceof SVGElement) && !e.closest('details:not([open]) > div'));
    const boxes = texts.map((e) => { const r = document.createRange(); r.selectNodeContents(e); return r.getBoundingClientRect(); });
    texts.forEach((e, i) => {
      const size = parseFloat(getComputedStyle(e).fontSize) / rem;
      sizes.add(Math.round(size * 100) / 100);
      if (size < 0.995) faults.push(`small (${size.toFixed(2)} rem): ${e.textContent.trim().slice(0, 20)}`);
      texts.slice(i + 1).forEach((other, j) => {
        const [a, b] = [boxes[i], boxes[i + 1 + j]];
        if (e.contains(other) || other.contains(e)) return;
        if (Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 0.4 * Math.min(a.height, b.height))
          faults.push(`on each other: ${e.textContent.trim().slice(0, 20)} and ${other.textContent.trim().slice(0, 20)}`);
      });
    });
  }
  if (sizes.size > 5) faults.push(`sizes: ${[...sizes].sort()}`);
  return faults;
}"""


# Texts that stand out from what they stand on by less than 4.5 to 1 (WCAG 2.2); drawings are tested by their colours.
FAINT = """() => {
  const channel = (v) => (v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4);
  const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const parts = (colour) => (colour.match(/[\\d.]+/g) ?? []).map(Number);
  const ground = (e) => {
    for (; e; e = e.parentElement) {
      const colour = parts(getComputedStyle(e).backgroundColor);
      if (colour.length === 3 || colour[3] > 0.5) return colour;
    }
    return [255, 255, 255];
  };
  const faults = new Set(), leaf = (e) => [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim());
  for (const e of document.querySelectorAll('.stApp *')) {
    if (e instanceof SVGElement || !e.checkVisibility() || !leaf(e)) continue;
    const [more, less] = [light(parts(getComputedStyle(e).color)), light(ground(e))].sort((a, b) => b - a);
    if ((more + 0.05) / (less + 0.05) < 4.5) faults.add(`${e.tagName} ${e.className}: ${e.textContent.trim().slice(0, 20)}`);
  }
  return [...faults];
}"""


# A desk, a broad and a low screen, two laptops, the desk at twice the size (200 %), a phone.
SIZES = ((1920, 1080), (3840, 1080), (1366, 768), (1024, 768), (960, 540), (390, 844))
NARROW = 900  # from here down a page is a phone's


def resized(page: Page, size: tuple[int, int]) -> None:
    """The page at another size, which it takes without being loaded again."""
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.wait_for_timeout(SETTLED)


def unsound(page: Page, size: tuple[int, int]) -> list[str]:
    """What is wrong on the page at that size: cut off, on top of another, to scroll sideways, too small to read
    or to touch."""
    resized(page, size)
    asked = (FAULTS, SIDEWAYS, LETTERS, SMALL_TARGETS if size[0] < NARROW else TINY)
    return [told for each in asked for told in page.evaluate(each)]


RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
BROKEN = """(rules) => axe.run(document, { resultTypes: ['violations'], runOnly: rules })
  .then((told) => told.violations.map((rule) => `${rule.id}: ${rule.nodes.slice(0, 3).map((node) => node.html.slice(0, 120)).join(' | ')}`))"""


@cache
def _axe() -> str:
    return (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()


FADED_IN = """() => Promise.all(document.getAnimations()
    .filter(each => each.playState === "running" && each.effect.getComputedTiming().endTime !== Infinity)
    .map(each => each.finished.catch(() => {})))"""


def violations(page: Page) -> list[str]:
    """What axe-core finds against WCAG 2.2 AA, a sentence a rule, once what fades in has done so."""
    page.evaluate(FADED_IN)
    page.evaluate(_axe())
    return page.evaluate(BROKEN, RULES)
