/** What was found on reading the ten prompts of an attack once, by the stretches that change: see prompts.txt, which the bench writes. */
export interface Judgement {
  /** Of the texts that were read. */
  readonly hash: string
  /** Of the ten, those that still ask for the same function. */
  readonly kept: number
  readonly remark: string
}

const judged = (hash: string, kept: number, remark: string): Judgement => ({ hash, kept, remark })

/** By title: attack and mode. */
export const JUDGEMENTS: Readonly<Record<string, Judgement>> = {
  'char, published': judged('9be8ec8a9ff9', 10, 'Reads at once.'),
  'char, corrected': judged('7d049865ad9a', 10, 'Reads at once.'),
  'keyboard, published': judged(
    '7702c4ed99aa',
    10,
    'Slow to read; "treatdr than 5", "tyqt" must be guessed from what is around.',
  ),
  'keyboard, corrected': judged(
    'f6a0173e60c5',
    10,
    '"list or words", "lowercase fork": some errors make other words, which the sentence corrects.',
  ),
  'swap, published': judged('983d2f9f595c', 10, 'Reads at once.'),
  'swap, corrected': judged('ae5e46fcc7ac', 10, 'Reads at once.'),
  'case, published': judged('c2c7432ae028', 9, "Starter/5: the quoted 'none' becomes 'NoNE', which is another answer."),
  'case, corrected': judged('a75c9dfff0ef', 10, 'Quoted strings stay.'),
  'whitespace, published': judged(
    'e192de34724d',
    8,
    'Starter/5: \'none\' becomes \'non e\'; Starter/8: "than 10" becomes "than1 0".',
  ),
  'whitespace, corrected': judged('d5e53cd3b96b', 10, 'Numbers and quoted strings stay.'),
  'delete, corrected': judged('e6d929116fd7', 10, 'Reads well.'),
  'insert, corrected': judged('fcf6526c19b9', 10, 'Reads well.'),
  'repeat, corrected': judged('2cdea31dc822', 10, 'Reads at once.'),
  'homoglyph, corrected': judged('bf16589bf752', 10, 'Looks the same.'),
  'invisible, corrected': judged('baad784fa449', 10, 'Looks the same.'),
  'word, published': judged(
    '170d7f3c20be',
    6,
    '"fictional_character", "economic_value", "the small of the result"; the quoted \'none\' gets a blank. "Occupy the list" can be guessed.',
  ),
  'word, corrected': judged(
    '074010d24625',
    9,
    'Starter/9: "keep the rows" becomes "continue the rows". "Lead the list" can be guessed.',
  ),
  'synonym-substitution, corrected': judged(
    '7b9c5364027b',
    6,
    'Senses are drawn: "dangle every string", "by duration" for length, "lend up the digits", "clean the element".',
  ),
  'synonym-insertion, corrected': judged('7b32741ae8f0', 10, 'Odd, but the word that counts is still there.'),
  'inflection, corrected': judged('3e04fb1bdee5', 9, 'Starter/1: "the smallest of the result" becomes "the smaller".'),
  'tense-past, corrected': judged('8ed26722d481', 10, 'Good English.'),
  'tense-future, corrected': judged('164a464fd4e8', 10, '"those that will be not empty": the order of words is off.'),
  'translate, published': judged('f5d1c37cc1b0', 10, 'Good English within the grammar.'),
  'translate, corrected': judged(
    'f5d1c37cc1b0',
    10,
    'Here the same texts as published: each prompt is one sentence or two.',
  ),
  'paraphrase, corrected': judged('71ef896293c6', 10, 'Good English.'),
  'rename-camel, corrected': judged('8b0aaedcf328', 10, 'Only the name changes.'),
  'rename-typo, corrected': judged('c70035f890ea', 10, 'Only the name changes.'),
  'rename-swap, corrected': judged('ee30b8b4cb38', 10, 'Only the name changes.'),
  'rename-case, corrected': judged('9247a6154e80', 10, 'Only the name changes.'),
  'rename-inflection, corrected': judged('5b3883087a5b', 10, 'Only the name changes: "times_moddest" is no English.'),
  'rename-synonym, corrected': judged(
    'c167e8d35ec6',
    10,
    'Only the name changes, which then misleads: "get_soap_by_digit_union" for get_max_by_digit_sum.',
  ),
  'docstring-to-comments, corrected': judged('7a0b07200eb9', 10, 'The same words, behind #.'),
  'control-rejoin, published': judged('0f0456db1bbb', 5, "Quoted strings get blanks inside: ' l ', 'none ', '? '."),
  'control-rejoin, corrected': judged('9051a5512ce9', 3, 'A blank before a colon; it changes only three of the forty.'),
  'control-case, corrected': judged('c73efaf63254', 10, 'One capital.'),
  'control-blank, corrected': judged('34c860ba7c93', 10, 'An empty line behind the sentence.'),
  'tabs, corrected': judged('67617a4d8815', 10, 'The same, indented with tabs.'),
  'split-lines, corrected': judged('45daf83a5c13', 10, 'The same signature on two lines.'),
  'blank-lines, corrected': judged('9ac1aeddcd1a', 10, 'An empty line before the docstring.'),
  'dead-code, corrected': judged('67251e266b2f', 10, 'Code that never runs beside the statement that it copies.'),
  'for-while, corrected': judged(
    '16dafccf5332',
    10,
    'Right, but where the half ends with the head of the loop, "while True:" says nothing yet of what is gone through.',
  ),
  'operand-swap, corrected': judged('6af283145b09', 9, 'All nine: "5 > v" for "v < 5".'),
  'rename-variable, corrected': judged('148b719e607f', 10, 'One variable is called VAR_0.'),
  'control-partial, corrected': judged('0ffa877c630a', 10, 'The first half of the reference is appended.'),
}
