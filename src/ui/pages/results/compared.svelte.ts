import type { OpenedFile } from './run-source'

/** The file that a run is compared with, for this visit. */
class Compared {
  opened = $state.raw<OpenedFile | null>(null)
}

export const compared = new Compared()
