import { SERIES_COLOURS } from '../figures/draw'

/** The report's own stylesheet: the page's colours, nothing fetched. */
const series = SERIES_COLOURS.map(([light, dark], place) => `--series-${place + 1}:light-dark(${light},${dark});`).join(
  '',
)

export const REPORT_STYLE = `
:root{color-scheme:light dark;--text:light-dark(#1a1c1e,#e9eaeb);--muted:light-dark(#565c62,#a7aeb5);--line:light-dark(#dedfd9,#33393f);--surface:light-dark(#ffffff,#1a1d20);${series}}
*{box-sizing:border-box}
body{margin:0;background:var(--surface);color:var(--text);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",Arial,sans-serif}
main{max-width:60rem;margin:0 auto;padding:1.5rem 1rem 3rem}
h1{font-size:1.75rem;line-height:1.2;margin:0}
h2{font-size:1.2rem;margin:0 0 .5rem}
p{margin:.25rem 0 .75rem}
section{margin-top:2rem;padding-top:1rem;border-top:1px solid var(--line)}
figure{margin:0}
.muted,small{color:var(--muted)}
.headline{font-size:1.1rem;font-weight:600}
.scroll{overflow-x:auto}
svg{display:block;max-width:none}
table{border-collapse:collapse;font-size:.85rem;font-variant-numeric:tabular-nums}
th,td{padding:.25rem .6rem;text-align:left;vertical-align:top;border-bottom:1px solid var(--line)}
thead th{color:var(--muted)}
td{white-space:nowrap}
summary{cursor:pointer;margin:.5rem 0}
dl{display:grid;grid-template-columns:7rem minmax(0,1fr);gap:.25rem .75rem;margin:0 0 1rem}
dt{color:var(--muted)}
dd{margin:0;overflow-wrap:anywhere}
@media print{:root{color-scheme:light}section{break-inside:avoid-page}.scroll{overflow:visible}table{font-size:.7rem}td{white-space:normal}svg{max-width:100%;height:auto}}
`
