// First-party signals of a page: impressions, clicks, dismissals and reading time, sent in batches.
import { useEffect, useRef, useState } from "react";

const ADDRESS = "/api/v1/events";
const MOST = 100; // Far below the server's 1,000, so that a batch fits the browser's keepalive limit.
const WAIT_MS = 250;
const RETRY_MS = 4000;
const SEEN_MS = 1000;
const READ_MS = 5000;
const queue = [];
const counted = new Set();
let timer = null;

function randomId() {
  if (crypto.randomUUID) return crypto.randomUUID(); // Absent where the page is not secure.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function later(wait) {
  if (!timer) timer = setTimeout(flush, wait);
}

// A batch that the network lost is sent again: its ids make the server count it once.
async function send(events) {
  try {
    const answer = await fetch(ADDRESS, {
      method: "POST",
      credentials: "same-origin",
      keepalive: true,
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ events }),
    });
    if (answer.status < 500 && answer.status !== 429) return;
  } catch {
    // Offline, or the server is starting: the same as an answer that asks to come again.
  }
  if (queue.length < MOST) queue.unshift(...events);
  later(RETRY_MS);
}

export function flush() {
  clearTimeout(timer);
  timer = null;
  return queue.length ? send(queue.splice(0, MOST)) : Promise.resolve();
}

export function signal(action, item, more = {}) {
  queue.push({
    event_id: randomId(),
    kind: item.kind,
    item_id: item.item,
    action,
    at: new Date().toISOString(),
    ...(item.decision ? { decision_id: item.decision } : {}),
    ...(item.placement ? { placement: item.placement } : {}),
    ...(Number.isInteger(item.position) ? { position: item.position } : {}),
    ...(Number.isInteger(item.version) && item.version > 0 ? { version: item.version } : {}),
    ...more,
  });
  later(WAIT_MS);
}

if (typeof window !== "undefined") {
  window.addEventListener("pagehide", flush);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") flush();
  });
}

export function Seen({ kind, item, decision, placement, position, version, children, ...rest }) {
  const box = useRef(null);
  const key = `${decision}|${placement}|${kind}|${item}`;
  useEffect(() => {
    if (!box.current || !item || counted.has(key)) return undefined;
    let wait = null;
    const count = () => {
      if (document.visibilityState !== "visible" || counted.has(key)) return;
      counted.add(key);
      signal("impression", { kind, item, decision, placement, position, version });
      watch.disconnect();
    };
    const watch = new IntersectionObserver(([entry]) => {
      clearTimeout(wait);
      if (entry.intersectionRatio >= 0.5) wait = setTimeout(count, SEEN_MS);
    }, { threshold: [0, 0.5] });
    watch.observe(box.current);
    return () => { clearTimeout(wait); watch.disconnect(); };
  }, [key]);
  return <div {...rest} ref={box} data-decision={decision || undefined}>{children}</div>;
}

export function ItemLink({ href, kind, item, decision, placement, position, version, children, ...rest }) {
  const clicked = () => {
    signal("click", { kind, item, decision, placement, position, version });
    flush();
  };
  const address = decision ? `${href}?d=${encodeURIComponent(decision)}` : href; // Explains itself.
  return <a href={address} onClick={clicked} {...rest}>{children}</a>;
}

export function DismissButton({ kind, item, decision, placement, version, children, ...rest }) {
  const dismissed = async () => {
    signal("dismiss", { kind, item, decision, placement, version });
    await flush();
    const detail = { action: "dismiss", kind, item };
    window.dispatchEvent(new CustomEvent("companion:changed", { detail }));
  };
  return <button type="button" onClick={dismissed} {...rest}>{children}</button>;
}

// Takes a signal away: what a reason rests on speaks no longer, and the page asks anew.
export function IgnoreButton({ signal: tag, children, ...rest }) {
  const [failed, setFailed] = useState(false);
  const ignored = async () => {
    const address = `/api/v1/customers/me/tags/${encodeURIComponent(tag)}`;
    const answer = await fetch(address, { method: "DELETE" }).catch(() => null);
    setFailed(!answer?.ok);
    if (!answer?.ok) return;
    const detail = { action: "ignore", tag };
    window.dispatchEvent(new CustomEvent("companion:changed", { detail }));
  };
  return (
    <button type="button" onClick={ignored} aria-invalid={failed || undefined} {...rest}>
      {children}
    </button>
  );
}

// Says "I am interested" once; the words of the button tell that it was heard.
export function LikeButton({ kind, item, decision, placement, said, children, ...rest }) {
  const [done, setDone] = useState(false);
  const liked = async () => {
    setDone(true);
    signal("like", { kind, item, decision, placement });
    await flush();
  };
  return (
    <button type="button" onClick={liked} disabled={done} aria-live="polite" {...rest}>
      {done ? said : children}
    </button>
  );
}

// Tells the page's state that something which it shows has changed.
export function Changes({ onChange }) {
  useEffect(() => {
    const listen = () => onChange?.();
    window.addEventListener("companion:changed", listen);
    return () => window.removeEventListener("companion:changed", listen);
  }, [onChange]);
  return null;
}

// One reading is one view: sent as soon as it counts as a read, or on leaving when it never did.
// Time counts only while the page is visible.
export function Dwell({ kind, item, decision, placement, version, children, ...rest }) {
  const mark = useRef(null);
  useEffect(() => {
    if (!item) return undefined;
    let dwelt = 0;
    let since = null;
    let wait = null;
    let sent = false;
    const total = () => Math.round(dwelt + (since === null ? 0 : performance.now() - since));
    const tell = () => {
      if (sent || total() < 1) return;
      sent = true;
      signal("view", { kind, item, decision, placement, version }, { dwell_ms: total() });
      flush();
      if (mark.current) mark.current.dataset.told = total() >= READ_MS ? "read" : "opened";
    };
    const run = () => {
      if (since !== null || sent) return;
      since = performance.now();
      wait = setTimeout(tell, Math.max(0, READ_MS - dwelt) + 1);
    };
    const pause = () => {
      clearTimeout(wait);
      if (since !== null) dwelt += performance.now() - since;
      since = null;
    };
    const turned = () => (document.visibilityState === "visible" ? run() : pause());
    const left = () => { pause(); tell(); };
    turned();
    document.addEventListener("visibilitychange", turned);
    window.addEventListener("pagehide", left);
    return () => {
      document.removeEventListener("visibilitychange", turned);
      window.removeEventListener("pagehide", left);
      left();
    };
  }, [kind, item, decision, version]);
  return <div {...rest} ref={mark}>{children}</div>;
}
