import type { RegionKind } from '../regions'

/** Where a function may be mentioned: everywhere but in running text, where its name is a region of its own. */
export const nameRegions: readonly RegionKind[] = ['name', 'signature', 'example', 'code', 'quoted']
