// A small text file of this device, read here and told to the page; nothing is uploaded elsewhere.
import { useRef } from "react";

export function FilePick({ label = "", accept = ".json", most = 100_000, onText }) {
  const input = useRef(null);
  const read = async () => {
    const file = input.current.files[0];
    if (!file) return;
    onText?.(file.size > most ? "" : await file.text());
    input.current.value = "";
  };
  return (
    <>
      <input ref={input} type="file" accept={accept} hidden onChange={read} aria-label={label} />
      <button type="button" className="btn quiet" onClick={() => input.current.click()}>
        {label}
      </button>
    </>
  );
}
