/** Names in a sentence: the first few, and how many more there are. */
export function listed(names: readonly string[], most = 10): string {
  const shown = names.slice(0, most).join(', ')
  return names.length <= most ? shown : `${shown} and ${names.length - most} more`
}

/** e.g. "1,234". */
export function counted(count: number): string {
  return count.toLocaleString('en-US')
}

/** e.g. "1 task", "2 tasks". */
export function several(count: number, thing: string): string {
  return `${counted(count)} ${thing}${count === 1 ? '' : 's'}`
}
