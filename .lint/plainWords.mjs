import { findWords } from './words.mjs'

/** `heldUp` and `HELD_UP` as "held Up" and "HELD UP". */
const wordsOf = (name) => name.replace(/([a-z0-9])([A-Z])/g, '$1 $2').replaceAll('_', ' ')

/**
 * An ESLint rule: names and comments use the words of the field, not those of `words.mjs`. Its option
 * `allow` lists words that are right in the files at hand.
 */
export const plainWords = {
  meta: {
    type: 'suggestion',
    schema: [
      {
        type: 'object',
        properties: { allow: { type: 'array', items: { type: 'string' } } },
        additionalProperties: false,
      },
    ],
  },
  create(context) {
    const { sourceCode } = context
    const { allow = [] } = context.options[0] ?? {}
    const seen = new Set()

    function checkName(node) {
      if (seen.has(node.name)) return
      seen.add(node.name)
      for (const { word, message } of findWords(wordsOf(node.name), 'names')) {
        if (!allow.includes(word)) context.report({ node, message: `${node.name}: ${message}` })
      }
    }

    function checkComment(comment) {
      for (const { word, index, message } of findWords(comment.value, 'prose')) {
        const loc = sourceCode.getLocFromIndex(comment.range[0] + 2 + index)
        if (!allow.includes(word)) context.report({ loc, message })
      }
    }

    return {
      Program: () => sourceCode.getAllComments().forEach(checkComment),
      Identifier: checkName,
      JSXIdentifier: checkName,
      PrivateIdentifier: checkName,
    }
  },
}
