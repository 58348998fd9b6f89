// The page of `diptych preview`: shows what the press tells over /events, and asks it for nothing but pictures, passages and the book.
// All text reaches the page as text (`textContent`), never as markup: what is in the sources is not trusted here.
// Its scripts share one scope, and run in the order in which index.html names them; this one begins, when all are there.
"use strict";

const $ = (id) => document.getElementById(id);
const root = document.documentElement;
const make = (tag, kind, text) => Object.assign(document.createElement(tag), { className: kind ?? "", textContent: text ?? "" });
const plain = (kind, text) => Object.assign(make("button", kind, text), { type: "button" });
const option = (text, value, kind) => Object.assign(make("option", kind, text), { value });
const clamp = (least, value, most) => Math.min(most, Math.max(least, value));
const several = (count, noun) => `${count} ${noun}${count === 1 ? "" : "s"}`;
const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);
const say = (text) => ($("said").textContent = text);

// ---- What is chosen stands in the address, so that it can be kept, shared, reloaded, and gone back from ----

const narrow = matchMedia("(max-width: 940px)"); // as in the style sheet
const slim = matchMedia("(max-width: 1260px)");
const night = matchMedia("(prefers-color-scheme: dark)");
const UNSAID = {
  note: "", languages: "", medium: "screen", zoom: "auto", pages: "", book: "0", findings: narrow.matches ? "0" : "1", surround: "",
  device: "phone", night: "0", text: "100", chapter: "",
};
let chosen;

function read() {
  const said = new URLSearchParams(location.search);
  chosen = Object.fromEntries(Object.keys(UNSAID).map((key) => [key, said.get(key) ?? UNSAID[key]]));
  if (slim.matches && chosen.book === "1" && !said.has("findings")) chosen.findings = "0"; // there is room for one of them
}
read();

let writing;
function write(step) {
  clearTimeout(writing);
  const said = Object.entries(chosen).filter(([key, value]) => value !== UNSAID[key]);
  const address = said.length ? `?${new URLSearchParams(said)}` : "/";
  history[step === true ? "pushState" : "replaceState"]({ top: $("pages").scrollTop }, "", address);
}

/** A turn of the wheel is many choices, and browsers refuse too many addresses a second. */
function writeSoon() {
  clearTimeout(writing);
  writing = setTimeout(write, 150);
}

function choose(changes, step) {
  Object.assign(chosen, changes);
  if (step) write(true);
  else writeSoon();
}
$("pages").addEventListener("scroll", writeSoon, { passive: true });

// ---- What the press tells ----

let press, retry, outage;
let lost = false;
let astray = ""; // a word on what the address asked for, and is not there
let house = { name: "", short: null, root: "", notes: [] };
let proof = null;
let book = null;

function listen() {
  clearTimeout(retry);
  press?.close();
  const asked = new URLSearchParams();
  for (const key of ["note", "languages", "medium"]) if (chosen[key]) asked.set(key, chosen[key]);
  if (chosen.book === "1") asked.set("book", "1");
  press = new EventSource(`/events?${asked}`);
  const on = (event, act) => press.addEventListener(event, (told) => act(JSON.parse(told.data)));
  on("house", (told) => { house = told; $("house").textContent = told.short ?? told.name; $("house").title = told.name; mark(); });
  on("proof", hear);
  on("book", shelve);
  press.onopen = () => { clearTimeout(outage); outage = undefined; lose(false); };
  press.onerror = () => {
    // The browser tries again by itself, but rarely, and never after an answer that is no stream.
    press.close();
    retry = setTimeout(listen, lost ? 1500 : 300);
    outage ??= setTimeout(() => lose(true), 900);
  };
}

function lose(is) {
  lost = is;
  mark();
  if (proof) list();
}

// A browser opens few connections to one host at a time (six, mostly): a tab that nobody sees leaves its own to others.
let leaving;
document.addEventListener("visibilitychange", () => {
  clearTimeout(leaving);
  if (document.hidden) leaving = setTimeout(() => { clearTimeout(retry); press.close(); }, 2000);
  else if (press.readyState === EventSource.CLOSED) listen();
});

/** Asks for another edition, since somebody chose it. */
function turnTo(changes) {
  astray = "";
  choose(changes, true);
  listen();
}

function hear(told) {
  // From here on this very note is asked for: should its folder go, its pages stay, and no other note takes their place.
  if (!chosen.note && told.note) { choose({ note: told.note }); return listen(); }
  const { note, languages } = told;
  if (note && chosen.note !== note) {
    astray = `There is no note ‘${chosen.note}’: this is ‘${note}’`;
    choose({ note, languages: "" });
    return listen();
  }
  if (chosen.languages && languages && !told.stale && chosen.languages !== languages) {
    astray = `‘${note}’ has no edition in ${named(chosen.languages)}: this is ${named(languages)}`;
    choose({ languages });
    return listen();
  }
  performance.mark("diptych:told", { detail: told.version });
  const before = proof;
  proof = told;
  turn(before); // first of all: the pictures are on their way while the rest is written
  mark();
  list();
}

// ---- The beginning ----

addEventListener("popstate", () => { read(); astray = ""; returning = history.state?.top; furnish(); hold(fit); listen(); });
document.addEventListener("DOMContentLoaded", () => {
  listen();
  furnish();
  pages.classList.add("unmarked");
  pages.focus({ preventScroll: true });
});
addEventListener("keydown", () => pages.classList.remove("unmarked"), { once: true });
setTimeout(() => { if (!proof && !lost) blank("Setting the first pages", "This takes a moment after the start."); }, 400);
