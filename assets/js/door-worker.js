// Stands between the pages of one door and the net. It keeps the pages, what they are made of and the last numbers of the
// wall, never anybody's name, and
// answers for these pages only: what else is asked for goes its way.
const { files, pages, numbers } = self.KEPT;
const scope = new URL(self.registration.scope).pathname;
const PATIENCE = 4000;

const version = async () => {
  const sum = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(files.join(" ")));
  return [...new Uint8Array(sum)].slice(0, 6).map((byte) => byte.toString(16).padStart(2, "0")).join("");
};
const ours = async () => caches.open(`door ${scope} ${await version()}`);
const isOpenDoor = (answer) => answer?.ok && !answer.redirected && answer.headers.get("X-Door") === "open";

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(
    (async () => {
      const cache = await ours();
      await cache.addAll(files);
      for (const page of pages) {
        const answer = await fetch(page, { cache: "no-store" });
        if (isOpenDoor(answer)) await cache.put(page, answer);
      }
    })(),
  );
});
self.addEventListener("activate", (event) => {
  event.waitUntil(
    (async () => {
      const current = `door ${scope} ${await version()}`;
      for (const name of await caches.keys()) if (name.startsWith(`door ${scope} `) && name !== current) await caches.delete(name);
      await self.clients.claim();
    })(),
  );
});
self.addEventListener("fetch", (event) => {
  const { method, mode, url } = event.request;
  const { origin, pathname } = new URL(url);
  if (method !== "GET" || origin !== self.location.origin) return;
  if (mode === "navigate" && pages.includes(pathname)) event.respondWith(page(event.request, pathname));
  else if (pathname === numbers) event.respondWith(counted(event.request, pathname));
  else if (files.includes(pathname)) event.respondWith(file(event.request, pathname));
});

const soon = (promise) =>
  Promise.race([promise, new Promise((_, refuse) => setTimeout(() => refuse(new Error("too slow")), PATIENCE))]);

// The house first. What it says of its door holds, closed or open; what else comes (nothing, an error, the sign-in page
// of somebody's net) gives way to the page that was kept.
const page = async (request, pathname) => {
  const cache = await ours();
  let answer;
  try {
    answer = await soon(fetch(request));
  } catch {
    answer = null;
  }
  if (isOpenDoor(answer)) await cache.put(pathname, answer.clone());
  if (answer?.headers.has("X-Door")) return answer;
  return (await cache.match(pathname)) ?? answer ?? Response.error();
};
// The numbers of the wall. Kept ones are marked, so that the wall says they are old; a closed door has none.
const counted = async (request, pathname) => {
  const cache = await ours();
  let answer;
  try {
    answer = await soon(fetch(request));
  } catch {
    answer = null;
  }
  if (answer?.ok && !answer.redirected && answer.headers.get("Content-Type")?.startsWith("application/json")) {
    await cache.put(pathname, answer.clone());
    return answer;
  }
  if (answer?.status === 410) {
    await cache.delete(pathname);
    return answer;
  }
  const kept = await cache.match(pathname);
  if (!kept) return answer ?? Response.error();
  return new Response(await kept.text(), { headers: { "Content-Type": "application/json", "X-Kept": "1" } });
};
// A file whose name says what is in it never changes; another is asked for while there is a net.
const file = async (request, pathname) => {
  const cache = await ours();
  const kept = await cache.match(pathname);
  if (kept && /\.[0-9a-f]{12}\./.test(pathname)) return kept;
  try {
    const answer = await soon(fetch(request));
    if (answer.ok) await cache.put(pathname, answer.clone());
    return answer;
  } catch (problem) {
    if (kept) return kept;
    throw problem;
  }
};
