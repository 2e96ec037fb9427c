/** Ids of the Bench's presets that this room links to (core/experiment/presets). A link fills the form and runs nothing. */
export type BenchPreset =
  | 'rq1-published'
  | 'rq1-corrected'
  | 'rq2-published'
  | 'rq2-corrected'
  | 'family-252'
  | 'noise-floor'
  | 'newline'
  | 'rejoin'
  | 'extraction'
  | 'ship-check'
