#!/usr/bin/env python3
"""Remakes the pictures of the README from the editions in out/.

    cargo run --release
    python3 docs/pictures.py

Needs pdftoppm (Debian: poppler-utils), a Chromium or Chrome browser, and Pillow (python3-pil).
"""
import io
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from PIL import Image, ImageOps

ROOT = Path(__file__).resolve().parent.parent
NOTE = ROOT / "out/inclusive-digitalisation/inclusive-digitalisation.fr-en"
LARGEST = 150_000  # bytes a picture: a README should open at once

# Two phones in a row, 390 × 720 CSS pixels each, one by day and one by night.
PHONES = """<!DOCTYPE html>
<style>
  body { margin: 0; padding: 20px; display: flex; gap: 20px; background: #dfe2e6 }
  iframe { width: 390px; height: 720px; border: 0; border-radius: 20px; background: Canvas }
</style>
<iframe src="PAGE" style="color-scheme: light"></iframe>
<iframe src="PAGE" style="color-scheme: dark"></iframe>
"""
WIDTH, HEIGHT, SCALE = 840, 760, 1.5

# Paper and ink are the reading system's; the browser's own stand in for them.
READER = "<style>:root { color-scheme: light dark; padding-block: 8px }</style></head>"


def page():
    """The first page of the PDF in two languages."""
    command = ["pdftoppm", "-png", "-r", "110", "-f", "1", "-l", "1", f"{NOTE}.pdf"]
    picture = Image.open(io.BytesIO(subprocess.run(command, check=True, capture_output=True).stdout))
    return ImageOps.expand(picture.convert("RGB"), border=1, fill="#c8ccd2")


def phones():
    """The first section of the EPUB as a phone shows it, on light and on dark paper."""
    with tempfile.TemporaryDirectory() as folder:
        with zipfile.ZipFile(f"{NOTE}.epub") as book:
            book.extractall(folder)
        section = min(Path(folder).rglob("section-*.xhtml"))
        text = section.read_text(encoding="utf-8")
        section.write_text(text.replace("</head>", READER, 1), encoding="utf-8")
        sheet = section.with_name("phones.html")
        sheet.write_text(PHONES.replace("PAGE", section.name), encoding="utf-8")
        shot = Path(folder, "phones.png")
        browser = shutil.which("chromium") or shutil.which("google-chrome") or sys.exit("no Chromium or Chrome here")
        subprocess.run(
            [
                browser, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                "--disable-background-networking", f"--user-data-dir={folder}/browser", "--hide-scrollbars",
                f"--force-device-scale-factor={SCALE}", f"--window-size={WIDTH},{HEIGHT}", f"--screenshot={shot}",
                sheet.as_uri(),
            ],
            check=True, capture_output=True, timeout=120, env=os.environ | {"TZ": "UTC"},
        )
        return Image.open(shot).convert("RGB")


def save(picture, name):
    """Writes a picture with as few colours as type needs."""
    path = ROOT / "docs" / name
    few = picture.quantize(colors=128, method=Image.Quantize.MAXCOVERAGE, kmeans=3, dither=Image.Dither.NONE)
    few.save(path, optimize=True)
    size = path.stat().st_size
    print(f"{path.relative_to(ROOT)}: {picture.width} × {picture.height}, {size:,} bytes")
    if size > LARGEST:
        sys.exit(f"{name} is larger than {LARGEST:,} bytes")


save(page(), "page.png")
save(phones(), "phones.png")
