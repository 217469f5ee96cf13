// The menu of one card, above everything: settings, read aloud, larger, smaller, remove.
import { useEffect, useRef } from "react";
import Ellipsis from "lucide-react/dist/esm/icons/ellipsis.mjs";
import Maximize2 from "lucide-react/dist/esm/icons/maximize-2.mjs";
import Minimize2 from "lucide-react/dist/esm/icons/minimize-2.mjs";
import Move from "lucide-react/dist/esm/icons/move.mjs";
import Settings2 from "lucide-react/dist/esm/icons/settings-2.mjs";
import Trash2 from "lucide-react/dist/esm/icons/trash-2.mjs";
import Volume2 from "lucide-react/dist/esm/icons/volume-2.mjs";
import { fill } from "./card_grid_moves.js";

const MARGIN = 8;

export function MoreButton({ title, labels, isOpen, onOpen }) {
  return (
    <button type="button" className="tile-more" data-more aria-haspopup="menu" aria-expanded={isOpen}
            aria-label={fill(labels.menu, { title })} onClick={(event) => onOpen(event.currentTarget)}>
      <Ellipsis size={20} aria-hidden />
    </button>
  );
}

// Lies below the button that opened it, or above it where there is no room, inside the window.
function placed(menu, anchor) {
  const at = anchor.getBoundingClientRect();
  const rtl = getComputedStyle(anchor).direction === "rtl";
  const { offsetWidth: w, offsetHeight: h } = menu;
  const left = rtl ? at.left : at.right - w;
  const below = at.bottom + MARGIN / 2;
  const top = below + h > window.innerHeight - MARGIN ? at.top - h - MARGIN / 2 : below;
  menu.style.left = `${Math.max(MARGIN, Math.min(left, window.innerWidth - w - MARGIN))}px`;
  menu.style.top = `${Math.max(MARGIN, top)}px`;
}

function byKeys(event) {
  const lines = [...event.currentTarget.querySelectorAll('[role="menuitem"]')];
  const n = lines.indexOf(document.activeElement);
  const to = { ArrowDown: n + 1, ArrowUp: n - 1, Home: 0, End: lines.length - 1 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  lines.at(to % lines.length)?.focus();
}

function Line({ icon: Icon, words, why, kind, run }) {
  return (
    <button type="button" role="menuitem" tabIndex={-1} className={`menu-line ${kind ?? ""}`}
            aria-disabled={why ? true : undefined} onClick={run}>
      <Icon size={18} aria-hidden />
      <span>
        {words}
        {why && <span className="caption menu-why">{why}</span>}
      </span>
    </button>
  );
}

export function TileMenu({ anchor, title, labels, why, can, act, onClose }) {
  const ref = useRef(null);
  useEffect(() => {
    const menu = ref.current;
    const left = (event) => event.newState === "closed" && onClose();
    menu.showPopover?.();
    placed(menu, anchor);
    menu.querySelector('[role="menuitem"]')?.focus({ preventScroll: true });
    menu.addEventListener("toggle", left);
    window.addEventListener("scroll", onClose, { passive: true, once: true });
    return () => {
      menu.removeEventListener("toggle", left);
      window.removeEventListener("scroll", onClose);
    };
  }, [anchor]);
  const leave = () => {
    anchor.focus({ preventScroll: true });
    onClose();
  };
  const doing = (run) => () => {
    leave();
    run();
  };
  const onKeyDown = (event) => {
    if (event.key === "Tab") leave();
    else byKeys(event);
  };
  return (
    <div ref={ref} popover="auto" role="menu" className="tile-menu" data-menu
         aria-label={fill(labels.menu, { title })} onKeyDown={onKeyDown}>
      <Line icon={Settings2} words={labels.settings} why={why("configure")} run={doing(act.settings)} />
      <Line icon={Volume2} words={labels.read} run={doing(act.read)} />
      {can.bigger && <Line icon={Maximize2} words={labels.bigger} why={why("resize")} run={doing(() => act.size(1))} />}
      {can.smaller && <Line icon={Minimize2} words={labels.smaller} why={why("resize")} run={doing(() => act.size(-1))} />}
      <Line icon={Move} words={labels.arrange} why={why("move")} run={doing(act.arrange)} />
      <Line icon={Trash2} words={labels.remove} why={why("remove")} kind="danger" run={doing(act.remove)} />
    </div>
  );
}
