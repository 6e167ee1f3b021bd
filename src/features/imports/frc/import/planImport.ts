import type { Payload } from 'payload'

import { poolOf } from '../../../../database/connection.ts'
import { eventsByExternalId, placesHeld } from '../../queries.ts'
import { teamDomain } from './account.ts'
import type { SeasonEvent } from '../source/parseEvents.ts'
import type { Program } from '../source/programs.ts'
import type { Season } from '../source/readSeason.ts'
import type { Event } from '../../../../payload-types.ts'

/** A team of the source, and its user on the platform. */
export interface Entrant {
  team: string
  userId: number
}

/** An event of the source, and its state in the database. */
export interface EventPlan {
  event: SeasonEvent
  /** The event in the database, when an earlier import has created it. */
  stored: Event | undefined
  /** The teams that the source enters in it. */
  entered: Entrant[]
  /** The entered teams that have no place yet. */
  newcomers: Entrant[]
}

/** The stored events by their external id in upper case: an earlier import may have kept the case. */
async function storedEvents(payload: Payload, { events, program }: Season) {
  const wanted = events.map(({ details }) => details.externalId)
  const ids = await eventsByExternalId(poolOf(payload), program.key, wanted)
  const { docs } = await payload.find({
    collection: 'events',
    where: { id: { in: ids } },
    depth: 0,
    pagination: false,
    overrideAccess: true,
  })
  const exact = new Set(wanted)
  // Of two that differ in case alone, the exact one is the last, and stays in the map.
  const inOrder = docs.toSorted(
    (one, other) => Number(exact.has(one.externalId!)) - Number(exact.has(other.externalId!)),
  )
  return new Map(inOrder.map((doc) => [doc.externalId!.toUpperCase(), doc]))
}

/** The imported teams that have a place: a map from event id to a map from user id to username. */
export async function holdersOf(payload: Payload, program: Program, eventIds: number[]) {
  const holders = new Map(eventIds.map((id) => [id, new Map<number, string>()]))
  const places = await placesHeld(poolOf(payload), eventIds, teamDomain(program))
  for (const { eventId, userId, username } of places) holders.get(eventId)!.set(userId, username)
  return holders
}

/** Finds the stored event and the missing registrations for each event of the season. */
export async function planImport(
  payload: Payload,
  season: Season,
  userIds: Map<string, number>,
): Promise<EventPlan[]> {
  const stored = await storedEvents(payload, season)
  const holders = await holdersOf(
    payload,
    season.program,
    [...stored.values()].map((event) => event.id),
  )
  const enteredIn = new Map<string, Entrant[]>(season.events.map(({ code }) => [code, []]))
  for (const { eventCode, team } of season.entries ?? []) {
    enteredIn.get(eventCode)!.push({ team, userId: userIds.get(team)! })
  }
  return season.events.map((event) => {
    const before = stored.get(event.details.externalId)
    const inside = before && holders.get(before.id)
    const entered = enteredIn.get(event.code)!
    const newcomers = entered.filter(({ userId }) => !inside?.has(userId))
    return { event, stored: before, entered, newcomers }
  })
}
