"""The desk at which the live page is judged: the house, the preview of it, the browser, and what is done with them again and again."""
import base64
import http.client
import json
import time
import urllib.parse
from pathlib import Path

from browser import PATIENCE, Late

NOTE, OTHER = "smart-territories", "inclusive-digitalisation"
FR, SESSION = f"{NOTE}/fr.md", f"{NOTE}/session.yaml"
WORD = "changé vite"  # once in the note
SCOUT = Path(__file__).with_name("scout.js").read_text()


class Desk:
    """The house, the preview of it and the browser; each check leaves them as it found them."""

    def __init__(self, live, browser):
        self.live, self.browser, self.home = live, browser, f"{live.address}?note={NOTE}"
        self.page = browser.open(self.home, always=SCOUT)
        self.page.wait("scout.version() > 0 && scout.decoded() && !scout.band()", what="the page")
        self.sound = self.page.run("scout.names()")

    def rest(self):
        """Puts the house back, and waits until the page is what it was at first."""
        self.live.restore()
        self.page.scheme(None)
        sound = f"scout.decoded() && !scout.band() && !scout.errors() && String(scout.names()) === String({json.dumps(self.sound)})"
        try:
            self.page.wait(sound, 5)
        except Late:
            # Another edition may be chosen: begin anew.
            self.page.go(self.home)
            self.page.wait(sound, what="the page as it was at first")

    def weigh(self, clip=None):
        """What is on the screen, or in one box of it, as pixels."""
        return self.page.run(f"scout.weigh({json.dumps(base64.b64encode(self.page.screenshot(clip)).decode())})")

    def choose(self, control, value):
        """Chooses from a list of the page."""
        self.page.run(f"""(control => {{ control.value = {json.dumps(value)}; control.dispatchEvent(new Event("change", {{bubbles: true}})); }})
                          (document.querySelector({json.dumps(control)}))""")

    def change(self, new, old=WORD, name=FR):
        """Saves a file with other words in it; waits until other pictures are shown, and tells which."""
        before = self.page.run("scout.names()")
        text = self.live.read(name)
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
        self.live.save(name, text.replace(old, new))
        self.page.wait(f"scout.decoded() && String(scout.names()) !== String({json.dumps(before)})", what=f"a picture with {new!r}")
        return self.page.run("scout.names()")

    def find(self, words, name=FR):
        """Where on the pages the line of the sources stands that holds these words: the first point, row by row, of which the press says so."""
        told = self.page.run("scout.told()")
        line = next(number for number, line in enumerate(self.live.read(name).splitlines(), 1) if words in line)
        door = http.client.HTTPConnection("127.0.0.1", self.live.port, timeout=10)
        for number, page in enumerate(told["pages"], 1):
            for y in range(30, int(page["height"]), 9):
                for x in (page["width"] * 0.25, page["width"] * 0.6):
                    where = {name: told[name] for name in ("note", "languages", "medium", "version")} | {"page": number, "x": x, "y": y}
                    door.request("GET", "/passage?" + urllib.parse.urlencode(where))
                    answer = door.getresponse()
                    found = json.loads(answer.read() or "{}")  # 204 where nothing stands
                    if (found.get("file"), found.get("line")) == (f"sources/{name}", line):
                        door.close()
                        return found | {"x": x, "y": y, "part": [x / page["width"], y / page["height"]], "page": number}
        raise AssertionError(f"no place of the pages comes from line {line} of {name}")

    def spot(self, found):
        """Where on the screen the passage stands; it is scrolled to."""
        return self.page.run(f"""(found => {{
            const image = scout.pictures()[found.page - 1];
            image.scrollIntoView({{block: "start"}});
            const pages = document.querySelector("#pages"), box = image.getBoundingClientRect();
            pages.scrollTop += found.part[1] * box.height - pages.clientHeight / 3;
            const [left, top, width, height] = scout.box(image), scale = width / (found.x / found.part[0]);
            const {{region}} = found;
            return {{x: left + found.part[0] * width, y: top + found.part[1] * height,
                     clip: [left + region.left * scale, top + region.top * scale, region.width * scale, region.height * scale]}};
        }})({json.dumps(found)})""")

    def leaf(self, page, script, what):
        """Leafs through the book until a script is true of a chapter; a book that is bound anew meanwhile is leafed through again."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            for chapter in range(page.wait("document.querySelectorAll('#chapter option').length", what="the chapters of the book")):
                page.run(f"(box => {{ box.selectedIndex = {chapter}; box.dispatchEvent(new Event('change', {{bubbles: true}})); }})(document.querySelector('#chapter'))")
                ready = f"!document.querySelector('#device .next') && scout.book()?.readyState === 'complete' && document.querySelector('#chapter').selectedIndex === {chapter}"
                try:
                    if page.wait(f"{ready} && [{script}]", 2)[0]:
                        return
                except Late:
                    break
        raise Late(f"{what} did not come")
