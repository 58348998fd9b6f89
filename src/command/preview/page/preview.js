// The page of `diptych preview`: shows what the press tells over /events, and asks it for nothing but pictures, passages and the book.
// All text reaches the page as text (`textContent`), never as markup: what is in the sources is not trusted here.
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

// ---- The pages ----

const pages = $("pages");
const sheets = []; // in order: {item, paper, width, height, asked: the newest picture, coming: until it is there, turn: that of the one shown}
const changed = new Set(); // indices of pages that look otherwise than when that was last said
let turning = 0;
let returning = history.state?.top; // where the pages were before a reload, or before somebody went back

const spreads = () => (chosen.pages ? chosen.pages === "spreads" : Boolean(proof?.spreads));
const alike = (one, other) => one && other && ["note", "languages", "medium"].every((key) => one[key] === other[key]);

/** Brings in the pictures of the proof: those in sight first, each put in its place only when it can be painted. */
function turn(before) {
  const mine = ++turning;
  const count = proof.pages.length;
  const same = alike(before, proof);
  const fresh = sheets.length === 0;
  if (!same) changed.clear();
  while (sheets.length < count) sheets.push(lay(sheets.length));
  let resized = sheets.length !== before?.pages.length || fresh;
  for (const [index, page] of proof.pages.entries()) {
    const sheet = sheets[index];
    resized ||= sheet.width !== page.width || sheet.height !== page.height;
    Object.assign(sheet, { width: page.width, height: page.height });
  }
  for (const sheet of sheets.splice(count)) sheet.item.remove();
  if (resized || !same) fit();
  if (fresh || returning !== undefined || before.note !== proof.note) pages.scrollTop = returning ?? 0;
  if (count) returning = undefined;

  const awaited = [];
  const window = pages.getBoundingClientRect();
  const places = sheets.map((sheet) => sheet.paper.getBoundingClientRect());
  const sight = (index, margin) => places[index].bottom > window.top - margin && places[index].top < window.bottom + margin;
  const order = [...sheets.keys()].sort((one, other) => sight(other, 0) - sight(one, 0) || one - other);
  for (const index of order) {
    const sheet = sheets[index];
    const { picture } = proof.pages[index];
    const alternative = `Page ${index + 1} of ${count}`;
    const shown = sheet.paper.querySelector("img");
    if (shown) shown.alt = alternative;
    if (sheet.asked === picture) { awaited.push(sheet.coming); continue; }
    if (same && sheet.asked) changed.add(index);
    sheet.asked = picture;
    const image = Object.assign(new Image(), { alt: alternative, draggable: false });
    size(image, sheet);
    if (sight(index, window.height)) {
      image.fetchPriority = sight(index, 0) ? "high" : "low";
      image.src = picture;
      sheet.coming = image.decode().then(() => put(sheet, image, mine), () => { if (sheet.asked === picture) sheet.asked = null; });
      awaited.push(sheet.coming);
    } else {
      // Far away: the browser fetches it when it comes near.
      image.loading = "lazy";
      image.src = picture;
      sheet.coming = null;
      put(sheet, image, mine);
    }
  }
  Promise.all(awaited).then(() => painted(mine));
}

/** An older picture never replaces a newer one; but it is shown while the newer one is still on its way. */
function put(sheet, image, mine) {
  if (mine < sheet.turn) return;
  sheet.turn = mine;
  size(image, sheet);
  const shown = sheet.paper.querySelector("img");
  if (shown) shown.replaceWith(image);
  else sheet.paper.prepend(image);
}

function painted(mine) {
  if (mine !== turning) return;
  performance.mark("diptych:decoded", { detail: proof.version });
  const { version } = proof;
  const done = () => {
    performance.mark("diptych:painted", { detail: version });
    root.dataset.version = version;
  };
  // The second frame begins when the first has been painted; a page that nobody sees has no frames.
  if (document.hidden) done();
  else requestAnimationFrame(() => requestAnimationFrame(done));
  const news = [...changed].filter((index) => sheets[index]).sort((one, other) => one - other);
  changed.clear();
  if (news.length) tell(news);
  if (outlined) ask(outlined.index, outlined.x, outlined.y, true);
}

