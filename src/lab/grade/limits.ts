/** Limits of time that a person may choose. */
export interface ChosenLimits {
  /** Multiplies every limit. */
  readonly timeFactor: number
  /** Least seconds for one call. */
  readonly minimumSeconds: number
}

/** What of the limits is part of a verdict's id: the same on the page and in the command. */
export function limitsOf({ timeFactor, minimumSeconds }: ChosenLimits): Readonly<Record<string, number>> {
  return { minimum_seconds: minimumSeconds, time_factor: timeFactor }
}
