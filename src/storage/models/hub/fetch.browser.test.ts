import { afterEach, expect, inject, test } from 'vitest'
import type { LibraryModel } from '../../../lab/ports'
import { createModelLibrary } from '..'
import { createOpfsBytes } from '../opfs-bytes'
import { testModel } from '../testing/tiny-model'

/** From a hub on another origin into the private file system: redirects, CORS, Range, Web Locks, a tab that closes. */

const ID = 'owner/model'
const GRAPH = 'onnx/model.onnx'
const files = testModel()
const LAST = files.get(`${GRAPH}_data_1`)?.length ?? 0
const library = createModelLibrary(new URL('/', location.href).href)
const session = () => Math.random().toString(36).slice(2)
const playing = (faults: string) => `${inject('hubAddress')}play/${session()}/${encodeURIComponent(faults)}/`

const isWanted = (path: string) => path.endsWith('.json') || path.startsWith(GRAPH)

async function listed(): Promise<LibraryModel | undefined> {
  return (await library.list()).find((model) => model.id === ID)
}

async function expectWhole(): Promise<void> {
  expect(await listed()).toMatchObject({ partial: null, graphs: [{ path: GRAPH, isComplete: true }] })
  const located = await library.locate(ID)
  if (located.kind !== 'blobs') throw new Error('Expected blobs.')
  expect(Object.keys(located.files)).toHaveLength(7)
  for (const [path, blob] of Object.entries(located.files)) {
    const bytes = new Uint8Array(await blob.arrayBuffer())
    expect(bytes.length, path).toBe(files.get(path)?.length)
    expect(bytes.every((byte, at) => byte === files.get(path)?.[at]), path).toBe(true)
  }
}

afterEach(async () => {
  for (const { id, origin } of await library.list()) if (origin.kind !== 'site') await library.remove(id)
  expect(await createOpfsBytes().keys()).toEqual([])
})

test('from one origin over two redirects to another, cut on the way', async () => {
  library.setHost(playing('cut=2@_data,redirects=2@_data'))
  await library.fetch(await library.look(ID), GRAPH)
  await expectWhole()
})

test('a changed file is noticed by its tag alone: the file host answers no preflight', async () => {
  library.setHost(playing(`changing=1@${GRAPH}_data`))
  await library.fetch(await library.look(ID), GRAPH)
  await expectWhole()
})

test('cancelled at once, resumed', async () => {
  library.setHost(playing(`slow=1000000@${GRAPH}_data`))
  const listing = await library.look(ID)
  const abort = new AbortController()
  const fetching = library.fetch(listing, GRAPH, {
    signal: abort.signal,
    onProgress: ({ path, loaded, total }) => {
      if (path !== `${GRAPH}_data` || loaded < total / 2) return
      abort.abort()
    },
  })
  await expect(fetching).rejects.toMatchObject({ code: 'cancelled' })
  const { loaded, total } = (await listed())?.partial ?? { loaded: 0, total: 0 }
  expect(loaded).toBeGreaterThanOrEqual(total / 2)
  expect(loaded).toBeLessThan(total)
  await expect(library.locate(ID)).rejects.toMatchObject({ code: 'truncated-file' })
  await library.fetch(await library.look(ID), GRAPH)
  await expectWhole()
})

test('two at once: the second is told; after a closed tab the bytes that were written are gone on with', async () => {
  const host = playing(`slow=20000@${GRAPH}_data_1`)
  library.setHost(host)
  const tab = await openTab(host)
  // Everything but the last, slow file, and a part of that.
  const complete = [...files].reduce((sum, [path, bytes]) => (isWanted(path) ? sum + bytes.length : sum), 0) - LAST
  const loaded = async () => (await listed())?.partial?.loaded ?? 0
  await expect.poll(loaded, { timeout: 20_000 }).toBeGreaterThan(complete)
  const listing = await library.look(ID)
  await expect(library.fetch(listing, GRAPH)).rejects.toMatchObject({ code: 'already-running' })
  tab.remove()
  const before = await loaded()
  expect(before).toBeGreaterThan(complete)
  expect(before).toBeLessThan(complete + LAST)
  library.setHost(playing('none'))
  const reports: number[] = []
  await library.fetch(await library.look(ID), GRAPH, { onProgress: ({ loaded }) => reports.push(loaded) })
  expect(reports[0]).toBeGreaterThanOrEqual(before)
  await expectWhole()
})

/** A document of its own, with a library that starts to fetch: removing it is closing a tab. */
async function openTab(host: string): Promise<HTMLIFrameElement> {
  const frame = document.createElement('iframe')
  const module = new URL('../index.ts', import.meta.url).href
  frame.srcdoc = `<script type="module">
    import { createModelLibrary } from ${JSON.stringify(module)}
    const library = createModelLibrary(${JSON.stringify(new URL('/', location.href).href)})
    library.setHost(${JSON.stringify(host)})
    library.fetch(await library.look('${ID}'), '${GRAPH}')
  </script>`
  document.body.append(frame)
  await new Promise((loaded) => frame.addEventListener('load', loaded, { once: true }))
  return frame
}
