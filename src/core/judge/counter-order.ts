import type { Entries, PyValue } from './value'

/**
 * A Counter's entries as its repr has them: highest count first, equal ones in order of insertion; as they are where
 * the counts are not all real numbers.
 */
export function byCount(entries: Entries): Entries {
  const counted: { entry: Entries[number]; count: number | bigint }[] = []
  for (const entry of entries) {
    const count = countOf(entry[1])
    if (count === null) return entries
    counted.push({ entry, count })
  }
  return counted.sort((a, b) => (a.count > b.count ? -1 : a.count < b.count ? 1 : 0)).map(({ entry }) => entry)
}

function countOf(value: PyValue): number | bigint | null {
  switch (value.type) {
    case 'bool':
      return value.value ? 1 : 0
    case 'int':
    case 'float':
      return value.value
    case 'rational':
      return Number(value.numerator) / Number(value.denominator)
    default:
      return null
  }
}
