#!/usr/bin/env python3
"""Times whole processes: the press against the stock `typst compile`, and against itself over many notes.

    benches/whole-process.py [--rows NAME,…] [--press BINARY] [--house FOLDER] [--note ID] [--runs N] [--many N] [--notes N]

Prints Markdown tables for README.md, which says what each figure means and where to get the stock compiler. The rows:

    one-screen    one note, one screen PDF, against one `typst compile`
    one-six       one note, three PDFs and three EPUBs, against one `typst compile`
    many-screen   200 notes, one screen PDF each, against `typst compile` in a loop
    many-six      200 notes, six artefacts each: the share of processor time that is not Typst's (needs `perf`)
    thousand      1,000 notes: a clean build, one of which nothing has changed, one of which one word has
    shard         10,000 notes by --shard 1/10, beside 1,000 notes
    check         1,000 notes: `check` against setting their screen PDFs
    print         one note for print against the same for the screen
"""
import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import namedtuple
from pathlib import Path

import profile_by_crate

REPOSITORY = Path(__file__).resolve().parent.parent
TYPST_VERSION = "0.15.1"
ROWS = ["one-screen", "one-six", "many-screen", "many-six", "thousand", "shard", "check", "print"]
WARM_UP = 3
PAIRS_OF_HOUSES = 3

