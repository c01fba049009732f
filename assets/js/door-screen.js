// The wall: how many are in and from where, asked for again and again. Without a net the last numbers stand.
const part = (name) => document.querySelector(`[data-part="${name}"]`);
const EVERY = 5000;
const LONGEST = 60_000;
let failures = 0;

const line = ({ company, at }) => {
  const made = document.createElement("li");
  const [name, time] = [document.createElement("span"), document.createElement("time")];
  name.textContent = company;
  time.textContent = at;
  made.append(name, " ", time);
  return made;
};
const ask = async () => {
  try {
    const answer = await fetch(document.body.dataset.numbers, { cache: "no-store", redirect: "error", signal: AbortSignal.timeout(10_000) });
    const said = await answer.json();
    if (!answer.ok || !Number.isInteger(said.persons) || !Array.isArray(said.latest)) throw new Error("no numbers");
    for (const name of ["persons", "companies", "expected"]) part(name).textContent = said[name];
    part("latest").replaceChildren(...said.latest.map(line));
    failures = 0;
  } catch {
    failures += 1;
  }
  document.body.classList.toggle("late", failures > 2);
  setTimeout(ask, failures ? Math.min(LONGEST, EVERY * 2 ** failures) : EVERY);
};
setTimeout(ask, EVERY);
addEventListener("online", () => (failures = 0));
