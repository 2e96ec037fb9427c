import type { Ink } from '../figure'

/** The page's colours, by their names (src/ui/theme.css, src/ui/figures/figures.css): light and dark follow the page. */
export const PAGE_INK: Ink = {
  text: null,
  muted: 'var(--muted)',
  line: 'var(--line)',
  surface: 'var(--surface)',
  background: null,
  series: [
    'var(--text)',
    'var(--series-1)',
    'var(--series-2)',
    'var(--series-3)',
    'var(--series-4)',
    'var(--series-5)',
  ],
}

/** For files: plain colours on white. */
export const PRINT_INK: Ink = {
  text: '#1a1c1e',
  muted: '#565c62',
  line: '#dedfd9',
  surface: '#ffffff',
  background: '#ffffff',
  series: ['#1a1c1e', '#1f5fbf', '#b34700', '#146c3a', '#7a34a6', '#8a6100'],
}

/** Values of the names that PAGE_INK adds to the theme: light, dark. For the page's stylesheet and for the report. */
export const SERIES_COLOURS: readonly (readonly [string, string])[] = [
  ['#1f5fbf', '#8ab8ff'],
  ['#b34700', '#ffb07a'],
  ['#146c3a', '#67d391'],
  ['#7a34a6', '#cda6f7'],
  ['#8a6100', '#e3c24b'],
]
