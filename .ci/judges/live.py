"""`diptych preview` of a house in a scratch folder, as somebody at a desk has it beside the editor: for the judge and the benchmark."""
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent.parent


def built():
    """The program that a build of this checkout leaves."""
    return Path(os.environ.get("CARGO_TARGET_DIR", REPOSITORY / "target")).resolve() / "release/diptych"


class Live:
    """One preview that runs, and the house that it shows."""

    def __init__(self, press, house, *options, sources=REPOSITORY / "sources"):
        self.press, self.house, self.original = press, Path(house), Path(sources)
        shutil.copytree(self.original, self.house / "sources")
        self.complaints = open(self.house.with_suffix(".stderr"), "w+b")
        self.process = subprocess.Popen(
            [press, "preview", self.house, "--no-browser", *options], stdout=subprocess.PIPE, stderr=self.complaints, text=True)
        self.address = self.process.stdout.readline().strip()
        if not self.address.startswith("http://127.0.0.1:"):
            self.stop()
            sys.exit(f"the preview said no address: {self.address!r}\n{self.said()}")
        self.host = self.address.removeprefix("http://").rstrip("/")
        self.port = int(self.host.rpartition(":")[2])

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    def stop(self):
        """Ends it as Ctrl-C does, and by force if it does not listen; its exit status."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(5)
            except subprocess.TimeoutExpired:
                self.process.kill()
        return self.process.wait()

    def said(self):
        self.complaints.seek(0)
        return self.complaints.read().decode()

    def memory(self):
        """What the process holds in memory now, in bytes."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return next(int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmRSS"))

    def path(self, name):
        return self.house / "sources" / name

    def read(self, name):
        return self.path(name).read_text()

    def save(self, name, text):
        """Saves a file as most editors do, beside it first and then in its place; when that was, in milliseconds since 1970."""
        beside = self.path(name).with_name(f".{Path(name).name}.new")
        beside.write_text(text)
        moment = time.time_ns() / 1e6
        beside.rename(self.path(name))
        return moment

    def overwrite(self, name, text):
        """Saves a file as some editors do, in place."""
        data = text.encode()
        moment = time.time_ns() / 1e6
        self.path(name).write_bytes(data)
        return moment

    def restore(self):
        """Puts back what the house was at first, where it differs."""
        for path in sorted(self.house.joinpath("sources").rglob("*"), reverse=True):
            twin = self.original / path.relative_to(self.house / "sources")
            if not twin.exists():
                path.rmdir() if path.is_dir() else path.unlink()
        for twin in sorted(self.original.rglob("*")):
            path = self.house / "sources" / twin.relative_to(self.original)
            if twin.is_dir():
                path.mkdir(exist_ok=True)
            elif not path.is_file() or path.read_bytes() != twin.read_bytes():
                path.write_bytes(twin.read_bytes())
        shutil.rmtree(self.house / "templates", ignore_errors=True)
