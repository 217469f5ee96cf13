// Tells which offers have come into view, a few at a time, so that only they are loaded.
import { useEffect, useRef } from "react";
import "./gallery.css";

const MOST = 8;
const PAUSE_MS = 120;

export function GalleryEye({ kinds = [], onSeen }) {
  const told = useRef(new Set());
  const latest = useRef(onSeen);
  latest.current = onSeen;
  useEffect(() => {
    const waiting = new Set();
    let timer = 0;
    const tell = () => {
      const some = [...waiting].slice(0, MOST);
      for (const kind of some) {
        waiting.delete(kind);
        told.current.add(kind);
      }
      if (some.length) latest.current?.(some);
      timer = waiting.size ? setTimeout(tell, PAUSE_MS) : 0;
    };
    const eye = new IntersectionObserver((entries) => {
      for (const { target, isIntersecting } of entries) {
        const kind = target.dataset.offer;
        if (isIntersecting && !told.current.has(kind)) waiting.add(kind);
      }
      if (waiting.size && !timer) timer = setTimeout(tell, PAUSE_MS);
    }, { rootMargin: "160px" });
    for (const offer of document.querySelectorAll("[data-offer]")) eye.observe(offer);
    return () => {
      eye.disconnect();
      clearTimeout(timer);
    };
  }, [kinds.join()]);
  return null;
}
