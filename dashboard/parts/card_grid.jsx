// The grid of cards: a CSS grid with three arrangements, moved by pointer, by buttons and by keys.
import { Children, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { SizeContext } from "$/public/external/widgets/face/face_context.js";
import { Card } from "./card_grid_card.jsx";
import { Dock } from "./card_grid_dock.jsx";
import { useKept } from "./card_grid_keep.js";
import { TileMenu } from "./card_grid_menu.jsx";
import { along, useMoves } from "./card_grid_moves.js";
import { Skeleton, remember, spots, useBeforePaint, useBreakpoint, useReachable, useSlide } from "./card_grid_parts.jsx";
import { usePointer } from "./card_grid_pointer.js";
import { useLongPress } from "./card_grid_touch.js";
import { inOrder, resized, same, sizeOf } from "./grid_geometry.js";

const cardOf = (grid, tile) => grid?.querySelector(`[data-tile="${CSS.escape(tile)}"]`);
const handleOf = (grid, tile) => cardOf(grid, tile)?.querySelector(":scope > :is(.grip, .tile-more)");

const tellReader = (element) =>
  window.dispatchEvent(new CustomEvent("companion:read", { detail: { element } }));

// What is known of the cards: titles, sizes on offer, and why something may not be done with one.
function useAbout(items, { titles, sizes, fixed, locks, labels }) {
  return useMemo(() => {
    const known = Object.fromEntries(items.map((item) => [item.id, item]));
    const stays = (tile) => (fixed.includes(known[tile]?.kind) ? labels.fixed : "");
    return {
      has: (tile) => tile in known,
      title: (tile) => known[tile]?.title || titles[known[tile]?.kind] || "",
      sizes: (tile) => sizes[known[tile]?.kind] ?? (known[tile]?.sizes?.length ? known[tile].sizes : ["M"]),
      why: (tile, verb) => locks[tile]?.[verb] || (verb === "remove" ? stays(tile) : ""),
    };
  }, [items, titles, sizes, fixed, locks, labels]);
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
    handleOf(gridRef.current, focus.tile)?.focus({ preventScroll: true });
    cardOf(gridRef.current, focus.tile)?.scrollIntoView({ block: "center" });
  }, [focus.n, editing, isEmpty]);
  useBeforePaint(() => {
    const handle = moves.wantFocus.current && handleOf(gridRef.current, moves.wantFocus.current);
    if (!handle) return;
    if (!document.activeElement?.closest?.(".dock")) handle.focus({ preventScroll: true });
    handle.scrollIntoView?.({ block: "nearest" });
    moves.wantFocus.current = "";
  }, [moves.local, items]);
}

