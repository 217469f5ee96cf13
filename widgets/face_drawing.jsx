// The drawings: a line, bars, a ring, as SVG with direct labels. Loaded when the first chart is seen.
import { arc, area, curveMonotoneX, line, pie } from "d3-shape";
import { useState } from "react";
import { stands } from "./face_context.js";
import { apart, bounds, linear, marks, points, spread } from "./face_scales.js";
import { labelled, like, sized, widthOf, words, written } from "./face_values.js";

const LETTER = 6.6; // Width of a Latin letter at the size of the labels.
const LINE = 15;
const GAP = 0.28;
const colour = (n) => `var(--chart-${(n % 6) + 1})`;
const short = (view, value) => written(view, value, { short: true });

// What is told around the drawing on this size: nothing on S, ends on M, an axis from L on.
function frame({ block, room, view, size }) {
  const [low, high] = bounds(block);
  const first = block.series[0].values[0];
  const hasAxis = stands(size, "L") && room.height > 72 && Boolean(first);
  const ticks = hasAxis ? marks([low, high], room.height > 130 ? 4 : 2) : [];
  const told = ticks.map((one) => short(view, like(first, one)));
  const start = told.length ? Math.max(...told.map(widthOf)) * LETTER + 8 : 2;
  const hasEnds = stands(size, "M") && room.height > 40;
  const names = block.shape === "line" && block.series.length > 1 && stands(size, "L")
    ? block.series.map((one) => words(view, one.name)) : [];
  const end = names.length ? Math.max(...names.map(widthOf)) * LETTER + 10 : 6;
  const bottom = room.height - (hasEnds ? LINE + 5 : 3);
  const y = linear([low, high], [bottom, 8]);
  return { low, high, ticks, told, names, y, bottom, left: start, right: room.width - end, hasEnds };
}

function Grid({ at }) {
  return at.ticks.map((one, n) => (
    <g key={one}>
      <line x1={at.left} x2={at.right} y1={at.y(one)} y2={at.y(one)} className="grid-line" />
      <text x={at.left - 6} y={at.y(one) + 4} textAnchor="end">{at.told[n]}</text>
    </g>
  ));
}

function Goal({ block, at, view }) {
  if (!block.goal) return null;
  const top = at.y(sized(block.goal));
  return (
    <g>
      <line x1={at.left} x2={at.right} y1={top} y2={top} className="goal-line" />
      {at.hasEnds && <text x={at.left + 2} y={Math.max(11, top - 4)} className="told">{short(view, block.goal)}</text>}
    </g>
  );
}

// As many labels below as stand apart, always the first and the last.
function Below({ block, at, x, view, width }) {
  if (!at.hasEnds) return null;
  const told = labelled(view, block.labels);
  const room = Math.max(...told.map(widthOf), 3) * LETTER + 10;
  const fit = Math.max(2, Math.floor((at.right - at.left) / room));
  const step = Math.max(1, Math.ceil((told.length - 1) / (fit - 1 || 1)));
  const shown = told.map((text, n) => [text, n]).filter(([, n]) => (told.length - 1 - n) % step === 0);
  return shown.map(([text, n]) => {
    const half = (widthOf(text) * LETTER) / 2;
    const middle = Math.min(Math.max(x(n), half), width - half);
    return <text key={n} x={middle} y={at.bottom + LINE} textAnchor="middle">{text}</text>;
  });
}

function Names({ block, at, x }) {
  if (!at.names.length) return null;
  const ends = block.series.map((one) => points(one, x, at.y).at(-1)?.[1] ?? at.bottom);
  const tops = apart(ends, LINE, at.bottom);
  return at.names.map((name, n) => (
    <text key={n} x={at.right + 6} y={tops[n] + 4} className="told" style={{ fill: colour(n) }}>{name}</text>
  ));
}

// What the pointer is at, written beside it; the table says the same without a pointer.
function Reading({ block, at, x, n, view, width }) {
  if (n === null) return null;
  const told = block.series
    .filter((one) => one.values[n - (one.start ?? 0)])
    .map((one) => [words(view, one.name), written(view, one.values[n - (one.start ?? 0)])].filter(Boolean).join(" "));
  const lines = [labelled(view, block.labels)[n], ...told];
  const wide = Math.max(...lines.map(widthOf)) * LETTER + 16;
  const left = Math.min(Math.max(0, x(n) - wide / 2), width - wide);
  return (
    <g className="reading" pointerEvents="none">
      <line x1={x(n)} x2={x(n)} y1={4} y2={at.bottom} className="reading-line" />
      <rect x={left} y={0} width={wide} height={lines.length * LINE + 8} rx={6} />
      {lines.map((text, m) => <text key={m} x={left + 8} y={LINE * (m + 1)} className={m ? "told" : ""}>{text}</text>)}
    </g>
  );
}

