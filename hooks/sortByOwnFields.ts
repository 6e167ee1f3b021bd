import { type CollectionBeforeOperationHook, QueryError } from 'payload'

/**
 * A list is not sorted by fields of related documents. Payload does not hold such a sort against the
 * rules of the collection it leads to: the order would tell strangers about users whom they may not
 * read, down to their password hashes.
 *
 * @throws {QueryError} naming the paths
 */
export const sortByOwnFields: CollectionBeforeOperationHook = ({
  args,
  collection,
  overrideAccess,
}) => {
  const { sort } = args as { sort?: string | string[] }
  if (overrideAccess || !sort) return args
  const isForeign = (path: string) => {
    const [name, ...rest] = path.replace(/^-?(version\.)?/, '').split('.')
    const field = collection.flattenedFields.find((each) => each.name === name)
    return rest.length > 0 && field?.type !== 'group'
  }
  const paths = [sort].flat().map((path) => path.replaceAll('__', '.'))
  const foreign = paths.filter(isForeign)
  if (foreign.length > 0) throw new QueryError(foreign.map((path) => ({ path })))
  return args
}
