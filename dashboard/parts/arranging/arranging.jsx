// What is told of arrangements, with its own style: the panel's content and the banners.
import "./arranging.css";

export function Arranging({ className = "arranging", children }) {
  return <div className={className}>{children}</div>;
}
