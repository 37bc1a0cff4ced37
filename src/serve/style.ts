import { style as reportStyle } from '../report/html/style.js';

/** That of the reports, and what only the site has. */
export const siteStyle = `${reportStyle}
.skip{position:absolute;left:-100vw}.skip:focus{position:static}
.site{display:flex;flex-wrap:wrap;align-items:center;gap:.5rem 1.5rem;border-bottom:1px solid var(--line);padding-bottom:.5rem}
.site search{margin-left:auto}[aria-current]{font-weight:600;text-decoration:none}
input,select,button{font:inherit;color:var(--text);background:var(--page);border:1px solid var(--dim);border-radius:.25rem;padding:.125rem .5rem;max-width:100%}
input:focus-visible,select:focus-visible,button:focus-visible{outline:2px solid var(--link);outline-offset:2px}
.plain,.tiles{list-style:none;padding:0}.tiles{display:flex;flex-wrap:wrap;gap:1rem}
.tiles li{background:var(--box);border:1px solid var(--line);border-radius:.25rem;padding:.5rem 1rem}.tiles strong{display:block;font-size:1.6rem}
.verdict{white-space:nowrap;font-weight:600}.verdict.reproduced{color:var(--good)}.verdict.inert,.verdict.inconclusive{color:var(--warn)}
.verdict.differs,.verdict.suspicious{color:var(--bad)}
.trend{width:100%;max-width:40rem;height:8rem;background:var(--box);border:1px solid var(--line)}
.trend .good{fill:var(--good)}.trend .open{fill:var(--warn)}.trend .bad{fill:var(--bad)}
main table{table-layout:auto}main table td,main table th{padding:.125rem .75rem .125rem 0;border:0;border-bottom:1px solid var(--line);font:inherit;white-space:normal}
main table th{font-weight:600}dt{font-weight:600}dd{margin:0 0 .5rem}
`;
