import type { GraphProto, NodeProto, TensorProto, ValueInfoProto } from './proto'

/** Who makes and who uses each value of a graph. */
export class GraphIndex {
  readonly producers = new Map<string, NodeProto>()
  readonly consumers = new Map<string, NodeProto[]>()
  readonly initialisers = new Map<string, TensorProto>()
  readonly inputs = new Map<string, ValueInfoProto>()
  /** Position in the file, which ONNX keeps topologically sorted. */
  readonly position = new Map<NodeProto, number>()

  constructor(readonly graph: GraphProto) {
    for (const tensor of graph.initialisers) this.initialisers.set(tensor.name, tensor)
    for (const input of graph.inputs) if (!this.initialisers.has(input.name)) this.inputs.set(input.name, input)
    graph.nodes.forEach((node, at) => {
      this.position.set(node, at)
      for (const output of node.outputs) if (output !== '') this.producers.set(output, node)
      for (const input of node.inputs) {
        const users = this.consumers.get(input)
        if (users === undefined) this.consumers.set(input, [node])
        else users.push(node)
      }
    })
  }

  positionOf(node: NodeProto): number {
    return this.position.get(node) ?? -1
  }

  usersOf(value: string): readonly NodeProto[] {
    return this.consumers.get(value) ?? []
  }

  /** Names of the graph inputs that `value` is computed from. */
  inputsBehind(value: string): Set<string> {
    const found = new Set<string>()
    const seen = new Set<string>()
    const open = [value]
    for (let name = open.pop(); name !== undefined; name = open.pop()) {
      if (name === '' || seen.has(name)) continue
      seen.add(name)
      if (this.inputs.has(name)) found.add(name)
      open.push(...(this.producers.get(name)?.inputs ?? []))
    }
    return found
  }
}

/** An initialiser as a node sees it: perhaps widened by a Cast, perhaps turned by a Transpose. */
export interface WeightSource {
  readonly tensor: TensorProto
  readonly transposed: boolean
  /** Nodes between the initialiser and the user. */
  readonly path: readonly NodeProto[]
}

/** Follows a value back through Cast, Identity and Transpose to an initialiser; null when it is computed otherwise. */
export function weightSource(index: GraphIndex, value: string): WeightSource | null {
  const path: NodeProto[] = []
  let transposed = false
  let name = value
  for (;;) {
    const tensor = index.initialisers.get(name)
    if (tensor !== undefined) return { tensor, transposed, path }
    const node = index.producers.get(name)
    if (node === undefined) return null
    if (node.opType === 'Transpose') transposed = !transposed
    else if (node.opType !== 'Cast' && node.opType !== 'Identity') return null
    path.push(node)
    name = node.inputs[0] ?? ''
  }
}
