import { createAttackSupport } from '../app/attack-support'
import { toPlainError } from '../core/errors'
import { parseSample } from '../core/experiment/parse-run'
import { parseSpec } from '../core/experiment/parse-spec'
import type { SampleRecord } from '../core/experiment/record'
import { createEngine } from '../engine'
import { samplesOf } from '../lab/bundle'
import type { FinishedRun, RunEvent, RunHandle } from '../lab/events'
import { createMemoryStore } from '../lab/memory-store'
import type { RunStore } from '../lab/ports'
import { startRun } from '../lab/run'
import { createJudge } from '../python'
import { createBenchmarkSource } from '../storage/benchmarks'
import { headlessAttacks } from './attacks'
import { headlessGrade } from './grade'
import { headlessJudge } from './judge'
import { headlessModel, locateServed } from './models'
import { servedSamples, withServedBenchmarks } from './served'
import { headlessTranslations } from './translations'
import { EVENT_BINDING, type HeadlessApi, type HeadlessEvent, type HeadlessOptions, type HeadlessOutcome } from './api'

declare global {
  interface Window {
    shakedown?: HeadlessApi
    [EVENT_BINDING]?: (event: HeadlessEvent) => Promise<void>
  }
}

/** Loading is told a few times a second, not with every chunk. */
const LOADING_INTERVAL = 200

const preloaded: SampleRecord[] = []
let finished: { readonly ids: FinishedRun['ids']; readonly store: RunStore } | null = null
let handle: RunHandle | null = null

async function start(json: unknown, options: HeadlessOptions): Promise<HeadlessOutcome> {
  const judge = createJudge()
  try {
    const spec = parseSpec(json)
    const locate = locateServed(options.models)
    const services = {
      engine: createEngine({ locate }),
      judge,
      benchmarks: withServedBenchmarks(options.benchmarks, createBenchmarkSource(new URL('.', document.baseURI).href)),
      // The command keeps the samples in files: nothing is left in a browser profile.
      store: createMemoryStore(preloaded),
      attacks: createAttackSupport(locate),
      imported: servedSamples(options.imported),
      locate,
      device: options.device,
      command: options.command,
    }
    handle = startRun(spec, services, forwarder(), { shard: options.shard })
    const { run, ids, prompts } = await handle.finished
    finished = { ids, store: services.store }
    return { ok: true, run, prompts, samples: ids.length }
  } catch (thrown) {
    return { ok: false, error: toPlainError(thrown) }
  } finally {
    judge.close()
  }
}

function forwarder(): (event: RunEvent) => void {
  let lastLoading = -Infinity
  return (event) => {
    if (event.type === 'text') return
    if (event.type === 'loading') {
      const now = performance.now()
      if (now - lastLoading < LOADING_INTERVAL) return
      lastLoading = now
    }
    void window[EVENT_BINDING]?.(event)
  }
}

window.shakedown = {
  preload: (samples) => void preloaded.push(...samples.map(parseSample)),
  start,
  samples: async (from, count) =>
    finished === null ? [] : samplesOf(finished.ids.slice(from, from + count), finished.store),
  cancel: () => handle?.cancel(),
}
window.shakedownModel = headlessModel
window.shakedownAttacks = headlessAttacks
window.shakedownGrade = headlessGrade
window.shakedownTranslations = headlessTranslations
window.shakedownJudge = headlessJudge