# Wall and processor time in seconds, peak memory in bytes.
Run = namedtuple("Run", "wall cpu peak")


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
    """Runs one process to its end, with all that it starts."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    complaint = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = status
    if status:
        sys.exit(f"{' '.join(map(str, command))} failed:\n{complaint.decode()}")
    return Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024))


def paired(press, stock, runs, unbuilt, warm_up=WARM_UP):
    """Runs both commands in turn, changing who goes first, each from a clean start, which `unbuilt` makes."""
    done = [], []
    for turn in range(warm_up + runs):
        for side in (0, 1) if turn % 2 else (1, 0):
            unbuilt()
            result = run((press, stock)[side])
            if turn >= warm_up:
                done[side].append(result)
    return done


def row(what, sides, bar):
    """A row of two commands: median and fastest time of each, processor time, and the ratio with its middle four fifths."""
    ratios = sorted(a.wall / b.wall for a, b in zip(*sides))
    tenth = len(ratios) // 10

    def cell(side):
        walls, cpus = [r.wall for r in side], [r.cpu for r in side]
        return f"{seconds(statistics.median(walls))} ({seconds(min(walls))}), {seconds(statistics.median(cpus))}"

    return (f"| {what} | {cell(sides[0])} | {cell(sides[1])} | **{statistics.median(ratios):.2f}** "
            f"({ratios[tenth]:.2f}–{ratios[-1 - tenth]:.2f}) | {bar} |")


def seconds(value):
    return f"{1000 * value:,.1f} ms" if value < 1 else f"{value:,.1f} s"


def megabytes(value):
    return f"{value / 1e6:.0f} MB"


class Bench:
    """The folders of a run, and the commands on them."""

    def __init__(self, given, scratch):
        self.given, self.scratch, self.press = given, scratch, given.press
        self.out = scratch / "out"
        self.houses = {}
        if given.house:
            self.sample = given.house
        else:
            # As with any user of the press: its templates and fonts come out of the binary.
            self.sample = scratch / "sample"
            shutil.copytree(REPOSITORY / "sources", self.sample / "sources")

    def house(self, count):
        """A house of so many notes."""
        if count not in self.houses:
            folder = self.houses[count] = self.scratch / f"house-{count}"
            generate = [sys.executable, REPOSITORY / "benches/generate.py", str(count), folder, self.sample / "sources"]
            subprocess.run(generate, check=True)
        return self.houses[count]

    def build(self, house, *options):
        return [self.press, "build", house, "--out", self.out, "--quiet", *options]

    def unbuilt(self):
        """Leaves nothing of earlier builds: what a fresh checkout has."""
        for folder in [self.out, *(house / ".diptych" for house in [self.sample, *self.houses.values()])]:
            shutil.rmtree(folder, ignore_errors=True)
        self.out.mkdir()

    def compile(self, typst, manuscripts, note, target):
        """`typst compile` of the text that was merged for the French screen edition of a note."""
        folder = manuscripts / f"{note}.fr"
        return [typst, "compile", "--root", folder, "--font-path", manuscripts / "fonts", "--ignore-system-fonts",
                "--ignore-embedded-fonts", "--pdf-standard", "ua-1,a-2a", folder / "note.typ", target]

    # The rows

    def one_note(self, typst, rows):
        one = self.build(self.sample, "--note", self.given.note, "--languages", "fr", "--media", "screen")
        six = self.build(self.sample, "--note", self.given.note, "--languages", "fr,en,fr-en", "--media", "screen,epub")
        manuscripts = self.scratch / "manuscripts-of-one"
        run([*one, "--manuscript", manuscripts])
        stock = self.compile(typst, manuscripts, self.given.note, self.out / "stock.pdf")
        if "one-screen" in rows:
            print(row("one note, one screen PDF", paired(one, stock, self.given.runs, self.unbuilt), "0.9"), flush=True)
        if "one-six" in rows:
            print(row("one note, three PDFs and three EPUBs", paired(six, stock, self.given.runs, self.unbuilt), "2.5"), flush=True)

    def many_screen(self, typst):
        house = self.house(self.given.many)
        command = self.build(house, "--languages", "fr", "--media", "screen")
        manuscripts = self.scratch / "manuscripts-of-many"
        run([*command, "--manuscript", manuscripts])
        # The loop of a shell starts processes faster than Python does.
        script = self.scratch / "loop.sh"
        notes = sorted(folder.name for folder in (house / "sources").iterdir() if folder.is_dir())
        lines = (self.compile(typst, manuscripts, note, self.out / f"{note}.pdf") for note in notes)
        script.write_text("set -e\n" + "\n".join(" ".join(f"'{word}'" for word in line) for line in lines) + "\n")
        sides = paired(command, ["sh", script], PAIRS_OF_HOUSES, self.unbuilt, warm_up=0)
        print(row(f"{self.given.many} notes, one screen PDF each", sides, "0.35"), flush=True)

    def many_six(self):
        command = self.build(self.house(self.given.many), "--languages", "fr,en,fr-en", "--media", "screen,epub")
        self.unbuilt()
        shares = profile_by_crate.shares(command, self.scratch / "perf.data")
        if not shares:
            return print("no `perf`: the shares of the crates are not measured")
        own = shares.own / (shares.own + shares.typst)
        print(f"\n| {self.given.many} notes, three PDFs and three EPUBs each | Typst's | ours | neither | **share that is not Typst's** | at most |")
        print("|---|---|---|---|---|---|")
        print(f"| {shares.samples:,} samples | {shares.typst:.1%} | {shares.own:.1%} | {shares.unknown:.1%} | **{own:.1%}** | 15 % |")
        print("\nOurs, by crate and function: " + ", ".join(f"`{name}` {share:.1%}" for name, share in shares.functions[:12]))

    def thousand(self):
        count = self.given.notes
        house = self.house(count)
        command = self.build(house, "--media", self.given.media)
        self.unbuilt()
        clean = run(command)
        files = sum(path.is_file() for path in self.out.rglob("*"))
        nothing = [run(command) for _ in range(self.given.runs // 5 + 1)]
        prose = house / "sources" / f"note-{count // 2:04}" / "fr.md"
        text = prose.read_text(encoding="utf-8")
        words = []
        for turn in range(self.given.runs // 5 + 1):
            # A word of one language: two of the note's three groups of editions hold it.
            prose.write_text(text.replace("cet exemple", f"cet exemple{'s' * (turn + 1)}"), encoding="utf-8")
            words.append(run(command))
        prose.write_text(text, encoding="utf-8")
        print(f"\n| {count:,} notes, {files:,} editions ({self.given.media}) | time | processor | peak memory | at most |")
        print("|---|---|---|---|---|")
        print(f"| clean | {seconds(clean.wall)} | {seconds(clean.cpu)} | {megabytes(clean.peak)} | 200 MB |")
        still = middle(nothing)
        print(f"| nothing changed | {seconds(still.wall)} | {seconds(still.cpu)} | {megabytes(still.peak)} | 0.5 s, 60 MB |")
        word = middle(words)
        print(f"| one word of one language of one note changed | {seconds(word.wall)} (+ {seconds(word.wall - still.wall)}) "
              f"| {seconds(word.cpu)} | {megabytes(word.peak)} | + 100 ms |", flush=True)

    def shard(self):
        count = self.given.notes
        options = ["--languages", "fr", "--media", "screen"]
        whole = self.build(self.house(count), *options)
        share = self.build(self.house(10 * count), *options, "--shard", "1/10")
        self.unbuilt()
        whole = run(whole)
        of_whole = sum(path.is_file() for path in self.out.rglob("*"))
        self.unbuilt()
        share = run(share)
        of_share = sum(path.is_file() for path in self.out.rglob("*"))
        each = lambda result, files: f"{seconds(result.wall)}, {1000 * result.wall / files:.1f} ms an edition"
        print("\n| one screen PDF each | editions | time | peak memory |\n|---|---|---|---|")
        print(f"| {count:,} notes | {of_whole:,} | {each(whole, of_whole)} | {megabytes(whole.peak)} |")
        print(f"| {10 * count:,} notes by `--shard 1/10` | {of_share:,} | {each(share, of_share)} | {megabytes(share.peak)} |", flush=True)

    def check(self):
        house = self.house(self.given.notes)
        sides = paired([self.press, "check", house, "--quiet"], self.build(house, "--media", "screen"), PAIRS_OF_HOUSES, self.unbuilt, warm_up=0)
        print("\n| | `diptych check` | `diptych build --media screen` | ratio | at most |\n|---|---|---|---|---|")
        print(row(f"{self.given.notes:,} notes in two languages", sides, "0.25"), flush=True)

    def for_print(self):
        sides = [self.build(self.sample, "--note", self.given.two_pages, "--languages", "fr", "--media", medium) for medium in ("print", "screen")]
        print("\n| | `--media print` | `--media screen` | ratio | at most |\n|---|---|---|---|---|")
        print(row("one note, two pages without pictures", paired(*sides, self.given.runs, self.unbuilt), "2.0"), flush=True)


def middle(results):
    """The run of the median time."""
    return sorted(results)[len(results) // 2]


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    target = Path(os.environ.get("CARGO_TARGET_DIR", REPOSITORY / "target"))
    resolved = lambda path: Path(path).resolve()
    options.add_argument("--rows", default=",".join(ROWS), help="default: all of them")
    options.add_argument("--press", default=target / "release/diptych", type=resolved)
    options.add_argument("--house", type=resolved, help="default: the sample's sources alone, with nothing of the press beside them")
    options.add_argument("--note", default="inclusive-digitalisation")
    options.add_argument("--two-pages", default="smart-territories", help="a note of two pages without pictures, set for print and for the screen")
    options.add_argument("--media", default="screen,epub", help="what the thousand notes are built in")
    options.add_argument("--runs", default=50, type=int)
    options.add_argument("--many", default=200, type=int, help="how many notes are built against a loop, and under the profiler")
    options.add_argument("--notes", default=1000, type=int)
    given = options.parse_args()
    rows = given.rows.split(",")
    if unknown := [name for name in rows if name not in ROWS]:
        options.error(f"no row {', '.join(unknown)}: choose from {', '.join(ROWS)}")

    with tempfile.TemporaryDirectory() as scratch:
        bench = Bench(given, Path(scratch))
        bench.unbuilt()
        print(f"{os.cpu_count()} cores, {given.runs} pairs; median (fastest), processor time; of the ratios the middle four fifths.\n")
        if {"one-screen", "one-six", "many-screen"} & set(rows):
            typst = stock_typst()
            print("| | diptych | `typst compile` | ratio | at most |\n|---|---|---|---|---|")
            if {"one-screen", "one-six"} & set(rows):
                bench.one_note(typst, rows)
            if "many-screen" in rows:
                bench.many_screen(typst)
        alone = {"many-six": bench.many_six, "thousand": bench.thousand, "shard": bench.shard, "check": bench.check, "print": bench.for_print}
        for name, measure in alone.items():
            if name in rows:
                measure()


if __name__ == "__main__":
    main()
