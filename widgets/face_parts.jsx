// The smallest parts of a face: icons by name, chips, and values that say up or down.
import { useFace } from "./face_context.js";
import { written, words } from "./face_values.js";

export function Glyph({ name, icons, size = 20, className }) {
  const Icon = icons?.[name];
  return Icon ? <Icon size={size} className={className} aria-hidden /> : null;
}

export function Icon({ name, size, className }) {
  return <Glyph name={name} icons={useFace().icons} size={size} className={className} />;
}

export function Chip({ text, tone = "plain" }) {
  const { view } = useFace();
  const said = words(view, text);
  return said ? <span className={`chip ${tone === "plain" ? "" : tone}`}>{said}</span> : null;
}

// The same cue as the colour, for those who do not see it.
const MARKS = { up: "▲", down: "▼" };

export function Toned({ value, tone = "plain", className = "", isMarked = true }) {
  const { view } = useFace();
  const mark = isMarked && MARKS[tone];
  return (
    <span className={`number ${className} ${tone === "plain" ? "" : `tone ${tone}`}`}>
      {mark && <span className="mark" aria-hidden>{mark}</span>}
      {written(view, value)}
    </span>
  );
}
