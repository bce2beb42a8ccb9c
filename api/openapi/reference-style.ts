/** The look of the reference page; light and dark by the reader's system. */
export const referenceStyle = `
:root{color-scheme:light dark;--bg:#fff;--side:#f7f7f8;--text:#1c1c21;--muted:#6b6b76;--line:#e4e4e9;--accent:#4f46e5;--get:#0f766e;--post:#4f46e5;--patch:#b45309;--delete:#be123c}
@media(prefers-color-scheme:dark){:root{--bg:#141417;--side:#1a1a1f;--text:#ececf1;--muted:#9a9aa6;--line:#2c2c34;--accent:#a5a0ff;--get:#5eead4;--post:#a5a0ff;--patch:#fbbf24;--delete:#fb7185}}
*{box-sizing:border-box}
body{margin:0;display:grid;grid-template-columns:300px minmax(0,1fr);font:15px/1.55 system-ui,sans-serif;background:var(--bg);color:var(--text)}
nav{position:sticky;top:0;height:100vh;overflow:auto;padding:24px 20px;background:var(--side);border-right:1px solid var(--line);font-size:13px}
nav ul{list-style:none;margin:0 0 18px;padding:0}nav li a{display:block;padding:3px 0;color:inherit;text-decoration:none;overflow-wrap:anywhere}nav li a:hover{color:var(--accent)}
h1{font-size:16px;margin:0 0 20px}h1 small,small{color:var(--muted);font-weight:400}nav h2{font-size:12px;color:var(--muted);margin:0 0 4px}
main{padding:32px 40px 80px;max-width:900px}.lead{color:var(--muted)}a{color:var(--accent)}
section{padding:20px 0;border-top:1px solid var(--line)}section:target h3{color:var(--accent)}h3{margin:0 0 6px;font-size:17px}h4{margin:16px 0 6px;font-size:13px;color:var(--muted)}
p{margin:0 0 8px}table{width:100%;border-collapse:collapse}td{padding:7px 12px 7px 0;vertical-align:top;border-bottom:1px solid var(--line);overflow-wrap:anywhere}td:first-child{width:min(170px,40%)}tr:last-child td{border-bottom:0}
code,pre{font:13px/1.5 ui-monospace,monospace}pre{padding:14px;overflow:auto;background:var(--side);border:1px solid var(--line);border-radius:8px}summary{cursor:pointer;color:var(--muted);margin-top:10px}
b[class]{display:inline-block;min-width:52px;font-size:11px}.get{color:var(--get)}.post{color:var(--post)}.patch{color:var(--patch)}.delete{color:var(--delete)}em{color:var(--delete);font-style:normal}
@media(max-width:760px){body{display:block}nav{position:static;height:auto;border-right:0}main{padding:20px}}
`;
