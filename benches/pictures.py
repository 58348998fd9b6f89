#!/usr/bin/env python3
"""Weighs a note with twelve photographs of 24 megapixels, and a directory of 200 portraits of which a note shows two.

    benches/pictures.py [--press BINARY] [--folder FOLDER] [--runs N]

The pictures are made by ImageMagick (Debian: imagemagick) in FOLDER, by default a temporary one, and kept there if it is given: they
take some three minutes. Prints a Markdown table for README.md: the wall time and the peak memory of the whole process.
"""
import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
PHOTOGRAPHS = 12
PORTRAITS = 200


def run(command):
    """Runs one process to its end; its wall time in seconds and its peak memory in bytes."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    complaint = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"{' '.join(map(str, command))} failed:\n{complaint.decode()}")
    return time.perf_counter() - start, usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def photographs(folder):
    """Twelve pictures as cameras take them, with grain; no two alike, always the same."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(PHOTOGRAPHS):
        path = folder / f"photograph-{number}.jpg"
        if not path.exists():
            grain = ["-attenuate", "0.3", "+noise", "Gaussian", "-quality", "90"]
            subprocess.run(["convert", "-seed", str(number), "-size", "6000x4000", "plasma:navy-khaki", *grain, path], check=True)
    return sorted(folder.glob("photograph-*.jpg"))


def portraits(folder, photographs):
    """Two hundred pictures of 1000 x 1300 points, cut from the photographs."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, photograph in enumerate(photographs):
        if not list(folder.glob(f"portrait-{number:02}-*.jpg")):
            subprocess.run(["convert", photograph, "-crop", "1000x1300", "+repage", folder / f"portrait-{number:02}-%02d.jpg"], check=True)
    return sorted(folder.glob("portrait-*.jpg"))[:PORTRAITS]


def house(folder):
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(REPOSITORY / "tests/house", folder)
    return folder / "sources"


def write_into(sources, words):
    """Puts words before the questions of the note, in both languages."""
    for language in ("fr", "en"):
        path = sources / "note" / f"{language}.md"
        head, rest = path.read_text().split("## Questions", 1)
        path.write_text(f"{head}{words}## Questions{rest}")


def house_of_photographs(folder, pictures):
    sources = house(folder)
    (sources / "note/images").mkdir()
    for picture in pictures:
        shutil.copy(picture, sources / "note/images")
    write_into(sources, "".join(f"![{number}](images/{picture.name})\n\n" for number, picture in enumerate(pictures)))


def house_of_portraits(folder, pictures):
    sources = house(folder)
    (sources / "portraits").mkdir()
    directory = (sources / "directory.yaml").read_text()
    people = "people:\n"
    for number, picture in enumerate(pictures):
        shutil.copy(picture, sources / "portraits")
        people += f"  person-{number}:\n    name: {{given: Ada, family: Number{number}}}\n    gender: f\n    portrait: portraits/{picture.name}\n"
    (sources / "directory.yaml").write_text(directory.replace("people:\n", people, 1))
    session = sources / "note/session.yaml"
    session.write_text(session.read_text() + "  - heading: {fr: Deux villes, en: Two cities}\n    people: [{person: person-7}, {person: person-77}]\n")
    write_into(sources, "::: speakers\n:::\n\n")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--press", type=Path, default=REPOSITORY / "target/release/diptych")
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--runs", type=int, default=3)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = arguments.folder or Path(temporary)
        taken = photographs(folder / "pictures")
        house_of_photographs(folder / "photographs", taken)
        house_of_portraits(folder / "portraits", portraits(folder / "pictures", taken))
        print("| | `diptych check` | `diptych build`, three PDFs and three EPUBs |\n|---|---|---|")
        for name, what in (("photographs", "twelve photographs of 24 megapixels"), ("portraits", "200 portraits, two of them shown")):
            cells = []
            for command in (["check"], ["build", "--out", folder / "out"]):
                press = [arguments.press, *command[:1], folder / name, *command[1:]]
                runs = []
                for _ in range(arguments.runs):
                    shutil.rmtree(folder / "out", ignore_errors=True)
                    runs.append(run(press))
                cells.append(f"{min(seconds for seconds, _ in runs):.1f} s, {max(memory for _, memory in runs) / 1e6:.0f} MB")
            print(f"| {what} | {' | '.join(cells)} |")


if __name__ == "__main__":
    main()
