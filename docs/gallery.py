#!/usr/bin/env python3
"""Writes the gallery, docs/gallery.md, and takes its pictures, docs/gallery/*.png. Those of the README are among them.

    cargo build --release
    python3 docs/gallery.py             # or: python3 docs/gallery.py NAME…, only these pictures
    python3 docs/gallery.py --check     # the page is what this would write, each picture is there, and none besides

Needs pdftoppm (Debian: poppler-utils), a Chromium or Chrome browser, and Pillow (python3-pil); --check needs none of them.
Each picture is an entry of GALLERY below, under the heading of its chapter: a further house, paper or block is a further entry.
"""
import io
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs/gallery.md"
PICTURES = ROOT / "docs/gallery"
PROGRAM = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"), "release/diptych")

LARGEST = 200_000  # bytes a picture, and of all together: a page should open at once
LARGEST_TOGETHER = 1_500_000

# Houses, by the folders that are laid one over the other.
SAMPLE = ("sources",)
RICH = ("tests/house/sources", "tests/notes/rich/in/sources")
HARBOUR = ("sources", "tests/brands/harbour/sources")
HARBOUR_FONTS = (("tests/brands/harbour/fonts", "fonts"),)
PROGRAMME = ("tests/house/sources", "tests/notes/programme/in/sources")


@dataclass
class Entry:
    """A picture: what it is of, and what is said of it."""
    name: str               # of its file
    caption: str
    alternative: str        # what it shows, for who does not see it
    house: tuple            # folders, each becoming the house's sources/
    edition: str            # NOTE.LANGUAGES, as in the names of editions; of print, with what follows: .print, .print.preflight
    shows: tuple            # numbers of pages of the PDF, COVER, or the phones: documents of the EPUB, by day or night
    overrides: str = ""     # lines appended to house.yaml
    beside: tuple = ()      # further folders of the house as (folder, name): templates, fonts
    resolution: int = 80    # pixels an inch, of pages


COVER = ("cover",)
DAY, NIGHT = "light", "dark"

