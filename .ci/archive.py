#!/usr/bin/env python3
"""Packs a release binary with what must travel with it: README, licences (ours and the fonts') and CHANGELOG.

    python3 .ci/archive.py TARGET VERSION

Reads the binary that `cargo build --release --target TARGET` made, writes dist/diptych-VERSION-TARGET.tar.gz (.zip for
Windows) and refuses a VERSION that Cargo.toml does not have. The same files always give the same archive.
"""
import gzip
import os
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path


def contents(target):
    windows = "windows" in target
    binary = Path(os.environ.get("CARGO_TARGET_DIR", "target"), target, "release", "diptych.exe" if windows else "diptych")
    papers = [Path("README.md"), Path("CHANGELOG.md"), *Path().glob("LICENSE*")]
    # Whatever lies beside the font files belongs to them: their licences ask to travel with them, in the binary too.
    fonts = [path for path in Path("fonts").rglob("*") if path.is_file() and path.suffix.lower() not in (".ttf", ".otf")]
    if len(papers) < 3 or not fonts:
        sys.exit("a licence is missing: ours or the fonts'")
    return [(binary.name, binary), *sorted((path.as_posix(), path) for path in papers + fonts)]


def main(target, version):
    declared = tomllib.loads(Path("Cargo.toml").read_text(encoding="utf-8"))["package"]["version"]
    if declared != version:
        sys.exit(f"the tag says {version}, Cargo.toml says {declared}")
    name = f"diptych-{version}-{target}"
    Path("dist").mkdir(exist_ok=True)
    if "windows" in target:
        with zipfile.ZipFile(f"dist/{name}.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            for inside, path in contents(target):
                archive.writestr(zipfile.ZipInfo(f"{name}/{inside}"), path.read_bytes(), zipfile.ZIP_DEFLATED)
        return
    with open(f"dist/{name}.tar.gz", "wb") as file, gzip.GzipFile("", "wb", 9, file, 0) as packed:
        with tarfile.open(fileobj=packed, mode="w") as archive:
            for inside, path in contents(target):
                entry = tarfile.TarInfo(f"{name}/{inside}")
                entry.size, entry.mode = path.stat().st_size, 0o755 if inside == path.name == "diptych" else 0o644
                with open(path, "rb") as content:
                    archive.addfile(entry, content)


if __name__ == "__main__":
    main(*sys.argv[1:]) if len(sys.argv) == 3 else sys.exit(__doc__)
