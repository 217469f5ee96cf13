// First-party signals of a page: impressions, clicks, dismissals and reading time, sent in batches.
import { useEffect, useRef } from "react";

const queue = [];
let timer = null;

function flush() {
  timer = null;
  if (!queue.length) return Promise.resolve();
  const events = queue.splice(0, 100);
  return fetch("/api/v1/events", {
    method: "POST",
    credentials: "same-origin",
    keepalive: true,
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ events }),
  }).catch(() => undefined);
}

export function signal(action, item, more = {}) {
  queue.push({
    event_id: crypto.randomUUID(),
    kind: item.kind,
    item_id: item.item,
    action,
    at: new Date().toISOString(),
    ...(item.decision ? { decision_id: item.decision } : {}),
    ...(item.placement ? { placement: item.placement } : {}),
    ...(Number.isInteger(item.position) ? { position: item.position } : {}),
    ...more,
  });
  if (!timer) timer = setTimeout(flush, 250);
}

const counted = new Set();

export function Seen({ kind, item, decision, placement, position, children, ...rest }) {
  const box = useRef(null);
  const key = `${decision}|${placement}|${kind}|${item}`;
  useEffect(() => {
    if (!box.current || !item || counted.has(key)) return undefined;
    let wait = null;
    const watch = new IntersectionObserver(([entry]) => {
      clearTimeout(wait);
      if (entry.intersectionRatio < 0.5) return;
      wait = setTimeout(() => {
        counted.add(key);
        signal("impression", { kind, item, decision, placement, position });
        watch.disconnect();
      }, 1000);
    }, { threshold: [0, 0.5] });
    watch.observe(box.current);
    return () => { clearTimeout(wait); watch.disconnect(); };
  }, [key]);
  return <div ref={box} {...rest}>{children}</div>;
}

export function ItemLink({ href, kind, item, decision, placement, position, children, ...rest }) {
  const clicked = () => { signal("click", { kind, item, decision, placement, position }); flush(); };
  return <a href={href} onClick={clicked} {...rest}>{children}</a>;
}

export function DismissButton({ kind, item, decision, placement, children, ...rest }) {
  const dismissed = async () => {
    signal("dismiss", { kind, item, decision, placement });
    await flush();
    const detail = { action: "dismiss", kind, item };
    window.dispatchEvent(new CustomEvent("companion:changed", { detail }));
  };
  return <button type="button" onClick={dismissed} {...rest}>{children}</button>;
}