GALLERY = {
    "One language": [
        Entry(
            "single", "A note in French, on two pages: the agenda stands where the text leaves room, the colophon at the foot of the last page.",
            "Two pages of a PDF in French: title, prose and a footnote on the first, the agenda of names and roles on the second.",
            SAMPLE, "smart-territories.fr", (1, 2)),
        Entry(
            "spanish", "The same house in Spanish.",
            "Two pages of a PDF in Spanish: event, date and place between two rules below the title, then the prose; numbered questions and the colophon on the second.",
            SAMPLE, "inclusive-digitalisation.es", (1, 2)),
        Entry(
            "arabic", "And in Arabic: from right to left, in a type of its own, with its own figures.",
            "Two pages of a PDF in Arabic, which run from right to left, list numbers in Arabic-Indic figures.",
            SAMPLE, "inclusive-digitalisation.ar", (1, 2)),
        Entry(
            "blocks", "What Markdown has: lists, a quotation, a table, a picture with its caption, notes.",
            "A page of a PDF with lists within lists, a quotation, a small table of figures, a picture and two footnotes.",
            RICH, "note.fr", (1,)),
    ],
    "Two languages, side by side": [
        Entry(
            "columns", "`layout: columns`: passage beside passage, also over page breaks.",
            "The first page of a PDF: French on the left, English on the right, paragraph beside paragraph.",
            SAMPLE, "inclusive-digitalisation.fr-en", (1,), resolution=110),
        Entry(
            "columns-agenda", "The second note of the sample house: its agenda, person beside person.",
            "Two pages of a PDF in two columns: the end of the prose, then the agenda with each person's name and roles in both languages.",
            SAMPLE, "smart-territories.fr-en", (2, 3)),
        Entry(
            "columns-arabic", "French and Arabic: each column begins on its own side.",
            "Two pages of a PDF: French on the left, Arabic on the right, which runs from right to left.",
            SAMPLE, "inclusive-digitalisation.fr-ar", (1, 2)),
    ],
    "Two languages, one after the other": [
        Entry(
            "sequence", "`layout: sequence`: each language with its own masthead, notes and colophon.",
            "Four pages of a PDF: two in French, with title and colophon, then two in English, with title and colophon.",
            SAMPLE, "smart-territories.fr-en", (1, 2, 3, 4), "layout: sequence", resolution=60),
    ],
    "Two languages, on facing pages": [
        Entry(
            "facing", "`layout: facing`: after a title page, spreads; the same passages at the same height.",
            "A spread: French on the left page, English on the right one, with folios and headers on the outside.",
            SAMPLE, "inclusive-digitalisation.fr-en", (2, 3), "layout: facing"),
        Entry(
            "facing-title", "The title page, in both languages.",
            "A title page with the title in French and in English, and event, date and place at its foot.",
            SAMPLE, "inclusive-digitalisation.fr-en", (1,), "layout: facing", resolution=60),
    ],
    "Displays, agendas, speakers": [
        Entry(
            "displays", "What stands in fences: call-out, key figure, pull quote, figure and table with their sources, references, registration with its QR code, contact.",
            "Two pages of a PDF in two columns: a key figure in large type, a pull quote, a picture with caption and credit, a table with its source, references; then a box with a QR code.",
            RICH, "note.fr-en", (2, 3), resolution=70),
        Entry(
            "programme", "A run of show with its times in a column, break-out sessions, and the cards of the speakers.",
            "Two pages of a PDF in two columns: times beside the parts of an agenda, rooms below its sessions; then portraits in circles beside names, roles and a few sentences.",
            PROGRAMME, "note.fr-en", (1, 2), resolution=70),
    ],
    "Papers and large print": [
        Entry(
            "a5", "`paper: a5`: a hand-out.",
            "Two small pages of a PDF in French, with title and prose.",
            SAMPLE, "smart-territories.fr", (1, 2), "paper: a5"),
        Entry(
            "letter", "`paper: letter`, with `cover: true`.",
            "A cover with the title in English on dark blue, and the first page after it.",
            SAMPLE, "inclusive-digitalisation.en", (1, 2), "paper: letter\ncover: true", resolution=50),
        Entry(
            "large-print", "`large-print: true`: sixteen points and more, lines that end where they end, no italics.",
            "Two pages of a PDF in English in large letters.",
            SAMPLE, "inclusive-digitalisation.en", (1, 2), "large-print: true", resolution=50),
    ],
    "Another brand": [
        Entry(
            "brand", "The sample house in another brand file (`tests/brands/harbour`): dark masthead, other type, other colours, logos of partners. No template differs.",
            "Two pages of a PDF in two columns, under a dark band with a light logo; logos of partners at the end.",
            HARBOUR, "inclusive-digitalisation.fr-en", (1, 3), beside=HARBOUR_FONTS),
        Entry(
            "brand-cover", "The cover of a book of that brand.",
            "A dark cover with a picture at its head, a light logo, and the title.",
            HARBOUR, "smart-territories.fr-en", COVER, beside=HARBOUR_FONTS),
    ],
    "For the printing house": [
        Entry(
            "print", "`media: [print]`: a PDF/X-4 in the inks of the brand, with 3 mm of bleed, crop and registration marks, a colour bar, and a line with the order, the edition, the day, the page and the names of the inks.",
            "A page with a dark band that reaches beyond the crop marks at its corners, circles with crosses at the middle of its sides, and fields of ink at its foot.",
            HARBOUR, "inclusive-digitalisation.fr-en.print", (1,), "print: {job: 2026-0412}", beside=HARBOUR_FONTS),
        Entry(
            "print-booklet", "`imposition: booklet`: sheets of two pages on each side, to be folded and stitched. The outside of the first: the last page and the first.",
            "A sheet with two pages in French and English that meet at a broken fold mark, the last page on the left, the first on the right.",
            HARBOUR, "smart-territories.fr-en.print.booklet", (1,), "paper: a5\nprint: {job: 2026-0412, imposition: booklet}", beside=HARBOUR_FONTS, resolution=70),
        Entry(
            "print-report", "The report that goes with the file, in the language that leads.",
            "A page in Arabic, from right to left: what the file is, a line that says that it is ready for the press, and a table of clauses, each with a tick and what was measured.",
            SAMPLE, "inclusive-digitalisation.ar.print.preflight", (1,)),
    ],
    "Books": [
        Entry(
            "phones", "The EPUB on a phone, by day and by night: paragraph below paragraph.",
            "An EPUB on two phones, one light and one dark: each French paragraph is followed by its English one.",
            SAMPLE, "inclusive-digitalisation.fr-en", (("section-context", DAY), ("section-context", NIGHT))),
        Entry(
            "phones-title", "Title page, contents and agenda of a book in one language.",
            "Three screens of an EPUB in English: the title page, the contents, and the agenda of names and roles.",
            SAMPLE, "smart-territories.en", (("title", DAY), ("nav", DAY), ("agenda", NIGHT))),
        Entry(
            "phones-arabic", "The Arabic book.",
            "Two screens of an EPUB in Arabic, which run from right to left: the title page, light, and a list of questions, dark.",
            SAMPLE, "inclusive-digitalisation.ar", (("title", DAY), ("section-questions", NIGHT))),
        Entry(
            "cover", "The cover, set by the press.",
            "A dark blue cover with the title in French and English in white.",
            SAMPLE, "inclusive-digitalisation.fr-en", COVER),
        Entry(
            "cover-arabic", "The cover of the Arabic edition.",
            "A dark blue cover with the title in Arabic in white, at the right.",
            SAMPLE, "inclusive-digitalisation.ar", COVER),
    ],
}

