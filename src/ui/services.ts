import { createContext } from 'svelte'
import type { OpenRun } from '../core/experiment/open-run'
import type { RunBundle, RunRecord } from '../core/experiment/record'
import type { Spec } from '../core/experiment/spec'
import type { AttackSupport } from '../lab/attacks/port'
import type { Calibration, CalibrationOptions } from '../lab/estimate/calibrate'
import type { Counted } from '../lab/estimate/count'
import type { Missing } from '../lab/estimate/missing'
import type { LabServices, StartRun } from '../lab/events'
import type { ModelLibrary } from '../lab/library-port'
import type { PlayController } from '../lab/play'
import type { PlayState } from '../lab/play/state'
import type { Findings } from '../core/paper/findings'
import type { GradedFile } from '../core/grading/eval-results'
import type { ImportedSamples } from '../core/grading/types'
import type { ChosenLimits } from '../lab/grade/limits'
import type { GradeStore, StartGrading } from '../lab/grade/port'
import type { BenchmarkLibrary, DeviceDescription, ImportedStore, Judge, RejectionStore, RunStore } from '../lab/ports'

/**
 * What pages need of the rest of the lab, put together in src/app. Everything is fetched when it is first asked for,
 * so that opening the site loads neither models nor Python.
 */
export interface PageServices {
  /** Reads a run folder that the site ships, e.g. "recorded/quick-check". */
  recordedRun(path: string, signal?: AbortSignal): Promise<RunBundle>
  lab(): Promise<LabServices>
  /** What the lab measured by itself; null where the site has no such file. Throws LabError `network`, `bad-run`. */
  findings(signal?: AbortSignal): Promise<Findings | null>
  /** What attacks need, without the rest of the lab. */
  attacks(): Promise<AttackSupport>
  play(onState: (state: PlayState) => void): Promise<PlayController>
  startRun(): Promise<StartRun>
  benchmarks(): Promise<BenchmarkLibrary>
  estimate(): Promise<Estimating>
  grading(): Promise<Grading>
  store(): Promise<RunStore>
  files(): Promise<RunFiles>
  imported(): Promise<ImportedStore>
  rejections(): Promise<RejectionStore>
  translations(): Promise<TranslationFiles>
  library(): Promise<ModelLibrary>
  /** What this browser offers to run models on. */
  device(): Promise<DeviceDescription>
}

/** What a run will take, before it is started. */
export interface Estimating {
  /** Opens no model. Errors as `countWork`. */
  count(spec: Spec, signal: AbortSignal): Promise<Counted>
  missing(spec: Spec, signal?: AbortSignal): Promise<readonly Missing[]>
  /** Makes the first samples of a run, and times them. Errors as `calibrate`. */
  calibrate(counted: Counted, options: CalibrationOptions): Promise<Calibration>
  /** Programs that are judged at a time. */
  readonly lanes: number
}

/** Grading of samples that were generated elsewhere. */
export interface Grading {
  readonly start: StartGrading
  readonly store: GradeStore
  /** Whoever opens it closes it. */
  openJudge(limits: ChosenLimits): Judge
  /** Reads a samples.jsonl, plain or gzip. Throws LabError `bad-samples`, `truncated-file`, `html-instead-of-file`. */
  readSamples(name: string, bytes: Uint8Array): ImportedSamples
  /** eval_results.json in EvalPlus's shape, ours beside it. */
  resultsFile(graded: GradedFile): Blob
  /** samples.jsonl with the graded programs. */
  samplesFile(graded: GradedFile): Blob
}

/** Back-translations kept in this browser, in and out of files. */
export interface TranslationFiles {
  count(): Promise<number>
  /** Adds those of a file; how many it holds. Throws LabError `bad-translations`, `storage`, `storage-full`. */
  take(file: File): Promise<number>
  exportFile(): Promise<Blob>
  clear(): Promise<void>
}

/** Runs in and out of files. */
export interface RunFiles {
  /** Reads a run.json or an exported .zip. Throws LabError `bad-run`, `newer-version`. */
  open(file: File): Promise<OpenRun>
  /** A run folder that the site ships, e.g. "recorded/quick-check". Errors as `PageServices.recordedRun`. */
  recorded(path: string): Promise<OpenRun>
  /** A run of the history. Throws LabError `not-found` while it is not finished. */
  stored(specId: string): Promise<OpenRun>
  exportJson(run: RunRecord): Blob
  /** One file of the whole run. */
  exportZip(open: OpenRun): Promise<Blob>
  /** Takes an opened run into this browser's history; the id of its spec. Nothing is kept of a run that is broken. */
  keep(open: OpenRun): Promise<string>
}

export const [pageServices, providePageServices] = createContext<PageServices>()
