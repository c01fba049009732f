// What this device keeps: the list, what it saw and has not told yet, and what somebody must look into. One database for
// all doors, one entry for each gathering, so that a new link to the same door finds what an earlier one left.
import { clear, createStore, delMany, entries, get, set, update } from "idb-keyval";

const store = createStore("door", "kept");
const spare = new Map(); // where the browser keeps nothing
export const keeping = { works: true };

const tried = async (act, instead) => {
  if (keeping.works) {
    try {
      return await act();
    } catch {
      keeping.works = false;
    }
  }
  return instead();
};

export const read = (key) => tried(() => get(key, store), () => spare.get(key));
export const write = (key, value) => {
  spare.set(key, value);
  return tried(() => set(key, value, store), () => {});
};
// Read and written in one go, whatever other tabs do meanwhile. Returns what was written.
export const change = async (key, act) => {
  let made;
  const note = (old) => (made = act(old ?? []));
  await tried(() => update(key, note, store), () => note(spare.get(key)));
  spare.set(key, made);
  return made;
};
export const all = () => tried(() => entries(store), () => [...spare]);
export const forget = (keys) => tried(() => delMany(keys, store), () => keys.forEach((key) => spare.delete(key)));
export const forgetAll = () => {
  spare.clear();
  remind(Infinity, true);
  return tried(() => clear(store), () => {});
};

const DAY = 86_400_000;
const LONGEST = 30 * DAY; // what was never told is let go of a month after the door closed

// Names leave the device when their door has closed, or when it has not been in touch for three days.
export const sweep = async (now = Date.now()) => {
  let next = Infinity;
  for (const [key, value] of await all()) {
    const [kind, door] = String(key).split(":");
    if (kind !== "list" || !value) continue;
    if (now > value.until + LONGEST) await forget([key, `queue:${door}`, `trouble:${door}`]);
    else if (value.people.length && isOver(value, now)) await write(key, emptied(value));
    if (now <= value.until + LONGEST) next = Math.min(next, dueOf(isOver(value, now) ? emptied(value) : value));
  }
  remind(next, true);
};
export const isOver = (list, now = Date.now()) => now >= Math.min(list.until - list.offset, list.savedAt + 3 * DAY);
export const emptied = (list) => ({ ...list, people: [], companies: [], seen: [], mark: "", stamp: 0 });
export const dueOf = (list) => (list.people.length ? Math.min(list.until - list.offset, list.savedAt + 3 * DAY) : list.until + LONGEST);

// When there is something to sweep: every page of the house looks at this note, and at nothing else (site.js).
const NOTE = "door-sweep";
export const remind = (at, instead = false) => {
  try {
    const noted = Number(localStorage.getItem(NOTE)) || Infinity;
    const next = instead ? at : Math.min(at, noted);
    if (next === Infinity) localStorage.removeItem(NOTE);
    else localStorage.setItem(NOTE, next);
  } catch {
    keeping.works = false;
  }
};
export const isDue = () => {
  try {
    const at = Number(localStorage.getItem(NOTE));
    return at > 0 && at <= Date.now();
  } catch {
    return false;
  }
};
