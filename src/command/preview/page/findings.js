// Places in the sources, lines of them, and what was found there.
"use strict";

/** A place as the terminal says it: with the folder of the house as it was typed. */
const below = () => house.root && house.root.replace(/\/*$/, "/");
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
      // A line that is meant as a whole has its sign already.
      const whole = end === to && !piece(from, at).trim();
      words.append(cut + piece(from, at), make(whole ? "span" : "mark", "", piece(at, end)), piece(end, to) + off);
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
