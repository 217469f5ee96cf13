// The grid of cards: a CSS grid with three arrangements, moved by pointer, by buttons and by keys.
import { Children, useCallback, useEffect, useMemo, useRef } from "react";
import { Card } from "./card_grid_card.jsx";
import { Dock } from "./card_grid_dock.jsx";
import { useMoves } from "./card_grid_moves.js";
import { Skeleton, remember, spots, useBeforePaint, useBreakpoint, useReachable, useSlide } from "./card_grid_parts.jsx";
import { usePointer } from "./card_grid_pointer.js";
import { inOrder } from "./grid_geometry.js";
import "./card_grid.css";

const cardOf = (grid, tile) => grid?.querySelector(`[data-tile="${CSS.escape(tile)}"]`);
const gripOf = (grid, tile) => cardOf(grid, tile)?.querySelector(":scope > .grip");

// What is known of the cards by their kind: titles, sizes on offer, whether they must stay.
function useAbout(items, { titles, sizes, fixed }) {
  return useMemo(() => {
    const kinds = Object.fromEntries(items.map((item) => [item.id, item.kind]));
    return {
      has: (tile) => tile in kinds,
      title: (tile) => titles[kinds[tile]] ?? "",
      sizes: (tile) => sizes[kinds[tile]] ?? ["M"],
      isFixed: (tile) => fixed.includes(kinds[tile]),
    };
  }, [items, titles, sizes, fixed]);
}

