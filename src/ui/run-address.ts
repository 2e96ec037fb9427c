/** Names that a run has in an address, e.g. `source=recorded/quick-check`. */
const KINDS = ['source', 'stored', 'opened'] as const
export type RunKind = (typeof KINDS)[number]

/** A run as an address names it. */
export interface RunAddress {
  readonly kind: RunKind
  readonly name: string
}

export function runAddress(parameters: URLSearchParams): RunAddress | null {
  for (const kind of KINDS) {
    const name = parameters.get(kind)
    if (name !== null) return { kind, name }
  }
  return null
}

/** The run to compare with, "stored:NAME" under `with`. */
export function otherRunAddress(parameters: URLSearchParams): RunAddress | null {
  const text = parameters.get('with') ?? ''
  const kind = KINDS.find((one) => text.startsWith(`${one}:`))
  return kind === undefined ? null : { kind, name: text.slice(kind.length + 1) }
}

export function addressText({ kind, name }: RunAddress): string {
  return `${kind}:${name}`
}

/** Parameters of a link that leads to the run. */
export function addressParameters(address: RunAddress | null): Record<string, string> {
  return address === null ? {} : { [address.kind]: address.name }
}
