// A text field that keeps what is typed on the client and tells the server when typing rests.
import { useEffect, useRef, useState } from "react";

const REST_MS = 400;

export function LiveField({ value = "", onEdit, multiline = false, type = "text", ...rest }) {
  const [text, setText] = useState(value);
  const waiting = useRef(null);
  const sent = useRef(value);
  // What the server says counts, unless the person is in the middle of a word.
  useEffect(() => {
    if (waiting.current) return;
    sent.current = value;
    setText(value);
  }, [value]);
  const tell = (next) => {
    clearTimeout(waiting.current);
    waiting.current = null;
    if (next === sent.current) return;
    sent.current = next;
    onEdit?.(next);
  };
  const typed = (event) => {
    const next = event.target.value;
    setText(next);
    clearTimeout(waiting.current);
    waiting.current = setTimeout(() => tell(next), REST_MS);
  };
  const left = (event) => tell(event.target.value);
  const common = { ...rest, value: text, onChange: typed, onBlur: left };
  return multiline ? <textarea {...common} /> : <input type={type} {...common} />;
}

const LIMIT = 2 * 1024 * 1024;

// Sends a picture to the media route and tells which name it got.
export function PictureUpload({ label, tooLarge, refused, onUploaded, ...rest }) {
  const [problem, setProblem] = useState("");
  const [busy, setBusy] = useState(false);
  const chosen = async (event) => {
    const file = event.target.files?.[0];
    event.target.value = "";
    if (!file) return;
    if (file.size > LIMIT) { setProblem(tooLarge); return; }
    setProblem("");
    setBusy(true);
    const body = new FormData();
    body.append("file", file);
    try {
      const answer = await fetch("/api/v1/media", { method: "POST", body, credentials: "same-origin" });
      if (!answer.ok) { setProblem(refused); return; }
      onUploaded?.((await answer.json()).image);
    } catch {
      setProblem(refused);
    } finally {
      setBusy(false);
    }
  };
  return (
    <div {...rest}>
      <label className="btn" aria-busy={busy}>
        {label}
        <input type="file" accept="image/png,image/jpeg,image/webp" onChange={chosen} className="visually-hidden" />
      </label>
      <p role="status" className="problem small bad">{problem}</p>
    </div>
  );
}