function useReading(block, x) {
  const [n, setN] = useState(null);
  const moved = (event) => {
    const left = event.clientX - event.currentTarget.getBoundingClientRect().left;
    const distances = block.labels.map((_, m) => Math.abs(x(m) - left));
    setN(distances.indexOf(Math.min(...distances)));
  };
  return [n, { onPointerMove: moved, onPointerLeave: () => setN(null) }];
}

function Canvas({ room, children, ...on }) {
  return <svg width={room.width} height={room.height} className="drawing" aria-hidden {...on}>{children}</svg>;
}

function Lines({ block, room, view, size }) {
  const at = frame({ block, room, view, size });
  const places = spread(block.labels);
  const x = (n) => linear([0, 1], [at.left, at.right - 4])(places[n]);
  const draw = line().curve(curveMonotoneX);
  const fill = area().curve(curveMonotoneX).y0(at.bottom);
  const [n, on] = useReading(block, x);
  return (
    <Canvas room={room} {...on}>
      <Grid at={at} />
      {block.series.length === 1 && <path d={fill(points(block.series[0], x, at.y))} className="fill" style={{ fill: colour(0) }} />}
      {block.series.map((one, m) => (
        <path key={m} d={draw(points(one, x, at.y))} className={one.dashed ? "line dashed" : "line"} style={{ stroke: colour(m) }} />
      ))}
      {block.series.map((one, m) => {
        const [left, top] = points(one, x, at.y).at(-1) ?? [];
        return left === undefined ? null : <circle key={m} cx={left} cy={top} r={3.5} style={{ fill: colour(m) }} />;
      })}
      <Goal block={block} at={at} view={view} />
      <Below block={block} at={at} x={x} view={view} width={room.width} />
      <Names block={block} at={at} x={x} />
      <Reading block={block} at={at} x={x} n={n} view={view} width={room.width} />
    </Canvas>
  );
}

function Bars({ block, room, view, size }) {
  const at = frame({ block, room, view, size });
  const slot = (at.right - at.left) / Math.max(1, block.labels.length);
  const x = (n) => at.left + slot * (n + 0.5);
  const wide = Math.min(44, slot * (1 - GAP)) / block.series.length;
  const [n, on] = useReading(block, x);
  const zero = at.y(0);
  const bar = (series, m) => series.values.map((value, k) => {
    const top = at.y(sized(value));
    const left = x(k + (series.start ?? 0)) + (m - block.series.length / 2) * wide;
    return (
      <rect key={`${m}.${k}`} x={left} y={Math.min(top, zero)} width={Math.max(1, wide - 2)} rx={3}
            height={Math.max(1, Math.abs(zero - top))} className={series.dashed ? "bar-part dashed" : "bar-part"}
            style={{ fill: colour(m), stroke: colour(m) }} />
    );
  });
  return (
    <Canvas room={room} {...on}>
      <Grid at={at} />
      {block.series.map(bar)}
      {at.low < 0 && <line x1={at.left} x2={at.right} y1={zero} y2={zero} className="zero-line" />}
      <Goal block={block} at={at} view={view} />
      <Below block={block} at={at} x={x} view={view} width={room.width} />
      <Reading block={block} at={at} x={x} n={n} view={view} width={room.width} />
    </Canvas>
  );
}

function Ring({ block, room }) {
  const radius = Math.min(room.width, room.height) / 2;
  const cut = pie().sort(null).padAngle(0.03).value((value) => Math.max(0, sized(value)));
  const draw = arc().innerRadius(radius * 0.66).outerRadius(radius - 1).cornerRadius(2);
  return (
    <Canvas room={room}>
      <g transform={`translate(${room.width / 2}, ${room.height / 2})`}>
        {cut(block.series[0].values).map((part, n) => <path key={n} d={draw(part)} style={{ fill: colour(n) }} />)}
      </g>
    </Canvas>
  );
}

const SHAPES = { line: Lines, bars: Bars, ring: Ring };

export default function Drawing(props) {
  const Shape = SHAPES[props.block.shape] ?? Lines;
  return <Shape {...props} />;
}
