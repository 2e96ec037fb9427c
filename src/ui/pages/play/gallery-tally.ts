/** How one attack went; null where an arm was not run. */
export interface TallyRow {
  readonly isRejected: boolean
  readonly original: boolean | null
  readonly variant: boolean | null
}

export interface Share {
  readonly failed: number
  readonly run: number
}

export interface Sides {
  readonly original: Share
  readonly variant: Share
}

export interface Tally {
  readonly rejected: number
  readonly all: Sides
  /** Without the prompts that a person rejected. */
  readonly kept: Sides
}

/** Failures of both arms over the attacks that changed the prompt, with and without the rejected ones. */
export function tally(rows: readonly TallyRow[]): Tally {
  return {
    rejected: rows.filter(({ isRejected }) => isRejected).length,
    all: sides(rows),
    kept: sides(rows.filter(({ isRejected }) => !isRejected)),
  }
}

function sides(rows: readonly TallyRow[]): Sides {
  const share = (arm: 'original' | 'variant'): Share => ({
    failed: rows.filter((row) => row[arm] === false).length,
    run: rows.filter((row) => row[arm] !== null).length,
  })
  return { original: share('original'), variant: share('variant') }
}
