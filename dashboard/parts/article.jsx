// The body of an article: blocks parsed on the server, shown as text nodes only.
import { pick, useView } from "$/public/external/widgets/words/locale.jsx";

function Words({ spans = [] }) {
  return spans.map((span, n) => {
    let words = span.text;
    if (span.italic) words = <em>{words}</em>;
    if (span.bold) words = <strong>{words}</strong>;
    if (!span.href) return <span key={n}>{words}</span>;
    const away = !span.href.startsWith("/");
    const safe = away ? { target: "_blank", rel: "noopener noreferrer nofollow" } : {};
    return <a key={n} href={span.href} {...safe}>{words}</a>;
  });
}

function entries(lines) {
  return lines.map((line, n) => <li key={n}><Words spans={line.spans} /></li>);
}

function Piece({ block }) {
  const words = <Words spans={block.lines[0]?.spans} />;
  switch (block.kind) {
    case "heading": return <h2>{words}</h2>;
    case "subheading": return <h3>{words}</h3>;
    case "quote": return <blockquote>{words}</blockquote>;
    case "bullets": return <ul>{entries(block.lines)}</ul>;
    case "numbers": return <ol>{entries(block.lines)}</ol>;
    case "rule": return <hr />;
    default: return <p>{words}</p>;
  }
}

export function ArticleBody({ body = {}, language = "", ...rest }) {
  const view = useView();
  const blocks = language ? body[language] : pick(view, body);
  return (
    <div className="prose" {...rest}>
      {(blocks || []).map((block, n) => <Piece key={n} block={block} />)}
    </div>
  );
}
