// The grid of cards: a CSS grid with three arrangements, moved by pointer, by buttons and by keys.
import { Children, useCallback, useEffect, useMemo, useRef, useState } from "react";
import GripVertical from "lucide-react/dist/esm/icons/grip-vertical.mjs";
import { Dock } from "./card_grid_dock.jsx";
import { Skeleton, remember, spots, useBeforePaint, useBreakpoint, useReachable, useSlide } from "./card_grid_parts.jsx";
import { usePointer } from "./card_grid_pointer.js";
import { flow, inOrder, resized, same, settle, step } from "./grid_geometry.js";
import "./card_grid.css";

const DIRECTIONS = { ArrowLeft: "left", ArrowRight: "right", ArrowUp: "up", ArrowDown: "down" };

export function CardGrid({
  items = [], places = {}, version = 0, revision = 0, editing = false, senior = false, focus = {},
  forms = {}, columns = {}, strides = {}, sizes = {}, titles = {}, fixed = [], labels = {}, shape = {},
  canUndo = false, canRedo = false,
  onArrange, onRemove, onUndo, onRedo, onReset, onDone, onChanged, children,
}) {
  const gridRef = useRef(null);
  const breakpoint = useBreakpoint();
  const [local, setLocal] = useState(places);
  const [picked, setPicked] = useState(null);
  const [chosen, setChosen] = useState("");
  const [said, setSaid] = useState("");
  const wantFocus = useRef("");

  useEffect(() => {
    setLocal(places);
    setPicked(null);
    if (items.length) remember(places);
  }, [revision, items.length === 0]);

  const isStack = senior && breakpoint === "phone";
  const lying = local[breakpoint] ?? [];
  const kindOf = useMemo(() => Object.fromEntries(items.map((item) => [item.id, item.kind])), [items]);
  const titleOf = (tile) => titles[kindOf[tile]] ?? "";
  const sizesOf = useCallback((tile) => sizes[kindOf[tile]] ?? ["M"], [kindOf, sizes]);
  const isFixed = (tile) => fixed.includes(kindOf[tile]);
  const grid = { columns: columns[breakpoint] ?? 12, forms: forms[breakpoint] ?? {}, stride: strides[breakpoint] ?? 1 };

  const fill = (template, values) => template.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
  const where = (next, tile) => {
    const me = next.find((place) => place.tile === tile);
    if (!me) return "";
    const spot = { title: titleOf(tile), row: me.y + 1, column: me.x + 1, w: me.w, h: me.h };
    return fill(labels.where ?? "", spot);
  };

  const save = useCallback((next) => {
    onArrange?.(breakpoint, next.map(({ tile, x, y, w, h }) => ({ tile, x, y, w, h })));
  }, [breakpoint, onArrange]);

  // Shows and, unless the card is still in hand, saves; only when something changed.
  const apply = (next, tile, { hold = false } = {}) => {
    wantFocus.current = tile;
    if (same(next, lying)) {
      setSaid(`${labels.edge} ${where(next, tile)}`);
      return;
    }
    setLocal((all) => ({ ...all, [breakpoint]: inOrder(next) }));
    setSaid(where(next, tile));
    if (!hold) save(next);
  };

  const pointer = usePointer({
    gridRef, ...grid, sizesOf, places: lying,
    onSelect: (tile) => setChosen(tile),
    onDrop: (next, tile, offset) => {
      if (offset) dropped.current = { tile, offset };
      setChosen(tile);
      apply(next, tile);
    },
  });
  const shown = pointer.drag?.preview ?? lying;
  const arranged = pointer.drag ? { ...local, [breakpoint]: held(pointer.drag, lying) } : local;
  const dropped = useSlide(gridRef, arranged, editing);

  const moved = (direction, tile) => {
    if (!isStack) return step(lying, tile, direction, grid.columns, grid.stride);
    const order = inOrder(lying);
    const n = order.findIndex((place) => place.tile === tile);
    const to = direction === "up" || direction === "left" ? n - 1 : n + 1;
    if (to < 0 || to >= order.length) return lying;
    [order[n], order[to]] = [order[to], order[n]];
    return flow(order, grid.columns);
  };
  const sized = (change, tile) => resized(lying, tile, change, { ...grid, sizes: sizesOf(tile) });

  const drop = (tile) => {
    if (!same(lying, picked.places)) save(lying);
    setSaid(fill(labels.dropped ?? "", { title: titleOf(tile) }) + " " + where(lying, tile));
    setPicked(null);
  };
  const putBack = () => {
    setLocal((all) => ({ ...all, [breakpoint]: picked.places }));
    setSaid(fill(labels.back ?? "", { title: titleOf(picked.tile) }));
    wantFocus.current = picked.tile;
    setPicked(null);
  };
  const remove = (tile) => {
    if (isFixed(tile)) {
      setSaid(labels.fixed);
      return;
    }
    const order = inOrder(lying).map((place) => place.tile);
    const n = order.indexOf(tile);
    wantFocus.current = order[n + 1] ?? order[n - 1] ?? "";
    setChosen("");
    setSaid(fill(labels.removed ?? "", { title: titleOf(tile) }));
    onRemove?.(tile);
  };

  const onKey = (event, tile) => {
    const hold = picked?.tile === tile;
    const direction = DIRECTIONS[event.key];
    if (direction) {
      const change = direction === "right" || direction === "down" ? 1 : -1;
      apply(event.shiftKey ? sized(change, tile) : moved(direction, tile), tile, { hold });
    } else if (event.key === " " || event.key === "Enter") {
      if (hold) drop(tile);
      else {
        setPicked({ tile, places: lying });
        setChosen(tile);
        setSaid(fill(labels.picked ?? "", { title: titleOf(tile) }));
      }
    } else if (event.key === "Escape" && hold) putBack();
    else if (event.key === "Delete" || event.key === "Backspace") remove(tile);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  useEffect(() => {
    if (!editing) {
      setChosen("");
      setPicked(null);
      return undefined;
    }
    const onWindowKey = (event) => {
      const undoing = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z";
      const redoing = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "y";
      if (event.key === "Escape") {
        if (pointer.drag) pointer.cancel();
        else onDone?.();
      } else if (redoing || (undoing && event.shiftKey)) onRedo?.();
      else if (undoing) onUndo?.();
      else return;
      event.preventDefault();
    };
    window.addEventListener("keydown", onWindowKey);
    return () => window.removeEventListener("keydown", onWindowKey);
  }, [editing, pointer.drag, onDone, onRedo, onUndo]);

  useEffect(() => {
    const listen = () => onChanged?.();
    window.addEventListener("companion:changed", listen);
    return () => window.removeEventListener("companion:changed", listen);
  }, [onChanged]);

  useEffect(() => {
    if (!focus.tile || !editing || !items.length) return;
    wantFocus.current = focus.tile;
    setChosen(focus.tile);
    handleOf(focus.tile)?.focus({ preventScroll: true });
    gridRef.current?.querySelector(`[data-tile="${CSS.escape(focus.tile)}"]`)?.scrollIntoView({ block: "center" });
  }, [focus.n, editing, items.length === 0]);

  const handleOf = (tile) =>
    gridRef.current?.querySelector(`[data-tile="${CSS.escape(tile)}"] > .grip`);

  // A reordered DOM drops the focus: give it back to the card that was moved, added or is next.
  useBeforePaint(() => {
    const tile = wantFocus.current;
    if (!tile || !editing) return;
    const inDock = document.activeElement?.closest?.(".dock");
    if (!inDock) handleOf(tile)?.focus({ preventScroll: true });
    handleOf(tile)?.scrollIntoView?.({ block: "nearest" });
    wantFocus.current = "";
  }, [local, items]);

  useReachable(gridRef, items, local, breakpoint);

  // Kept as they are, so that moving a card draws no card's content again.
  const kids = useMemo(() => Children.toArray(children), [children]);
  const order = useMemo(() => {
    const rank = new Map(inOrder(lying).map((place, n) => [place.tile, n]));
    return items.map((item, n) => [item, n]).sort((a, b) => (rank.get(a[0].id) ?? 1e6) - (rank.get(b[0].id) ?? 1e6));
  }, [items, lying]);

  const toolsOf = (tile) => ({
    title: titleOf(tile),
    fixed: isFixed(tile),
    onStep: (direction) => apply(moved(direction, tile), tile),
    onSize: (change) => apply(sized(change, tile), tile),
    onRemove: () => remove(tile),
    onClose: () => { setChosen(""); handleOf(tile)?.focus({ preventScroll: true }); },
  });
  const act = { undo: () => onUndo?.(), redo: () => onRedo?.(), reset: () => onReset?.(), done: () => onDone?.() };
  const target = pointer.drag?.mode === "move" && shown.find((place) => place.tile === pointer.drag.tile);
  const atTarget = target && spots(target.tile, { ...local, [breakpoint]: shown });

  return (
    <div className="card-grid-frame">
      <p className="visually-hidden" role="status" aria-live="polite" data-announcer>{said}</p>
      <p className="visually-hidden" id="grid-help">{labels.help}</p>
      <div ref={gridRef} className="card-grid" data-grid data-breakpoint={breakpoint}
           data-editing={editing ? "on" : "off"} data-saved-version={version || undefined}>
        {items.length === 0 && <Skeleton shape={shape} />}
        {order.map(([item, n]) => (
          <section key={item.id} className="card tile" aria-label={titleOf(item.id)}
                   data-tile={item.id} data-kind={item.kind} data-state={item.state}
                   data-decision={item.decision_id || undefined}
                   data-chosen={editing && chosen === item.id ? "on" : undefined}
                   data-held={picked?.tile === item.id || pointer.drag?.tile === item.id ? "on" : undefined}
                   style={spots(item.id, arranged)}
                   onPointerDown={editing ? (event) => event.pointerType === "mouse" && pointer.begin(event, item.id, "move") : undefined}>
            {editing && (
              <button type="button" className="grip" data-grip aria-pressed={picked?.tile === item.id}
                      aria-label={fill(labels.move ?? "", { title: titleOf(item.id) })} aria-describedby="grid-help"
                      onPointerDown={(event) => { event.currentTarget.focus({ preventScroll: true }); pointer.begin(event, item.id, "move"); }}
                      onFocus={() => setChosen(item.id)} onKeyDown={(event) => onKey(event, item.id)}>
                <GripVertical size={20} aria-hidden />
              </button>
            )}
            <div className="tile-inside" inert={editing}>{kids[n]}</div>
            {editing && !isStack && (
              <span className="sizer" data-sizer onPointerDown={(event) => pointer.begin(event, item.id, "size")} />
            )}
          </section>
        ))}
        {atTarget && <div className="drop-target" style={atTarget} aria-hidden />}
      </div>
      {editing && (
        <Dock chosen={chosen && kindOf[chosen] ? toolsOf(chosen) : null} labels={labels}
              canUndo={canUndo} canRedo={canRedo} act={act} />
      )}
    </div>
  );
}

// While a card is in hand it stays in its old spot (it follows the pointer); the others give way.
function held(drag, lying) {
  if (drag.mode !== "move") return drag.preview;
  const me = lying.find((place) => place.tile === drag.tile);
  return drag.preview.map((place) => (place.tile === drag.tile ? me : place));
}
