// A panel beside the page, on a phone a sheet from below; Escape and the ground behind close it.
import X from "lucide-react/dist/esm/icons/x.mjs";
import { useEffect, useRef } from "react";
import "./side_panel.css";

export function SidePanel({ isOpen = false, label = "", close = "", onClose, children }) {
  const dialog = useRef(null);
  useEffect(() => {
    if (isOpen && !dialog.current.open) dialog.current.showModal();
    else if (!isOpen && dialog.current.open) dialog.current.close();
  }, [isOpen]);
  const behind = (event) => event.target === dialog.current && dialog.current.close();
  return (
    <dialog ref={dialog} className="side-panel" aria-label={label} onClick={behind} onClose={() => isOpen && onClose?.()}>
      <div className="side-panel-in">
        <header className="row between side-panel-head">
          <h2>{label}</h2>
          <button type="button" className="btn icon quiet" aria-label={close} onClick={() => dialog.current.close()}>
            <X size={20} aria-hidden />
          </button>
        </header>
        {children}
      </div>
    </dialog>
  );
}
