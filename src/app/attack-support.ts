import type { Need } from '../core/attacks/resources'
import type { AttackSupport, SupportOptions } from '../lab/attacks/port'
import type { BackTranslator, LoadProgress, LocateModel, TranslatorProgress } from '../lab/ports'

/**
 * What attacks need, from this site and from models that a person imported. Each part is imported when an attack first
 * asks for it, and then kept.
 */
export function createAttackSupport(locate: LocateModel): AttackSupport {
  const wordnet = lazily(async () => {
    const { createWordNetSource } = await import('../storage/wordnet')
    return createWordNetSource(new URL('.', document.baseURI).href)
  })
  const translation = lazily(async () => {
    const [{ createBackTranslator }, { createTranslationStore }, { loadTranslations }] = await Promise.all([
      import('../engine/translation'),
      import('../storage/translations'),
      import('../lab/translation/known-translations'),
    ])
    const translator: BackTranslator = createBackTranslator({ locate })
    return { translator, store: createTranslationStore(), loadTranslations }
  })
  return {
    async load(needs, { signal } = {}) {
      const wants = (need: Need) => needs.includes(need)
      // The tagger asks WordNet what a word can be.
      if (!wants('wordnet') && !wants('tagger')) return { wordnet: null, tagger: null }
      const opened = await (await wordnet())(signal)
      if (!wants('tagger')) return { wordnet: opened, tagger: null }
      const { createTagger } = await import('../core/tagging/tagger')
      return { wordnet: opened, tagger: createTagger(opened) }
    },
    async translate(requests, options = {}) {
      const { translator, store, loadTranslations } = await translation()
      return loadTranslations(requests, { translator, store }, translateOptions(options))
    },
  }
}

function translateOptions({ signal, onProgress }: SupportOptions) {
  return {
    ...(signal !== undefined && { signal }),
    ...(onProgress !== undefined && { onProgress: (progress: TranslatorProgress) => onProgress(asLoading(progress)) }),
  }
}

function asLoading(progress: TranslatorProgress): LoadProgress {
  switch (progress.stage) {
    case 'load':
      return { stage: 'download', loaded: progress.loaded, total: progress.total }
    case 'translate':
      return { stage: 'translate', loaded: progress.done, total: progress.total }
  }
}

/** Made at the first call; a failure is tried again by the next. */
function lazily<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | null = null
  return () => {
    made ??= make().catch((thrown: unknown) => {
      made = null
      throw thrown
    })
    return made
  }
}
