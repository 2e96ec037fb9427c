/** What stands behind a picture: the same numbers, as text. */
export interface FigureTable {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

/** Colours of a picture: names of the page's, or plain ones for a file. */
export interface Ink {
  /** Of everything that has no other; null: what the surrounding text has. */
  readonly text: string | null
  readonly muted: string
  readonly line: string
  readonly surface: string
  /** Behind the picture; null: nothing. */
  readonly background: string | null
  /** Beside dash, marker and label, never alone. The first is the original's. */
  readonly series: readonly string[]
}

export interface DrawOptions {
  readonly width: number
  readonly ink: Ink
}

/** A picture of a run, ready to be drawn at any width, with its text alternative and its table. */
export interface Figure {
  /** Names files and elements; stable. */
  readonly id: string
  readonly title: string
  /** What one has to know to read it. */
  readonly note: string
  /** In words what the picture shows. */
  readonly alternative: string
  readonly table: FigureTable
  /** An SVG document as text. */
  readonly draw: (options: DrawOptions) => string
}
