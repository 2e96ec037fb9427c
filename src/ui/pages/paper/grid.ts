/** Where the focus goes in a grid with holes when an arrow key is pressed; null where there is no cell that way, or for any other key. */
export function neighbour(
  key: string,
  [row, column]: readonly [number, number],
  isCell: (row: number, column: number) => boolean,
  [rows, columns]: readonly [number, number],
): [number, number] | null {
  const step = STEPS[key]
  if (step === undefined) return key === 'Home' ? [row, 0] : null
  for (let at: [number, number] = [row + step[0], column + step[1]]; ; at = [at[0] + step[0], at[1] + step[1]]) {
    if (at[0] < 0 || at[1] < 0 || at[0] >= rows || at[1] >= columns) return null
    if (isCell(at[0], at[1])) return at
  }
}

const STEPS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
}
