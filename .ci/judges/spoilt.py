#!/usr/bin/env python3
"""Shows that the judge of the live page is awake: lets it judge previews with one defect each.

    .ci/judges/spoilt.py [--press BINARY]

Each defect is planted between the preview and the browser, on the way: this program starts the real preview, passes on what is asked
and answered, and spoils one thing. The judge must fail the check that is meant for it (exit status 1) and name the defect; with no
defect at all it must pass. Exit status: 0 every defect was found, 1 the judge sleeps.
"""
import argparse
import http.client
import http.server
import json
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.dont_write_bytecode = True  # the checkout stays as it is

from live import built

JUDGE = Path(__file__).with_name("preview")
BLANK = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 595 842" width="595pt" height="842pt"><path fill="#fff" d="M0 0h595v842h-595z"/></svg>'

DEFECTS = [
    # defect, the check that must fail (none: all must pass), what the judge must say
    ("none", "shown word passage", None),
    ("blank pictures", "shown", r"is blank"),
    ("deaf", "word", r"a picture with 'changé autrement' did not come"),
    ("another line", "passage", r"no place of the pages comes from line"),
    ("no findings", "error", r"the stale band did not come"),
    ("one edition", "chosen", r"the edition in English did not come"),
    ("no spreads", "spreads", r"spreads did not come"),
    ("day alone", "book", r"and \{'dark': True"),
    ("open doors", "door strangers", r"FAIL door: .* got 200[^$]*FAIL strangers: "),
    ("no policies", "door scripts", r"FAIL door: .*no policy[^$]*FAIL scripts: programs ran: .*ran-book"),
    ("a foreign host", "quiet", r"http://127\.0\.0\.1:9/spy.* violates"),
    ("no labels", "access", r"select-name"),
]


def spoil_event(defect, text):
    """A line of an event stream with its data."""
    told = json.loads(text)
    if defect == "no findings":
        told |= {"findings": [], "stale": False, "failure": None}
    if defect == "no spreads" and "spreads" in told:
        told["spreads"] = False
    return json.dumps(told)


def spoil(defect, path, headers, body):
    """An answer, spoilt."""
    text = body.decode(errors="surrogateescape")
    if defect == "blank pictures" and path.startswith("/picture/"):
        body = BLANK
    elif defect == "another line" and path.startswith("/passage"):
        body = re.sub(rb'"line":(\d+)', lambda found: b'"line":%d' % (int(found[1]) + 1), body)
    elif defect == "day alone" and path.endswith(".css"):
        body = text.replace("prefers-color-scheme: dark", "min-width: 99999px").encode()
    elif defect == "a foreign host" and path.partition("?")[0] == "/":
        body = text.replace("</body>", '<img src="http://127.0.0.1:9/spy" alt=""></body>').encode()
    elif defect == "no labels" and path.partition("?")[0] == "/":
        body = re.sub(r'<label class="unseen" for="languages">.*?</label>|title="Languages[^"]*"', "", text).encode()
    if defect == "no policies":
        headers = [(name, value) for name, value in headers if name.lower() != "content-security-policy"]
    return headers, body


class Clerk(http.server.BaseHTTPRequestHandler):
    """Passes on requests to the preview, and its answers."""
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def port(self, text, away):
        ports = (self.server.server_port, self.server.port)
        return text.replace(*(f":{port}" for port in (ports if away else reversed(ports))))

    def asked(self):
        defect, path = self.server.defect, self.path
        if defect == "one edition" and path.startswith("/events"):
            path = re.sub(r"languages=\w+", "languages=fr", path)
        kept = [(name, self.port(value, True)) for name, value in self.headers.items()]
        if defect == "open doors":
            kept = [(name, value) for name, value in kept if name.lower() not in ("host", "origin") and not name.lower().startswith("sec-fetch")]
            kept.append(("Host", f"127.0.0.1:{self.server.port}"))
        return path, kept

    def answer(self):
        path, asked = self.asked()
        door = http.client.HTTPConnection("127.0.0.1", self.server.port)
        door.putrequest(self.command, path, skip_host=True, skip_accept_encoding=True)
        for name, value in asked:
            door.putheader(name, value)
        door.endheaders(self.rfile.read(int(self.headers.get("Content-Length") or 0)) or None)
        answer = door.getresponse()
        headers = [(name, value) for name, value in answer.getheaders() if name.lower() not in ("content-length", "transfer-encoding", "connection", "date")]
        self.close_connection = True
        self.send_response_only(answer.status)
        stream = "event-stream" in answer.getheader("Content-Type", "")
        body = b"" if stream else answer.read()
        headers, body = spoil(self.server.defect, path, headers, body)
        for name, value in headers + [("Connection", "close")] + ([] if stream else [("Content-Length", str(len(body)))]):
            self.send_header(name, value)
        self.end_headers()
        if not stream:
            return self.wfile.write(body if self.command != "HEAD" else b"")
        event, proofs = "", 0
        for line in iter(answer.readline, b""):
            if line.startswith(b"event:"):
                event = line
                proofs += b"proof" in line
            if line.startswith(b"data:"):
                line = b"data: " + spoil_event(self.server.defect, line[5:]).encode() + b"\n"
            # Who is deaf hears what is, but never what becomes of it.
            if not (self.server.defect == "deaf" and proofs > 1 and b"proof" in event):
                self.wfile.write(line)
                self.wfile.flush()

    do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = do_OPTIONS = do_PATCH = lambda self: self.answer()


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_):
        pass


def preview(options):
    """The press, as the judge runs it."""
    press = subprocess.Popen([os.environ["DIPTYCH_SOUND"], *options], stdout=subprocess.PIPE, text=True)
    try:
        server = Server(("127.0.0.1", 0), Clerk)
        server.port, server.defect = int(press.stdout.readline().strip().rstrip("/").rpartition(":")[2]), os.environ["DIPTYCH_DEFECT"]
        print(f"http://127.0.0.1:{server.server_port}/", flush=True)
        server.serve_forever()
    except KeyboardInterrupt:
        pass
    finally:
        press.terminate()
        press.wait()


def judge(press, defect, checks, complaint):
    # What a defect keeps from coming is not waited for as long as what must come.
    hurried = {"DIPTYCH_PATIENCE": "6"} if complaint else {}
    run = subprocess.run(
        [JUDGE, "--press", Path(__file__).resolve(), *checks.split()], capture_output=True, text=True,
        env=os.environ | hurried | {"DIPTYCH_SOUND": str(press), "DIPTYCH_DEFECT": defect})
    said = run.stdout + run.stderr
    if run.returncode == (0 if complaint is None else 1) and re.search(complaint or "", said):
        return True, f"preview {'passes' if complaint is None else 'rejects'} {defect}"
    return False, f"preview sleeps: {defect} got exit status {run.returncode} and\n{said}"


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--press", default=built(), type=Path)
    options.add_argument("defects", nargs="*", metavar="DEFECT")
    given = options.parse_args()
    press = given.press.resolve()
    with ThreadPoolExecutor(2) as pool:
        verdicts = list(pool.map(lambda one: judge(press, *one), [one for one in DEFECTS if not given.defects or one[0] in given.defects]))
    print(*(line for _, line in verdicts), sep="\n")
    return 0 if all(found for found, _ in verdicts) else 1


if __name__ == "__main__":
    sys.exit(preview(sys.argv[1:]) if sys.argv[1:2] == ["preview"] else main())
