"""A real Chromium without a window, driven over the DevTools protocol: for the judge of the live page and for its benchmark.

    with Browser() as browser:
        page = browser.open("http://127.0.0.1:8080/")
        page.wait("document.images.length > 0", 10)

The protocol goes over two pipes (descriptors 3 and 4 of the browser, a NUL after each message), so that the standard library is
enough. What is said on the page's console, what its policy refused and what it asked the network for is collected as it comes.
Nothing stays: the browser and its folder go with the `with`, also after Ctrl-C; and it ends by itself when its pipes close.
"""
import atexit
import base64
import fcntl
import json
import os
import shutil
import signal
import sys
import tempfile
import threading
import time
from pathlib import Path

PROGRAM = next(filter(None, map(shutil.which, ["chromium", "google-chrome", "chromium-browser"])), "")
FLAGS = [
    "--headless=new", "--remote-debugging-pipe", "--no-sandbox", "--no-first-run", "--no-default-browser-check", "--disable-gpu",
    "--disable-dev-shm-usage", "--disable-extensions", "--disable-sync", "--disable-background-networking", "--disable-component-update",
    "--disable-breakpad", "--metrics-recording-only", "--mute-audio", "--hide-scrollbars", "--password-store=basic",
    "--disable-features=Translate,MediaRouter,OptimizationHints,AutofillServerCommunication,DialMediaRouteProvider",
    # A page that nobody looks at keeps its clock and its frames.
    "--disable-background-timer-throttling", "--disable-backgrounding-occluded-windows", "--disable-renderer-backgrounding",
]
PATIENCE = float(os.environ.get("DIPTYCH_PATIENCE", "30"))  # seconds


class Refused(Exception):
    """The browser would not do what it was asked, or a script threw."""


class Late(AssertionError):
    """Something that was waited for did not come in time."""


class Browser:
    """One process of Chromium, with a fresh profile."""

    def __init__(self, *flags, size=(1280, 900)):
        if not PROGRAM:
            sys.exit("no chromium: .ci/install installs it")
        self.folder = Path(tempfile.mkdtemp(prefix="chromium-"))
        # High numbers, so that neither is 3 or 4 before the child has them there.
        (hears, self.say), (self.hear, says) = os.pipe(), os.pipe()
        hears, says = (self._raised(end) for end in (hears, says))
        silent = [(os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0), *((os.POSIX_SPAWN_OPEN, out, os.devnull, os.O_WRONLY, 0) for out in (1, 2))]
        self.process = os.posix_spawn(
            PROGRAM, [PROGRAM, *FLAGS, f"--user-data-dir={self.folder}", "--window-size={},{}".format(*size), *flags, "about:blank"],
            os.environ | {"TMPDIR": str(self.folder)}, file_actions=[(os.POSIX_SPAWN_DUP2, hears, 3), (os.POSIX_SPAWN_DUP2, says, 4), *silent], setpgroup=0)
        os.close(hears), os.close(says)
        atexit.register(self.close)
        self.heard = threading.Condition()
        self.number, self.answers, self.pages, self.gone = 0, {}, {}, False
        threading.Thread(target=self._listen, daemon=True).start()
        self.size = size

    @staticmethod
    def _raised(end):
        raised = fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 10)
        os.close(end)
        return raised

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        """Ends the browser with all that it started."""
        atexit.unregister(self.close)
        if self.process is None:
            return
        process, self.process = self.process, None
        for stop in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.killpg(process, stop)
            except ProcessLookupError:
                break
            ended = time.monotonic() + 3
            while stop is signal.SIGTERM and time.monotonic() < ended and os.waitpid(process, os.WNOHANG) == (0, 0):
                time.sleep(0.02)
        try:
            os.waitpid(process, 0)
        except ChildProcessError:
            pass
        shutil.rmtree(self.folder, ignore_errors=True)

    def _listen(self):
        """Takes what the browser says: answers by their number, events to the page that they belong to."""
        rest = b""
        while said := os.read(self.hear, 1 << 16):
            *whole, rest = (rest + said).split(b"\0")
            for message in map(json.loads, whole):
                with self.heard:
                    if "id" in message:
                        self.answers[message["id"]] = message
                    elif page := self.pages.get(message.get("sessionId")):
                        page.take(message["method"], message["params"])
                    self.heard.notify_all()
        with self.heard:
            self.gone = True
            self.heard.notify_all()

    def ask(self, method, session=None, patience=PATIENCE, **params):
        """Sends one command and waits for its answer."""
        with self.heard:
            self.number += 1
            number = self.number
            message = {"id": number, "method": method, "params": params} | ({"sessionId": session} if session else {})
            said = json.dumps(message).encode() + b"\0"
            while said:
                said = said[os.write(self.say, said):]
            if not self.heard.wait_for(lambda: number in self.answers or self.gone, patience):
                raise Late(f"{method} was not answered in {patience} s")
            answer = self.answers.pop(number, {"error": {"message": "the browser is gone"}})
        if "error" in answer:
            raise Refused(f"{method}: {answer['error']['message']}")
        return answer["result"]

    def open(self, address="about:blank", always=""):
        """A new page in a window of its own; what it does from its first request on is collected. `always` runs before its scripts."""
        target = self.ask("Target.createTarget", url="about:blank", newWindow=True, width=self.size[0], height=self.size[1])["targetId"]
        session = self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        page = self.pages[session] = Page(self, session, target)
        for domain in ("Page", "Runtime", "Log", "Network", "Audits"):
            page.ask(f"{domain}.enable")
        page.ask("Page.addScriptToEvaluateOnNewDocument", source=always)
        if address != "about:blank":
            page.go(address)
        return page


