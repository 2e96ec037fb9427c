/**
 * Files live outside of the interpreter's memory and so need limits of their own: bytes and files of a run together.
 * Also told here: which files were written to, so that only those are copied back.
 */
import type { EmscriptenFileSystem, FileStreamOperations, FileSystemNode } from './python-module'

/** ENOSPC of Emscripten's file system. */
const NO_SPACE_LEFT = 51
const MAXIMUM_NEW_NODES = 10_000
/** /dev/tty and /dev/tty1 would gather what is written to them until a line ends. */
const TERMINALS = [5, 6]

export class FileLimits {
  private readonly written = new Set<FileSystemNode>()
  private bytes = 0
  private nodes = 0

  constructor(
    private readonly FS: EmscriptenFileSystem,
    private readonly quota: number,
  ) {
    this.limitFiles()
    this.limitNodes()
    this.limitPipes()
    for (const major of TERMINALS) FS.registerDevice(FS.makedev(major, 0), SINK)
    const { MEMFS } = FS.filesystems
    for (const owner of [FS, MEMFS, MEMFS.ops_table.file.stream]) keepFunctions(owner)
  }

  wasWritten(node: FileSystemNode): boolean {
    return this.written.has(node)
  }

  reset(): void {
    this.written.clear()
    this.bytes = 0
    this.nodes = 0
  }

  private charge(growth: number): void {
    if (growth <= 0) return
    if (this.bytes + growth > this.quota) throw new this.FS.ErrnoError(NO_SPACE_LEFT)
    this.bytes += growth
  }

  private limitFiles(): void {
    const { MEMFS } = this.FS.filesystems
    const grow = (node: FileSystemNode, size: number) => {
      this.written.add(node)
      this.charge(size - (node.contents instanceof Uint8Array ? node.contents.length : 0))
    }
    const expand = MEMFS.expandFileStorage.bind(MEMFS)
    const resize = MEMFS.resizeFileStorage.bind(MEMFS)
    MEMFS.expandFileStorage = (node, capacity) => {
      grow(node, capacity)
      expand(node, capacity)
    }
    MEMFS.resizeFileStorage = (node, size) => {
      grow(node, size)
      resize(node, size)
    }
    const write = MEMFS.ops_table.file.stream.write
    if (write === undefined) throw new Error('The file system has no writing.')
    const limited: typeof write = (stream, buffer, offset, length, position, own) => {
      const { node } = stream
      this.written.add(node)
      // The first write takes its bytes as they are, past the two functions above.
      if (node.usedBytes === 0 && position === 0) grow(node, length)
      return write(stream, buffer, offset, length, position, own)
    }
    MEMFS.ops_table.file.stream.write = limited
    MEMFS.stream_ops.write = limited
  }

  private limitNodes(): void {
    const { FS } = this
    const create = FS.createNode.bind(FS)
    const destroy = FS.destroyNode.bind(FS)
    FS.createNode = (...details) => {
      if (this.nodes >= MAXIMUM_NEW_NODES) throw new FS.ErrnoError(NO_SPACE_LEFT)
      this.nodes += 1
      return create(...details)
    }
    FS.destroyNode = (node) => {
      this.nodes -= 1
      destroy(node)
    }
  }

  private limitPipes(): void {
    const { FS } = this
    const limited = new Map<FileStreamOperations, FileStreamOperations>()
    const createStream = FS.createStream.bind(FS)
    const limit = (operations: FileStreamOperations): FileStreamOperations => {
      const known = limited.get(operations)
      if (known !== undefined) return known
      const made: FileStreamOperations = {
        ...operations,
        write: (stream, buffer, offset, length, position) => {
          this.charge(length)
          return operations.write?.(stream, buffer, offset, length, position) ?? 0
        },
      }
      limited.set(operations, made)
      limited.set(made, made)
      return made
    }
    FS.createStream = (stream, fd) => {
      if (stream.node?.pipe !== undefined) {
        stream.stream_ops = limit(stream.stream_ops)
        // Emscripten counts its pipes for good: their names would tell how many earlier programs made.
        stream.path = `pipe[${String(stream.node['id'])}]`
      }
      return createStream(stream, fd)
    }
  }
}

/** A device that takes everything and gives nothing. */
const SINK = {
  open: (stream: { seekable: boolean }) => {
    stream.seekable = false
  },
  read: () => 0,
  write: (_stream: unknown, _buffer: Uint8Array, _offset: number, length: number) => length,
}

/** From now on nobody can put other functions in their place. */
function keepFunctions(owner: object): void {
  for (const [name, value] of Object.entries(owner)) {
    if (typeof value === 'function') Object.defineProperty(owner, name, { writable: false, configurable: false })
  }
}
