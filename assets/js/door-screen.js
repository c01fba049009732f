// The wall: how many are in and from where, asked for again and again. Without a net the last numbers stand, with the
// hour they are from, also when the page is opened anew: the worker of the door keeps them.
const part = (name) => document.querySelector(`[data-part="${name}"]`);
const EVERY = 5000;
const LONGEST = 60_000;
let failures = 0;
let turn = 0;

const line = ({ company, at }) => {
  const made = document.createElement("li");
  const [name, time] = [document.createElement("span"), document.createElement("time")];
  name.textContent = company;
  time.textContent = at;
  made.append(name, " ", time);
  return made;
};
const old = (is) => (part("old").hidden = !is);
const ask = async () => {
  let kept = false;
  try {
    const answer = await fetch(document.body.dataset.numbers, { cache: "no-store", redirect: "error", signal: AbortSignal.timeout(10_000) });
    const said = await answer.json();
    if (!answer.ok || !Number.isInteger(said.persons) || !Array.isArray(said.latest)) throw new Error("no numbers");
    for (const name of ["persons", "companies", "expected", "now"]) part(name).textContent = said[name];
    part("latest").replaceChildren(...said.latest.map(line));
    kept = answer.headers.has("X-Kept");
    failures = kept ? failures + 1 : 0;
  } catch {
    failures += 1;
  }
  old(kept || failures > 2 || !navigator.onLine);
  clearTimeout(turn);
  turn = setTimeout(ask, failures ? Math.min(LONGEST, EVERY * 2 ** failures) : EVERY);
};
const { worker } = document.body.dataset;
if (worker) navigator.serviceWorker?.register(worker).catch(() => {});
ask();
addEventListener("offline", () => old(true));
addEventListener("online", () => {
  failures = 0;
  ask();
});
