// One card of the grid: its content and menu; in edit mode the grip and the corner that resizes it.
import GripVertical from "lucide-react/dist/esm/icons/grip-vertical.mjs";
import { MoreButton } from "./card_grid_menu.jsx";
import { fill } from "./card_grid_moves.js";

function Grip({ title, labels, isPicked, why, onStart, onChoose, onKey }) {
  const start = (event) => {
    event.currentTarget.focus({ preventScroll: true });
    onStart(event, "move");
  };
  return (
    <button type="button" className="grip" data-grip aria-pressed={isPicked} title={why || undefined}
            aria-label={fill(labels.move, { title })} aria-describedby="grid-help"
            onPointerDown={start} onFocus={onChoose} onKeyDown={onKey}>
      <GripVertical size={20} aria-hidden />
    </button>
  );
}

// The room that a title takes, in Latin letters: what stands beside it takes the rest.
const lettersOf = (title) => [...title].reduce((sum, one) => sum + (one > "\u2e7f" ? 2 : 1), 0);

export function Card({
  item, title, style, size, editing, isChosen, isHeld, isPicked, isOver, isOpen, canSize, why, labels, on, children,
}) {
  const byPointer = (event) => {
    if (editing && event.pointerType === "mouse") on.start(event, "move");
    else on.press(event, item.id);
  };
  return (
    <div className="card tile" role="group" aria-label={title} style={{ ...style, "--title": lettersOf(title) }}
             data-tile={item.id} data-kind={item.kind} data-state={item.state} data-size={size}
             data-decision={item.decision_id || undefined}
             data-chosen={editing && isChosen ? "on" : undefined} data-held={isHeld ? "on" : undefined}
             data-over={isOver ? "on" : undefined}
             onPointerDown={byPointer}>
      {editing && (
        <Grip title={title} labels={labels} isPicked={isPicked} why={why("move")} onStart={on.start}
              onChoose={on.choose} onKey={on.key} />
      )}
      <div className="tile-inside" inert={editing}>{children}</div>
      {!editing && <MoreButton title={title} labels={labels} isOpen={isOpen} onOpen={on.open} />}
      {editing && canSize && (
        <span className="sizer" data-sizer onPointerDown={(event) => on.start(event, "size")} />
      )}
    </div>
  );
}
