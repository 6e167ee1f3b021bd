import { type Access, type AccessArgs, type AccessResult, combineQueries, NotFound } from 'payload'

type Rule = (args: AccessArgs) => AccessResult | Promise<AccessResult>

/**
 * A read rule that also covers requests for the permissions on one document (REST's `POST /access/7`,
 * GraphQL's `docAccess…`). Payload answers them with permissions if the document exists and with 404
 * if not, so a caller could find out that a draft exists. Here both are 404. Only these requests pass a
 * document to the rule.
 *
 * @throws {NotFound} for the permissions on a document that the caller may not read
 */
export const hideUnreadable =
  (rule: Rule): Access =>
  async (args: AccessArgs<unknown>) => {
    const result = await rule(args)
    const { collectionConfig, data, id, req } = args
    const asksForPermissions =
      collectionConfig !== undefined && data !== undefined && id !== undefined
    if (result === true || !asksForPermissions) return result
    if (result === false) throw new NotFound(req.t)
    const { totalDocs } = await req.payload.count({
      collection: collectionConfig.slug,
      where: combineQueries({ id: { equals: id } }, result),
      overrideAccess: true,
      req,
    })
    if (totalDocs === 0) throw new NotFound(req.t)
    return result
  }
