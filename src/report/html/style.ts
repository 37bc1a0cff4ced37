/** The page's one style. It loads nothing. */
export const style = `
:root{color-scheme:light dark;--text:#1f2328;--dim:#59636e;--page:#fff;--box:#f6f8fa;--line:#d1d9e0;--link:#0550ae;
--good:#116329;--bad:#a40e26;--warn:#7d4e00;--phantom:#82071e;--none:#a40e26;--equivalent:#6639ba;--rebuild:#0550ae;--upstream:#0a6b75;--source:#116329;
--del:#ffebe9;--ins:#dafbe1;--delmark:#ffc1ba;--insmark:#9be9a8}
@media (prefers-color-scheme:dark){:root{--text:#e6edf3;--dim:#9198a1;--page:#0d1117;--box:#161b22;--line:#3d444d;--link:#79c0ff;
--good:#56d364;--bad:#ff7b72;--warn:#e3b341;--phantom:#ffa198;--none:#ff7b72;--equivalent:#d2a8ff;--rebuild:#79c0ff;--upstream:#56d4dd;--source:#56d364;
--del:#3c1618;--ins:#12311c;--delmark:#7d1f22;--insmark:#1f6a35}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:75rem;padding:1rem;background:var(--page);color:var(--text);font:1rem/1.5 system-ui,sans-serif;overflow-wrap:anywhere}
h1{font-size:1.6rem;line-height:1.25;margin:.5rem 0}h2{font-size:1.25rem;margin:2rem 0 .5rem;border-bottom:1px solid var(--line)}
h3{font-size:1rem;margin:1rem 0 .25rem}p{margin:.25rem 0}.lead{font-size:1.1rem}
a{color:var(--link)}.dim{color:var(--dim)}
code,pre,td{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;font-size:.9em;direction:ltr;unicode-bidi:isolate}
pre{background:var(--box);border:1px solid var(--line);border-radius:.25rem;padding:.5rem;margin:.25rem 0;white-space:pre-wrap;overflow-wrap:anywhere}
header{border-left:.5rem solid var(--dim);padding-left:1rem}
.reproduced header{border-color:var(--good)}.reproduced .mark{color:var(--good)}
.inert header,.inconclusive header{border-color:var(--warn)}.inert .mark,.inconclusive .mark{color:var(--warn)}
.differs header,.suspicious header{border-color:var(--bad)}.differs .mark,.suspicious .mark{color:var(--bad)}
nav ul,.legend{display:flex;flex-wrap:wrap;gap:.25rem 1rem;list-style:none;padding:0}
summary{cursor:pointer;padding:.125rem 0}summary:focus-visible,a:focus-visible{outline:2px solid var(--link);outline-offset:2px}
.findings,.pipeline,.tree{list-style:none;padding:0}
.findings li{border-left:.25rem solid var(--line);padding:.25rem .75rem;margin:.5rem 0}
.findings .high{border-color:var(--bad)}.findings .high strong{color:var(--bad)}
.findings .medium{border-color:var(--warn)}.findings .medium strong{color:var(--warn)}
.pipeline li{border-left:.25rem solid var(--line);padding-left:.75rem;margin:.5rem 0}.pipeline h3{margin:0}
.pipeline .well{border-color:var(--good)}.pipeline .badly{border-color:var(--bad)}
.tree .tree{padding-left:1.25rem}
.phantom,.none,.equivalent,.rebuild,.upstream,.source{border-left:.25rem solid;padding-left:.5rem}
.phantom{border-color:var(--phantom);border-left-style:double;color:var(--phantom);font-weight:600}
.none{border-color:var(--none);color:var(--none)}.equivalent{border-color:var(--equivalent)}
.rebuild{border-color:var(--rebuild)}.upstream{border-color:var(--upstream)}.source{border-color:var(--source)}
.diff{border:1px solid var(--line);border-radius:.25rem;margin:.5rem 0;padding:.25rem .5rem}
table{border-collapse:collapse;width:100%;table-layout:fixed}
th{text-align:left;font-weight:600}td{vertical-align:top;white-space:pre-wrap;padding:0 .5rem;border-left:1px solid var(--line)}
.at{background:var(--box);color:var(--dim)}
.del{background:var(--del)}.ins{background:var(--ins)}del,ins{text-decoration:none}
.del b{background:var(--delmark);font-weight:inherit}.ins b{background:var(--insmark);font-weight:inherit}
.del::before{content:"- "}.ins::before{content:"+ "}
.packages{columns:22rem}
@media (max-width:40rem){td,th,tr{display:block}td:empty{display:none}thead{display:none}td:not([class])+td{display:none}}
@media print{body{max-width:none;font-size:.8rem}nav{display:none}.diff::details-content{content-visibility:visible;block-size:auto}}
`;
