#!/usr/bin/env python3
"""Times whole processes: the press against the stock `typst compile`, and weighs a build of 1,000 notes.

    benches/whole-process.py [--press BINARY] [--house FOLDER] [--note ID] [--runs N] [--notes N]

Prints a Markdown table for README.md, which says what each figure means and where to get the stock compiler.
"""
import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
TYPST_VERSION = "0.15.1"
WARM_UP = 3
PAIRS_OF_HOUSES = 3


def stock_typst():
    """Finds the stock compiler: $TYPST, the tools folder, then PATH; another version would be no fair partner."""
    tools = Path(os.environ.get("DIPTYCH_TOOLS", Path.home() / ".cache/diptych-tools"))
    found = os.environ.get("TYPST") or shutil.which("typst", path=f"{tools}/typst/bin{os.pathsep}{os.environ['PATH']}")
    if not found:
        sys.exit("no stock typst: benches/README.md says how to get it")
    version = subprocess.run([found, "--version"], capture_output=True, text=True, check=True).stdout
    if TYPST_VERSION not in version:
        sys.exit(f"{found} is {version.strip()}, not {TYPST_VERSION}")
    return found


def run(command):
    """Runs one process to its end; its wall time in seconds and its peak memory in bytes."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    complaint = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    elapsed = time.perf_counter() - start
    if status:
        sys.exit(f"{' '.join(map(str, command))} failed:\n{complaint.decode()}")
    return elapsed, usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def paired(press, stock, runs, out, warm_up=WARM_UP):
    """Runs both commands in turn, changing who goes first, each into an empty folder; the two lists of seconds."""
    times = [], []
    for turn in range(warm_up + runs):
        for side in (0, 1) if turn % 2 else (1, 0):
            shutil.rmtree(out)
            out.mkdir()
            elapsed, _ = run((press, stock)[side])
            if turn >= warm_up:
                times[side].append(elapsed)
    return times


def row(what, press, stock, limit):
    ratios = sorted(a / b for a, b in zip(press, stock))
    tenth = len(ratios) // 10
    ms = [f"{1000 * statistics.median(side):,.1f} ms ({1000 * min(side):,.1f})" for side in (press, stock)]
    return (f"| {what} | {ms[0]} | {ms[1]} | **{statistics.median(ratios):.2f}** "
            f"({ratios[tenth]:.2f}–{ratios[-1 - tenth]:.2f}) | {limit} |")


def resolved(path):
    return Path(path).resolve()


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    target = Path(os.environ.get("CARGO_TARGET_DIR", REPOSITORY / "target"))
    options.add_argument("--press", default=target / "release/diptych", type=resolved)
    options.add_argument("--house", type=resolved, help="default: the sample's sources alone, with nothing of the press beside them")
    options.add_argument("--note", default="inclusive-digitalisation")
    options.add_argument("--two-pages", default="smart-territories", help="a note of two pages without pictures, set for print and for the screen")
    options.add_argument("--runs", default=50, type=int)
    options.add_argument("--notes", default=1000, type=int)
    given = options.parse_args()
    typst = stock_typst()

    with tempfile.TemporaryDirectory() as scratch:
        out, manuscript = Path(scratch, "out"), Path(scratch, "manuscript")
        if not given.house:
            # As with any user of the press: its templates and fonts come out of the binary.
            given.house = Path(scratch, "sample")
            shutil.copytree(REPOSITORY / "sources", given.house / "sources")
        build = [given.press, "build", given.house, "--note", given.note, "--out", out, "--quiet"]
        one = [*build, "--languages", "fr", "--media", "screen"]
        six = [*build, "--languages", "fr,en,fr-en", "--media", "screen,epub"]
        two_pages = [[given.press, "build", given.house, "--note", given.two_pages, "--out", out, "--quiet", "--languages", "fr", "--media", medium]
                     for medium in ("print", "screen")]
        run([*one, "--manuscript", manuscript])
        folder = manuscript / f"{given.note}.fr"
        stock = [typst, "compile", "--root", folder, "--font-path", manuscript / "fonts", "--ignore-system-fonts",
                 "--ignore-embedded-fonts", "--pdf-standard", "ua-1,a-2a", folder / "note.typ", out / "stock.pdf"]

        print(f"{os.cpu_count()} cores, {given.runs} pairs; median (fastest), and of the ratios the middle four fifths.\n")
        print("| | diptych | `typst compile` | ratio | at most |\n|---|---|---|---|---|")
        print(row("one note, one screen PDF", *paired(one, stock, given.runs, out), "1.0"))
        print(row("one note, three PDFs and three EPUBs", *paired(six, stock, given.runs, out), "3.0"))

        house = Path(scratch, "house")
        subprocess.run([sys.executable, REPOSITORY / "benches/generate.py", str(given.notes), house, given.house / "sources"], check=True)
        elapsed, peak = run([given.press, "build", house, "--media", "screen,epub", "--quiet"])
        files = sum(path.is_file() for path in (house / "out").rglob("*"))
        print(f"| {given.notes:,} notes, {files:,} editions: peak memory | {peak / 1e6:.0f} MB in {elapsed:.0f} s | | | 200 MB |")

        shutil.rmtree(house / "out")
        check = [given.press, "check", house, "--quiet"]
        pages = [given.press, "build", house, "--media", "screen", "--out", out, "--quiet"]
        print(f"\n| | `diptych check` | `diptych build --media screen` | ratio | at most |\n|---|---|---|---|---|")
        print(row(f"{given.notes:,} notes", *paired(check, pages, PAIRS_OF_HOUSES, out, warm_up=0), "0.25"))

        print(f"\n| | `--media print` | `--media screen` | ratio | at most |\n|---|---|---|---|---|")
        print(row("one note, two pages without pictures", *paired(*two_pages, given.runs, out), "2.0"))


if __name__ == "__main__":
    main()
