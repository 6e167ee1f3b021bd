import { type Access, type AccessArgs, type AccessResult, combineQueries, NotFound } from 'payload'

type Rule = (args: AccessArgs) => AccessResult

/**
 * A rule for reading that also covers the question "what may I do with document 7?" (REST's
 * `POST /access/7`, GraphQL's `docAccess…`). Payload answers everybody with a list of permissions
 * when the document exists and with 404 when it does not: a draft could be told from nothing. Here
 * both are 404. The question is known by its document, which no other read passes along.
 *
 * @throws {NotFound} when the caller asks about a document that they may not read
 */
export const hideUnreadable =
  (rule: Rule): Access =>
  async (args: AccessArgs<unknown>) => {
    const answer = rule(args)
    const { collectionConfig, data, id, req } = args
    const isQuestion = collectionConfig !== undefined && data !== undefined && id !== undefined
    if (answer === true || !isQuestion) return answer
    if (answer === false) throw new NotFound(req.t)
    const { totalDocs } = await req.payload.count({
      collection: collectionConfig.slug,
      where: combineQueries({ id: { equals: id } }, answer),
      overrideAccess: true,
      req,
    })
    if (totalDocs === 0) throw new NotFound(req.t)
    return answer
  }
