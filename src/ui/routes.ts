/** Pages of the site, each under the hash of the address: works on any static host and under any base path. */
export type PageName = 'play' | 'bench' | 'score' | 'models' | 'run' | 'paper' | 'not-found'

export interface Route {
  readonly page: PageName
  readonly parameters: URLSearchParams
}

const PAGES: Readonly<Record<string, PageName>> = {
  '/': 'play',
  '': 'play',
  '/bench': 'bench',
  '/score': 'score',
  '/models': 'models',
  '/run': 'run',
  '/paper': 'paper',
}

/** `#/bench?task=a` as a route. Unknown paths become `not-found`. */
export function parseRoute(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#/, '').split('?', 2)
  return { page: PAGES[path] ?? 'not-found', parameters: new URLSearchParams(query) }
}

/** The address of a page, ready for an `href`. Empty values are left out. */
export function linkTo(
  page: Exclude<PageName, 'not-found'>,
  parameters: Readonly<Record<string, string | null>> = {},
): string {
  const path = page === 'play' ? '#/' : `#/${page}`
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(parameters)) if (value !== null && value !== '') query.set(name, value)
  const text = query.toString()
  return text === '' ? path : `${path}?${text}`
}
