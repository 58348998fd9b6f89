"""Checks on the doors of a live page: who may ask for what, by raw HTTP and from foreign pages in a real browser.

Each is a generator: it says what it showed, line by line, and an AssertionError what was let through.
"""
import http.client
import http.server
import json
import threading

REBOUND = "evil.test"  # a name that its owner points at this machine: DNS rebinding
FLAGS = [f"--host-resolver-rules=MAP {REBOUND} 127.0.0.1"]

DRAWING = """<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20" onload="fetch('/ran-onload')">
<script>fetch('/ran-script')</script><rect width="20" height="20"/></svg>"""


class Foreign:
    """A page of somebody else, at another port of this machine."""

    def __init__(self):
        shelf = {
            "/": ("text/html", "<!doctype html><title>Foreign</title><link rel=icon href=data:,><p>Foreign"),
            "/frame.html": ("text/html", "<!doctype html><title>Foreign</title><link rel=icon href=data:,><iframe src=/drawing.svg></iframe>"),
            "/own.json": ("application/json", "{}"),
            "/drawing.svg": ("image/svg+xml", DRAWING),
        }

        class Clerk(http.server.BaseHTTPRequestHandler):
            def log_message(self, *_):
                pass

            def do_GET(self):
                kind, text = shelf.get(self.path, ("text/plain", ""))
                self.send_response(200 if self.path in shelf else 404)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(text.encode())))
                self.end_headers()
                self.wfile.write(text.encode())

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Clerk)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.address = f"http://127.0.0.1:{self.server.server_port}/"

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.server.shutdown()


def ask(live, path, method="GET", **headers):
    """One request as it is written, with nothing tidied; its status, headers and body."""
    door = http.client.HTTPConnection("127.0.0.1", live.port, timeout=10)
    door.putrequest(method, path, skip_host="Host" in headers, skip_accept_encoding=True)
    for name, value in headers.items():
        if value is not None:
            door.putheader(name.replace("_", "-"), value)
    door.endheaders()
    answer = door.getresponse()
    # A stream of events has no end.
    body = b"" if "event-stream" in answer.getheader("Content-Type", "") else answer.read()
    door.close()
    return answer.status, {name.lower(): value for name, value in answer.getheaders()}, body


def hosts(live, picture):
    """Host and Origin: ours are let in, all others refused, at every door."""
    port = live.port
    ours = [{}, {"Host": f"localhost:{port}"}, {"Origin": f"http://127.0.0.1:{port}"}, {"Sec_Fetch_Site": "same-origin"}, {"Sec_Fetch_Site": "none"}]
    for headers in ours:
        status, _, _ = ask(live, picture, **headers)
        assert status == 200, f"{headers} got {status}"
    foreign = [
        {"Host": f"{REBOUND}:{port}"}, {"Host": "127.0.0.1"}, {"Host": f"127.0.0.1:{port + 1}"}, {"Host": f"127.0.0.1:{port}.{REBOUND}"},
        {"Host": f"localhost.{REBOUND}:{port}"}, {"Host": ""}, {"Host": None}, {"Host": "[::1]:" + str(port)},
        {"Origin": f"http://{REBOUND}:{port}"}, {"Origin": "null"}, {"Origin": f"http://127.0.0.1:{port + 1}"}, {"Origin": f"https://127.0.0.1:{port}"},
        {"Sec_Fetch_Site": "cross-site"}, {"Sec_Fetch_Site": "same-site"},
    ]
    doors = ["/", "/preview.js", "/events", "/passage?version=1&page=1&x=1&y=1", picture]
    for path in doors:
        for headers in foreign:
            # A link from elsewhere may lead to the page itself.
            status, _, body = ask(live, path, **headers)
            assert status in (400, 403), f"{path} with {headers} got {status} and {len(body)} bytes"
    status, _, _ = ask(live, "/", Sec_Fetch_Site="cross-site", Sec_Fetch_Mode="navigate", Sec_Fetch_Dest="document")
    assert status == 200, f"a link from elsewhere to the page got {status}"
    status, _, _ = ask(live, "/", Sec_Fetch_Site="cross-site", Sec_Fetch_Mode="navigate", Sec_Fetch_Dest="iframe")
    assert status == 403, f"a frame elsewhere with the page got {status}"
    return f"{len(doors) * len(foreign)} requests of others refused, {len(ours)} of ours answered"


