// Draws a face: typed blocks, sized by the card that they stand in.
import { useView } from "./locale.jsx";

export function CardFace({ face }) {
  useView();
  return <div className="face">{(face?.blocks ?? []).map((block, n) => <p key={n}>{block.type}</p>)}</div>;
}