/** Says which pages have changed, and leads there if none of them is in sight. */
function tell(news) {
  const unmark = () => { for (const sheet of sheets) sheet.item.classList.remove("changed"); };
  unmark();
  clearTimeout(tell.timer);
  tell.timer = setTimeout(unmark, 1600);
  for (const index of news) sheets[index].item.classList.add("changed");
  const names = news.map((index) => index + 1);
  const sentence = names.length === 1 ? `Page ${names[0]} has changed`
    : `Pages ${names.slice(0, 3).join(", ")}${names.length > 3 ? " …" : ""} have changed`;
  say(sentence);
  const first = sheets[news[0]];
  const at = first.paper.getBoundingClientRect();
  const lead = $("turned");
  lead.hidden = news.some((index) => seen(sheets[index]));
  lead.textContent = `${sentence} ${at.top < pages.getBoundingClientRect().top ? "↑" : "↓"}`;
  lead.onclick = () => { lead.hidden = true; first.item.scrollIntoView(); first.paper.focus({ preventScroll: true }); };
  pages.onscroll = () => { lead.hidden ||= seen(first); };
}

function seen(sheet) {
  const [at, window] = [sheet.paper, pages].map((box) => box.getBoundingClientRect());
  return at.bottom > window.top && at.top < window.bottom;
}

function lay(index) {
  const item = make("li", "sheet");
  const paper = plain("page");
  const folio = make("span", "folio", index + 1);
  folio.ariaHidden = "true"; // the picture says it
  item.append(paper, folio);
  $("sheets").append(item);
  paper.addEventListener("click", (event) => point(index, event));
  paper.addEventListener("keydown", (event) => move(index, event));
  return { item, paper, asked: null, coming: null, turn: 0 };
}

// ---- Zoom and spreads ----

const ROOM = { wide: 28, high: 26, folio: 25 };
const STEPS = [50, 75, 100, 125, 150, 200, 300, 400];
let scale = 1; // CSS pixels a point; 96 / 72 is 100 %
const percent = () => Math.round(scale * 75);

function size(image, sheet) {
  image.width = Math.round(sheet.width * scale);
  image.height = Math.round(sheet.height * scale);
}

/** Lays the sheets out at the zoom that is chosen. */
function fit() {
  $("sheets").classList.toggle("spreads", spreads());
  $("sheets").classList.toggle("rtl", Boolean(proof?.rtl));
  if (!sheets.length) return;
  const across = spreads() ? 2 : 1;
  const wide = (pages.clientWidth - 2 * ROOM.wide) / (across * Math.max(...sheets.map((sheet) => sheet.width)));
  const high = (pages.clientHeight - 2 * ROOM.high - ROOM.folio) / Math.max(...sheets.map((sheet) => sheet.height));
  const fits = { auto: Math.min(wide, Math.max(high, 125 / 75)), width: wide, page: Math.min(wide, high) };
  scale = clamp(0.1, fits[chosen.zoom] ?? clamp(50, Number(chosen.zoom) || 100, 400) / 75, 20);
  for (const sheet of sheets) {
    const image = sheet.paper.querySelector("img");
    sheet.paper.style.width = `${Math.round(sheet.width * scale)}px`;
    sheet.paper.style.height = `${Math.round(sheet.height * scale)}px`;
    if (image) size(image, sheet);
  }
  const own = $("zoom").querySelector(".own");
  own?.remove();
  if (![...$("zoom").options].some((option) => option.value === chosen.zoom)) {
    $("zoom").append(option(`${percent()} %`, chosen.zoom, "own"));
  }
  $("zoom").options[0].textContent = chosen.zoom === "auto" ? `Auto · ${percent()} %` : "Automatic";
  $("zoom").value = chosen.zoom;
  for (const radio of document.getElementsByName("pages")) radio.checked = radio.value === (spreads() ? "spreads" : "single");
}

