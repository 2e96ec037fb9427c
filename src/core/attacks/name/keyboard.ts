/** Rows of a US keyboard, each a little to the right of the one above: a key touches the two above and below it. */
const ROWS = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm']

const NEIGHBOURS: ReadonlyMap<string, readonly string[]> = new Map(
  ROWS.flatMap((row, rowIndex) =>
    Array.from(row, (letter, index): [string, readonly string[]] => {
      const above = ROWS[rowIndex - 1] ?? ''
      const below = ROWS[rowIndex + 1] ?? ''
      const near = [row[index - 1], row[index + 1], above[index], above[index + 1], below[index - 1], below[index]]
      return [letter, near.filter((key) => key !== undefined)]
    }),
  ),
)

/** Letters of the keys that touch a letter's key, in its case; none for what is no letter from a to z. */
export function neighboursOf(letter: string): readonly string[] {
  const lower = letter.toLowerCase()
  const near = NEIGHBOURS.get(lower) ?? []
  return letter === lower ? near : near.map((key) => key.toUpperCase())
}
