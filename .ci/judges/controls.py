#!/usr/bin/env python3
"""Shows that the judges are awake: plants one defect a copy in a sound PDF, EPUB and print PDF, and lets the judges find it.

    .ci/judges/controls.py SOUND.pdf SOUND.epub SOUND.print.pdf

A judge must reject each copy (exit status 1) and name the planted defect; a crash or another complaint does not count.
Exit status: 0 every defect was found, 1 a judge sleeps or a defect could not be planted.
"""
import re
import subprocess
import sys
import tempfile
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

JUDGES = Path(__file__).parent


def overwrite(old, new):
    """A defect in a PDF: other bytes of the same length, so that every cross-reference still holds."""
    assert len(old) == len(new)
    return lambda pdf: pdf.replace(old, new)


def cut(pdf):
    """A defect in a PDF: the end is missing, as after a broken download."""
    return pdf[: len(pdf) * 2 // 3]


def rewrite(member, old, new=""):
    """A defect in an EPUB: the first of the files whose names match gets other text at each match; None drops the file."""
    def plant(book):
        names = [name for name in book if re.search(member, name)]
        for name in names:
            if new is None:
                return {key: value for key, value in book.items() if key != name}
            text = re.sub(old, new, book[name].decode())
            if text.encode() != book[name]:
                return book | {name: text.encode()}
        return book
    return plant


def inside(old, new):
    """A defect in a print PDF: other words in its objects and drawings, which qpdf unpacks and packs again."""
    def plant(pdf):
        with tempfile.TemporaryDirectory() as folder:
            packed, plain = Path(folder, "packed"), Path(folder, "plain")
            packed.write_bytes(pdf)
            subprocess.run(["qpdf", "--qdf", "--object-streams=disable", packed, plain], check=True)
            spoilt = re.sub(old, new, plain.read_bytes())
            if spoilt == plain.read_bytes():
                return pdf
            return subprocess.run(["fix-qdf"], input=spoilt, capture_output=True, check=True).stdout
    return plant


INKS = rb"(?m)^\S+ \S+ \S+ \S+ k$"

DEFECTS = [
    # judge, name, how to plant it, what the judge must say
    ("qpdf", "truncated", cut, r"FAIL"),
    ("verapdf", "undeclared-ua", overwrite(b"<pdfuaid:part>1<", b"<pdfuaid:part>7<"), r"FAIL ua1 .*\n +5-"),
    ("verapdf", "hidden-title", overwrite(b"/DisplayDocTitle true", b"/DisplayDocTitle null"), r"FAIL ua1 .*\n +7\.1-10 "),
    ("verapdf", "level-b", overwrite(b"<pdfaid:conformance>A<", b"<pdfaid:conformance>B<"), r"FAIL 2a .*\n +6\.6\.4-"),
    ("verapdf", "untagged", overwrite(b"/StructTreeRoot ", b"/StructTreeXxxx "), r"FAIL ua1 [^$]*FAIL 2a "),
    ("print", "screen-colour", inside(INKS, rb".8 .1 .1 rg"), r"colour: drawn in .*RGB"),
    ("print", "soaked", inside(INKS, rb"1 1 1 1 k"), r"ink: page 1: 400 %"),
    ("print", "uncut", inside(rb"/TrimBox", rb"/TrimXxx"), r"boxes: page 1 has no TrimBox"),
    ("print", "no-bleed", inside(rb"(?s)/BleedBox (\[.*?\])(.*?)/TrimBox (\[.*?\])", rb"/BleedBox \3\2/TrimBox \3"), r"boxes: page 1: less than 3 mm"),
    ("print", "borrowed-font", inside(rb"/FontFile[23]?", rb"/FontXxxx"), r"fonts: .* is not embedded"),
    ("print", "broken-drawing", inside(rb"(?m)^Q$", rb"Q ) >> Q"), r"ghostscript|mupdf"),
    ("epubcheck", "lost-file", rewrite(r"\.xhtml$", "", None), r"RSC-001"),
    ("epubcheck", "no-navigation", rewrite(r"\.opf$", r' properties="nav"'), r"RSC-005.*\"nav\""),
    ("epubcheck", "only-a-warning", rewrite(r"\.opf$", r"<dc:date>[^<]*<", "<dc:date>some day<"), r"WARNING\(OPF-053\)"),
    ("ace", "no-metadata", rewrite(r"\.opf$", r"<meta [^>]*schema:access[^>]*>[^<]*</meta>"), r"metadata-accessmode"),
    ("ace", "no-alt", rewrite(r"\.xhtml$", r'(<img [^>]*?)\balt="[^"]*"', r"\1"), r"image-alt"),
    ("ace", "no-language", rewrite(r"\.xhtml$", r'(<html[^>]*?) lang="[^"]*"([^>]*?) xml:lang="[^"]*"', r"\1\2"), r"html-has-lang"),
]


def unpack(path):
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def pack(book, path):
    """Writes the files in their old order: the media type first and not compressed, as the container demands."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in book.items():
            archive.writestr(name, content)


def main(pdf, epub, press):
    sound_pdf, sound_book, sound_press = Path(pdf).read_bytes(), unpack(epub), Path(press).read_bytes()

    def try_on(folder, judge, name, plant, complaint):
        if judge in ("qpdf", "verapdf", "print"):
            sound = sound_press if judge == "print" else sound_pdf
            planted, path = plant(sound), Path(folder, f"{name}.pdf")
            path.write_bytes(planted)
            unchanged = planted == sound
        else:
            planted, path = plant(sound_book), Path(folder, f"{name}.epub")
            pack(planted, path)
            unchanged = planted == sound_book
        if unchanged:
            return False, f"{judge}: {name} could not be planted"
        run = subprocess.run([JUDGES / judge, path], capture_output=True, text=True)
        said = run.stdout + run.stderr
        if run.returncode == 1 and re.search(complaint, said):
            return True, f"{judge} rejects {name}"
        return False, f"{judge} sleeps: {name} got exit status {run.returncode} and\n{said}"

    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(2) as pool:
        verdicts = list(pool.map(lambda defect: try_on(folder, *defect), DEFECTS))
    print(*(line for _, line in verdicts), sep="\n")
    return 0 if all(found for found, _ in verdicts) else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]) if len(sys.argv) == 4 else __doc__)
