import { findWords } from './words.mjs'

/** `heldUp` and `HELD_UP` as "held Up" and "HELD UP". */
const wordsOf = (name) => name.replace(/([a-z0-9])([A-Z])/g, '$1 $2').replaceAll('_', ' ')

/** An ESLint rule: names and comments use the words of the field, not those of `words.mjs`. */
export const plainWords = {
  meta: { type: 'suggestion', schema: [] },
  create(context) {
    const { sourceCode } = context
    const seen = new Set()

    function checkName(node) {
      if (seen.has(node.name)) return
      seen.add(node.name)
      for (const { message } of findWords(wordsOf(node.name), 'names')) {
        context.report({ node, message: `${node.name}: ${message}` })
      }
    }

    function checkComment(comment) {
      for (const { index, message } of findWords(comment.value, 'prose')) {
        const start = sourceCode.getLocFromIndex(comment.range[0] + 2 + index)
        context.report({ loc: start, message })
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
