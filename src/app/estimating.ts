import { calibrate } from '../lab/estimate/calibrate'
import { countWork } from '../lab/estimate/count'
import { whatIsMissing } from '../lab/estimate/missing'
import { startRun } from '../lab/run'
import { knownScience } from '../lab/run/known-science'
import { JUDGES_AT_ONCE } from '../lab/run/limits'
import { lanesOf } from '../python/options'
import type { Estimating } from '../ui/services'
import { services } from './services'

export const estimating: Estimating = {
  count: async (spec, signal) => {
    const [benchmarks, attacks] = await Promise.all([services.benchmarks(), services.attacks()])
    return countWork(spec, { benchmarks, attacks }, knownScience, signal)
  },
  missing: async (spec, signal) => {
    const [library, benchmarks, imported] = await Promise.all([
      services.library(),
      services.benchmarks(),
      services.imported(),
    ])
    return whatIsMissing(spec, { locate: (model) => library.locate(model), benchmarks, imported }, signal)
  },
  calibrate: async (counted, options) => calibrate(counted, await services.lab(), startRun, options),
  lanes: Math.min(JUDGES_AT_ONCE, lanesOf(navigator)),
}