# A phone has 390 × 720 CSS pixels.
WIDTH, HEIGHT, GAP, SCALE = 390, 720, 20, 1.5
PHONES = """<!DOCTYPE html>
<style>
  body {{ margin: 0; padding: {gap}px; display: flex; gap: {gap}px; background: #dfe2e6 }}
  iframe {{ flex: none; width: {width}px; height: {height}px; border: 0; border-radius: 20px; background: Canvas }}
</style>
{frames}
"""

# Paper and ink are the reading system's; the browser's own stand in for them.
READER = "<style>:root { color-scheme: light dark; padding-block: 8px }</style></head>"

FOOT = """---

Written by `python3 docs/gallery.py`, which says at its head what it needs. A further picture is an entry there.
"""


def text():
    """The page: chapters, pictures, captions."""
    lines = ["# Gallery", "", "What the press makes of the sample notes, in every layout and medium. Nothing here was touched by hand.", ""]
    for chapter, entries in GALLERY.items():
        lines += [f"## {chapter}", ""]
        for entry in entries:
            lines += [f"![{entry.alternative}](gallery/{entry.name}.png)", "", f"{entry.caption} (`{source(entry)}`)", ""]
    return "\n".join(lines) + FOOT


def source(entry):
    """The edition that a picture is of."""
    note = entry.edition.partition(".")[0]
    return f"{note}/{entry.edition}.{'pdf' if of_pages(entry) else 'epub'}"


def of_pages(entry):
    return all(isinstance(shown, int) for shown in entry.shows)


def build(entry, folder):
    """Builds the edition of a picture in a folder, and returns its path."""
    for layer in entry.house:
        shutil.copytree(ROOT / layer, folder / "sources", dirs_exist_ok=True)
    for layer, name in entry.beside:
        shutil.copytree(ROOT / layer, folder / name, dirs_exist_ok=True)
    with open(folder / "sources/house.yaml", "a", encoding="utf-8") as house:
        house.write(f"\n{entry.overrides}\n")
    note, languages, *printed = entry.edition.split(".")
    path = folder / "out" / source(entry)
    medium = "print" if printed else "screen" if of_pages(entry) else "epub"
    command = [PROGRAM, "build", folder, "--quiet", "--note", note, "--languages", languages, "--media", medium]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    if not path.exists():
        sys.exit(f"{entry.name}: no {path.name} was built")
    return path


def pages(pdf, entry):
    """Pages of a PDF, side by side."""
    from PIL import Image, ImageOps

    taken = []
    for number in map(str, entry.shows):
        command = ["pdftoppm", "-r", str(entry.resolution), "-f", number, "-l", number, pdf]
        data = subprocess.run(command, check=True, capture_output=True).stdout
        if not data:
            sys.exit(f"{entry.name}: {pdf.name} has no page {number}")
        taken.append(ImageOps.expand(Image.open(io.BytesIO(data)).convert("RGB"), border=1, fill="#c8ccd2"))
    # The pages of a spread meet; all others lie apart.
    gap = 0 if "facing" in entry.overrides else 16
    sheet = Image.new("RGB", (sum(page.width + gap for page in taken) - gap, taken[0].height), "#ffffff")
    for index, page in enumerate(taken):
        sheet.paste(page, (index * (page.width + gap), 0))
    return sheet


