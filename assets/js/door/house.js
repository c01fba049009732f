// How the house is asked and told. Whatever it answers, or nothing, the caller keeps what it has.
const PATIENCE = 10_000;

export class Trouble extends Error {
  // kind: "offline" nobody answered, "unwell" an answer of no use, "refused" this was not taken, "stale" a new key is
  // needed, "closed" the link holds no more
  constructor(kind, detail = "") {
    super(`${kind} ${detail}`);
    this.kind = kind;
  }
}

const ask = async (address, options = {}) => {
  let answer;
  try {
    answer = await fetch(address, {
      credentials: "same-origin", cache: "no-store", redirect: "error", signal: AbortSignal.timeout(PATIENCE), ...options,
    });
  } catch (problem) {
    throw new Trouble("offline", problem.name);
  }
  const said = await answer.json().catch(() => null);
  if (answer.status === 410 && said?.door === "closed") throw new Trouble("closed", said.reason);
  if (answer.status === 400 && said?.door === "garbled") throw new Trouble("refused");
  if (answer.status === 413) throw new Trouble("refused");
  if (answer.status === 403) throw new Trouble("stale");
  if (!answer.ok || said === null || typeof said !== "object") throw new Trouble("unwell", answer.status);
  return said;
};

export const list = async (base, door, { stamp, mark }) => {
  const query = stamp ? `?${new URLSearchParams({ siden: stamp, merke: mark })}` : "";
  const said = await ask(`${base}liste/${query}`);
  const whole = Array.isArray(said.people) && Array.isArray(said.companies);
  if (said.door !== door || !Number.isFinite(said.now) || !Array.isArray(said.seen) || !(whole || said.mark === mark))
    throw new Trouble("unwell", "list");
  return { ...said, whole };
};

export const tell = async (base, door, { key, device, sights }) => {
  const body = JSON.stringify({ now: Date.now(), device, sights });
  const headers = { "Content-Type": "application/json", "X-CSRFToken": key };
  const said = await ask(`${base}sett/`, { method: "POST", headers, body });
  if (said.door !== door || !Array.isArray(said.noted) || said.noted.length !== sights.length)
    throw new Trouble("unwell", "noted");
  return said.noted;
};