/** Changes the layout, and leaves what stands at a point of the window where it stands. */
function hold(change, x, y) {
  const window = pages.getBoundingClientRect();
  x ??= window.left + window.width / 2;
  y ??= window.top + window.height / 3;
  const distance = ({ top, bottom, left, right }) => Math.max(top - y, y - bottom, 0) + Math.max(left - x, x - right, 0);
  const places = sheets.map((sheet) => sheet.paper.getBoundingClientRect());
  const nearest = places.reduce((best, place, index) => (best < 0 || distance(place) < distance(places[best]) ? index : best), -1);
  const top = pages.scrollTop === 0 && y < window.top + window.height / 2;
  change();
  if (nearest < 0 || top) return;
  const was = places[nearest];
  const is = sheets[nearest].paper.getBoundingClientRect();
  pages.scrollBy(is.left + ((x - was.left) / was.width) * is.width - x, is.top + ((y - was.top) / was.height) * is.height - y);
}

const zoom = (value, x, y) => hold(() => { choose({ zoom: String(value) }); fit(); }, x, y);
const larger = () => zoom(STEPS.find((step) => step > percent() + 1) ?? 400);
const smaller = () => zoom(STEPS.findLast((step) => step < percent() - 1) ?? 50);
$("larger").onclick = larger;
$("smaller").onclick = smaller;
$("zoom").onchange = () => zoom($("zoom").value);
for (const radio of document.getElementsByName("pages")) radio.onchange = () => hold(() => { choose({ pages: radio.value }); fit(); });

let turned = 0;
pages.addEventListener("wheel", (event) => {
  if (!event.ctrlKey) return;
  event.preventDefault();
  if (!turned) {
    requestAnimationFrame(() => {
      zoom(Math.round(clamp(50, percent() * Math.exp(-turned * 0.0025), 400)), event.clientX, event.clientY);
      turned = 0;
    });
  }
  turned += event.deltaY * (event.deltaMode ? 30 : 1);
}, { passive: false });

// Keys of one character are heard only where the pages have the focus (WCAG 2.1.4); so they have it at the start.
pages.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const act = { "+": larger, "=": larger, "-": smaller, "−": smaller, 0: () => zoom("auto") }[event.key];
  if (act) { event.preventDefault(); act(); }
});
new ResizeObserver(() => hold(fit)).observe(pages);

// ---- From the page to the source ----

let outlined = null; // {index, x, y, region} of the passage on the card, in points
let asking = 0;
const region = make("span", "region");
const outlines = [];
const cursor = make("span", "cursor");
const part = (length, whole) => `${(100 * length) / whole}%`;
const NOTHING = "Nothing of the sources stands here";

/** What stands at a point of a page, if anything does. */
async function passage(index, x, y) {
  const { note, languages, medium, version } = proof;
  const asked = new URLSearchParams({ note, languages, medium, version, page: index + 1, x: x.toFixed(1), y: y.toFixed(1) });
  return fetch(`/passage?${asked}`).then((answer) => (answer.status === 200 ? answer.json() : null), () => null);
}

async function ask(index, x, y, again) {
  if (lost) return say("The press has stopped");
  const mine = ++asking;
  const found = await passage(index, x, y);
  if (mine !== asking) return;
  if (found) show(found, index, x, y, again);
  else if (!again) {
    leave();
    say(NOTHING);
    clearTimeout(ask.timer);
    Object.assign($("nothing"), { textContent: NOTHING, hidden: false });
    ask.timer = setTimeout(() => ($("nothing").hidden = true), 1600);
  }
}

function frame(box, sheet, { left, top, width, height }) {
  Object.assign(box.style, {
    left: part(left, sheet.width), top: part(top, sheet.height), width: part(width, sheet.width), height: part(height, sheet.height),
  });
  sheet.paper.append(box);
}

/** The blocks that regions make up: lines below each other, and pieces of one line. */
function blocks(regions) {
  const near = (one, other) => {
    const slack = 0.8 * Math.min(one.height, other.height);
    const apart = (start, length) => Math.max(one[start], other[start]) - Math.min(one[start] + one[length], other[start] + other[length]);
    return apart("top", "height") < slack && apart("left", "width") < slack;
  };
  let found = [];
  for (const one of regions) {
    const joined = [one, ...found.filter((other) => near(one, other))];
    const [left, top] = ["left", "top"].map((side) => Math.min(...joined.map((box) => box[side])));
    const [right, bottom] = [["left", "width"], ["top", "height"]].map(([side, length]) => Math.max(...joined.map((box) => box[side] + box[length])));
    found = [...found.filter((other) => !joined.includes(other)), { left, top, width: right - left, height: bottom - top }];
  }
  return found;
}