// What the cards tell the page: `hear` gets the event's detail.
function useHeard(name, hear) {
  const latest = useRef(hear);
  latest.current = hear;
  useEffect(() => {
    const heard = (event) => latest.current(event.detail ?? {});
    window.addEventListener(name, heard);
    return () => window.removeEventListener(name, heard);
  }, [name]);
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
  items: placed = [], late = {}, places = {}, version = 0, revision = 0, editing = false, senior = false, focus = {},
  forms = {}, columns = {}, strides = {}, sizes = {}, titles = {}, fixed = [], locks = {}, kept = [], labels = {}, shape = {},
  canUndo = false, canRedo = false,
  onArrange, onRemove, onUndo, onRedo, onReset, onDone, onChanged, onDeed, onQuery, onRetry, onEdit, onSettings,
  children,
}) {
  const items = useMemo(() => placed.map((item) => late[item.id] ?? item), [placed, late]);
  const gridRef = useRef(null);
  const breakpoint = useBreakpoint();
  const about = useAbout(items, { titles, sizes, fixed, locks, labels });
  const grid = {
    breakpoint, columns: columns[breakpoint] ?? 12, forms: forms[breakpoint] ?? {},
    stride: strides[breakpoint] ?? 1, isStack: senior,
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
  const start = (event, tile, mode) =>
    moves.refused(tile, mode === "size" ? "resize" : "move") ? moves.setChosen(tile) : pointer.begin(event, tile, mode);
  const press = useLongPress(gridRef, pointer.isInHand, (finger, tile) => {
    if (editing) return start(finger, tile, "move");
    moves.setChosen(tile);
    return onEdit?.();
  });
  const [menu, setMenu] = useState(null);
  const arranged = drag ? { ...local, [breakpoint]: held(drag, lying) } : local;

  useSlide(gridRef, dropped, arranged, editing);
  useShortcuts(editing, pointer, { onUndo, onRedo, onDone });
  useFocus(gridRef, moves, { focus, editing, items });
  useReachable(gridRef, items, local, breakpoint);
  useKept(gridRef, items, { kinds: kept, labels, editing });
  useEffect(() => {
    if (items.length) remember(places);
  }, [revision, items.length === 0]);
  useEffect(() => {
    if (!editing) moves.rest();
  }, [editing]);
  const edition = useRef(senior);
  useEffect(() => {
    if (edition.current !== senior && items.length) onChanged?.();
    edition.current = senior;
  }, [senior]);
  useHeard("companion:changed", () => onChanged?.());
  useHeard("companion:deed", ({ tile, name, item }) => onDeed?.(tile, name, item ?? ""));
  useHeard("companion:query", ({ tile, query }) => onQuery?.(tile, query ?? ""));
  useHeard("companion:retry", ({ tile }) => onRetry?.(tile));

  // Kept as they are, so that moving a card draws no card's content again.
  const kids = useMemo(() => Children.toArray(children), [children]);
  const order = useMemo(() => {
    const rank = new Map(inOrder(lying).map((place, n) => [place.tile, n]));
    const at = (item) => rank.get(item.id) ?? rank.size;
    return items.map((item, n) => [item, n]).sort((a, b) => at(a[0]) - at(b[0]));
  }, [items, lying]);

  const tools = chosen && about.has(chosen) ? {
    title: about.title(chosen),
    why: (verb) => about.why(chosen, verb),
    onStep: (direction) => moves.move(along(direction), chosen),
    onSize: (change) => moves.size(change, chosen),
    onRemove: () => moves.remove(chosen),
    onClose: () => {
      handleOf(gridRef.current, chosen)?.focus({ preventScroll: true });
      moves.setChosen("");
    },
  } : null;
  const sizeAt = (tile) => {
    const lies = (arranged[breakpoint] ?? []).find((place) => place.tile === tile);
    return lies && sizeOf(lies, grid.forms);
  };
  const canSize = (tile, change) => !same(resized(lying, tile, change, { ...grid, sizes: about.sizes(tile) }), lying);
  const doing = (tile) => ({
    settings: () => onSettings?.(tile),
    read: () => tellReader(cardOf(gridRef.current, tile)),
    size: (change) => moves.size(change, tile),
    remove: () => moves.remove(tile),
    arrange: () => {
      moves.setChosen(tile);
      moves.wantFocus.current = tile;
      onEdit?.();
    },
  });
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
                size={sizeAt(item.id)} editing={editing} labels={labels} canSize={!grid.isStack}
                isChosen={chosen === item.id} isOver={drag?.over === item.id} isOpen={menu?.tile === item.id}
                isPicked={picked?.tile === item.id} isHeld={(picked ?? drag)?.tile === item.id}
                why={(verb) => about.why(item.id, verb)}
                on={{
                  press,
                  open: (anchor) => setMenu({ tile: item.id, anchor }),
                  start: (event, mode) => start(event, item.id, mode),
                  choose: () => moves.setChosen(item.id),
                  key: (event) => moves.onKey(event, item.id),
                }}>
            <SizeContext.Provider value={sizeAt(item.id)}>{kids[n]}</SizeContext.Provider>
          </Card>
        ))}
        <DropTarget drag={drag} local={local} breakpoint={breakpoint} />
      </div>
      {menu && about.has(menu.tile) && (
        <TileMenu anchor={menu.anchor} title={about.title(menu.tile)} labels={labels} act={doing(menu.tile)}
                  why={(verb) => about.why(menu.tile, verb)} onClose={() => setMenu(null)}
                  can={{ bigger: canSize(menu.tile, 1), smaller: canSize(menu.tile, -1) }} />
      )}
      {editing && <Dock chosen={tools} labels={labels} canUndo={canUndo} canRedo={canRedo} act={act} />}
    </div>
  );
}
