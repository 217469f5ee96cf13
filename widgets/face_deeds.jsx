// What can be done on a face: buttons with an inline confirmation, a search field, a choice.
import { useEffect, useId, useRef, useState } from "react";
import { tell, useFace } from "./face_context.js";
import { words } from "./face_values.js";

const QUIET_MS = 300;
const ANSWER_MS = 8000;
const LOOKS = { primary: "primary", danger: "danger", plain: "" };

// A deed is under way until the card comes back with new data, or nothing came for a while.
function useDeed() {
  const { face } = useFace();
  const [busy, setBusy] = useState("");
  useEffect(() => setBusy(""), [face]);
  useEffect(() => {
    const wait = busy ? setTimeout(() => setBusy(""), ANSWER_MS) : null;
    return () => clearTimeout(wait);
  }, [busy]);
  const carry = (element, act) => {
    setBusy(`${act.name}:${act.item ?? ""}`);
    tell("deed", element, { name: act.name, item: act.item ?? "" });
  };
  return [busy, carry];
}

function Confirm({ act, onYes, onNo }) {
  const { view, labels } = useFace();
  const no = useRef(null);
  useEffect(() => no.current?.focus({ preventScroll: true }), []);
  const question = words(view, act.confirm);
  const onKey = (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    onNo();
  };
  return (
    <div className="face-confirm" role="group" aria-label={question} onKeyDown={onKey}>
      <p className="small">{question}</p>
      <div className="row tight wrap">
        <button type="button" className={`btn ${act.tone === "danger" ? "danger" : "primary"}`}
                onClick={(event) => onYes(event.currentTarget)}>
          {words(view, act.label)}
        </button>
        <button type="button" ref={no} className="btn quiet" onClick={onNo}>{labels.cancel}</button>
      </div>
    </div>
  );
}

function Button({ act, look, busy, onAct, about }) {
  const { view } = useFace();
  const label = words(view, act.label);
  const named = about ? { "aria-label": `${label}: ${about}` } : {};
  const className = `btn ${look || LOOKS[act.tone ?? "plain"]}`;
  if (act.href) return <a href={act.href} className={className} {...named}>{label}</a>;
  return (
    <button type="button" className={className} disabled={Boolean(busy)}
            aria-busy={busy === `${act.name}:${act.item ?? ""}` || undefined} onClick={onAct} {...named}>
      {label}
    </button>
  );
}

export function Acts({ acts, look, about }) {
  const [busy, carry] = useDeed();
  const [asked, setAsked] = useState(null);
  const box = useRef(null);
  const leave = () => {
    setAsked(null);
    requestAnimationFrame(() => box.current?.querySelector("button")?.focus({ preventScroll: true }));
  };
  if (asked) {
    const yes = (element) => {
      carry(element, asked);
      setAsked(null);
    };
    return <Confirm act={asked} onYes={yes} onNo={leave} />;
  }
  return (
    <div className="face-acts" ref={box}>
      {acts.map((act, n) => (
        <Button key={n} act={act} look={look} busy={busy} about={about}
                onAct={(event) => (act.confirm ? setAsked(act) : carry(event.currentTarget, act))} />
      ))}
    </div>
  );
}

export function Search({ block }) {
  const { view } = useFace();
  const [text, setText] = useState(block.query ?? "");
  const wait = useRef(null);
  const label = words(view, block.label);
  useEffect(() => () => clearTimeout(wait.current), []);
  const typed = (event) => {
    const field = event.currentTarget;
    setText(field.value);
    clearTimeout(wait.current);
    wait.current = setTimeout(() => tell("query", field, { query: field.value.trim() }), QUIET_MS);
  };
  return (
    <input type="search" className="input face-search" value={text} onChange={typed} maxLength={80}
           placeholder={label} aria-label={label} enterKeyHint="search" autoComplete="off" />
  );
}

export function Choice({ block }) {
  const { view } = useFace();
  const [busy, carry] = useDeed();
  const [chosen, setChosen] = useState(block.chosen ?? "");
  const id = useId();
  useEffect(() => setChosen(block.chosen ?? ""), [block]);
  const changed = (event) => {
    setChosen(event.currentTarget.value);
    carry(event.currentTarget, { name: block.name, item: event.currentTarget.value });
  };
  return (
    <div className="face-choice">
      <label htmlFor={id} className="caption">{words(view, block.label)}</label>
      <select id={id} className="input" value={chosen} onChange={changed} disabled={Boolean(busy)}>
        {block.options.map((one) => <option key={one.value} value={one.value}>{words(view, one.label)}</option>)}
      </select>
    </div>
  );
}

export function Retry({ label }) {
  return (
    <button type="button" className="btn" data-retry onClick={(event) => tell("retry", event.currentTarget, {})}>
      {label}
    </button>
  );
}
