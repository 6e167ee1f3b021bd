import type { PayloadRequest } from 'payload'

import type { z } from '../../http/zod.ts'
import { fieldErrors } from '../../shared/errors/fieldErrors.ts'
import { notFound } from '../../shared/errors/Refusal.ts'
import { attributesOf } from './flags.ts'
import { definitionsOf } from './definitions.ts'
import { explainFlag, type FlagExplanation } from './explainFlag.ts'
import { loadFlags } from './loadFlags.ts'
import { PreparedFlags } from './preparedFlags.ts'
import type { FlagAttributes } from './rules.ts'
import type { TrySchema } from './schemas.ts'

type Subject = z.output<typeof TrySchema>

/** The person whom staff name, and the flag's answer for them. */
export interface TriedFlag extends FlagExplanation {
  person: { id: number; username: string; role: string } | null
}

/** Finds a user by id, username or email address. @throws {ValidationError} when there is none */
async function findPerson(req: PayloadRequest, name: string) {
  const isId = /^\d{1,9}$/.test(name)
  const { docs } = await req.payload.find({
    collection: 'users',
    where: {
      or: [
        ...(isId ? [{ id: { equals: Number(name) } }] : []),
        { username: { equals: name } },
        { email: { equals: name.toLowerCase() } },
      ],
    },
    depth: 0,
    limit: 1,
    overrideAccess: false,
    req,
  })
  const [person] = docs
  if (!person)
    throw fieldErrors(req, 'flags', [{ path: 'user', message: 'There is no such user.' }])
  return person
}

/**
 * What somebody would get from a flag, and why. The flags are those of the database, not of this process.
 *
 * @throws {Refusal} 404 when there is no such flag, {ValidationError} when there is no such user
 */
export async function tryFlag(
  req: PayloadRequest,
  id: number,
  { app_version: appVersion, country, id: anonymousId, role, tags, user }: Subject,
): Promise<TriedFlag> {
  const flags = await loadFlags(req.payload, req)
  const key = flags.find((flag) => flag.id === id)?.key
  const { definitions } = definitionsOf(flags)
  const definition = definitions.find((one) => one.key === key)
  if (!definition) throw notFound()
  const person = user ? await findPerson(req, user) : undefined
  const known = person ? attributesOf(person) : { role: role ?? 'anonymous' }
  const attributes: FlagAttributes = {
    ...known,
    ...(anonymousId ? { id: anonymousId } : {}),
    ...(country ? { country } : {}),
    ...(appVersion ? { appVersion } : {}),
    ...(tags ? { tags } : {}),
  }
  const now = new Date().getTime()
  const explanation = explainFlag(new PreparedFlags(definitions, now), definition, attributes, now)
  const shown = person && { id: person.id, username: person.username, role: person.role }
  return { ...explanation, person: shown ?? null }
}
