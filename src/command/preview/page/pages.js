// The pages, their zoom and their spreads.
"use strict";

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
