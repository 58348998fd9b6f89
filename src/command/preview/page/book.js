// The EPUB, as a reader's device shows it.
"use strict";

const DEVICES = { phone: { wide: 390, high: 844 }, tablet: { wide: 768, high: 1024 } };
const chapters = new Map(); // titles, by languages and path
/** The path within the book: it stays, while the digest before it changes with each version. */
const inner = (address) => new URL(address, location.href).pathname.split("/").slice(3).join("/");
const bare = (path) => inner(path).replace(/^.*\/|\.\w+$/g, "");
const PLATES = { cover: "Cover", title: "Title page" }; // both are entitled as the note is
const key = (path) => `${book.note} ${book.languages} ${inner(path)}`;

function shelve(told) {
  const before = book;
  book = { ...told, note: proof?.note, languages: proof?.languages, medium: proof?.medium };
  list();
  $("device").classList.toggle("old", Boolean(told.stale));
  // While sources have errors the last good book stays, as the pages do.
  if (told.stale && !told.book && before?.book && alike(before, book)) {
    Object.assign(book, { book: before.book, spine: before.spine });
    return;
  }
  $("bookless").hidden = Boolean(book.book);
  $("leaf").hidden = !book.book;
  $("device").hidden = !book.book;
  $("bookless").textContent = book.stale ? "The EPUB appears here when the errors are mended."
    : "This edition has no EPUB. Name ‘epub’ among its media in house.yaml or session.yaml to have one.";
  const spine = book.book ? book.spine : [];
  $("chapter").replaceChildren(...spine.map((path) => option(chapters.get(key(path)) ?? bare(path), path)));
  leafed();
  if (!spine.length) return $("device").replaceChildren();
  if (before?.book !== book.book || !$("device").firstChild) {
    open(spine.find((path) => inner(path) === chosen.chapter) ?? book.book, alike(before, book));
  }
  entitle(spine);
}

/** Opens a chapter in a frame of its own, which takes the place of the frame before when it is ready: so nothing flickers. */
function open(path, stay) {
  const old = $("device").querySelector("iframe:not(.next)");
  $("device").querySelector(".next")?.remove();
  const frame = make("iframe", "next");
  frame.sandbox = "allow-same-origin"; // no scripts: not even those of a book
  frame.title = "Chapter of the EPUB";
  frame.src = path;
  frame.addEventListener("load", () => {
    const inside = frame.contentDocument;
    if (!inside || inside.URL === "about:blank") return;
    const at = stay && old?.contentWindow ? old.contentWindow.scrollY : 0;
    frame.className = "";
    dress();
    if (old?.isConnected && old !== frame) { frame.contentWindow.scrollTo(0, at); old.remove(); }
    // Links lead about the book, but never out of it: this page reaches no network.
    inside.addEventListener("click", (event) => {
      const link = event.target.closest?.("a[href]");
      if (link && !link.href.startsWith(`${location.origin}/book/`)) { event.preventDefault(); say(`The link leads to ${link.href}`); }
    });
    if (inner(inside.URL) !== chosen.chapter) choose({ chapter: inner(inside.URL) });
    leafed();
  });
  $("device").append(frame);
}

/** Chapters are named by their own titles, which are read one after the other: nothing is to wait for them. */
async function entitle(spine) {
  for (const path of spine) {
    if (book.spine !== spine) return;
    const text = await fetch(path).then((answer) => (answer.ok ? answer.text() : ""), () => "");
    const { title } = new DOMParser().parseFromString(text, "text/html");
    if (!title || book.spine !== spine) continue;
    const name = PLATES[bare(path)] ?? title;
    chapters.set(key(path), name);
    for (const option of $("chapter").options) if (option.value === path) option.textContent = name;
  }
}

function leafed() {
  const spine = book?.book ? book.spine : [];
  const at = spine.findIndex((path) => inner(path) === chosen.chapter);
  if (at >= 0) $("chapter").value = spine[at];
  $("before").disabled = at <= 0;
  $("after").disabled = at < 0 || at >= spine.length - 1;
  $("before").onclick = () => open(spine[at - 1]);
  $("after").onclick = () => open(spine[at + 1]);
}
$("chapter").onchange = () => open($("chapter").value);

/** Gives the device its size, and what its reader has chosen. */
function dress() {
  const { wide, high } = DEVICES[chosen.device] ?? DEVICES.phone;
  const EDGE = 20;
  const room = $("shelf").getBoundingClientRect();
  const [across, down] = [room.width - 24, room.height - 24];
  // Drawn smaller where the window is small, but never so small that it cannot be read: then it is drawn shorter.
  const small = clamp(0.3, Math.min(across / (wide + EDGE), Math.max(0.75, down / (high + EDGE))), 1);
  Object.assign($("device").style, {
    width: `${wide + EDGE}px`, height: `${Math.min(high + EDGE, down / small)}px`, transform: small < 1 ? `scale(${small})` : "",
  });
  $("book").classList.toggle("tablet", chosen.device === "tablet");
  $("device").classList.toggle("night", chosen.night === "1");
  $("night").ariaPressed = String(chosen.night === "1");
  $("text").value = chosen.text;
  for (const radio of document.getElementsByName("device")) radio.checked = radio.value === chosen.device;
  for (const frame of $("device").children) {
    frame.style.colorScheme = chosen.night === "1" ? "dark" : "light"; // what `prefers-color-scheme` answers in the frame
    const inside = frame.contentDocument?.documentElement;
    // A reader's device gives the page its colour and its text a size; the book leaves both to it.
    const fontSize = chosen.text === "100" ? "" : `${chosen.text}%`;
    if (inside) Object.assign(inside.style, { colorScheme: frame.style.colorScheme, fontSize });
  }
}
$("night").onclick = () => { choose({ night: chosen.night === "1" ? "0" : "1" }); dress(); };
$("text").onchange = () => { choose({ text: $("text").value }); dress(); };
for (const radio of document.getElementsByName("device")) radio.onchange = () => { choose({ device: radio.value }); dress(); };
new ResizeObserver(dress).observe($("shelf"));
