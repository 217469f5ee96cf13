// A list: as many rows as the card has room for, each with more beside it on a larger card.
import { useRef, useState } from "react";
import { Bar } from "./face_blocks.jsx";
import { stands, useFace } from "./face_context.js";
import { Acts } from "./face_deeds.jsx";
import { Chip, Icon, Toned } from "./face_parts.jsx";
import { useMeasured } from "./face_room.js";
import { words } from "./face_values.js";

const MOST = { S: 2, M: 3, L: 6, XL: 60 };
const LEAST = 1;

// How many rows end above the lower edge of their box; a row that asks something is seen in any case.
export function useRoom(ref, most, cause) {
  const [room, setRoom] = useState(most);
  const rowsOf = (list) => [...list.children].slice(0, most);
  const open = (list) => rowsOf(list).forEach((row) => { row.hidden = false; });
  const look = (list) => {
    const edge = list.getBoundingClientRect().bottom + 1;
    const inside = rowsOf(list).filter((row) => row.getBoundingClientRect().bottom <= edge);
    const asking = rowsOf(list).findIndex((row) => row.querySelector(".face-confirm"));
    const first = asking < inside.length ? 0 : asking;
    return { first, shown: first ? 1 : Math.max(LEAST, inside.length) };
  };
  const take = ({ first, shown }, list) => {
    rowsOf(list).forEach((row, n) => { row.hidden = n < first || n >= first + shown; });
    setRoom(Math.min(most, shown));
  };
  useMeasured(ref, { open, look, take }, `${most} ${cause}`);
  return room;
}

function Value({ row }) {
  const { size } = useFace();
  if (!row.value && !row.delta) return null;
  return (
    <span className="face-worth">
      {row.value && <Toned value={row.value} tone={row.delta ? "plain" : row.tone} />}
      {row.delta && (stands(size, "M") || !row.value) && <Toned value={row.delta} tone={row.tone} className="small" />}
    </span>
  );
}

function Title({ row, title }) {
  if (!row.href) return <span className="face-title">{title}</span>;
  return <a className="face-title face-link" href={row.href}>{title}</a>;
}

function Row({ row }) {
  const { view, size } = useFace();
  const [title, note] = [words(view, row.title), words(view, row.note)];
  return (
    <li className="face-row" data-item={row.id || undefined}>
      <Icon name={row.icon} className="face-icon" />
      <span className="face-words">
        <span className="face-line"><Title row={row} title={title} /><Chip text={row.chip} tone={row.chip_tone} /></span>
        {note && <span className="face-row-note">{note}</span>}
        {row.progress !== undefined && row.progress !== null && <Bar share={row.progress} tone={row.tone} label={title} />}
      </span>
      <Value row={row} />
      {row.acts?.length > 0 && stands(size, "M") && <Acts acts={row.acts} look="quiet" about={title} />}
    </li>
  );
}

export function Rows({ block }) {
  const { view, size, labels } = useFace();
  const list = useRef(null);
  const most = Math.min(block.rows.length, MOST[size]);
  const room = useRoom(list, most, block.rows.map((row) => row.id ?? "").join());
  const label = words(view, block.label);
  const left = block.rows.length - Math.min(room, most) + (block.more ?? 0);
  return (
    <div className="face-rows">
      {label && <p className="caption">{label}</p>}
      <ul ref={list} className="face-items" aria-label={label || undefined}>
        {block.rows.slice(0, most).map((row, n) => <Row key={row.id || n} row={row} />)}
      </ul>
      {left > 0 && <p className="caption face-more">{labels.more.replace("{n}", left)}</p>}
    </div>
  );
}

