// The quiet blocks of a face: figure, progress, note, table.
import { useFace } from "./face_context.js";
import { Icon, Toned } from "./face_parts.jsx";
import { widthOf, words, written } from "./face_values.js";

export function Figure({ block }) {
  const { view } = useFace();
  const [label, note] = [words(view, block.label), words(view, block.note)];
  const text = written(view, block.value);
  const isToned = block.tone && !block.delta;
  return (
    <div className="face-figure">
      {label && <p className="caption">{label}</p>}
      <p className="figure" style={{ "--letters": Math.max(6, widthOf(text)) }}>
        {isToned ? <Toned value={block.value} tone={block.tone} /> : text}
      </p>
      {(block.delta || note) && (
        <p className="face-delta">
          {block.delta && <Toned value={block.delta} tone={block.tone} className="strong" />}
          {note && <span className="muted">{note}</span>}
        </p>
      )}
    </div>
  );
}

export function Bar({ share, tone, label }) {
  const width = `${Math.round(Math.min(1, Math.max(0, share)) * 1000) / 10}%`;
  return (
    <div className="bar" role="progressbar" aria-label={label} aria-valuemin={0} aria-valuemax={100}
         aria-valuenow={Math.round(share * 100)}>
      <div className={`bar-fill face-fill ${tone ?? ""}`} style={{ width }} />
    </div>
  );
}

export function Progress({ block }) {
  const { view } = useFace();
  const label = words(view, block.label);
  const note = words(view, block.note);
  return (
    <div className="face-progress">
      <p className="row tight">
        <span className="grow small">{label}</span>
        <Toned value={{ unit: "percent", share: block.share, digits: 0 }} tone={block.tone} className="small" />
      </p>
      <Bar share={block.share} tone={block.tone} label={label} />
      {note && <p className="caption">{note}</p>}
    </div>
  );
}

const NOTE_ICONS = { good: "circle-check", warn: "triangle-alert", bad: "circle-alert", info: "info" };

export function Note({ block }) {
  const { view } = useFace();
  return (
    <p className={`face-note ${block.tone ?? ""}`}>
      <Icon name={block.icon || NOTE_ICONS[block.tone]} size={16} />
      <span>{words(view, block.text)}</span>
    </p>
  );
}

export function Table({ block }) {
  const { view } = useFace();
  const end = (n) => (block.columns[n]?.is_number ? "number" : undefined);
  return (
    <div className="scroll-x">
      <table className="table face-table">
        <thead>
          <tr>{block.columns.map((one, n) => <th key={n} scope="col" className={end(n)}>{words(view, one.title)}</th>)}</tr>
        </thead>
        <tbody>
          {block.rows.map((row, n) => (
            <tr key={n}>
              <th scope="row">{written(view, row[0])}</th>
              {row.slice(1).map((value, m) => <td key={m} className={end(m + 1)}>{written(view, value)}</td>)}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