function show(found, index, x, y, again) {
  const sheet = sheets[found.region.page - 1];
  if (!sheet) return leave();
  outlined = { index, x, y, region: found.region };
  for (const old of outlines.splice(0)) old.remove();
  for (const block of blocks(found.regions)) {
    outlines.push(make("span", "outline"));
    frame(outlines.at(-1), sheet, block);
  }
  frame(region, sheet, found.region);
  $("nothing").hidden = true;
  place($("passage-place"), found);
  quote($("passage-excerpt"), found);
  $("passage").hidden = false;
  if (again) return;
  say(`${where(found)}: ${found.excerpt.find((line) => line.number === found.line)?.text ?? ""}`);
  // The card must not hide what it speaks of, nor the window end above it.
  const at = region.getBoundingClientRect();
  const window = pages.getBoundingClientRect();
  const under = at.bottom + 14 - $("passage").getBoundingClientRect().top;
  if (at.top < window.top + 14) pages.scrollBy(0, at.top - window.top - 14);
  else if (under > 0) pages.scrollBy(0, under);
}

function point(index, event) {
  const { paper, width, height } = sheets[index];
  const at = paper.getBoundingClientRect();
  if (event.detail) {
    cursor.remove();
    return ask(index, (event.clientX - at.left) / scale, (event.clientY - at.top) / scale);
  }
  // By the keyboard: a cursor looks down the page, from where it is in sight.
  if (cursor.parentNode === paper) return leave();
  leave();
  cursor.at = { x: width * (proof.rtl ? 0.75 : 0.25), y: clamp(0, (pages.getBoundingClientRect().top - at.top) / scale, height) };
  paper.append(cursor);
  steer(index, 0, 1);
}

function move(index, event) {
  if (event.key === "Tab" && !event.shiftKey && outlined) {
    event.preventDefault();
    return $("passage-place").focus();
  }
  const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
  if (!way || cursor.parentNode !== sheets[index].paper) return;
  event.preventDefault();
  steer(index, ...way);
}

/** Leads the cursor to the next passage that way. */
async function steer(index, right, down) {
  const STEP = 8; // points: less than a line is high
  const mine = ++asking;
  const sheet = sheets[index];
  const edge = sheet.width * (proof.rtl ? 0.88 : 0.12);
  let { x, y } = cursor.at;
  const last = outlined?.region;
  if (last && right) x = right > 0 ? last.left + last.width : last.left;
  // Along the edge where lines begin, so that no short line is passed by.
  if (last && down) [x, y] = [proof.rtl ? last.left + last.width - 4 : last.left + 4, down > 0 ? last.top + last.height : last.top];
  for (;;) {
    [x, y] = [x + right * STEP, y + down * STEP];
    if (x < 0 || y < 0 || x > sheet.width || y > sheet.height) return say("Nothing more this way on this page");
    // Labels and folios begin farther out than most lines.
    const across = down && Math.abs(x - edge) < sheet.width / 4 ? [x, edge] : [x];
    const there = await Promise.all(across.map((x) => passage(index, x, y)));
    if (mine !== asking) return;
    const found = there.find((one) => one && !(last && ["page", "left", "top"].every((side) => last[side] === one.region[side])));
    if (!found) continue;
    x = across[there.indexOf(found)];
    cursor.at = { x, y };
    // Beside the line, so that it hides no letter.
    const { left, top, width, height } = found.region;
    Object.assign(cursor.style, {
      left: part(proof.rtl ? Math.min(left + width + 12, sheet.width - 8) : Math.max(left - 12, 8), sheet.width), top: part(top + height / 2, sheet.height),
    });
    return show(found, index, x, y);
  }
}

