import { getNamedType, type GraphQLObjectType, isObjectType } from 'graphql'

const entryOf = (value: unknown, name: string): unknown =>
  value === true ? true : (value as Record<string, unknown> | null | undefined)?.[name]

/**
 * Permissions in the shape of their type. Payload shortens them: `true` stands for all that is below it, and
 * what is missing is not allowed.
 */
export function expandPermissions(type: GraphQLObjectType, value: unknown): object {
  const fields = type.getFields()
  if ('permission' in fields) {
    const isAllowed = value === true || entryOf(value, 'permission') === true
    return { permission: isAllowed, where: value === true ? null : entryOf(value, 'where') }
  }
  return Object.fromEntries(
    Object.values(fields).map(({ name, type: fieldType }) => {
      const named = getNamedType(fieldType)
      const inner = entryOf(value, name)
      return [name, isObjectType(named) ? expandPermissions(named, inner) : inner === true]
    }),
  )
}
