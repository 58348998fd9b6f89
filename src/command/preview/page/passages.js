// From a line of print to the line of the sources that it comes from.
"use strict";

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
