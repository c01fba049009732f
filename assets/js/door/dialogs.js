// What opens over the list: somebody who is not on it, the camera, the device itself.
import { contact, nudge } from "./exchange.js";
import { draw, toast, view } from "./draw.js";
import { forgetAll } from "./keep.js";
import { door, name, newCode, people, see } from "./state.js";
import { part, say } from "./words.js";

const dialog = (id) => document.getElementById(id);
const seeAndTell = async (sight) => {
  const noted = see(sight);
  draw();
  await noted;
  draw();
  nudge();
};
export const toggle = (row, present = !row.present) => {
  const waits = door.queue.findLast((each) => each.code === row.code); // a walk-in not told yet is told whole each time
  const whole = waits?.name ? { name: waits.name, company: waits.company, insteadOf: waits.insteadOf } : {};
  toast(say(present ? "is-in" : "is-out", { name: row.name }), () => toggle({ ...row, present }, !present));
  return seeAndTell({ code: row.code, in: present, who: row.name, from: row.company, ...whole });
};

// Somebody who is not on the list, or who comes instead of somebody who is.
let instead = null;
export const openWalkIn = ({ title = "", company = "", row = null } = {}) => {
  instead = row;
  const form = dialog("walk-in").querySelector("form");
  form.elements.name.value = title;
  form.elements.company.value = company;
  part("walk-in-title").textContent = say(row ? "swap-title" : "walk-in-title");
  part("instead").hidden = !row;
  part("instead").textContent = row ? say("instead", { name: row.name }) : "";
  document.querySelector("#companies").replaceChildren(
    ...door.list.companies.map((each) => Object.assign(document.createElement("option"), { value: each })),
  );
  dialog("walk-in").showModal();
};
dialog("walk-in").querySelector("form").addEventListener("submit", (event) => {
  const fields = event.target.elements;
  const [title, company] = [fields.name.value.trim(), fields.company.value.trim()];
  if (!title) return event.preventDefault();
  const row = { code: newCode(), name: title, company };
  const sight = { code: row.code, in: true, name: title, company, ...(instead && { insteadOf: instead.code }) };
  view.typed = part("finder").querySelector("input").value = "";
  toast(say("is-in", { name: title }), () => seeAndTell({ ...sight, in: false }));
  seeAndTell(sight);
});

// The camera. The reader is fetched when it is first needed, and only where the browser has none of its own.
let watching = null;
const openScan = async () => {
  dialog("scan").showModal();
  part("scanned").textContent = say("scan-ready");
  const video = part("camera");
  try {
    const { watch } = await import(document.body.dataset.scanner);
    watching = await watch(video, scanned);
    if (!dialog("scan").open) stopScan();
  } catch {
    part("scanned").textContent = say("scan-no-camera");
  }
};
const stopScan = () => {
  watching?.();
  watching = null;
};
const scanned = (code) => {
  const row = people().find((each) => each.code === code);
  const line = part("scanned");
  if (row?.name) {
    line.textContent = say("is-in", { name: row.name });
    if (!row.present) toggle(row, true);
  } else if (/^[\w-]{12,24}$/.test(code)) {
    line.textContent = say("scan-kept");
    if (!door.queue.some((each) => each.code === code)) seeAndTell({ code, in: true });
  } else line.textContent = say("scan-unknown");
  navigator.vibrate?.(60);
};
dialog("scan").addEventListener("close", stopScan);
part("scan").addEventListener("click", openScan);

// The device: its name, what waits, and a way to leave nothing behind.
const openDevice = () => {
  dialog("device").querySelector("input").value = door.device;
  const time = contact.at ? new Date(contact.at).toLocaleTimeString(document.documentElement.lang, { timeStyle: "short" }) : "";
  part("device-state").textContent = say(time ? "device-last" : "device-never", { time, n: door.queue.length });
  dialog("device").showModal();
};
dialog("device").querySelector("form").addEventListener("submit", (event) => name(event.target.elements.device.value.trim()));
const openEmpty = () => {
  dialog("device").close();
  part("empty-state").textContent = say(door.queue.length ? "empty-lose" : "empty-fine", { n: door.queue.length });
  dialog("empty").showModal();
};
dialog("empty").querySelector("form").addEventListener("submit", async () => {
  door.closed = true;
  await empty();
  const words = document.createElement("p");
  words.className = "none";
  words.setAttribute("role", "status");
  words.textContent = say("emptied");
  document.querySelector("#main").replaceChildren(words);
  for (const node of [document.querySelector(".bar"), part("toast")]) node.remove();
});
export const empty = async () => {
  await forgetAll();
  await letGo();
};
// What the browser keeps of these pages.
export const letGo = async () => {
  const own = (await navigator.serviceWorker?.getRegistrations?.()) ?? [];
  await Promise.all(own.filter((each) => new URL(each.scope).pathname.startsWith(door.base)).map((each) => each.unregister()));
  for (const cache of (await globalThis.caches?.keys()) ?? []) if (cache.startsWith(`door ${door.base} `)) await caches.delete(cache);
};

const openers = { "walk-in": () => openWalkIn({ title: view.typed.trim() }), device: openDevice, empty: openEmpty };
for (const button of document.querySelectorAll("[data-opens]")) button.addEventListener("click", () => openers[button.dataset.opens]());
for (const button of document.querySelectorAll("[data-closes]")) button.addEventListener("click", () => button.closest("dialog").close());
