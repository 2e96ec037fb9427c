/**
 * Puts an interpreter back to the moment after its start: the whole memory by copy, and the file system, which lives
 * outside of that memory. No pointer made after the copy was taken and no Python proxy survives it.
 */
import { FileLimits } from './file-limits'
import type { EmscriptenFileSystem, FileSystemNode, PythonModule } from './python-module'

interface SavedNode {
  readonly node: FileSystemNode
  /** Its `contents` is an array that nobody has written to. */
  readonly fields: Record<string, unknown>
  readonly file: Uint8Array | null
  readonly directory: Readonly<Record<string, FileSystemNode>> | null
}

/** Of the copy, in bytes; where it is empty, zeros are written without reading any. */
interface Stretch {
  readonly start: number
  end: number
  readonly isEmpty: boolean
}

const BLOCK = 1 << 16

/** The memory, a copy with a buffer of its own and of whole pages, cut where empty blocks begin and end. */
function stretchesOf(memory: Uint8Array): Stretch[] {
  const found: Stretch[] = []
  for (let start = 0; start < memory.length; start += BLOCK) {
    const end = Math.min(start + BLOCK, memory.length)
    const isEmpty = new Uint32Array(memory.buffer, start, (end - start) >> 2).every((word) => word === 0)
    const last = found.at(-1)
    if (last?.isEmpty === isEmpty) last.end = end
    else found.push({ start, end, isEmpty })
  }
  return found
}

export class CleanSlate {
  private readonly memory: Uint8Array
  private readonly stretches: readonly Stretch[]
  private readonly stack: number
  private readonly limits: FileLimits
  private readonly nodes: SavedNode[] = []
  private readonly streams: readonly { stream: object; fields: object; shared: object | null }[]
  private readonly streamTable: EmscriptenFileSystem['streams']
  private readonly nameTable: readonly unknown[]
  private readonly currentPath: string
  private readonly nextInode: number

  constructor(
    private readonly module: PythonModule,
    fileQuota: number,
  ) {
    const { FS } = module
    this.limits = new FileLimits(FS, fileQuota)
    this.saveNode(FS.root)
    this.streamTable = FS.streams.slice()
    this.streams = FS.streams.flatMap((stream) => {
      if (stream === null || stream === undefined) return []
      const shared: unknown = 'shared' in stream ? stream.shared : null
      return [
        { stream, fields: { ...stream }, shared: typeof shared === 'object' && shared !== null ? { ...shared } : null },
      ]
    })
    this.nameTable = FS.nameTable.slice()
    this.currentPath = FS.currentPath
    this.nextInode = FS.nextInode
    this.memory = module.HEAPU8.slice()
    this.stretches = stretchesOf(this.memory)
    this.stack = module.stackSave()
  }

  /** Bytes of the heap now; it only ever grows. */
  get heapBytes(): number {
    return this.module.HEAPU8.length
  }

  restore(): void {
    const heap = this.module.HEAPU8
    for (const { start, end, isEmpty } of this.stretches) {
      if (isEmpty) heap.fill(0, start, end)
      else heap.set(this.memory.subarray(start, end), start)
    }
    if (heap.length > this.memory.length) heap.fill(0, this.memory.length)
    this.module.stackRestore(this.stack)
    this.restoreFiles()
  }

  private restoreFiles(): void {
    const { FS } = this.module
    for (const { node, fields, file, directory } of this.nodes) {
      for (const key of Object.keys(node)) if (!(key in fields)) Reflect.deleteProperty(node, key)
      // Writes may have gone into the very array that the fields name, which then must never come back; one is the whole
      // standard library.
      if (file !== null && this.limits.wasWritten(node)) fields['contents'] = file.slice()
      Object.assign(node, fields)
      if (directory !== null) node.contents = { ...directory }
    }
    FS.streams.length = 0
    FS.streams.push(...this.streamTable)
    for (const { stream, fields, shared } of this.streams) {
      Object.assign(stream, fields)
      if (shared !== null && 'shared' in stream && typeof stream.shared === 'object')
        Object.assign(stream.shared ?? {}, shared)
    }
    // By index: the table has holes, which forEach would skip and so leave new files in.
    for (let index = 0; index < FS.nameTable.length; index += 1) FS.nameTable[index] = this.nameTable[index]
    FS.currentPath = this.currentPath
    FS.nextInode = this.nextInode
    this.limits.reset()
  }

  private saveNode(node: FileSystemNode): void {
    const { contents } = node
    const isDirectory = this.module.FS.isDir(node.mode)
    const children = isDirectory && isDirectoryContents(contents) ? contents : null
    const file = contents instanceof Uint8Array ? contents.slice() : null
    this.nodes.push({ node, fields: { ...node }, file, directory: children === null ? null : { ...children } })
    if (children !== null) for (const child of Object.values(children)) this.saveNode(child)
    const root = node.mounted?.root
    if (root !== undefined && root !== node) this.saveNode(root)
  }
}

function isDirectoryContents(contents: FileSystemNode['contents']): contents is Record<string, FileSystemNode> {
  return (
    typeof contents === 'object' && contents !== null && !Array.isArray(contents) && !(contents instanceof Uint8Array)
  )
}