def paths(live, picture, book):
    """No path leads out of what is in memory, and nothing but reading is answered."""
    secret = "sources/house.yaml"
    assert live.house.joinpath(secret).is_file()
    astray = [f"{before}{climb}{name}"
              for before in ("/", "/picture/", picture + "/", "/book/", book.rpartition("/")[0] + "/", "//")
              for climb in ("", "../", "..%2f", "%2e%2e/", "..%5c", "../" * 12, "..%2f" * 12, "%252e%252e/", "....//", "/")
              for name in (secret, "etc/passwd", str(live.house / secret))]
    astray += ["/picture/", "/picture/.svg", "/picture/" + "0" * 64 + ".svg", "/book/" + "0" * 64 + "/mimetype", "/\0", "/%00", "/?" + "a" * 70000, "http://" + REBOUND + "/"]
    for path in astray:
        try:
            status, _, body = ask(live, path.replace(" ", "%20").replace("\0", "%00"))
        except (http.client.HTTPException, ConnectionError):
            continue  # hung up
        assert status in (400, 403, 404, 414, 431) or path.startswith("/?"), f"{path[:80]} got {status}: {body[:80]}"
        assert b"root:" not in body and b"publisher:" not in body, f"{path} gave a file away"
    for method in ("POST", "PUT", "DELETE", "OPTIONS", "PATCH"):
        for path in ("/", picture):
            status, _, _ = ask(live, path, method, Content_Length="0")
            assert status == 405, f"{method} {path} got {status}"
    status, headers, body = ask(live, picture, "HEAD")
    assert status == 200 and not body, f"HEAD got {status} and {len(body)} bytes"
    return f"{len(astray)} paths lead nowhere, five methods are refused"


def policies(live, picture, book):
    """What each answer forbids the browser."""
    for path in ("/", "/preview.js", "/pages.js", "/preview.css", picture, book, "/nothing-here"):
        _, headers, _ = ask(live, path)
        policy = headers.get("content-security-policy", "")
        assert "default-src 'none'" in policy, f"{path}: {policy or 'no policy'}"
        assert "unsafe-eval" not in policy and "script-src 'unsafe-inline'" not in policy and "*" not in policy, f"{path}: {policy}"
        for name, value in (("x-content-type-options", "nosniff"), ("referrer-policy", "no-referrer"), ("cross-origin-resource-policy", "same-origin")):
            assert headers.get(name) == value, f"{path}: {name} is {headers.get(name)}"
        assert "access-control-allow-origin" not in headers, f"{path} lets others read it"
    for path in (picture, book):
        _, headers, _ = ask(live, path)
        assert "sandbox" in headers["content-security-policy"] and "allow-scripts" not in headers["content-security-policy"], f"{path} is in no sandbox"
    return "seven answers, each with its policy"


# What a foreign page may try. The browser hides from it what came back; what the server said is read off the network.
TRIES = """(async there => {
  const got = {};
  const attempt = async (name, promise) => { try { got[name] = await promise; } catch (error) { got[name] = String(error); } };
  const loads = (kind, address) => new Promise(done => {
    const element = document.createElement(kind);
    element.onload = () => done("loaded"); element.onerror = () => done("failed");
    element.src = address; document.body.append(element);
  });
  await attempt("read", fetch(there + "passage?version=1&page=1&x=100&y=100").then(answer => answer.text()));
  await attempt("blind", fetch(there + "preview.js", {mode: "no-cors"}).then(answer => answer.type));
  await attempt("send", fetch(there, {method: "POST", mode: "no-cors", body: "x"}).then(answer => answer.type));
  await attempt("picture", loads("img", PICTURE));
  await attempt("script", loads("script", there + "preview.js"));
  await attempt("stream", new Promise(done => {
    const stream = new EventSource(there + "events");
    stream.onopen = () => { stream.close(); done("open"); };
    stream.onerror = () => { stream.close(); done("failed"); };
  }));
  await attempt("frame", loads("iframe", there));
  return got;
})"""


def strangers(live, browser, picture):
    """A page at another port, and the same page under a foreign name: both see nothing."""
    with Foreign() as foreign:
        page = browser.open(foreign.address)
        page.wait("document.readyState === 'complete'")
        # The control: where it is at home, the same page reads and loads.
        assert page.run("fetch('/own.json').then(answer => answer.text())") == "{}", "a foreign page cannot even read its own files"
        home = page.run(TRIES.replace("PICTURE", json.dumps(foreign.address + "drawing.svg")) + f"({json.dumps(foreign.address)})")
        assert (home["picture"], home["blind"], home["frame"]) == ("loaded", "basic", "loaded"), f"the control sleeps: {home}"
        got = page.run(TRIES.replace("PICTURE", json.dumps(live.address.rstrip("/") + picture)) + f"({json.dumps(live.address)})")
        let_in = {name: said for name, said in got.items() if said in ("loaded", "open", "basic") and name != "frame" or "file" in said}
        assert not let_in, f"a foreign page got {let_in}"
        there = {address: status for address, status in page.statuses.items() if address.startswith(live.address)}
        answered = {address: status for address, status in there.items() if status in (200, 204)}
        assert len(there) >= 5 and not answered, f"the server answered a foreign page: {answered or there}"
        framed = page.run("[...document.querySelectorAll('iframe')].at(-1).contentDocument === null")
        assert framed, "a foreign page framed the live page and reads it"
        page.close()
    rebound = browser.open(f"http://{REBOUND}:{live.port}/")
    rebound.wait("document.readyState === 'complete'")
    status = rebound.statuses.get(f"http://{REBOUND}:{live.port}/")
    assert status == 403, f"the page under the name {REBOUND} got {status}"
    assert not rebound.run("document.images.length"), f"{REBOUND} sees pictures"
    # The control: under its second name the page is there.
    rebound.go(f"http://localhost:{live.port}/")
    rebound.wait("document.images.length > 0", what="the page under the name localhost")
    rebound.close()
    return f"a page at another port got {len(there)} refusals, a rebound name 403"
