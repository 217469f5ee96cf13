// Picking up a card by finger: it rests on the card for a moment; one that moves first scrolls.
import { useEffect, useRef } from "react";

const HOLD_MS = 350;
const SLOP = 10;
const OWN = "a, button, input, select, textarea, summary, label, [role=button], [contenteditable]";

// Returns a handler for pointerdown. While a card is in hand no move of the finger scrolls the page.
export function useLongPress(gridRef, isInHand, onHold) {
  const waiting = useRef(null);
  const latest = useRef({});
  latest.current = { isInHand, onHold };

  useEffect(() => {
    const grid = gridRef.current;
    const keep = (event) => event.cancelable && latest.current.isInHand() && event.preventDefault();
    const quiet = (event) => (waiting.current || latest.current.isInHand()) && event.preventDefault();
    grid?.addEventListener("touchmove", keep, { passive: false });
    grid?.addEventListener("contextmenu", quiet);
    return () => {
      waiting.current?.give();
      grid?.removeEventListener("touchmove", keep);
      grid?.removeEventListener("contextmenu", quiet);
    };
  }, [gridRef]);

  return (event, tile) => {
    const isOwn = event.target.closest?.(OWN);
    if (event.pointerType !== "touch" || !event.isPrimary || isOwn || waiting.current) return;
    waiting.current = rest(event, () => {
      waiting.current = null;
    }, (pointer) => latest.current.onHold(pointer, tile));
  };
}

// Waits while one finger stays where it is; gives up when it moves, leaves or is taken away.
function rest(event, onEnd, onHeld) {
  const { pointerId, clientX, clientY } = event;
  const mine = (run) => (other) => other.pointerId === pointerId && run(other);
  const give = () => {
    clearTimeout(timer);
    window.removeEventListener("pointermove", moved);
    window.removeEventListener("pointerup", left);
    window.removeEventListener("pointercancel", left);
    onEnd();
  };
  const moved = mine((now) => Math.hypot(now.clientX - clientX, now.clientY - clientY) > SLOP && give());
  const left = mine(give);
  const timer = setTimeout(() => {
    give();
    navigator.vibrate?.(12);
    onHeld({ pointerId, clientX, clientY, button: 0, preventDefault() {}, stopPropagation() {} });
  }, HOLD_MS);
  window.addEventListener("pointermove", moved);
  window.addEventListener("pointerup", left);
  window.addEventListener("pointercancel", left);
  return { give };
}
