#!/usr/bin/env python3
"""Times the live page: from the save of a file to its new picture on the screen of a real Chromium, everything counted.

    benches/preview.py [--press BINARY] [--saves N] [--others N] [--seed N]

Runs `diptych preview` on a copy of the sample house, opens its page beside it and saves, again and again, a file in which a word or a
fact is another. The clock starts before the system call that makes the file a new one, and stops when the browser has shown the
frame with the new pictures: with the second animation frame after they came into the page, or with what Element Timing tells of
them, whichever is later. A save counts only if the picture that then stands on the page holds what was saved.
Prints Markdown tables for README.md.
"""
import argparse
import difflib
import os
import random
import re
import shutil
import statistics
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(REPOSITORY / ".ci/judges"))
sys.dont_write_bytecode = True
from browser import Browser  # noqa: E402
from live import Live, built  # noqa: E402

NOTE = "smart-territories"
LETTERS = "abcdegmnorstu"  # none of which joins with another
WARM_UP = 4
LIMIT = 100

# Watches the page from outside: when pictures came into it, when they could be painted, when the screen had them.
WATCH = """(() => {
  const watch = window.watch = {turns: 0, rendered: 0};
  const pictures = () => [...document.querySelectorAll("#sheets img")];
  const names = () => pictures().map(image => image.src);
  const frame = () => new Promise(requestAnimationFrame);
  new PerformanceObserver(list => list.getEntries().forEach(one => watch.rendered = Math.max(watch.rendered, one.renderTime))).observe({type: "element"});
  let before = names();
  new MutationObserver(async () => {
    const now = names(), swapped = performance.now();
    if (String(now) === String(before)) return;
    before = now;
    pictures().forEach(image => image.setAttribute("elementtiming", "page"));
    await Promise.all(pictures().filter(image => image.loading !== "lazy").map(image => image.decode()));
    await frame(), await frame();
    Object.assign(watch, {swapped, drawn: performance.now(), pictures: now, turns: watch.turns + 1});
  }).observe(document.querySelector("#sheets"), {subtree: true, childList: true, attributes: true, attributeFilter: ["src"]});
})()"""

# The moments of the turn after the version that was, in milliseconds since 1970.
TURN = """(async (turns, version, before) => {
  const until = performance.now() + 15000;
  while (watch.turns === turns || document.documentElement.dataset.version === version) {
    if (performance.now() > until) return null;
    await new Promise(soon => setTimeout(soon, 10));
  }
  // Element Timing tells somewhat later of what has been shown.
  await new Promise(soon => setTimeout(soon, 120));
  const {swapped, drawn, rendered, pictures} = watch, zero = performance.timeOrigin;
  const fresh = pictures.filter(name => !before.includes(name));
  const fetched = performance.getEntriesByType("resource").filter(one => fresh.includes(one.name));
  const told = performance.getEntriesByName("diptych:told").map(one => one.startTime).filter(moment => moment < swapped);
  performance.clearResourceTimings();
  return {
    pictures, fresh, told: zero + Math.max(...told), fetched: zero + Math.max(...fetched.map(one => one.responseEnd)),
    swapped: zero + swapped, shown: zero + Math.max(drawn, rendered),
    bytes: fetched.reduce((sum, one) => sum + one.encodedBodySize, 0),
  };
})"""


def drawing(picture):
    with urllib.request.urlopen(picture) as answer:
        return answer.read().decode()


def glyphs(drawings):
    """The signs of the pages in the order in which they are painted: of each its outline, as it is drawn from its own corner."""
    return [sign for one in drawings for sign in re.findall(r"M\d+ \d+(m[^M\"]+)", one)]


class Alphabet:
    """Reads words off a drawing, which has no letters but outlines: it has once seen which word brought which."""

    def __init__(self, before, after):
        """Two pages which differ by LETTERS alone."""
        moves = difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
        brought = [after[to:end] for kind, _, _, to, end in moves if kind != "equal"]
        self.outlines = next((dict(zip(LETTERS, run)) for run in brought if len(run) == len(LETTERS)), None)
        if not self.outlines or len(set(self.outlines.values())) != len(LETTERS):
            sys.exit(f"the letters of a page cannot be told apart: {[len(run) for run in brought]}")

    def reads(self, word, page):
        """Whether the word stands there; a hyphen may part it."""
        wanted, signs = [self.outlines[letter] for letter in word], page
        for at in range(len(signs)):
            if signs[at] != wanted[0]:
                continue
            for gap in (0, 1):
                for part in range(1, len(word) if gap else 2):
                    run = signs[at:at + part] + signs[at + part + gap:at + len(word) + gap]
                    if run == wanted:
                        return True
        return False


class Kind:
    """One kind of change: the edition that is looked at, the file, and where in it what is saved."""

    def __init__(self, what, edition, name, pattern, written="{}", fresh=None):
        self.what, self.edition, self.name, self.pattern, self.written = what, edition, name, pattern, written
        self.fresh = fresh or (lambda chance: "".join(chance.choice(LETTERS) for _ in range(7)))
        self.is_word = not fresh

    def saved(self, text, value):
        """The file with another value in it."""
        new, times = re.subn(self.pattern, lambda found: found[1] + self.written.format(value) + found[2], text, count=1)
        if not times:
            sys.exit(f"{self.name} does not hold {self.pattern}")
        return new