def phones(epub, entry):
    """Documents of a book, each on a phone, on light or on dark paper."""
    from PIL import Image

    folder = epub.parent / "book"
    with zipfile.ZipFile(epub) as book:
        book.extractall(folder)
    frames = []
    for document, paper in entry.shows:
        found = list(folder.rglob(f"{document}.xhtml")) or sys.exit(f"{entry.name}: {epub.name} has no {document}.xhtml")
        words = found[0].read_text(encoding="utf-8")
        if READER not in words:
            found[0].write_text(words.replace("</head>", READER, 1), encoding="utf-8")
        frames.append(f'<iframe src="{found[0].as_uri()}" style="color-scheme: {paper}"></iframe>')
    sheet, shot = folder / "phones.html", folder / "phones.png"
    sheet.write_text(PHONES.format(gap=GAP, width=WIDTH, height=HEIGHT, frames="\n".join(frames)), encoding="utf-8")
    browser = shutil.which("chromium") or shutil.which("google-chrome") or sys.exit("no Chromium or Chrome here")
    size = f"{len(frames) * (WIDTH + GAP) + GAP},{HEIGHT + 2 * GAP}"
    subprocess.run(
        [
            browser, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
            "--disable-background-networking", f"--user-data-dir={folder}/browser", "--hide-scrollbars",
            f"--force-device-scale-factor={SCALE}", f"--window-size={size}", f"--screenshot={shot}", sheet.as_uri(),
        ],
        check=True, capture_output=True, timeout=120, env=os.environ | {"TZ": "UTC"},
    )
    return Image.open(shot).convert("RGB")


def cover(epub):
    """The cover of a book, at two fifths of its size."""
    from PIL import Image

    with zipfile.ZipFile(epub) as book:
        name = next(name for name in book.namelist() if name.endswith("cover.png"))
        picture = Image.open(io.BytesIO(book.read(name))).convert("RGB")
    return picture.resize((picture.width * 2 // 5, picture.height * 2 // 5), Image.Resampling.LANCZOS)


def take(entry):
    """Takes a picture, and writes it with as few colours as type needs."""
    from PIL import Image

    with tempfile.TemporaryDirectory() as folder:
        built = build(entry, Path(folder))
        if of_pages(entry):
            picture = pages(built, entry)
        else:
            picture = cover(built) if entry.shows == COVER else phones(built, entry)
    few = picture.quantize(colors=48, method=Image.Quantize.MAXCOVERAGE, kmeans=3, dither=Image.Dither.NONE)
    path = PICTURES / f"{entry.name}.png"
    path.parent.mkdir(exist_ok=True)
    few.save(path, optimize=True)
    print(f"{path.relative_to(ROOT)}: {picture.width} × {picture.height}, {path.stat().st_size:,} bytes")


def findings():
    """What is wrong with the gallery as it stands."""
    named = {f"{entry.name}.png" for entries in GALLERY.values() for entry in entries}
    there = {path.name: path.stat().st_size for path in PICTURES.glob("*")}
    if not PAGE.exists() or PAGE.read_text(encoding="utf-8") != text():
        yield "docs/gallery.md is not what this would write"
    yield from (f"docs/gallery/{name} is missing" for name in sorted(named - there.keys()))
    yield from (f"docs/gallery/{name} is in no entry" for name in sorted(there.keys() - named))
    yield from (f"docs/gallery/{name} is larger than {LARGEST:,} bytes" for name, size in sorted(there.items()) if size > LARGEST)
    if sum(there.values()) > LARGEST_TOGETHER:
        yield f"the pictures together are larger than {LARGEST_TOGETHER:,} bytes: {sum(there.values()):,}"


def main(wanted):
    entries = {entry.name: entry for entries in GALLERY.values() for entry in entries}
    if wanted != ["--check"]:
        unknown = [name for name in wanted if name not in entries]
        if unknown:
            sys.exit(f"no such picture: {', '.join(unknown)}; there are {', '.join(entries)}")
        for name in wanted or entries:
            take(entries[name])
        if not wanted:
            for path in PICTURES.glob("*.png"):
                if path.stem not in entries:
                    path.unlink()
        PAGE.write_text(text(), encoding="utf-8")
    found = list(findings())
    if found:
        sys.exit("\n".join(found))


main(sys.argv[1:])