function leave() {
  asking++;
  outlined = null;
  const within = $("passage").contains(document.activeElement) && region.parentNode;
  for (const old of [region, cursor, ...outlines.splice(0)]) old.remove();
  $("passage").hidden = true;
  if (within) within.focus({ preventScroll: true });
}
$("passage-close").onclick = leave;
$("passage-place").addEventListener("keydown", (event) => {
  if (event.key !== "Tab" || !event.shiftKey || !outlined) return;
  event.preventDefault();
  sheets[outlined.index].paper.focus({ preventScroll: true });
});
addEventListener("keydown", (event) => { if (event.key === "Escape") leave(); });

// ---- Places, lines and findings ----

/** A place as the terminal says it: with the folder of the house as it was typed. */
const below = () => (house.root && house.root !== "." ? house.root.replace(/\/*$/, "/") : "");
const typed = (path) => (/^[\w./~-]+$/.test(path) ? path : `"${path}"`);
const short = ({ file, line, column }) => [file, line, line && column].filter(Boolean).join(":");
const where = (found) => below() + short(found);

/** A button that copies a place. */
function place(button, found, words = short(found)) {
  button.textContent = words;
  button.ariaLabel = `Copy ${where(found)}`;
  button.classList.remove("copied");
  button.onclick = async () => {
    const done = await navigator.clipboard?.writeText(where(found)).then(() => true, () => false);
    if (!done) return say("The browser does not let this page copy");
    button.classList.add("copied");
    say(`Copied ${where(found)}`);
    clearTimeout(button.timer);
    button.timer = setTimeout(() => button.classList.remove("copied"), 1600);
  };
  return button;
}

/** The lines of the sources. A paragraph is one long line: of that, what stands around the place. */
function quote(box, { excerpt, line, column, endLine, endColumn }, most = 2000) {
  const BEFORE = 60;
  const lines = (excerpt ?? []).filter(({ number, text }) => number === line || text.trim());
  box.replaceChildren(...lines.map(({ number, text }) => {
    const row = make("div", number === line ? "line marked" : "line");
    const words = make("span", "text");
    if (number === line) {
      const characters = [...text]; // columns count characters, not the halves of them that strings here are made of
      const at = clamp(0, (column ?? 1) - 1, characters.length);
      const from = characters.length > most ? clamp(0, at - BEFORE, characters.length - most) : 0;
      const to = Math.min(characters.length, from + most);
      const end = clamp(at, endLine > line ? to : (endColumn ?? 1) - 1, to);
      const [cut, off] = [from ? "…" : "", to < characters.length ? "…" : ""];
      const piece = (start, stop) => characters.slice(start, stop).join("");
      words.append(cut + piece(from, at), make("mark", "", piece(at, end)), piece(end, to) + off);
    } else words.textContent = text;
    row.append(make("span", "number", number), words);
    return row;
  }));
}

let listed = "";
function list() {
  const bound = alike(book, proof) ? book.findings ?? [] : [];
  const once = new Map([...(proof?.findings ?? []), ...bound].map((one) => [JSON.stringify(one), one]));
  const found = [...once.values()];
  const told = JSON.stringify([found, proof?.stale, proof?.failure, lost]);
  if (told === listed) return; // what is read or chosen there stays
  listed = told;
  const weight = (one) => (one.severity === "error" ? 0 : 1);
  const open = found.filter((one) => one.waived == null);
  const waived = found.filter((one) => one.waived != null);
  const files = Map.groupBy(open, (one) => one.file ?? "");
  const worst = (group) => Math.min(...group.map(weight));
  const back = bookmark();
  const groups = [...files].sort(([, one], [, other]) => worst(one) - worst(other)).map(([file, group]) => {
    const section = make("section");
    group.sort((one, other) => weight(one) - weight(other) || (one.line ?? 0) - (other.line ?? 0));
    section.append(make("h3", "", file || "The house"), ...group.map((one) => finding(one, file)));
    return section;
  });
  if (!open.length) {
    const none = make("p", "none");
    const unread = proof?.failure && proof.note;
    none.append(make("strong", "", unread ? "Nothing could be read" : "Nothing found"), proof?.stale || lost ? "" : "Every rule is kept.");
    groups.push(none);
  }
  if (waived.length) {
    const folded = make("details");
    folded.open = Boolean($("list").querySelector("details")?.open);
    folded.append(make("summary", "", `${several(waived.length, "finding")} waived`), ...waived.map((one) => finding(one)));
    groups.push(folded);
  }
  $("list").replaceChildren(...groups);
  back();
  const errors = open.filter((one) => one.severity === "error").length;
  const warnings = open.length - errors;
  const counts = [errors && several(errors, "error"), warnings && several(warnings, "warning")].filter(Boolean).join(", ");
  $("count").textContent = counts;
  $("tally").replaceChildren(...[[errors, "error"], [warnings, "warning"]].filter(([count]) => count).map(([count, kind]) => {
    const sign = make("span", `sign ${kind}`, count);
    sign.append(make("span", "unseen", ` ${kind}${count === 1 ? "" : "s"}`));
    return sign;
  }));
  if (!errors) say(counts || "Nothing found"); // of errors the band speaks
}

/** Keeps place and focus in the list of findings: what is read there stays where it is. */
function bookmark() {
  const box = $("list");
  // Like ones are told apart by the order in which they come.
  const named = () => {
    const seen = new Map();
    return [...box.querySelectorAll(".finding")].map((one) => {
      const { name } = one.dataset;
      seen.set(name, (seen.get(name) ?? 0) + 1);
      return [`${name} ${seen.get(name)}`, one];
    });
  };
  const top = (one) => one.getBoundingClientRect().top;
  const edge = top(box) + 36; // below the name of the file
  const were = named();
  const kept = were.filter(([, one]) => one.getBoundingClientRect().bottom > edge).map(([name, one]) => [name, top(one)]);
  const focused = box.contains(document.activeElement) && document.activeElement !== box ? document.activeElement : null;
  const [own, within] = were.find(([, one]) => one.contains(focused)) ?? [];
  const number = within && [...within.querySelectorAll("button")].indexOf(focused);
  return () => {
    const now = new Map(named());
    const anchor = box.scrollTop && kept.find(([name]) => now.has(name));
    if (anchor) box.scrollTop += top(now.get(anchor[0])) - anchor[1];
    if (!focused) return;
    const twin = own ? now.get(own)?.querySelectorAll("button")[number] : box.querySelector("summary");
    (twin ?? box).focus({ preventScroll: true });
  };
}

/** A sentence with what stands in quotes in it as code. */
function sentence(kind, text) {
  const line = make("p", kind);
  const pieces = capital(text).split(/(?<![\p{L}\p{N}])'([^']+)'(?![\p{L}\p{N}])/u);
  line.append(...pieces.map((piece, index) => (index % 2 ? code(piece) : piece)));
  return line;
}

/** What is typed: it breaks between its words, and not within `--note`. */
function code(text) {
  const box = make("code");
  box.append(...text.split(" ").flatMap((word) => [" ", make("span", "", word)]).slice(1));
  return box;
}

/** A finding; within the group of a file, that file is not named again. */
function finding(found, within) {
  const box = make("article", `finding ${found.severity}`);
  const text = found.excerpt?.find((line) => line.number === found.line)?.text;
  box.dataset.name = `${found.file} ${found.code} ${found.message} ${text}`;
  const severity = make("p", "severity");
  const error = found.severity === "error";
  const sign = make("span", `sign ${found.severity}`, error ? "×" : "!");
  sign.ariaHidden = "true";
  severity.append(sign, make("b", "", error ? "Error" : "Warning"), make("span", "code", found.code));
  box.append(severity, sentence("message", found.message));
  if (found.hint) box.append(sentence("hint", found.hint));
  if (found.waived) box.append(make("p", "hint", `Waived: ${found.waived}`));
  if (found.excerpt?.length) {
    const lines = make("div", "excerpt");
    quote(lines, found, 220);
    box.append(lines);
  }
  if (found.file) {
    const button = place(plain("place"), found, within && found.line ? spot(found) : short(found));
    box.append(button);
    box.title = "Copies the place";
    box.addEventListener("click", (event) => { if (!event.target.closest("button") && getSelection().isCollapsed) button.click(); });
  }
  for (const related of found.related ?? []) {
    const there = related.file === within ? "" : `${related.file.split("/").at(-1)}, `;
    const line = sentence("hint", `${related.message}: `);
    line.append(place(plain("place"), related, there + spot(related)));
    box.append(line);
  }
  return box;
}

const spot = ({ line, column }) => `line ${line}, column ${column}`;

// ---- The bar, the band, and what stands in place of pages ----

const tongues = new Intl.DisplayNames("en", { type: "language", fallback: "code" });
const named = (languages) => languages.split("-").map((code) => { try { return tongues.of(code); } catch { return code; } }).join(" · ");

function mark() {
  const errors = (proof?.findings ?? []).filter((one) => one.severity === "error" && one.waived == null).length;
  const gone = proof?.note && house.notes.length && !house.notes.includes(proof.note);
  const cause = errors ? `the sources have ${several(errors, "error")}`
    : gone ? `the note ‘${proof.note}’ is gone from the sources` : "the sources cannot be set";
  const stale = Boolean(proof && (proof.stale || lost));
  const home = house.root && house.root !== "." ? ` ${typed(house.root)}` : "";
  const them = errors === 1 ? "it" : "them";
  const band = lost ? `The press has stopped: start it again with \`diptych preview${home} --port ${location.port || 80}\``
    : proof?.failure && proof.note ? capital(proof.failure)
    : proof?.stale && proof.pages.length ? `These are the last good pages: ${cause}` : astray;
  root.classList.toggle("stale", stale);
  if ($("band").dataset.said !== band) {
    $("band").dataset.said = band;
    const line = make("p");
    const sign = make("span", "sign", "!");
    sign.ariaHidden = "true";
    line.append(sign, ...spoken(band));
    if (band === astray) line.append(Object.assign(plain("", "Close"), { onclick: () => { astray = ""; mark(); pages.focus({ preventScroll: true }); } }));
    else if (errors && !lost) line.append(Object.assign(plain("findings", "Show findings"), { onclick: () => panel("findings") }));
    $("band").replaceChildren(...(band ? [line] : []));
  }
  if (!proof) return;
  $("passage-old").hidden = !proof.stale;
  document.title = `${lost ? "Stopped · " : errors ? `${several(errors, "error")} · ` : ""}${proof.note || house.name} · Diptych`;
  const empty = !house.notes.length && !proof.note;
  const [head, body] = proof.pages.length ? []
    : errors ? ["No pages yet", `${capital(cause)}. Mend ${them}, and the pages appear here.`]
    : empty ? ["This house has no notes yet", `\`diptych new${home} --note first-note\` makes one, and it appears here.`]
    : ["No pages yet", proof.stale ? `${capital(cause)}.` : "The press is setting them."];
  blank(head, body);

  const note = $("note");
  if (note.getAttribute("aria-expanded") === "false") note.value = proof.note ?? "";
  note.title = proof.note;
  note.disabled = !house.notes.length;
  note.placeholder = house.notes.length ? "" : "no notes";
  const editions = proof.editions ?? [];
  const offered = editions.map((edition) => edition.languages).join();
  if ($("languages").dataset.offered !== offered) {
    $("languages").dataset.offered = offered;
    $("languages").replaceChildren(...editions.map(({ languages }) => option(named(languages), languages)));
  }
  $("languages").value = proof.languages ?? "";
  $("languages").hidden = $("medium").hidden = !editions.length;
  const media = editions.find((edition) => edition.languages === proof.languages)?.media ?? [];
  for (const radio of document.getElementsByName("medium")) {
    radio.checked = radio.value === proof.medium;
    radio.disabled = !radio.checked && !media.includes(radio.value);
    radio.parentNode.title = radio.disabled ? `Name ‘${radio.value}’ among the media of this edition` : radio.dataset.title;
  }
}

/** What stands between backquotes is typed as it is. */
const spoken = (text) => text.split("`").map((piece, index) => (index % 2 ? code(piece) : piece));

function blank(head, body) {
  $("blank").hidden = !head;
  if (head && $("blank").dataset.said !== head + body) {
    $("blank").dataset.said = head + body;
    const line = make("span");
    line.append(...spoken(body));
    $("blank").replaceChildren(make("strong", "", head), line);
  }
}

$("languages").onchange = () => turnTo({ languages: $("languages").value });
for (const radio of document.getElementsByName("medium")) radio.onchange = () => turnTo({ medium: radio.value });

// A box to choose among a thousand notes: what is typed is looked for anywhere in their names.
{
  const input = $("note");
  const box = $("notes");
  let at = -1;
  const options = () => [...box.querySelectorAll("[role=option]:not([aria-disabled])")];
  const aim = (to) => {
    const all = options();
    at = all.length ? (to + all.length) % all.length : -1;
    all.forEach((option, index) => (option.ariaSelected = String(index === at)));
    all[at]?.scrollIntoView({ block: "nearest" });
    if (all[at]) input.setAttribute("aria-activedescendant", all[at].id);
    else input.removeAttribute("aria-activedescendant");
  };
  const open = (typed) => {
    const words = typed.toLowerCase().split(/\s+/);
    const found = house.notes.filter((id) => words.every((word) => id.toLowerCase().includes(word)));
    const later = (id) => !id.toLowerCase().startsWith(words[0]);
    found.sort((one, other) => later(one) - later(other));
    const entry = (text, more) => Object.assign(make("li", "", text), { role: "option", ariaSelected: "false", ...more });
    box.replaceChildren(...found.map((id, index) => entry(id, { id: `note-${index}` })));
    if (!found.length) box.append(entry("No note of this name", { ariaDisabled: "true" }));
    box.hidden = false;
    input.ariaExpanded = "true";
    aim(typed ? 0 : Math.max(0, found.indexOf(proof?.note)));
  };
  const shut = () => {
    box.hidden = true;
    input.ariaExpanded = "false";
    input.removeAttribute("aria-activedescendant");
    input.value = proof?.note ?? "";
  };
  const take = (id) => {
    shut();
    if (!id || id === proof?.note) return;
    input.value = id;
    turnTo({ note: id, chapter: "" });
  };
  input.addEventListener("click", () => { if (box.hidden) { input.select(); open(""); } });
  input.addEventListener("input", () => open(input.value.trim()));
  input.addEventListener("blur", shut);
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (box.hidden) { input.select(); open(""); } else aim(at + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Enter" && !box.hidden) take(options()[at]?.textContent);
    else if (event.key === "Escape" && !box.hidden) { event.stopPropagation(); shut(); }
  });
  box.addEventListener("mousedown", (event) => event.preventDefault()); // the box keeps the focus
  box.addEventListener("click", (event) => take(event.target.closest("[role=option]:not([aria-disabled])")?.textContent));
}

