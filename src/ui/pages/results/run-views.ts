/** The views of a run, as they stand under `show` in the address. */
export const RUN_VIEWS = [
  { id: 'summary', label: 'Summary' },
  { id: 'table-1', label: 'Table I' },
  { id: 'noise', label: 'Noise' },
  { id: 'trade-off', label: 'Trade-offs' },
  { id: 'parts', label: 'Roles and layers' },
  { id: 'compare', label: 'Compare' },
  { id: 'export', label: 'Export' },
] as const

export type RunViewId = (typeof RUN_VIEWS)[number]['id']

export function viewOfAddress(parameters: URLSearchParams): RunViewId {
  const wanted = parameters.get('show')
  return RUN_VIEWS.find(({ id }) => id === wanted)?.id ?? 'summary'
}
