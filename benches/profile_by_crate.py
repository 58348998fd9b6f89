#!/usr/bin/env python3
"""Says whose the processor time of a command is: Typst's, or the press's.

    benches/profile_by_crate.py COMMAND …

`perf` takes samples with their stacks. A sample belongs to the innermost function on its stack whose crate is one of either side;
what has none (allocator, standard library, compressors, kernel) thus belongs to its caller. Samples whose stack names neither, since it
could not be followed, are left out: they are taken to be divided as the others are.
"""
import os
import re
import shutil
import subprocess
import sys
from collections import Counter, namedtuple

# Crates that are the engine, or that only the engine calls.
TYPST = re.compile(
    r"typst(_\w+)?|comemo|krilla(_\w+)?|rustybuzz|ttf_parser|hypher|icu_\w+|hayro(_\w+)?|tiny_skia(_path)?|pixglyph|pdf_writer|xmp_writer|subsetter"
    r"|skrifa|read_fonts|write_fonts|ecow|unicode_(script|bidi|segmentation|ident|math_class)|kurbo|codex|unscanny|resvg|usvg|imagesize|bumpalo|qcms"
)
# Crates that are the press, or that only the press calls.
PRESS = re.compile(
    r"diptych|minijinja|zip|epub_builder|quick_xml|tempfile|granit_parser|pulldown_cmark(_escape)?|roxmltree|clap(_\w+)?|jiff|lopdf|moxcms|annotate_snippets"
    r"|serde_json|blake3|include_dir|indicatif|uuid|idna|fast_qr|upon|jpeg_encoder"
)
CRATES = re.compile(r"(?:^|[<& (\[*,])(?:dyn |mut |const )?([a-z_][a-z0-9_]*)::")
FRAME = re.compile(r"\s*[0-9a-f]+ (.*) \(.*\)$")
# How often a second; how much of a stack is kept, in bytes.
FREQUENCY, STACK = "999", "8192"

Shares = namedtuple("Shares", "samples typst own unknown functions")


def shares(command, data):
    """The shares of either side in the samples of a command, and the press's own functions; None where there is no `perf`."""
    if not shutil.which("perf"):
        return None
    record = ["perf", "record", "-q", "-F", FREQUENCY, "--call-graph", f"dwarf,{STACK}", "-o", data, "--", *map(str, command)]
    subprocess.run(record, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    script = ["perf", "script", "--no-inline", "-F", "ip,sym,dso", "-i", data]
    sides, functions = Counter(), Counter()
    with subprocess.Popen(script, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, errors="replace") as process:
        for stack in stacks(process.stdout):
            side, function = owner(stack)
            sides[side] += 1
            if side == "own":
                functions[function] += 1
    total = sides.total()
    named = [(name, count / total) for name, count in functions.most_common()]
    return Shares(total, sides["typst"] / total, sides["own"] / total, sides["unknown"] / total, named)


def stacks(lines):
    """The stacks of the samples, the innermost function first."""
    stack = []
    for line in lines:
        if frame := FRAME.match(line.rstrip("\n")):
            stack.append(frame[1])
        elif not line.strip():
            if stack:
                yield stack
            stack = []
    if stack:
        yield stack


def owner(stack):
    for function in stack:
        for crate in CRATES.findall(function):
            if PRESS.fullmatch(crate):
                return "own", function
            if TYPST.fullmatch(crate):
                return "typst", function
    return "unknown", stack[0]


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    found = shares(sys.argv[1:], f"/tmp/profile-{os.getpid()}.data")
    if not found:
        sys.exit("no perf: apt-get install linux-perf")
    print(f"{found.samples:,} samples: Typst {found.typst:.1%}, the press {found.own:.1%}, neither {found.unknown:.1%}")
    print(f"of what is known, the press has {found.own / (found.own + found.typst):.1%}")
    for name, share in found.functions[:40]:
        print(f"{share:7.2%} {name}")


if __name__ == "__main__":
    main()
