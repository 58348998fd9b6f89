// Reads each run of words of all frames: its colour, the ground really behind it, and whether it is large (WCAG 2.2, 1.4.3).
// `paper`, `words` and `dark` are a reading system's; its paper lies under all.
const parse = text => { const parts = text.match(/[\d.]+/g).map(Number); if (parts.length < 4) parts.push(1); return parts; };
const over = (top, ground) => [0, 1, 2].map(at => top[at] * top[3] + ground[at] * (1 - top[3]));
const part = value => { value /= 255; return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4; };
const luminance = color => 0.2126 * part(color[0]) + 0.7152 * part(color[1]) + 0.0722 * part(color[2]);
const ratio = (one, other) => { const [a, b] = [luminance(one), luminance(other)]; return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05); };
const hex = color => "#" + color.slice(0, 3).map(value => Math.round(value).toString(16).padStart(2, "0")).join("");
let met = 0;
const faint = [];
function judge(view, element, pseudo, text, page) {
  const style = view.getComputedStyle(element, pseudo);
  if (style.visibility === "hidden" || element.getClientRects().length === 0) return;
  let veils = [], ground = null;
  for (let at = element; at && !ground; at = at.parentElement) {
    const own = view.getComputedStyle(at);
    if (own.backgroundImage !== "none") return;
    const color = parse(own.backgroundColor);
    if (color[3] === 1) ground = color; else if (color[3] > 0) veils.push(color);
  }
  if (!ground) throw new Error("no paper");
  ground = veils.reverse().reduce((ground, veil) => over(veil, ground), ground);
  const words = over(parse(style.color), ground);
  const size = parseFloat(style.fontSize) * 0.75, bold = Number(style.fontWeight) >= 700;
  const least = size >= 18 || size >= 14 && bold ? 3 : 4.5, found = ratio(words, ground);
  met += 1;
  if (found < least) faint.push(`${page} ${view.innerWidth}px: ${hex(words)} on ${hex(ground)} has ${found.toFixed(2)}: ${text.trim().slice(0, 40)}`);
}
window.addEventListener("load", () => {
  for (const frame of document.querySelectorAll("iframe")) {
    const view = frame.contentWindow, page = frame.getAttribute("src"), file = frame.contentDocument;
    if (view.matchMedia("(prefers-color-scheme: dark)").matches !== dark) throw new Error("the wrong light");
    if (file.styleSheets.length === 0) throw new Error("no styles: " + page);
    file.documentElement.style.background = paper;
    file.documentElement.style.color = words;
    const walker = file.createTreeWalker(file.body, view.NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const node = walker.currentNode;
      if (node.data.trim()) judge(view, node.parentElement, null, node.data, page);
    }
    for (const item of file.querySelectorAll("li")) {
      if (view.getComputedStyle(item).listStyleType !== "none") judge(view, item, "::marker", "(mark) " + item.textContent, page);
    }
  }
  const report = document.createElement("pre");
  report.id = "report";
  report.textContent = [met, ...faint].join("\n");
  document.body.replaceChildren(report);
});
