import { perturb } from '../../core/attacks/registry'
import { bigcodeStopStrings, buildProgram, chatStopStrings, stopStrings } from '../../core/extract'
import { canonicalJson } from '../../core/hash'
import { summarise } from '../../core/metrics/summary'
import { parseScheme } from '../../core/quant/scheme'
import type { Science } from './science'

/** The lab's own science: the registries and statistics of core. */
export const knownScience: Science = {
  perturb,
  schemeKey: (scheme) => canonicalJson({ ...parseScheme(scheme), name: undefined }),
  isFloat: (scheme) => {
    const { matrices, head, embedding, rest } = parseScheme(scheme)
    return [matrices, head, embedding, rest].every((held) => held.kind === 'float' && held.dtype === 'fp32')
  },
  stops: ({ form }, { stop, prompt }) => {
    switch (stop) {
      case 'none':
        return []
      case 'bigcode':
        return bigcodeStopStrings(form)
      case 'evalplus':
        return prompt === 'chat' ? chatStopStrings() : stopStrings(form)
    }
  },
  program: ({ prompt, completion, problem, extraction }) =>
    buildProgram({ prompt, completion, entryPoint: problem.entryPoint, extraction }),
  summarise,
}
