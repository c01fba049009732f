// The door in use: tap somebody in, tap again and they are out.
import { exchange, nudge } from "./exchange.js";
import { draw, shown, view } from "./draw.js";
import { openWalkIn, toggle } from "./dialogs.js";
import { sweep } from "./keep.js";
import { close, door, load, onOtherTabs, people, resolve } from "./state.js";
import { part } from "./words.js";

const rowAt = (node) => people().find((row) => row.code === node.closest("[data-code]")?.dataset.code);

export const start = async () => {
  await sweep();
  await load();
  draw();
  onOtherTabs(draw);
  const field = part("finder").querySelector("input");
  field.addEventListener("input", () => {
    view.typed = field.value;
    draw();
  });
  field.addEventListener("focus", () => field.select());
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    const found = shown(people());
    if (view.typed.trim() && found.length === 1 && !found[0].present) {
      toggle(found[0]);
      field.select();
    } else field.blur();
  });
  part("tabs").addEventListener("click", (event) => {
    const button = event.target.closest("[data-tab]");
    if (!button) return;
    view.tab = button.dataset.tab;
    view.typed = field.value = "";
    draw();
  });
  part("people").addEventListener("click", (event) => {
    const row = rowAt(event.target);
    if (!row) return;
    if (event.target.closest(".swap")) openWalkIn({ company: row.company, row });
    else toggle(row);
  });
  part("trouble").addEventListener("click", async (event) => {
    const n = event.target.closest("[data-n]")?.dataset.n;
    const does = event.target.closest("[data-does]")?.dataset.does;
    if (!does) return;
    const about = door.trouble.find((each) => each.n === n);
    await resolve(n);
    draw();
    if (does === "write") openWalkIn({ title: about.name, company: about.company });
  });
  addEventListener("online", nudge);
  addEventListener("offline", () => {
    view.contact = "offline";
    draw();
  });
  addEventListener("pageshow", (event) => event.persisted && nudge());
  document.addEventListener("visibilitychange", () => !document.hidden && nudge());
  setInterval(async () => {
    if (Date.now() + door.list.offset > door.list.until && !door.closed) {
      await close();
      draw();
    }
  }, 30_000);
  if (Date.now() + door.list.offset > door.list.until) {
    await close();
    draw();
  }
  navigator.serviceWorker?.register(`${door.base}vakt.js`, { scope: door.base }).catch(() => {});
  exchange();
};
