/** Where the focus of a grid stands: row among those shown, column (0: the problem, then the cells). */
export interface GridPlace {
  readonly row: number
  readonly column: number
}

export interface GridSize {
  readonly rows: number
  readonly columns: number
  /** Rows seen at once. */
  readonly page: number
}

/** Where a key leads, as in a spreadsheet; null for a key that moves nothing. */
export function moved(
  { row, column }: GridPlace,
  key: string,
  { rows, columns, page }: GridSize,
  whole = false,
): GridPlace | null {
  const to = (nextRow: number, nextColumn: number): GridPlace => ({
    row: Math.max(0, Math.min(rows - 1, nextRow)),
    column: Math.max(0, Math.min(columns - 1, nextColumn)),
  })
  switch (key) {
    case 'ArrowDown':
      return to(row + 1, column)
    case 'ArrowUp':
      return to(row - 1, column)
    case 'ArrowRight':
      return to(row, column + 1)
    case 'ArrowLeft':
      return to(row, column - 1)
    case 'PageDown':
      return to(row + Math.max(1, page - 1), column)
    case 'PageUp':
      return to(row - Math.max(1, page - 1), column)
    case 'Home':
      return to(whole ? 0 : row, 0)
    case 'End':
      return to(whole ? rows - 1 : row, columns - 1)
    default:
      return null
  }
}

/** Rows to have in the document: those in sight and some before and behind. */
export function windowOf(
  top: number,
  height: number,
  rowHeight: number,
  rows: number,
  margin = 8,
): { readonly first: number; readonly end: number } {
  const first = Math.max(0, Math.floor(top / rowHeight) - margin)
  return { first, end: Math.min(rows, Math.ceil((top + height) / rowHeight) + margin) }
}
