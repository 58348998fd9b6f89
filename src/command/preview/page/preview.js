"use strict";
const events = new EventSource("/events" + location.search);
events.addEventListener("proof", (event) => {
  const proof = JSON.parse(event.data);
  document.title = proof.title;
  document.getElementById("state").textContent =
    proof.failure ?? `${proof.note}, ${proof.languages}, ${proof.medium}${proof.stale ? " (stale)" : ""}`;
  document.getElementById("pages").replaceChildren(...proof.pages.map((page) => {
    const picture = document.createElement("img");
    picture.src = page.picture;
    return picture;
  }));
  document.getElementById("findings").replaceChildren(...proof.findings.map((finding) => {
    const item = document.createElement("li");
    item.textContent = `${finding.file}:${finding.line}: ${finding.message}`;
    return item;
  }));
});
