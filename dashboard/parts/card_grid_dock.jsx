// The dock of the edit mode: what can be done with the chosen card, and with the whole home.
import ArrowDown from "lucide-react/dist/esm/icons/arrow-down.mjs";
import ArrowLeft from "lucide-react/dist/esm/icons/arrow-left.mjs";
import ArrowRight from "lucide-react/dist/esm/icons/arrow-right.mjs";
import ArrowUp from "lucide-react/dist/esm/icons/arrow-up.mjs";
import Check from "lucide-react/dist/esm/icons/check.mjs";
import Maximize2 from "lucide-react/dist/esm/icons/maximize-2.mjs";
import Minimize2 from "lucide-react/dist/esm/icons/minimize-2.mjs";
import Plus from "lucide-react/dist/esm/icons/plus.mjs";
import Redo2 from "lucide-react/dist/esm/icons/redo-2.mjs";
import RotateCcw from "lucide-react/dist/esm/icons/rotate-ccw.mjs";
import Trash2 from "lucide-react/dist/esm/icons/trash-2.mjs";
import Undo2 from "lucide-react/dist/esm/icons/undo-2.mjs";
import X from "lucide-react/dist/esm/icons/x.mjs";

function Tool({ icon: Icon, label, text, kind = "quiet", ...props }) {
  return (
    <button type="button" className={`btn ${text ? "" : "icon"} ${kind}`} aria-label={label}
            title={label} {...props}>
      <Icon size={20} aria-hidden />
      {text && <span>{text}</span>}
    </button>
  );
}

function CardTools({ title, why, labels, onStep, onSize, onRemove, onClose }) {
  const named = (label) => `${title}: ${label}`;
  const locked = (verb) => (why(verb) ? { "aria-disabled": true, title: why(verb) } : {});
  const reasons = [...new Set(["move", "resize", "remove"].map(why).filter(Boolean))];
  return (
    <div className="dock-card" role="toolbar" aria-label={title}>
      <div className="dock-line">
        <span className="dock-title clip">{title}</span>
        {reasons.length > 0 && <span className="caption">{reasons.join(" ")}</span>}
        <Tool icon={X} label={labels.close} onClick={onClose} />
      </div>
      <div className="dock-tools">
        <Tool icon={ArrowLeft} label={named(labels.left)} {...locked("move")} onClick={() => onStep("left")} />
        <Tool icon={ArrowUp} label={named(labels.up)} {...locked("move")} onClick={() => onStep("up")} />
        <Tool icon={ArrowDown} label={named(labels.down)} {...locked("move")} onClick={() => onStep("down")} />
        <Tool icon={ArrowRight} label={named(labels.right)} {...locked("move")} onClick={() => onStep("right")} />
        <Tool icon={Minimize2} label={named(labels.smaller)} {...locked("resize")} onClick={() => onSize(-1)} />
        <Tool icon={Maximize2} label={named(labels.bigger)} {...locked("resize")} onClick={() => onSize(1)} />
        <Tool icon={Trash2} label={named(labels.remove)} kind="quiet danger" {...locked("remove")}
              onClick={onRemove} />
      </div>
    </div>
  );
}

export function Dock({ chosen, labels, canUndo, canRedo, act }) {
  return (
    <div className="dock" role="region" aria-label={labels.edit}>
      {chosen && <CardTools {...chosen} labels={labels} />}
      <div className="dock-tools">
        <a className="btn quiet" href="/gallery" onClick={act.gallery} aria-label={labels.gallery} title={labels.gallery}>
          <Plus size={20} aria-hidden />
          <span className="dock-word">{labels.add}</span>
        </a>
        <Tool icon={Undo2} label={labels.undo} disabled={!canUndo} onClick={act.undo} />
        <Tool icon={Redo2} label={labels.redo} disabled={!canRedo} onClick={act.redo} />
        <Tool icon={RotateCcw} label={labels.reset} onClick={act.reset} />
        <Tool icon={Check} label={labels.done} text={labels.done} kind="primary" onClick={act.done} />
      </div>
    </div>
  );
}
