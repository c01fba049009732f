// The page of a link that has stopped: names leave the device; what was not told yet stays, and is said.
import { all, emptied, forgetAll, sweep, write } from "./keep.js";
import { part, say } from "./words.js";

export const showClosed = async () => {
  const kept = await all();
  let n = 0;
  for (const [key, value] of kept) {
    const [kind, door] = String(key).split(":");
    if (kind !== "list" || value?.base !== document.body.dataset.base) continue;
    await write(key, emptied(value));
    n += kept.find(([other]) => other === `queue:${door}`)?.[1]?.length ?? 0;
  }
  await sweep();
  part("left").hidden = !n;
  part("left-words").textContent = say("left", { n });
  part("empty-now").addEventListener("click", async () => {
    await forgetAll();
    part("left").hidden = true;
  });
};
