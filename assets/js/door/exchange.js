// Telling and asking: what was seen first, then what is new. One tab of a device at a time; what fails is tried again.
import { draw, drawState, view } from "./draw.js";
import * as house from "./house.js";
import { close, door, learnList, settle } from "./state.js";

const EVERY = 5000;
const LONGEST = 60_000;
const AT_ONCE = 50;
let key = ""; // against forged requests; a list brings a new one
let running = false;
let again = false;
let failures = 0;
let timer;
export const contact = { at: 0 };

const alone = (act) => (navigator.locks ? navigator.locks.request(`door ${door.id}`, act) : act());

export const exchange = async () => {
  if (door.closed) return;
  if (running) {
    again = true;
    return;
  }
  running = true;
  clearTimeout(timer);
  try {
    await alone(async () => {
      if (!key) await askList();
      const told = await tellAll().catch((problem) => problem);
      await askList(); // what others saw comes in, whatever became of what this one told
      if (told) throw told;
    });
    failures = 0;
    contact.at = Date.now();
    view.contact = "fresh";
  } catch (problem) {
    failures += 1;
    view.contact = problem.kind === "offline" ? "offline" : "unwell";
    if (problem.kind === "stale") key = "";
    if (problem.kind === "closed") await close();
    if (!(problem instanceof house.Trouble)) console.warn(problem);
  }
  running = false;
  view.sending = false;
  draw();
  next();
};

const next = () => {
  const wait = failures ? Math.min(LONGEST, 1000 * 2 ** failures) * (0.75 + Math.random() / 2) : again ? 0 : EVERY;
  again = false;
  clearTimeout(timer);
  if (!door.closed && (!document.hidden || door.queue.length)) timer = setTimeout(exchange, wait);
};

const askList = async () => {
  const said = await house.list(door.base, door.id, door.list);
  key = said.token ?? key;
  await learnList(said);
};

const tellAll = async () => {
  let most = AT_ONCE;
  view.sending = door.queue.length > 0;
  if (view.sending) drawState();
  while (door.queue.length) {
    const batch = door.queue.slice(0, most);
    const sights = batch.map(({ code, at, in: present, name, company, insteadOf }) => ({ code, at, in: present, name, company, insteadOf }));
    try {
      await settle(batch, await house.tell(door.base, door.id, { key, device: door.device, sights }));
    } catch (problem) {
      if (problem.kind !== "refused") throw problem;
      if (batch.length > 1) most = 1; // find the one that is refused
      else await settle(batch, [{ why: "garbled" }]);
    }
    draw();
  }
};

// The net may be back: try at once.
export const nudge = () => {
  failures = 0;
  return exchange();
};