class Page:
    """One page, and what was heard from it."""

    def __init__(self, browser, session, target):
        self.browser, self.session, self.target = browser, session, target
        self.complaints = []  # errors on the console, uncaught exceptions, breaches of a policy
        self.requests = []  # the address of each request, in order
        self.statuses = {}  # by address: what the server answered last, or why nothing came
        self.asked = {}  # by number of the request: its address

    def take(self, event, told):
        match event:
            case "Runtime.consoleAPICalled" if told["type"] in ("error", "assert", "warning"):
                self.complaints.append(" ".join(str(one.get("value", one.get("description"))) for one in told["args"]))
            case "Runtime.exceptionThrown":
                details = told["exceptionDetails"]
                self.complaints.append(details.get("exception", {}).get("description", details["text"]))
            case "Log.entryAdded" if told["entry"]["level"] in ("error", "warning"):
                self.complaints.append(f"{told['entry']['text']} {told['entry'].get('url', '')}".strip())
            case "Audits.issueAdded" if told["issue"]["code"] == "ContentSecurityPolicyIssue":
                self.complaints.append(json.dumps(told["issue"]["details"]))
            case "Network.requestWillBeSent":
                self.requests.append(told["request"]["url"])
                self.asked[told["requestId"]] = told["request"]["url"]
            case "Network.responseReceived":
                self.statuses[told["response"]["url"]] = told["response"]["status"]
            case "Network.loadingFailed" if address := self.asked.get(told["requestId"]):
                self.statuses.setdefault(address, told.get("blockedReason") or told["errorText"])

    def ask(self, method, **params):
        return self.browser.ask(method, session=self.session, **params)

    def go(self, address):
        """Opens an address in this page; what the browser says where that fails, else nothing."""
        return self.ask("Page.navigate", url=address).get("errorText")

    def close(self):
        self.browser.ask("Target.closeTarget", targetId=self.target)
        self.browser.pages.pop(self.session, None)

    def run(self, script, patience=PATIENCE):
        """The value of a script's last expression; promises are waited for."""
        told = self.ask("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True, userGesture=True, patience=patience)
        if "exceptionDetails" in told:
            details = told["exceptionDetails"]
            raise Refused(details.get("exception", {}).get("description", details["text"]))
        return told["result"].get("value")

    def wait(self, script, patience=PATIENCE, what=None):
        """Waits until a script's value is true, and returns that value. While a page is being loaded, nothing is."""
        until, value = time.monotonic() + patience, None
        while True:
            try:
                if value := self.run(script):
                    return value
            except Refused as refusal:
                value = str(refusal)
            if time.monotonic() > until:
                raise Late(f"{what or script} did not come in {patience} s (last: {value})")
            time.sleep(0.03)

    def scheme(self, scheme):
        """Light or dark, as the reader's system would say it; None leaves it to the browser."""
        features = [{"name": "prefers-color-scheme", "value": scheme}] if scheme else []
        self.ask("Emulation.setEmulatedMedia", features=features)

    def window(self, width, height, density=1, mobile=False):
        self.ask("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=density, mobile=mobile)

    def screenshot(self, clip=None):
        """A PNG of what is on the screen, or of one box in it: left, top, width, height."""
        box = {"clip": dict(zip(("x", "y", "width", "height"), clip), scale=1)} if clip else {}
        return base64.b64decode(self.ask("Page.captureScreenshot", format="png", **box)["data"])

    def key(self, key, text="", modifiers=0):
        for kind in ("keyDown", "keyUp"):
            self.ask("Input.dispatchKeyEvent", type=kind, key=key, modifiers=modifiers, **({"text": text} if text and kind == "keyDown" else {}))

    def write(self, text):
        """Text into what has the focus, as if it were typed."""
        self.ask("Input.insertText", text=text)

    def click(self, place, y=None):
        """A real click of the mouse: at a place of the window, or in the middle of what a selector names."""
        if y is None:
            place, y = self.run(f"""(element => {{
                element.scrollIntoView({{block: "nearest"}});
                const box = element.getBoundingClientRect();
                return [box.left + box.width / 2, box.top + box.height / 2];
            }})(document.querySelector({json.dumps(place)}))""")
        self.ask("Input.dispatchMouseEvent", type="mouseMoved", x=place, y=y)
        for kind in ("mousePressed", "mouseReleased"):
            self.ask("Input.dispatchMouseEvent", type=kind, x=place, y=y, button="left", clickCount=1)
