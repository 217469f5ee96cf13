// Looks for alerts when the home is opened, when it is seen again, and now and then; news comes by the socket.
import "./alerts.css";
import { useEffect, useRef } from "react";

const FIRST_MS = 500; // After the cards, which are wanted first.
const EVERY_MS = 30_000;

export function Alerts({ className, onLook, children }) {
  const look = useRef(onLook);
  look.current = onLook;
  useEffect(() => {
    const seen = () => document.hidden || look.current?.();
    const first = setTimeout(() => look.current?.(), FIRST_MS);
    const timer = setInterval(seen, EVERY_MS);
    document.addEventListener("visibilitychange", seen);
    return () => {
      clearTimeout(first);
      clearInterval(timer);
      document.removeEventListener("visibilitychange", seen);
    };
  }, []);
  return <div className={className}>{children}</div>;
}