// Undo, redo and leaving by keys, wherever the focus is.
function useShortcuts(editing, pointer, { onUndo, onRedo, onDone }) {
  useEffect(() => {
    if (!editing) return undefined;
    const onKey = (event) => {
      const key = event.ctrlKey || event.metaKey ? event.key.toLowerCase() : "";
      if (event.key === "Escape") pointer.drag ? pointer.cancel() : onDone?.();
      else if (key === "y" || (key === "z" && event.shiftKey)) onRedo?.();
      else if (key === "z") onUndo?.();
      else return;
      event.preventDefault();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [editing, pointer.drag, onDone, onRedo, onUndo]);
}

// A reordered document drops the focus: it goes back to the card that was moved, added or is next.
function useFocus(gridRef, moves, { focus, editing, items }) {
  const isEmpty = items.length === 0;
  useEffect(() => {
    if (!focus.tile || !editing || isEmpty) return;
    moves.setChosen(focus.tile);
    moves.wantFocus.current = focus.tile;
    gripOf(gridRef.current, focus.tile)?.focus({ preventScroll: true });
    cardOf(gridRef.current, focus.tile)?.scrollIntoView({ block: "center" });
  }, [focus.n, editing, isEmpty]);
  useBeforePaint(() => {
    const grip = editing && moves.wantFocus.current && gripOf(gridRef.current, moves.wantFocus.current);
    if (!grip) return;
    if (!document.activeElement?.closest?.(".dock")) grip.focus({ preventScroll: true });
    grip.scrollIntoView?.({ block: "nearest" });
    moves.wantFocus.current = "";
  }, [moves.local, items]);
}

// While a card is in hand it stays in its old spot (it follows the pointer); the others give way.
function held(drag, lying) {
  if (drag.mode !== "move") return drag.preview;
  const me = lying.find((place) => place.tile === drag.tile);
  return drag.preview.map((place) => (place.tile === drag.tile ? me : place));
}

function DropTarget({ drag, local, breakpoint }) {
  if (drag?.mode !== "move") return null;
  return <div className="drop-target" style={spots(drag.tile, { ...local, [breakpoint]: drag.preview })} aria-hidden />;
}

export function CardGrid({
  items = [], places = {}, version = 0, revision = 0, editing = false, senior = false, focus = {},
  forms = {}, columns = {}, strides = {}, sizes = {}, titles = {}, fixed = [], labels = {}, shape = {},
  canUndo = false, canRedo = false,
  onArrange, onRemove, onUndo, onRedo, onReset, onDone, onChanged, children,
}) {
  const gridRef = useRef(null);
  const breakpoint = useBreakpoint();
  const about = useAbout(items, { titles, sizes, fixed });
  const grid = {
    breakpoint, columns: columns[breakpoint] ?? 12, forms: forms[breakpoint] ?? {},
    stride: strides[breakpoint] ?? 1, isStack: senior && breakpoint === "phone",
  };
  const onSave = useCallback(
    (next) => onArrange?.(breakpoint, next.map(({ tile, x, y, w, h }) => ({ tile, x, y, w, h }))),
    [breakpoint, onArrange],
  );
  const moves = useMoves({ grid, about, places, revision, labels, onSave, onRemove });
  const { local, lying, picked, chosen } = moves;
  const dropped = useRef(null);
  const pointer = usePointer({
    gridRef, ...grid, sizesOf: about.sizes, places: lying, onSelect: moves.setChosen,
    onDrop: (next, tile, offset) => {
      if (offset) dropped.current = { tile, offset };
      moves.setChosen(tile);
      moves.apply(next, tile);
    },
  });
  const drag = pointer.drag;
  const arranged = drag ? { ...local, [breakpoint]: held(drag, lying) } : local;

  useSlide(gridRef, dropped, arranged, editing);
  useShortcuts(editing, pointer, { onUndo, onRedo, onDone });
  useFocus(gridRef, moves, { focus, editing, items });
  useReachable(gridRef, items, local, breakpoint);
  useEffect(() => {
    if (items.length) remember(places);
  }, [revision, items.length === 0]);
  useEffect(() => {
    if (!editing) moves.rest();
  }, [editing]);
  useEffect(() => {
    const changed = () => onChanged?.();
    window.addEventListener("companion:changed", changed);
    return () => window.removeEventListener("companion:changed", changed);
  }, [onChanged]);

  // Kept as they are, so that moving a card draws no card's content again.
  const kids = useMemo(() => Children.toArray(children), [children]);
  const order = useMemo(() => {
    const rank = new Map(inOrder(lying).map((place, n) => [place.tile, n]));
    const at = (item) => rank.get(item.id) ?? rank.size;
    return items.map((item, n) => [item, n]).sort((a, b) => at(a[0]) - at(b[0]));
  }, [items, lying]);

  const tools = chosen && about.has(chosen) ? {
    title: about.title(chosen),
    fixed: about.isFixed(chosen),
    onStep: (direction) => moves.move(direction, chosen),
    onSize: (change) => moves.size(change, chosen),
    onRemove: () => moves.remove(chosen),
    onClose: () => {
      gripOf(gridRef.current, chosen)?.focus({ preventScroll: true });
      moves.setChosen("");
    },
  } : null;
  const act = { undo: () => onUndo?.(), redo: () => onRedo?.(), reset: () => onReset?.(), done: () => onDone?.() };

  return (
    <div className="card-grid-frame">
      <p className="visually-hidden" role="status" aria-live="polite" data-announcer>{moves.said}</p>
      <p className="visually-hidden" id="grid-help">{labels.help}</p>
      <div ref={gridRef} className="card-grid" data-grid data-breakpoint={breakpoint}
           data-editing={editing ? "on" : "off"} data-saved-version={version || undefined}>
        {items.length === 0 && <Skeleton shape={shape} />}
        {order.map(([item, n]) => (
          <Card key={item.id} item={item} title={about.title(item.id)} style={spots(item.id, arranged)}
                editing={editing} labels={labels} canSize={!grid.isStack} isChosen={chosen === item.id}
                isPicked={picked?.tile === item.id} isHeld={(picked ?? drag)?.tile === item.id}
                on={{
                  start: (event, mode) => pointer.begin(event, item.id, mode),
                  choose: () => moves.setChosen(item.id),
                  key: (event) => moves.onKey(event, item.id),
                }}>
            {kids[n]}
          </Card>
        ))}
        <DropTarget drag={drag} local={local} breakpoint={breakpoint} />
      </div>
      {editing && <Dock chosen={tools} labels={labels} canUndo={canUndo} canRedo={canRedo} act={act} />}
    </div>
  );
}
