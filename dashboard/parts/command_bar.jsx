// The command bar: one field for what is typed and, where the browser can listen, for what is said.
import { useCallback, useEffect, useRef, useState } from "react";
import Mic from "lucide-react/dist/esm/icons/mic.mjs";
import Search from "lucide-react/dist/esm/icons/search.mjs";
import X from "lucide-react/dist/esm/icons/x.mjs";
import "./command_bar.css";

const Recognition = typeof window === "undefined" ? null : window.SpeechRecognition ?? window.webkitSpeechRecognition;
const LISTENS_TO = { "zh-Hans": "zh-CN", "zh-Hant": "zh-HK", en: "en-GB" };

const breakpoint = () =>
  window.matchMedia("(max-width: 679px)").matches ? "phone"
    : window.matchMedia("(max-width: 999px)").matches ? "tablet" : "desktop";
const cardOf = (tile) => document.querySelector(`[data-tile="${CSS.escape(tile)}"]`);

// What the microphone hears; `isOn` while it listens. Without recognition there is no microphone.
function useMicrophone(onHeard) {
  const [isOn, setOn] = useState(false);
  const running = useRef(null);
  const stop = useCallback(() => running.current?.stop(), []);
  const start = useCallback(() => {
    const one = new Recognition();
    one.lang = LISTENS_TO[document.documentElement.lang] ?? "zh-CN";
    one.onresult = (event) => onHeard(event.results[0][0].transcript);
    one.onend = () => setOn(false);
    one.onerror = () => setOn(false);
    running.current = one;
    one.start();
    setOn(true);
  }, [onHeard]);
  return { isOn, start, stop };
}

// Opens at Ctrl+K (or the slash, where nothing is being typed).
function useShortcut(open) {
  useEffect(() => {
    const onKey = (event) => {
      const isTyping = event.target.closest?.("input, textarea, select, [contenteditable]");
      const isWanted = (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey)) ||
        (event.key === "/" && !isTyping && !event.ctrlKey && !event.metaKey && !event.altKey);
      if (!isWanted) return;
      event.preventDefault();
      open();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [open]);
}

// What the page does after a turn: shows the card, reads it, or reads the whole page.
function useEffects(turn, close) {
  useEffect(() => {
    if (!turn.number || turn.asks) return;
    const wanted = turn.card || turn.reads;
    if (!wanted) return;
    close();
    const element = turn.card ? cardOf(turn.card) : document.getElementById("content");
    element?.scrollIntoView({ block: turn.card ? "center" : "start" });
    if (turn.reads) window.dispatchEvent(new CustomEvent("companion:read", { detail: { element } }));
  }, [turn.number]);
}

function Answer({ turn, labels, onConfirm, onNo }) {
  if (!turn.number) return null;
  const yes = () => onConfirm?.(turn.command, breakpoint());
  return (
    <div className="command-answer">
      <p role="status" aria-live="polite" data-said>{turn.said}</p>
      {turn.asks && (
        <div className="row tight wrap">
          <button type="button" className="btn primary" data-yes onClick={yes}>{labels.yes}</button>
          <button type="button" className="btn" data-no onClick={onNo}>{labels.no}</button>
        </div>
      )}
      {turn.links?.length > 0 && (
        <ul className="command-links">
          {turn.links.map((one) => (
            <li key={one.href}><a href={one.href}>{one.title}</a><p className="caption">{one.why}</p></li>
          ))}
        </ul>
      )}
      {turn.choices?.length > 0 && (
        <ul className="command-choices">
          {turn.choices.map((one, n) => (
            <li key={n}>
              <button type="button" className="btn" onClick={() => onConfirm?.(one.command, breakpoint())}>
                {one.label}
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function Microphone({ microphone, labels }) {
  if (!Recognition) return null;
  const { isOn, start, stop } = microphone;
  return (
    <button type="button" className="btn icon" data-microphone aria-pressed={isOn}
            aria-label={isOn ? labels.listening : labels.speak} onClick={isOn ? stop : start}>
      <Mic size={20} aria-hidden />
    </button>
  );
}

export function CommandBar({ turn = {}, labels = {}, examples = [], onHear, onConfirm, onClear }) {
  const dialog = useRef(null);
  const field = useRef(null);
  const [text, setText] = useState("");
  const close = useCallback(() => dialog.current?.close(), []);
  const open = useCallback(() => {
    if (dialog.current?.open) return;
    onClear?.();
    setText("");
    dialog.current?.showModal();
    field.current?.focus();
  }, [onClear]);
  const hear = useCallback((words) => {
    setText(words);
    if (words.trim()) onHear?.(words.trim());
  }, [onHear]);
  const microphone = useMicrophone(hear);
  useShortcut(open);
  useEffects(turn, close);
  const no = () => {
    onClear?.();
    field.current?.select();
  };
  return (
    <>
      <button type="button" className="btn quiet command-open" data-command-open onClick={open}
              aria-keyshortcuts="Control+K Meta+K" aria-label={labels.open}>
        <Search size={18} aria-hidden />
        <span className="command-hint" aria-hidden>{labels.hint}</span>
      </button>
      <dialog ref={dialog} className="command" aria-label={labels.open} onClick={(event) => event.target === dialog.current && close()}>
        <form onSubmit={(event) => { event.preventDefault(); hear(text); }}>
          <Search size={20} aria-hidden className="command-icon" />
          <input ref={field} id="command" type="text" maxLength={120} autoComplete="off" enterKeyHint="go"
                 aria-label={labels.hint} placeholder={microphone.isOn ? labels.listening : labels.placeholder}
                 value={text} onChange={(event) => setText(event.target.value)} />
          <Microphone microphone={microphone} labels={labels} />
          <button type="button" className="btn icon quiet" aria-label={labels.close} onClick={close}>
            <X size={20} aria-hidden />
          </button>
        </form>
        <Answer turn={turn} labels={labels} onConfirm={onConfirm} onNo={no} />
        {!turn.number && (
          <ul className="command-choices" aria-label={labels.examples}>
            {examples.map((one) => (
              <li key={one}><button type="button" className="btn quiet" onClick={() => hear(one)}>{one}</button></li>
            ))}
          </ul>
        )}
      </dialog>
    </>
  );
}
