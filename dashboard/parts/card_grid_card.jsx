// One card of the grid: its content, and in edit mode the grip and the corner that resizes it.
import GripVertical from "lucide-react/dist/esm/icons/grip-vertical.mjs";
import { fill } from "./card_grid_moves.js";

function Grip({ title, labels, isPicked, onStart, onChoose, onKey }) {
  const start = (event) => {
    event.currentTarget.focus({ preventScroll: true });
    onStart(event, "move");
  };
  return (
    <button type="button" className="grip" data-grip aria-pressed={isPicked}
            aria-label={fill(labels.move, { title })} aria-describedby="grid-help"
            onPointerDown={start} onFocus={onChoose} onKeyDown={onKey}>
      <GripVertical size={20} aria-hidden />
    </button>
  );
}

export function Card({ item, title, style, editing, isChosen, isHeld, isPicked, canSize, labels, on, children }) {
  const byMouse = (event) => event.pointerType === "mouse" && on.start(event, "move");
  return (
    <section className="card tile" aria-label={title} style={style}
             data-tile={item.id} data-kind={item.kind} data-state={item.state}
             data-decision={item.decision_id || undefined}
             data-chosen={editing && isChosen ? "on" : undefined} data-held={isHeld ? "on" : undefined}
             onPointerDown={editing ? byMouse : undefined}>
      {editing && (
        <Grip title={title} labels={labels} isPicked={isPicked} onStart={on.start} onChoose={on.choose} onKey={on.key} />
      )}
      <div className="tile-inside" inert={editing}>{children}</div>
      {editing && canSize && (
        <span className="sizer" data-sizer onPointerDown={(event) => on.start(event, "size")} />
      )}
    </section>
  );
}