KINDS = [
    Kind("a word of the prose, `fr.md`", "fr", f"{NOTE}/fr.md", r"(Le monde a changé )\S+(,)"),
    Kind("a word of the prose, `en.md`, both languages side by side", "fr-en", f"{NOTE}/en.md", r"(The world has changed )\S+(,)"),
    Kind("a heading of the agenda, `session.yaml`", "fr", f"{NOTE}/session.yaml", r"(\n      fr: Voix des )\S+()"),
    Kind("the imprint, `house.yaml`", "fr", "house.yaml", r"(\n  fr: \"Spécimen )\S+()"),
    Kind("a colour, `_brand.yml`", "fr", "_brand.yml", r"(deep-sea: \")#\w+(\")", fresh=lambda chance: f"#12{chance.randrange(32, 96):02x}{chance.randrange(64, 144):02x}"),
    Kind("a template of the house, `note.typ.j2`", "fr", "../templates/note.typ.j2", r"(  title: \{\{ inline\(copy\.title\) \}\})[^,]*(,)", " + [ {}]"),
]


def signs_of(live, page, kind, letters):
    """The signs of the pages when these letters stand where the word is."""
    turns, version, before = state(page)
    live.save(kind.name, kind.saved(live.read(kind.name), letters + "m"))
    turn = page.run(f"{TURN}({turns}, {version!r}, {before})", patience=60)
    return glyphs(drawing(picture) for picture in turn["pictures"])


def state(page):
    return page.run("[watch.turns, document.documentElement.dataset.version, [...document.querySelectorAll('#sheets img')].map(image => image.src)]")


def offset(page):
    """How far the page's clock is from ours, in milliseconds, by the quickest of some questions."""
    def once():
        asked = time.time_ns() / 1e6
        there = page.run("performance.timeOrigin + performance.now()")
        answered = time.time_ns() / 1e6
        return answered - asked, there - (asked + answered) / 2
    return min(once() for _ in range(8))[1]


def one_save(live, page, kind, number, chance, alphabet):
    """Saves once and tells the moments of it; ends everything if the page does not show what was saved."""
    time.sleep(chance.uniform(0.15, 0.9))
    apart = offset(page)
    turns, version, before = state(page)
    value = kind.fresh(chance)
    text = kind.saved(live.read(kind.name), value)
    # Half of the editors write in place, half beside it.
    saved = (live.save if number % 2 else live.overwrite)(kind.name, text)
    turn = page.run(f"{TURN}({turns}, {version!r}, {before})", patience=60)
    if not turn or not turn["fresh"]:
        sys.exit(f"{kind.name} with {value} never reached the page: {turn}")
    drawings = [drawing(picture) for picture in turn["pictures"]]
    if not (alphabet.reads(value, glyphs(drawings)) if kind.is_word else any(value in one for one in drawings)):
        sys.exit(f"{kind.name}: the page does not hold {value}")
    moments = {name: turn[name] - apart for name in ("told", "fetched", "swapped", "shown")}
    return moments | {"saved": saved, "bytes": turn["bytes"]}


def row(what, times):
    times = sorted(times)
    return (f"| {what} | {len(times)} | **{statistics.median(times):.0f} ms** | {times[int(0.9 * (len(times) - 1))]:.0f} ms "
            f"| {times[0]:.0f}, {times[-1]:.0f} ms | {LIMIT} ms |")


def tell(pieces):
    """Where the time goes, median by median."""
    print("\n| | told to the page | fetched | in the page | on the screen | bytes |\n|---|---|---|---|---|---|")
    for kind, times in pieces:
        steps = [("saved", "told"), ("told", "fetched"), ("fetched", "swapped"), ("swapped", "shown")]
        cells = [f"{statistics.median(one[end] - one[start] for one in times):.1f} ms" for start, end in steps]
        print(f"| {kind.what} | {' | '.join(cells)} | {statistics.median(one['bytes'] for one in times) / 1e3:.0f} kB |")


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--press", default=built(), type=Path)
    options.add_argument("--saves", default=60, type=int, help="of a word of fr.md")
    options.add_argument("--others", default=30, type=int, help="of each other kind")
    options.add_argument("--seed", default=1, type=int)
    given = options.parse_args()
    chance = random.Random(given.seed)
    with tempfile.TemporaryDirectory() as scratch, Live(given.press.resolve(), Path(scratch, "house"), "--note", NOTE) as live, Browser() as browser:
        # What would hide the cost of a first time is thrown away: each change is another one than all before it.
        page = browser.open(live.address)
        print(f"{os.cpu_count()} cores; from the save to the picture on the screen.\n")
        print("| what was saved | saves | median | 90 of 100 within | fastest, slowest | at most |\n|---|---|---|---|---|---|")
        pieces = []
        for kind in KINDS:
            if kind.name.startswith("../templates"):
                shutil.copytree(REPOSITORY / "templates", live.house / "templates")
            page.go(f"{live.address}?note={NOTE}&languages={kind.edition}&medium=screen")
            page.wait("Number(document.documentElement.dataset.version) > 0")
            time.sleep(1)
            page.run(WATCH)
            alphabet = Alphabet(*(signs_of(live, page, kind, letters) for letters in ("", LETTERS))) if kind.is_word else None
            times = [one_save(live, page, kind, turn, chance, alphabet) for turn in range(WARM_UP + (given.saves if kind is KINDS[0] else given.others))]
            pieces.append((kind, times[WARM_UP:]))
            print(row(kind.what, [one["shown"] - one["saved"] for one in times[WARM_UP:]]), flush=True)
        tell(pieces)


if __name__ == "__main__":
    main()