function panel(key) {
  const open = chosen[key] !== "1";
  choose({ [key]: open ? "1" : "0" });
  if (open && slim.matches) choose({ [key === "book" ? "findings" : "book"]: "0" });
  furnish();
}
$("show-findings").onclick = () => panel("findings");
$("show-book").onclick = () => { panel("book"); listen(); };
$("keys").addEventListener("beforetoggle", () => ($("keys").style.top = `${$("bar").offsetHeight + 8}px`));
$("surround").onclick = () => {
  const dark = !darkened();
  choose({ surround: dark === night.matches ? "" : dark ? "dark" : "light" });
  furnish();
};
const darkened = () => (chosen.surround ? chosen.surround === "dark" : night.matches);
night.addEventListener("change", furnish);

/** Sets the panels and the surround as they are chosen. */
function furnish() {
  if (chosen.surround) root.dataset.surround = chosen.surround;
  else delete root.dataset.surround;
  $("surround").ariaPressed = String(darkened());
  for (const key of ["findings", "book"]) {
    $(key).hidden = chosen[key] !== "1";
    $(`show-${key}`).ariaPressed = String(chosen[key] === "1");
  }
  dress();
}

// ---- The EPUB, as a reader's device shows it ----

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

// ---- The beginning ----

addEventListener("popstate", () => { read(); astray = ""; returning = history.state?.top; furnish(); hold(fit); listen(); });
read();
listen();
furnish();
pages.classList.add("unmarked");
pages.focus({ preventScroll: true });
addEventListener("keydown", () => pages.classList.remove("unmarked"), { once: true });
setTimeout(() => { if (!proof && !lost) blank("Setting the first pages", "This takes a moment after the start."); }, 400);
