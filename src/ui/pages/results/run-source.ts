import { LabError } from '../../../core/errors'
import type { OpenRun } from '../../../core/experiment/open-run'
import type { RunAddress } from '../../run-address'
import type { PageServices } from '../../services'

/** A run that a person opened from a file; it lives as long as the tab. */
export interface OpenedFile {
  readonly name: string
  readonly run: OpenRun
}

/**
 * The run that an address names: of this site, of this browser, or a file that is open. A link fetches no model and runs
 * nothing. Throws LabError `not-found`, and what opening throws.
 */
export async function openAddress(
  address: RunAddress | null,
  services: Pick<PageServices, 'files'>,
  opened: readonly (OpenedFile | null)[],
): Promise<OpenRun> {
  if (address === null) {
    throw new LabError('not-found', 'No run is named in the address.', 'Open a file below, or pick a run on the bench.')
  }
  const { kind, name } = address
  if (kind === 'source') return (await services.files()).recorded(name)
  if (kind === 'stored') return (await services.files()).stored(name)
  const file = opened.find((one) => one?.name === name)
  if (file) return file.run
  throw new LabError(
    'not-found',
    `${name} is no longer open.`,
    'A page that was loaded anew has lost the file: open it again.',
  )
}
