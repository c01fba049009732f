// The list: big rows, narrowed as one types. Text is only ever set as text.
import { fold } from "./folding.js";
import { keeping } from "./keep.js";
import { door, people } from "./state.js";
import { part, say } from "./words.js";

export const view = { tab: "out", typed: "", contact: "fresh", sending: false };
const MOST = 300; // rows at once; more than that is searched, not read
const rows = new Map(); // code to its element
const blank = document.querySelector("#person")?.content.firstElementChild;
const blankTrouble = document.querySelector("#problem")?.content.firstElementChild;

const element = (code) => {
  if (!rows.has(code)) {
    const made = blank.cloneNode(true);
    made.dataset.code = code;
    rows.set(code, made);
  }
  return rows.get(code);
};
const text = (node, words) => node.textContent !== words && (node.textContent = words);

const fill = (row) => {
  const made = element(row.code);
  made.className = row.present ? "in" : row.state;
  const button = made.querySelector(".person");
  button.setAttribute("aria-pressed", row.present);
  text(made.querySelector("strong"), row.name);
  text(made.querySelector("small"), row.company);
  const badge = made.querySelector(".badge");
  const said = row.state === "seat" ? (row.walked ? "walked" : "") : row.present ? "" : row.state;
  text(badge, said ? say(said) : "");
  badge.hidden = !said;
  made.classList.toggle("waiting", row.waiting);
  const swap = made.querySelector(".swap");
  swap.hidden = row.present || row.state === "off" || row.walked;
  text(swap.lastElementChild, `, ${row.name}`);
  return made;
};

// Those who fit what was typed, those whose words begin with it first; else those of the tab.
export const shown = (everybody) => {
  const wanted = fold(view.typed).split(" ").filter(Boolean);
  const named = everybody.filter((row) => row.name);
  if (!wanted.length) return named.filter((row) => (view.tab === "in" ? row.present : !row.present && row.state !== "off"));
  const found = named.filter((row) => wanted.every((word) => row.text.includes(word)));
  const begins = (row) => wanted.every((word) => row.text.startsWith(word) || row.text.includes(` ${word}`));
  return [...found.filter(begins), ...found.filter((row) => !begins(row))];
};

export const draw = () => {
  const everybody = people();
  const inside = everybody.filter((row) => row.present);
  text(part("persons"), String(inside.length));
  text(part("companies"), String(new Set(inside.map((row) => row.group).filter((group) => group !== -1)).size));
  text(part("expected"), say("expected", { n: everybody.filter((row) => row.state === "seat").length }));
  text(part("in"), String(inside.length));
  text(part("out"), String(everybody.filter((row) => !row.present && row.name && row.state !== "off").length));
  for (const button of part("tabs").children) button.setAttribute("aria-pressed", button.dataset.tab === view.tab && !view.typed);
  const found = shown(everybody);
  part("people").replaceChildren(...found.slice(0, MOST).map(fill));
  text(part("none"), found.length > MOST ? say("more", { n: found.length - MOST }) : found.length ? "" : emptyWords(everybody));
  drawTrouble();
  drawState();
};
const emptyWords = (everybody) => {
  if (view.typed) return say("nobody");
  if (!everybody.length) return say(door.closed ? "closed" : "no-list");
  return say(view.tab === "in" ? "none-in" : "all-in");
};

const drawTrouble = () => {
  const box = part("trouble");
  box.hidden = !door.trouble.length;
  box.querySelector("ul").replaceChildren(
    ...door.trouble.map((each) => {
      const made = blankTrouble.cloneNode(true);
      made.dataset.n = each.n;
      const name = [each.name || say("somebody"), each.company].filter(Boolean).join(", ");
      made.querySelector("p").textContent = say(each.why, { name });
      made.querySelector("[data-does=write]").hidden = each.why === "gone";
      return made;
    }),
  );
};

// One line that says whether all is told. What waits is never left unsaid.
export const drawState = () => {
  const line = part("state");
  const n = door.queue.length;
  const [state, words] = door.closed
    ? ["closed", [say("closed"), n && say("waiting", { n })].filter(Boolean).join(" ")]
    : n && view.sending && view.contact === "fresh"
      ? ["fresh", say("sending", { n })]
      : n && !keeping.works
        ? ["unwell", say("unkept")]
        : n
          ? ["waiting", [say("waiting", { n }), view.contact === "unwell" && say("unwell")].filter(Boolean).join(". ")]
          : [view.contact, say(view.contact)];
  line.dataset.state = state;
  text(line, words);
};

let fading;
export const toast = (words, undo) => {
  const box = part("toast");
  box.querySelector("span").textContent = words;
  const button = box.querySelector("button");
  button.hidden = !undo;
  button.onclick = () => {
    box.hidden = true;
    undo?.();
  };
  box.hidden = false;
  clearTimeout(fading);
  fading = setTimeout(() => (box.hidden = true), 8000);
};
