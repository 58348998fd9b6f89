// What the judge asks of the live page, in one place: the checks know little of its elements.
if (self === top) window.scout = {
  pictures: () => [...document.querySelectorAll("#sheets img")],
  names: () => scout.pictures().map(image => new URL(image.src).pathname),
  version: () => Number(document.documentElement.dataset.version ?? 0),
  // What is far from the window may wait.
  decoded: () => scout.pictures().length > 0 && scout.pictures().every(image => image.loading === "lazy" || image.complete && image.naturalWidth > 0),
  band: () => document.querySelector("#band").innerText.trim(),
  findings: () => [...document.querySelectorAll("#list .finding")].map(one => `${one.closest("section")?.querySelector("h3").innerText ?? ""} ${one.innerText}`),
  errors: () => document.querySelectorAll("#list .finding.error").length,
  book: () => [...document.querySelectorAll("#device iframe:not(.next)")].at(-1)?.contentDocument,
  words: () => scout.book()?.body?.textContent ?? "",
  box: element => { const {left, top, width, height} = element.getBoundingClientRect(); return [left, top, width, height]; },
  seen: element => { const [left, top, width, height] = scout.box(element); return [left, top, width, Math.min(height, innerHeight - top)]; },
  // What the press says of the edition that is shown, to whoever asks it anew.
  told: () => new Promise(done => {
    const value = id => document.getElementById(id).value;
    const chosen = {note: value("note"), languages: value("languages"), medium: document.querySelector("[name=medium]:checked").value};
    const stream = new EventSource("/events?" + new URLSearchParams(chosen));
    stream.addEventListener("proof", event => { stream.close(); done(JSON.parse(event.data)); });
  }),
  // Of a PNG: how much of it is not its commonest colour, how many colours it has, how light it is, and a fingerprint.
  weigh: async png => {
    const bitmap = await createImageBitmap(new Blob([Uint8Array.from(atob(png), sign => sign.charCodeAt(0))], {type: "image/png"}));
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d");
    canvas.drawImage(bitmap, 0, 0);
    const pixels = new Uint32Array(canvas.getImageData(0, 0, bitmap.width, bitmap.height).data.buffer), counts = new Map();
    let print = 0, light = 0;
    for (const pixel of pixels) {
      counts.set(pixel, (counts.get(pixel) ?? 0) + 1);
      print = (Math.imul(print, 31) + pixel) | 0;
      light += (pixel >> 8) & 255;
    }
    return {ink: 1 - Math.max(...counts.values()) / pixels.length, colours: counts.size, light: light / pixels.length / 255, print};
  },
};
