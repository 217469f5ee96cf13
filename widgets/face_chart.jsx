// A chart in a face: its place, its words and its table come at once, its drawing in a lazy chunk.
import { Suspense, lazy, useRef, useState } from "react";
import { stands, useFace } from "./face_context.js";
import { useMeasured } from "./face_room.js";
import { useRoom } from "./face_rows.jsx";
import { labelled, sized, words, written } from "./face_values.js";

const Drawing = lazy(() => import("./face_drawing.jsx"));

// The room that the drawing has; nothing is drawn before it is known.
function useBox(ref) {
  const [room, setRoom] = useState(null);
  const look = (element) => {
    const { width, height } = element.getBoundingClientRect();
    return { width, height };
  };
  const take = (seen) =>
    setRoom((old) => (old?.width === seen.width && old?.height === seen.height ? old : seen));
  useMeasured(ref, { look, take }, "");
  return room;
}

const at = (series, n) => series.values[n - (series.start ?? 0)];

function Figures({ block }) {
  const { view, labels } = useFace();
  const told = labelled(view, block.labels);
  const isNamed = block.series.some((one) => words(view, one.name));
  return (
    <details className="chart-table">
      <summary>{labels.table}</summary>
      <div className="scroll-x">
        <table className="table face-table">
          {isNamed && (
            <thead>
              <tr><td />{block.series.map((one, n) => <th key={n} scope="col" className="number">{words(view, one.name)}</th>)}</tr>
            </thead>
          )}
          <tbody>
            {block.labels.map((_, n) => (
              <tr key={n}>
                <th scope="row">{told[n]}</th>
                {block.series.map((one, m) => <td key={m} className="number">{written(view, at(one, n))}</td>)}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

// Several sets are named above the drawing, unless the lines are named at their ends.
function Key({ block }) {
  const { view, size } = useFace();
  const isTold = block.shape === "line" && stands(size, "L");
  if (block.shape === "ring" || block.series.length < 2 || size === "S" || isTold) return null;
  return (
    <ul className="face-key" aria-hidden>
      {block.series.map((one, n) => (
        <li key={n}>
          <span className="dot" style={{ background: `var(--chart-${n + 1})` }} />
          {words(view, one.name)}
        </li>
      ))}
    </ul>
  );
}

// The parts of a ring are named beside it, the colour's spot with the name and the share.
function Parts({ block }) {
  const { view, size } = useFace();
  const values = block.series[0].values;
  const total = values.reduce((sum, one) => sum + Math.max(0, sized(one)), 0);
  const list = useRef(null);
  const most = Math.min(block.labels.length, size === "M" ? 3 : 6);
  useRoom(list, most, block.labels.length);
  return (
    <ul className="face-parts" ref={list}>
      {block.labels.slice(0, most).map((label, n) => (
        <li key={n}>
          <span className="dot" style={{ background: `var(--chart-${(n % 6) + 1})` }} aria-hidden />
          <span className="grow">{written(view, label)}</span>
          {stands(size, "XL") && <span className="number muted">{written(view, values[n])}</span>}
          <span className="number">
            {written(view, { unit: "percent", share: total ? sized(values[n]) / total : 0, digits: 0 })}
          </span>
        </li>
      ))}
    </ul>
  );
}

export function Chart({ block }) {
  const { view, size } = useFace();
  const box = useRef(null);
  const room = useBox(box);
  const isRing = block.shape === "ring";
  return (
    <div className={`face-chart of-${block.shape}`}>
      <Key block={block} />
      <div className="face-plot">
        <div className="face-drawing" ref={box} role="img" aria-label={words(view, block.alt)}>
          <Suspense fallback={null}>
            {room && room.width > 0 && <Drawing block={block} room={room} view={view} size={size} />}
          </Suspense>
        </div>
        {isRing && stands(size, "M") && <Parts block={block} />}
      </div>
      {stands(size, "L") && <Figures block={block} />}
    </div>
  );
}
