// The bar, the band, and what stands in place of pages.
"use strict";

const tongues = new Intl.DisplayNames("en", { type: "language", fallback: "code" });
const named = (languages) => languages.split("-").map((code) => { try { return tongues.of(code); } catch { return code; } }).join(" · ");

function mark() {
  const errors = (proof?.findings ?? []).filter((one) => one.severity === "error" && one.waived == null).length;
  const gone = proof?.note && house.notes.length && !house.notes.includes(proof.note);
  const cause = errors ? `the sources have ${several(errors, "error")}`
    : gone ? `the note ‘${proof.note}’ is gone from the sources` : "the sources cannot be set";
  const stale = Boolean(proof && (proof.stale || lost));
  const home = house.root && ` ${typed(house.root)}`;
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
