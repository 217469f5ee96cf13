// An invitation that can be put off: this browser asks the same person no second time.
import { useEffect, useState } from "react";

export function Invitation({ owner = "", later = "", className, children }) {
  const [isOpen, open] = useState(false);
  const key = `companion-invited:${owner}`;
  useEffect(() => {
    open(Boolean(owner) && localStorage.getItem(key) === null);
  }, [owner, key]);
  const close = () => {
    localStorage.setItem(key, "later");
    open(false);
  };
  if (!isOpen) return null;
  return (
    <section className={className} id="invitation">
      {children}
      <button type="button" className="btn quiet" onClick={close}>
        {later}
      </button>
    </section>
  );
}
