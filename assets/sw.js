// The service worker: without a connection it shows the last home of this device, and nothing else.
// It keeps no answer of the API and no page; what it shows was written by the home itself.
const SHELL = "companion-shell-1";
const HOME = "companion-home-1";
const FILES = ["/offline.html", "/offline.js", "/offline.css", "/companion.css", "/themes.css", "/icons/icon.svg"];
const DOORS = ["/auth/sign-in", "/auth/sign-out", "/api/v1/session"];

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(SHELL).then((shell) => shell.addAll(FILES)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(settle());
});

async function settle() {
  const known = await caches.keys();
  await Promise.all(known.filter((name) => ![SHELL, HOME].includes(name)).map((name) => caches.delete(name)));
  await self.registration.navigationPreload?.enable();
  await self.clients.claim();
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== location.origin) return;
  if (request.method !== "GET") {
    // Whoever signs in or out leaves no home of somebody else behind.
    if (DOORS.includes(pathname)) event.waitUntil(caches.delete(HOME));
  } else if (request.mode === "navigate") {
    event.respondWith(page(event));
  } else if (FILES.includes(pathname)) {
    event.respondWith(fetch(request).catch(() => caches.match(pathname)));
  }
});

async function page(event) {
  try {
    return (await event.preloadResponse) ?? (await fetch(event.request));
  } catch {
    return caches.match("/offline.html");
  }
}
