// The door as this device knows it: the list the house gave, with what was seen here since laid over it.
import { companyKey, fold } from "./folding.js";
import { change, dueOf, emptied, isOver, read, remind, write } from "./keep.js";
import { say } from "./words.js";

export const door = {
  id: Number(document.body.dataset.door), base: document.body.dataset.base, until: Number(document.body.dataset.until),
  list: null, queue: [], trouble: [], device: "", closed: false,
};
const keys = { list: `list:${door.id}`, queue: `queue:${door.id}`, trouble: `trouble:${door.id}` };
const aliases = new Map(); // a walk-in's own code, and the one the house gave
const channel = "BroadcastChannel" in globalThis ? new BroadcastChannel(`door ${door.id}`) : null;
const nothing = () => ({ people: [], companies: [], seen: [], mark: "", stamp: 0, offset: 0, savedAt: Date.now(), until: door.until, base: door.base });

export const load = async () => {
  door.list = { ...nothing(), ...(await read(keys.list)), base: door.base };
  if (isOver(door.list)) door.list = emptied(door.list);
  door.queue = (await read(keys.queue)) ?? [];
  door.trouble = (await read(keys.trouble)) ?? [];
  door.device = (await read("device")) ?? "";
};
export const onOtherTabs = (act) => channel?.addEventListener("message", async () => (await load(), act()));
const told = () => {
  channel?.postMessage("changed");
  remind(dueOf(door.list));
};
const saveList = () => write(keys.list, door.list);

export const newCode = () => {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_");
};

// Somebody was seen. Kept before anything else happens with it.
let last = 0;
export const see = async (sight) => {
  last = Math.max(Date.now(), last + 1, (door.queue.at(-1)?.at ?? 0) + 1); // in order, even where the clock is set back
  const noted = { ...sight, code: aliases.get(sight.code) ?? sight.code, n: newCode(), at: last };
  door.queue = [...door.queue, noted]; // shown at once
  door.queue = await change(keys.queue, (old) => [...old, noted]);
  told();
};

// The house answered: what it noted leaves the queue, what it could not is laid before whoever stands here.
export const settle = async (batch, answers) => {
  const gone = new Set(batch.map((each) => each.n));
  const strange = [];
  batch.forEach((sight, place) => {
    const answer = answers[place] ?? { why: "garbled" };
    if (answer.code) learn(sight, answer);
    const why = answer.why ?? (answer.gone ? "gone" : "");
    if (why && sight.in) strange.push({ n: sight.n, code: sight.code, why, name: sight.name ?? sight.who ?? "", company: sight.company ?? sight.from ?? "" });
  });
  const known = (each) => (aliases.has(each.code) ? { ...each, code: aliases.get(each.code) } : each);
  if (strange.length) door.trouble = await change(keys.trouble, (old) => [...old.filter((each) => !strange.some((one) => one.code === each.code)), ...strange]);
  await saveList();
  door.queue = await change(keys.queue, (old) => old.filter((each) => !gone.has(each.n)).map(known));
  told();
};
const learn = (sight, answer) => {
  if (answer.code !== sight.code) aliases.set(sight.code, answer.code);
  if (sight.name && !door.list.people.some(([code]) => code === answer.code)) {
    const place = placeOf(sight.company ?? "", true);
    door.list.people.unshift([answer.code, sight.name, place, "seat", true]);
  }
  if (sight.insteadOf) door.list.people.forEach((row) => row[0] === sight.insteadOf && sight.in && (row[3] = "off"));
  mark(answer.code, answer.in);
};
const mark = (code, present) => {
  door.list.seen = [...door.list.seen.filter(([other]) => other !== code), [code, present]];
};

export const resolve = async (n) => {
  door.trouble = await change(keys.trouble, (old) => old.filter((each) => each.n !== n));
  told();
};

const RESTS = 60_000; // that the house was heard is written down once a minute; what is new, at once
export const learnList = async (said) => {
  const { people, companies } = said.whole ? said : door.list;
  const seen = new Map(said.whole ? [] : door.list.seen);
  const isNew = said.whole || said.seen.some(([code, present]) => seen.get(code) !== present);
  const isOld = Date.now() - door.list.savedAt > RESTS;
  for (const [code, present] of said.seen) seen.set(code, present);
  door.list = { ...door.list, people, companies, seen: [...seen], mark: said.mark, stamp: said.now, offset: said.now - Date.now(), savedAt: isNew || isOld ? Date.now() : door.list.savedAt, until: said.until };
  if (!isNew && !isOld) return;
  await saveList();
  told();
};
export const close = async () => {
  door.closed = true;
  door.list = emptied(door.list);
  await saveList();
  told();
};
export const name = async (device) => write("device", (door.device = device.slice(0, 40)));

const placeOf = (company, add = false) => {
  const key = companyKey(company);
  if (!key) return -1;
  const place = door.list.companies.findIndex((each) => companyKey(each) === key);
  if (place >= 0 || !add) return place;
  return door.list.companies.push(company) - 1;
};

const folded = new Map();
const foldedOnce = (words) => {
  if (!folded.has(words)) folded.set(words, fold(words));
  return folded.get(words);
};

// Everybody as shown: {code, name, company, group, state, walked, present, waiting, text}.
export const people = () => {
  const seen = new Map(door.list.seen);
  const waiting = new Map(); // the last thing seen here of each that was not told yet
  const swapped = new Set();
  for (const each of door.queue) {
    waiting.set(each.code, each);
    if (each.insteadOf) swapped[each.in ? "add" : "delete"](each.insteadOf);
  }
  const rows = door.list.people.map(([code, title, place, state, walked]) => ({ code, name: title, company: door.list.companies[place] ?? "", group: place, state: swapped.has(code) && !waiting.get(code)?.in ? "off" : state, walked }));
  const known = new Set(rows.map((row) => row.code));
  for (const each of waiting.values()) {
    if (known.has(each.code) || !each.in) continue;
    const company = each.company ?? "";
    const place = placeOf(company);
    const group = place >= 0 || !companyKey(company) ? place : companyKey(company);
    rows.unshift({ code: each.code, name: each.name ?? say("somebody"), company, group, state: "seat", walked: true });
  }
  for (const row of rows) {
    row.present = waiting.get(row.code)?.in ?? seen.get(row.code) ?? false;
    row.waiting = waiting.has(row.code);
    row.text = foldedOnce(`${row.name} ${row.company}`);
  }
  return rows;
};
