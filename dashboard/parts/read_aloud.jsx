// Reads a card or the whole page aloud: says line after line, marks it, and shows it as a caption.
import { useCallback, useEffect, useRef, useState } from "react";
import SkipForward from "lucide-react/dist/esm/icons/skip-forward.mjs";
import Square from "lucide-react/dist/esm/icons/square.mjs";
import Volume2 from "lucide-react/dist/esm/icons/volume-2.mjs";
import { linesOf } from "./read_aloud_parts.js";
import { say, voiceFor } from "./read_aloud_voice.js";

const CALM_RATE = 0.9;

const read = (element) =>
  window.dispatchEvent(new CustomEvent("companion:read", { detail: { element } }));

// The button that has the page read.
export function ReadPage({ label = "", className = "btn" }) {
  return (
    <button type="button" className={className} data-read-page onClick={() => read(document.getElementById("content"))}>
      <Volume2 size={20} aria-hidden />
      <span>{label}</span>
    </button>
  );
}

function mark(element) {
  element.dataset.reading = "on";
  element.scrollIntoView({ block: "nearest", behavior: "instant" });
}

// Goes through the lines until they end or `stop` is called; `skip` goes on to the next one.
function useReader(labels) {
  const [at, setAt] = useState(null);
  const running = useRef(null);
  const stop = useCallback(() => {
    running.current?.all.abort();
    running.current?.line.abort();
    running.current = null;
    setAt(null);
  }, []);
  const start = useCallback(async (element) => {
    stop();
    const language = document.documentElement.lang;
    const mine = { all: new AbortController(), line: new AbortController() };
    running.current = mine;
    const lines = linesOf(element, { hidden: labels.hidden, pause: language.startsWith("zh") ? "，" : ", " });
    const voice = await voiceFor(language);
    const rate = document.documentElement.dataset.senior === "on" ? CALM_RATE : 1;
    for (let n = 0; n < lines.length && !mine.all.signal.aborted; n += 1) {
      mine.line = new AbortController();
      mark(lines[n].element);
      setAt({ n: n + 1, of: lines.length, words: lines[n].words, isMute: !voice });
      await say(lines[n].words, { language, voice, rate, signal: mine.line.signal });
      delete lines[n].element.dataset.reading;
    }
    if (running.current === mine) stop();
  }, [labels, stop]);
  const skip = () => running.current?.line.abort();
  return { at, start, stop, skip };
}

export function ReadAloud({ labels = {} }) {
  const { at, start, stop, skip } = useReader(labels);
  useEffect(() => {
    const heard = (event) => event.detail?.element && start(event.detail.element);
    window.addEventListener("companion:read", heard);
    window.addEventListener("pagehide", stop);
    return () => {
      window.removeEventListener("companion:read", heard);
      window.removeEventListener("pagehide", stop);
      stop();
    };
  }, [start, stop]);
  useEffect(() => {
    if (!at) return undefined;
    const onKey = (event) => event.key === "Escape" && stop();
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [at === null, stop]);
  if (!at) return null;
  return (
    <div className="reading" role="region" aria-label={labels.reading} data-read-bar data-mute={at.isMute ? "on" : "off"}>
      <p className="reading-words" data-caption>{at.words}</p>
      <div className="reading-tools">
        <span className="caption number">{at.n} / {at.of}</span>
        {at.isMute && <span className="caption">{labels.mute}</span>}
        <span className="grow" />
        <button type="button" className="btn" data-read-skip onClick={skip}>
          <SkipForward size={18} aria-hidden />
          <span>{labels.next}</span>
        </button>
        <button type="button" className="btn primary" data-read-stop onClick={stop}>
          <Square size={18} aria-hidden />
          <span>{labels.stop}</span>
        </button>
      </div>
    </div>
  );
}
