import { isScalarType, Kind, type GraphQLScalarType } from 'graphql'
import type { GraphQLExtension } from 'payload'

import { isCalendarDay } from '../../shared/isoDate.ts'

type Context = Parameters<GraphQLExtension>[1]

/** The type is one object for all schemas of the process. */
const amended = new WeakSet<GraphQLScalarType>()

function acceptDay(type: GraphQLScalarType): void {
  if (amended.has(type)) return
  amended.add(type)
  const { parseLiteral, parseValue } = type
  type.parseValue = (value) => (isCalendarDay(value) ? value : parseValue(value))
  type.parseLiteral = (node, variables) =>
    node.kind === Kind.STRING && isCalendarDay(node.value)
      ? node.value
      : parseLiteral(node, variables)
}

/** Lets GraphQL take a day without a time as a date, as REST does. */
export function acceptDays({ collections }: Context): void {
  for (const { graphQL } of Object.values(collections)) {
    for (const { type } of Object.values(graphQL?.type.getFields() ?? {})) {
      if (isScalarType(type) && type.name === 'DateTime') acceptDay(type)
    }
  }
}
