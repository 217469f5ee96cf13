// Draws a face: typed blocks, the answer first, as much of them as the card's size has room for.
import { memo, useMemo, useRef } from "react";
import { useView } from "../words/locale.jsx";
import { Figure, Note, Progress, Table } from "./face_blocks.jsx";
import { Chart } from "./face_chart.jsx";
import { FaceContext, stands, useSize } from "./face_context.js";
import { Acts, Choice, Retry, Search } from "./face_deeds.jsx";
import { Glyph } from "./face_parts.jsx";
import { Rows } from "./face_rows.jsx";
import "./face.css";

const DRAWN = {
  figure: Figure, rows: Rows, chart: Chart, progress: Progress, note: Note, table: Table,
  search: Search, choice: Choice, acts: ({ block }) => <Acts acts={block.acts} />,
};
const SINCE = { table: "XL" }; // Where a block says nothing, it is drawn on every size.
const LEADING = new Set(["figure", "progress", "note", "search", "choice"]);

// The answer leads; the chart, what goes into detail and what can be done follow.
function parted(blocks) {
  const follows = blocks.findIndex((block) => !LEADING.has(block.type));
  const cut = follows < 0 ? blocks.length : follows;
  const rest = blocks.slice(cut);
  return {
    lead: blocks.slice(0, cut),
    art: rest.filter((block) => block.type === "chart"),
    list: rest.filter((block) => block.type !== "chart" && block.type !== "acts"),
    end: rest.filter((block) => block.type === "acts"),
  };
}

const alike = (was = {}, now = {}) => Object.keys(now).every((key) => Object.is(was[key], now[key]));

// Drawn anew only for a new face or other words: a card that merely moves keeps what it shows.
export const CardFace = memo(function CardFace({ face, icons, labels }) {
  const view = useView();
  const box = useRef(null);
  const size = useSize(box);
  const parts = useMemo(
    () => parted((face?.blocks ?? []).filter((block) => stands(size, block.since ?? SINCE[block.type], block.until))),
    [face, size],
  );
  const shared = useMemo(() => ({ view, size, face, icons, labels }), [view, size, face, icons, labels]);
  const filled = Object.entries(parts).filter(([, blocks]) => blocks.length > 0);
  return (
    <FaceContext.Provider value={shared}>
      <div className="face" ref={box} data-face={size} data-parts={filled.map(([name]) => name).join(" ")}>
        {filled.map(([name, blocks]) => (
          <div key={name} className={`face-${name}`}>
            {blocks.map((block, n) => {
              const Part = DRAWN[block.type];
              return Part ? <Part key={`${block.type}${n}`} block={block} /> : null;
            })}
          </div>
        ))}
      </div>
    </FaceContext.Provider>
  );
}, (was, now) => was.face === now.face && alike(was.labels, now.labels) && alike(was.icons, now.icons));

// The icon of a card's head, by its name.
export function FaceIcon({ name, icons, size = 20 }) {
  return <Glyph name={name in icons ? name : "layout-grid"} icons={icons} size={size} />;
}

export { Retry };
