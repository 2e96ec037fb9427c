import { createTagger } from '../tagging/tagger'
import { rewording } from '../translation/testing'
import { nodeWordNet } from '../wordnet/testing/node-wordnet'
import type { Resources } from './resources'

let opened: Resources | null = null

/** For tests in Node: all that attacks may need. WordNet and the tagger are the real ones, the translator rewords. */
export function testResources(): Resources {
  opened ??= { wordnet: nodeWordNet(), tagger: createTagger(nodeWordNet()), translations: rewording }
  return opened
}
